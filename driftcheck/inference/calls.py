"""Calls in the user's code: their arguments, their result, and what there is to say about keywords."""

from __future__ import annotations

import ast

from driftcheck.inference.annotations import instance_of_class
from driftcheck.inference.calling import Shape, call, expression_of
from driftcheck.inference.special_calls import SPECIAL
from driftcheck.inference.targets import fill
from driftcheck.inference.types import (
    UNKNOWN,
    BoundFunction,
    CallOutcome,
    Foreign,
    Lazy,
    Partial,
    SpecialForm,
    Type,
    Union,
    VersionValue,
)
from driftcheck.inference.versions import keeps_version
from driftcheck.inference.walker import Evaluate, Walker
from driftcheck.model.resolutions import PINNED, ArgumentOutcome, ArgumentStatus, Entity
from driftcheck.model.symbols import Kind
from driftcheck.source.guards import Hazard

_FILLING = frozenset({"update", "setdefault"})
_TEXT_LIMIT = 40
"""Longer texts are not among the values that signatures tell apart."""

_PLAIN = tuple(Shape((None,) * count) for count in range(12))
"""The shapes of calls with so many positional arguments and nothing else."""


def _call(w: Walker, node: ast.Call) -> Type:
    function = node.func
    expressions = w.expressions
    callee = expressions[type(function)](w, function)
    kind = type(callee)
    if kind is Lazy:
        callee = callee.force()  # type: ignore[attr-defined] # narrowed by `kind`, which is the quick way
        kind = type(callee)
    if kind is Foreign or kind is SpecialForm:
        path = callee.entity.symbol.path if kind is Foreign else callee.name  # type: ignore[attr-defined] # the same
        special = SPECIAL.get(path)
        if special is not None:
            return special(w, node, callee)
    if type(function) is ast.Attribute and function.attr in _FILLING:
        fill(w, function.value)
    types = [expressions[type(argument)](w, argument) for argument in node.args]
    keyword_types = [expressions[type(keyword.value)](w, keyword.value) for keyword in node.keywords]
    if w.paths and type(function) is ast.Attribute and type(function.value) is ast.Name:
        # The method may assign the attributes of its object.
        w.forget_members(function.value.id)
    if types and type(types[0]) is VersionValue and keeps_version(_tail(function)):
        return types[0]
    if callee is UNKNOWN:
        return callee
    if types and type(function) is ast.Attribute and function.attr == "__new__":
        return instance_of_class(types[0])
    found = call(w.analysis, callee, _shape(node, callee, types, keyword_types))
    if found.reason is None:
        w.sink.resolved += 1
        if found.outcomes:
            _report(w, node, callee, found)
    elif found.reason:
        w.sink.unknown[found.reason] += 1
    return found.value


def _tail(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _shape(node: ast.Call, callee: Type, types: list[Type], keyword_types: list[Type]) -> Shape:
    """The arguments, with their types only where the callee's overloads tell them apart."""
    is_told_apart = _has_overloads(callee)
    if not is_told_apart and not keyword_types and len(types) < len(_PLAIN):
        for argument in node.args:
            if type(argument) is ast.Starred:
                break
        else:
            return _PLAIN[len(types)]
    positional: list[str | None] = []
    has_star = False
    for argument, value in zip(node.args, types, strict=True):
        if type(argument) is not ast.Starred:
            positional.append(_expression(argument, value) if is_told_apart else None)
        elif (count := _written_length(argument.value)) is not None:
            positional.extend([None] * count)
        else:
            has_star = True
    keywords: list[tuple[str, str | None]] = []
    has_double_star = False
    for keyword, value in zip(node.keywords, keyword_types, strict=True):
        if keyword.arg is not None:
            keywords.append((keyword.arg, _expression(keyword.value, value) if is_told_apart else None))
        elif (names := _written_keys(keyword.value)) is not None:
            keywords.extend((name.value, None) for name in names)
        else:
            has_double_star = True
    return Shape(tuple(positional), tuple(keywords), has_star, has_double_star)


def _written_length(node: ast.expr) -> int | None:
    """How many elements a sequence has that is written out; None where that is not known."""
    if not isinstance(node, ast.Tuple | ast.List) or any(isinstance(element, ast.Starred) for element in node.elts):
        return None
    return len(node.elts)


def _has_overloads(callee: Type) -> bool:
    if isinstance(callee, Foreign | BoundFunction):
        symbol = callee.entity.symbol
        return symbol.kind is Kind.FUNCTION and len(symbol.signatures) > 1
    return False


def _expression(node: ast.expr, value: Type) -> str | None:
    if type(node) is ast.Constant:
        constant = node.value
        if constant is None or constant is True or constant is False or type(constant) is int:
            return repr(constant)
        if type(constant) is str and len(constant) <= _TEXT_LIMIT:
            return repr(constant)
    return expression_of(value)


def _written_keys(node: ast.expr) -> list[_Text] | None:
    """The keys of a dictionary that is written out; None where its content is not known."""
    if not isinstance(node, ast.Dict):
        return None
    keys = [_Text(key.value, key) for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return keys if len(keys) == len(node.keys) else None


class _Text:
    __slots__ = ("node", "value")

    def __init__(self, value: str, node: ast.Constant) -> None:
        self.value = value
        self.node = node


def _report(w: Walker, node: ast.Call, callee: Type, found: CallOutcome) -> None:
    """Claim every keyword that the callee does not simply accept."""
    entity = _entity(callee)
    if entity is None or entity.world != PINNED:
        return
    for outcome in found.outcomes:
        if isinstance(outcome, ArgumentOutcome):
            _report_keyword(w, node, entity, outcome)


def _report_keyword(w: Walker, node: ast.Call, entity: Entity, outcome: ArgumentOutcome) -> None:
    hazard = Hazard.WARNING if outcome.status is ArgumentStatus.DEPRECATED else Hazard.ARGUMENT
    guard = w.guard(hazard, outcome.keyword)
    for keyword in node.keywords:
        if keyword.arg == outcome.keyword:
            start = keyword.col_offset
            location = w.sink.span(keyword.lineno, start, start + len(outcome.keyword.encode()))
            w.sink.argument(location, entity, outcome, scope=w.qualified, guard=guard)
            return
        if keyword.arg is None:
            for key in _written_keys(keyword.value) or ():
                if key.value == outcome.keyword:
                    place = key.node
                    location = w.sink.span(place.lineno, place.col_offset, place.end_col_offset or place.col_offset)
                    w.sink.argument(location, entity, outcome, scope=w.qualified, guard=guard)
                    return


def _entity(callee: Type) -> Entity | None:
    while isinstance(callee, Partial):
        callee = callee.callee
    if isinstance(callee, Union):
        callee = callee.members[0]
    if isinstance(callee, Foreign | BoundFunction):
        return callee.entity
    return None


EXPRESSIONS: dict[type[ast.AST], Evaluate] = {ast.Call: _call}

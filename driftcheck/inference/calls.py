"""Calls in the user's code: their arguments, their result, and what there is to say about keywords."""

from __future__ import annotations

import ast

from driftcheck.inference.annotations import instance_of_class
from driftcheck.inference.argument_reports import report_arguments, written_keys
from driftcheck.inference.arguments import Special
from driftcheck.inference.calling import Shape, call, expression_of
from driftcheck.inference.constructing import construct
from driftcheck.inference.expressions import report_attribute
from driftcheck.inference.filling import call_given
from driftcheck.inference.lending import lend
from driftcheck.inference.members import look
from driftcheck.inference.mutation import PUTTING, let_out, put_by_method
from driftcheck.inference.project_types import Closure, Method, ProjectClass, ProjectFunction, ProjectInstance
from driftcheck.inference.special_calls import SPECIAL
from driftcheck.inference.targets import fill
from driftcheck.inference.types import (
    UNKNOWN,
    BoundFunction,
    Condition,
    Container,
    Foreign,
    Instance,
    Lazy,
    Returning,
    SpecialForm,
    Type,
    VersionValue,
)
from driftcheck.inference.unions import settle
from driftcheck.inference.versions import VERSION_COMPARISON, begins, keeps_version
from driftcheck.inference.walker import Evaluate, Walker
from driftcheck.model.references import ReferenceKind
from driftcheck.model.resolutions import Found
from driftcheck.model.symbols import Kind

_CALLED = frozenset({BoundFunction, Method, Closure})
_FILLING = frozenset({"update", "setdefault"})
_TEXT_LIMIT = 40
"""Longer texts are not among the values that signatures tell apart."""

_PLAIN = tuple(Shape((None,) * count) for count in range(12))
"""The shapes of calls with so many positional arguments and nothing else."""


def _call(w: Walker, node: ast.Call) -> Type:  # noqa: PLR0912 - flat, since every call of a project passes here
    function = node.func
    expressions = w.expressions
    callee = expressions[type(function)](w, function)
    kind = type(callee)
    if w.held is not None and w.held[0] is function:
        report_attribute(w, w.held[0], w.held[1], w.held[0].attr, is_called=True)
    if kind is Lazy:
        callee = callee.force()  # type: ignore[attr-defined] # narrowed by `kind`, which is the quick way
        kind = type(callee)
    is_of_library = kind is Foreign or kind is BoundFunction
    if (is_of_library or kind is SpecialForm) and (special := _special(callee)) is not None:
        return special(w, node, callee)
    method = function.attr if type(function) is ast.Attribute else ""
    if method in _FILLING:
        fill(w, function.value)  # type: ignore[attr-defined] # where there is a method
    types = [expressions[type(argument)](w, argument) for argument in node.args] if node.args else []
    keyword_types = [expressions[type(given.value)](w, given.value) for given in node.keywords] if node.keywords else []
    if w.scope.written is not None:
        w.doubt_written()
    if types and not is_of_library:
        if Container in map(type, types):
            let_out(w, node, types)
    elif Instance in map(type, types):
        lend(w, node, callee, types)  # type: ignore[arg-type] # what is of a library
    if method and (w.paths or method in PUTTING):
        _note_changes(w, node, function, types, keyword_types)  # type: ignore[arg-type] # the same
    if kind is Returning and type(callee.value) is VersionValue and _tail(function) == "startswith":  # type: ignore[attr-defined] # narrowed by `kind`
        return Condition(begins(callee.value, node.args), VERSION_COMPARISON)  # type: ignore[attr-defined] # the same
    if types:
        if type(types[0]) is VersionValue and keeps_version(_tail(function)):
            return types[0]
        if method == "__new__":
            return instance_of_class(types[0])
    if callee is UNKNOWN:
        return callee
    if kind is Instance or kind is ProjectInstance:
        callee = _method_that_is_called(w, function, callee)
        kind = type(callee)
    if kind is ProjectFunction or kind is Method or kind is Closure:
        return call_given(w.analysis, callee, node, types, keyword_types)  # type: ignore[arg-type] # narrowed by `kind`, which is the quick way
    shape = _shape(node, callee, types, keyword_types)
    found = call(w.analysis, callee, shape)
    if kind is ProjectClass and node.keywords:
        _report_construction(w, node, callee, shape)  # type: ignore[arg-type] # narrowed by `kind`
    if found.reason is None:
        w.sink.resolved += 1
        if found.outcomes:
            report_arguments(w, node, callee, found)
    elif found.reason:
        w.sink.unknown[found.reason] += 1
    return found.value


def _special(callee: Type) -> Special | None:
    """How a call is worked out that signatures cannot tell of."""
    return SPECIAL.get(callee.name if isinstance(callee, SpecialForm) else callee.entity.symbol.path)  # type: ignore[attr-defined] # a library's function or class


def _method_that_is_called(w: Walker, function: ast.expr, value: Type) -> Type:
    """The `__call__` of an object, which is told where the library speaks against it; else the object."""
    outcome = look(w.analysis, value, "__call__")
    if isinstance(outcome.report, Found):
        start, end = function.col_offset, function.end_col_offset or function.col_offset
        if isinstance(function, ast.Attribute):
            location = w.sink.attribute(function)
        elif function.lineno == function.end_lineno:
            location = w.sink.span(function.lineno, start, end)
        else:
            return value
        w.report(outcome.report, ReferenceKind.ATTRIBUTE, location, "__call__", settle(value))
    elif outcome.report is not None:
        return value
    return outcome.value if type(outcome.value) in _CALLED else value


def _report_construction(w: Walker, node: ast.Call, callee: ProjectClass, shape: Shape) -> None:
    """Claim the keywords that a class of the project's own hands to a library's constructor in vain."""
    constructed = construct(w.analysis, callee, shape)
    if constructed is not None and constructed[1].outcomes:
        report_arguments(w, node, *constructed)


def _note_changes(
    w: Walker, node: ast.Call, function: ast.Attribute, types: list[Type], keyword_types: list[Type]
) -> None:
    """Take over what calling a method may have changed about its object."""
    if function.attr in PUTTING:
        put_by_method(w, node, types, keyword_types)
    elif w.paths and type(function.value) is ast.Name:
        # The method may assign the attributes of its object.
        w.forget_members(function.value.id)


def _tail(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _shape(node: ast.Call, callee: Type, types: list[Type], keyword_types: list[Type]) -> Shape:
    """The arguments, with their types only where the callee's overloads tell them apart."""
    is_told_apart = _has_overloads(callee)
    is_plain = not is_told_apart and not keyword_types and len(types) < len(_PLAIN)
    if is_plain and ast.Starred not in map(type, node.args):
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
        elif (names := written_keys(keyword.value)) is not None:
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
    if isinstance(callee, (Foreign, BoundFunction)):
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


EXPRESSIONS: dict[type[ast.AST], Evaluate] = {ast.Call: _call}

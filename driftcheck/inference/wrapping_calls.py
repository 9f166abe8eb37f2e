"""Calls that make functions out of functions, or say what something is: `partial`, `lru_cache`, `cast`, `field`."""

from __future__ import annotations

import ast

from driftcheck.inference.annotations import annotate
from driftcheck.inference.argument_reports import report_arguments
from driftcheck.inference.arguments import Special, evaluated
from driftcheck.inference.calling import ANYTHING, NO_ARGUMENTS, call
from driftcheck.inference.stand_ins import TypeVariable
from driftcheck.inference.types import UNKNOWN, Foreign, Partial, Returning, Type
from driftcheck.inference.walker import Walker


def _factory(w: Walker, node: ast.Call, callee: Type) -> Type:
    """A decorator that may be called with options first: it stays the decorator, unless it was given the function."""
    types = evaluated(w, node)
    return types[0] if types and not node.keywords and len(types) == 1 and _is_callable(types[0]) else callee


def _keeper(w: Walker, node: ast.Call, callee: Type) -> Type:
    """A call that makes a decorator, which keeps what it is given."""
    evaluated(w, node)
    return callee


def _same(w: Walker, node: ast.Call, _callee: Type) -> Type:
    """Gives back its first argument."""
    types = evaluated(w, node)
    return types[0] if types else UNKNOWN


def _is_callable(value: Type) -> bool:
    return type(value).__name__ in {
        "ProjectFunction",
        "Method",
        "Returning",
        "BoundFunction",
        "Partial",
        "ProjectClass",
    }


def _partial(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    names = [keyword.arg for keyword in node.keywords]
    is_plain = not any(isinstance(argument, ast.Starred) for argument in node.args) and None not in names
    if not types or types[0] is UNKNOWN or not is_plain:
        return UNKNOWN
    made = Partial(types[0], len(types) - 1, tuple(name for name in names if name is not None))
    if names:
        # What is given now is given for good; the rest is still to come.
        report_arguments(w, node, made, call(w.analysis, made, ANYTHING))
    return made


def _keep_property(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    return Returning(UNKNOWN) if not types else UNKNOWN


def _field(w: Walker, node: ast.Call, _callee: Type) -> Type:
    """A dataclass field: what its default is, or its factory makes."""
    for argument in node.args:
        w.evaluate(argument)
    result: Type = UNKNOWN
    for keyword in node.keywords:
        value = w.evaluate(keyword.value)
        if keyword.arg == "default":
            result = value
        elif keyword.arg == "default_factory":
            result = call(w.analysis, value, NO_ARGUMENTS).value
    return result


def _cast(w: Walker, node: ast.Call, _callee: Type) -> Type:
    if len(node.args) != 2:
        evaluated(w, node)
        return UNKNOWN
    declared = annotate(w, node.args[0])
    w.evaluate(node.args[1])
    return declared


def _type_variable(w: Walker, node: ast.Call, _callee: Type) -> Type:
    for argument in node.args:
        w.evaluate(argument)
    bound: Type = UNKNOWN
    for keyword in node.keywords:
        if keyword.arg == "bound":
            bound = annotate(w, keyword.value)
        else:
            w.evaluate(keyword.value)
    return TypeVariable(bound)


def _new_type(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    return types[1] if len(types) == 2 and isinstance(types[1], Foreign) else UNKNOWN


CALLS: dict[str, Special] = {
    "builtins.property": _keep_property,
    "functools.partial": _partial,
    "functools.lru_cache": _factory,
    "functools.cache": _factory,
    "functools.wraps": _keeper,
    "functools.update_wrapper": _same,
    "functools.total_ordering": _factory,
    "functools.singledispatch": _factory,
    "dataclasses.dataclass": _factory,
    "dataclasses.field": _field,
    "typing.cast": _cast,
    "typing.NewType": _new_type,
    "typing.TypeVar": _type_variable,
    "typing_extensions.TypeVar": _type_variable,
}

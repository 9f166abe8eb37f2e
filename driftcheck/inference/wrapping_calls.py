"""Calls that make functions out of functions, or say what something is: `partial`, `lru_cache`, `cast`, `field`."""

from __future__ import annotations

import ast

from driftcheck.inference.annotations import annotate
from driftcheck.inference.arguments import Special, evaluated
from driftcheck.inference.calling import NO_ARGUMENTS, call
from driftcheck.inference.types import UNKNOWN, Foreign, Partial, Returning, Type
from driftcheck.inference.walker import Walker


def _factory(w: Walker, node: ast.Call, callee: Type) -> Type:
    """A decorator that may be called with options first: it stays the decorator, unless it was given the function."""
    types = evaluated(w, node)
    return types[0] if types and not node.keywords and len(types) == 1 and _is_callable(types[0]) else callee


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
    return Partial(types[0], len(types) - 1, tuple(name for name in names if name is not None))


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


def _new_type(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    return types[1] if len(types) == 2 and isinstance(types[1], Foreign) else UNKNOWN


CALLS: dict[str, Special] = {
    "builtins.property": _keep_property,
    "functools.partial": _partial,
    "functools.lru_cache": _factory,
    "functools.cache": _factory,
    "functools.wraps": _factory,
    "functools.total_ordering": _factory,
    "functools.singledispatch": _factory,
    "dataclasses.dataclass": _factory,
    "dataclasses.field": _field,
    "typing.cast": _cast,
    "typing.NewType": _new_type,
}

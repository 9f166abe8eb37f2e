"""The language's functions that fill, walk or copy containers."""

from __future__ import annotations

import ast

from driftcheck.inference.arguments import Special, evaluated
from driftcheck.inference.calling import NO_ARGUMENTS, call, call_method
from driftcheck.inference.protocols import element_of, entered
from driftcheck.inference.types import NEVER, UNKNOWN, Tuple, Type, VersionValue
from driftcheck.inference.unions import join_all, settle
from driftcheck.inference.walker import Walker

_LIST = "builtins.list"
_ITERATOR = "typing.Iterator"


def _filled(path: str) -> Special:
    """A constructor that fills a container from an iterable."""

    def make(w: Walker, node: ast.Call, _callee: Type) -> Type:
        types = evaluated(w, node)
        if len(types) == 1 and isinstance(types[0], VersionValue):
            return types[0]
        element: Type = UNKNOWN
        if len(types) == 1:
            element = element_of(w.analysis, types[0])
        elif not types and not node.keywords:
            element = NEVER
        return w.analysis.container(path, element)

    return make


def _dict(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = [w.evaluate(argument) for argument in node.args]
    values = [w.evaluate(keyword.value) for keyword in node.keywords]
    if not types and values and all(keyword.arg is not None for keyword in node.keywords):
        made = w.analysis.container("builtins.dict", w.analysis.str_, join_all(values))
        given = zip(node.keywords, values, strict=True)
        return made.with_fields({keyword.arg: value for keyword, value in given if keyword.arg is not None})
    if not types and not values:
        return w.analysis.container("builtins.dict", NEVER, NEVER)
    if len(types) == 1 and not values:
        pair = settle(element_of(w.analysis, types[0]))
        if isinstance(pair, Tuple) and len(pair.items) == 2:
            return w.analysis.container("builtins.dict", *pair.items)
    return w.analysis.container("builtins.dict", UNKNOWN, UNKNOWN)


def _enumerate(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    element = element_of(w.analysis, types[0]) if types else UNKNOWN
    return w.analysis.container(_ITERATOR, Tuple((w.analysis.int_, element)))


def _zip(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return UNKNOWN
    return w.analysis.container(_ITERATOR, Tuple(tuple(element_of(w.analysis, value) for value in types)))


def _next(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    value = settle(types[0]) if len(types) in {1, 2} else UNKNOWN
    if isinstance(value, Tuple) or value is UNKNOWN:
        return UNKNOWN
    found = call_method(w.analysis, value, "__next__")
    return join_all([element_of(w.analysis, value) if found is UNKNOWN else found, *types[1:]])


def _map(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    if len(types) < 2:
        return UNKNOWN
    if isinstance(types[1], VersionValue):
        return types[1]
    return w.analysis.container(_ITERATOR, call(w.analysis, types[0], NO_ARGUMENTS).value)


def _filter(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    return w.analysis.container(_ITERATOR, element_of(w.analysis, types[1])) if len(types) == 2 else UNKNOWN


def _same(w: Walker, node: ast.Call, _callee: Type) -> Type:
    """Gives back its first argument, or one like it."""
    types = evaluated(w, node)
    return types[0] if types else UNKNOWN


def _entered(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    return entered(w.analysis, types[0], is_async=False) if len(types) == 1 else UNKNOWN


def _entered_later(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    value = entered(w.analysis, types[0], is_async=True) if len(types) == 1 else UNKNOWN
    return w.analysis.container("typing.Coroutine", value)


def _entering(w: Walker, node: ast.Call, callee: Type) -> Type:
    """A context manager that gives its first argument."""
    return w.analysis.container("contextlib.AbstractContextManager", _same(w, node, callee))


def _extreme(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    return element_of(w.analysis, types[0]) if len(types) == 1 else join_all(types)


CALLS: dict[str, Special] = {
    "builtins.list": _filled(_LIST),
    "builtins.tuple": _filled("builtins.tuple"),
    "builtins.set": _filled("builtins.set"),
    "builtins.frozenset": _filled("builtins.frozenset"),
    "builtins.sorted": _filled(_LIST),
    "builtins.reversed": _filled(_ITERATOR),
    "builtins.iter": _filled(_ITERATOR),
    "builtins.dict": _dict,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "builtins.next": _next,
    "builtins.map": _map,
    "builtins.filter": _filter,
    "builtins.max": _extreme,
    "builtins.min": _extreme,
    "collections.deque": _filled("collections.deque"),
    "copy.copy": _same,
    "copy.deepcopy": _same,
    "dataclasses.replace": _same,
    "contextlib._BaseExitStack.enter_context": _entered,
    "contextlib.AsyncExitStack.enter_async_context": _entered_later,
    "contextlib.closing": _entering,
    "contextlib.nullcontext": _entering,
}

"""Calls whose meaning signatures cannot say: the language's own functions, and what makes or wraps functions.

Only the standard library is known here, since it is part of the language; every other one speaks through its surface.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from driftcheck.inference.annotations import annotate
from driftcheck.inference.calling import NO_ARGUMENTS, call, call_method
from driftcheck.inference.forms import class_object
from driftcheck.inference.members import look
from driftcheck.inference.project_types import ProjectInstance, Super
from driftcheck.inference.protocols import awaited, element_of
from driftcheck.inference.targets import set_attribute
from driftcheck.inference.types import UNKNOWN, Condition, Foreign, Partial, Returning, Tuple, Type, VersionValue
from driftcheck.inference.unions import join_all, settle
from driftcheck.inference.walker import Walker
from driftcheck.model.references import ReferenceKind
from driftcheck.model.resolutions import Confidence, Missing
from driftcheck.source.guards import ATTRIBUTE_HAZARDS, Guard

Special = Callable[[Walker, ast.Call, Type], Type]

_LIST = "builtins.list"
_ITERATOR = "typing.Iterator"
_COROUTINE = "typing.Coroutine"


def _arguments(w: Walker, node: ast.Call) -> list[Type]:
    types = [w.evaluate(argument) for argument in node.args]
    for keyword in node.keywords:
        w.evaluate(keyword.value)
    return types


def _text(node: ast.Call, place: int) -> str | None:
    """A text argument that is written out."""
    if place < len(node.args):
        argument = node.args[place]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            return argument.value
    return None


def _hasattr(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    name = _text(node, 1)
    if name is None:
        return UNKNOWN
    outcome = look(w.analysis, types[0], name)
    truth: bool | None = None
    if outcome.reason is None:
        report = outcome.report
        truth = not isinstance(report, Missing)
        if isinstance(report, Missing) and report.confidence is not Confidence.CERTAIN:
            # What is guarded most likely never runs.
            return Condition(None, Guard("hasattr"))
    # Where the name is not there, something else stands in for it that other releases have.
    return Condition(truth, Guard("hasattr", ATTRIBUTE_HAZARDS, name), Guard("hasattr", ATTRIBUTE_HAZARDS))


def _getattr(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    name = _text(node, 1)
    if name is None or types[0] is UNKNOWN:
        return UNKNOWN
    outcome = look(w.analysis, types[0], name)
    w.count(outcome)
    if len(types) > 2:
        return outcome.value if outcome.reason is None and not isinstance(outcome.report, Missing) else UNKNOWN
    if outcome.report is not None:
        place = node.args[1]
        location = w.sink.span(place.lineno, place.col_offset, place.end_col_offset or place.col_offset)
        if w.report(outcome.report, ReferenceKind.ATTRIBUTE, location, name, types[0]):
            return UNKNOWN
    return outcome.value


def _setattr(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    owner = settle(types[0]) if types else UNKNOWN
    name = _text(node, 1)
    if name is not None:
        set_attribute(w, owner, name, UNKNOWN)
    elif isinstance(owner, ProjectInstance):
        owner.of.is_open = True
    return UNKNOWN


def _super(w: Walker, node: ast.Call, _callee: Type) -> Type:
    _arguments(w, node)
    if w.owner is None or w.receiver is None:
        return UNKNOWN
    receiver = w.names.get(w.receiver, UNKNOWN)
    return Super(w.owner, receiver) if receiver is not UNKNOWN else UNKNOWN


def _type(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    return class_object(types[0]) if len(types) == 1 else UNKNOWN


def _filled(path: str) -> Special:
    """A constructor that fills a container from an iterable."""

    def make(w: Walker, node: ast.Call, _callee: Type) -> Type:
        types = _arguments(w, node)
        if len(types) == 1 and isinstance(types[0], VersionValue):
            return types[0]
        element = element_of(w.analysis, types[0]) if len(types) == 1 else UNKNOWN
        return w.analysis.container(path, element)

    return make


def _dict(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = [w.evaluate(argument) for argument in node.args]
    values = [w.evaluate(keyword.value) for keyword in node.keywords]
    if not types and values and all(keyword.arg is not None for keyword in node.keywords):
        return w.analysis.container("builtins.dict", w.analysis.str_, join_all(values))
    if len(types) == 1 and not values:
        pair = settle(element_of(w.analysis, types[0]))
        if isinstance(pair, Tuple) and len(pair.items) == 2:
            return w.analysis.container("builtins.dict", *pair.items)
    return w.analysis.container("builtins.dict", UNKNOWN, UNKNOWN)


def _enumerate(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    element = element_of(w.analysis, types[0]) if types else UNKNOWN
    return w.analysis.container(_ITERATOR, Tuple((w.analysis.int_, element)))


def _zip(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return UNKNOWN
    return w.analysis.container(_ITERATOR, Tuple(tuple(element_of(w.analysis, value) for value in types)))


def _next(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    if len(types) != 1:
        return UNKNOWN
    value = settle(types[0])
    if isinstance(value, Tuple) or value is UNKNOWN:
        return UNKNOWN
    found = call_method(w.analysis, value, "__next__")
    return element_of(w.analysis, value) if found is UNKNOWN else found


def _map(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    if len(types) < 2:
        return UNKNOWN
    if isinstance(types[1], VersionValue):
        return types[1]
    return w.analysis.container(_ITERATOR, call(w.analysis, types[0], NO_ARGUMENTS).value)


def _filter(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    return w.analysis.container(_ITERATOR, element_of(w.analysis, types[1])) if len(types) == 2 else UNKNOWN


def _same(w: Walker, node: ast.Call, _callee: Type) -> Type:
    """Gives back its first argument, or one like it."""
    types = _arguments(w, node)
    return types[0] if types else UNKNOWN


def _entering(w: Walker, node: ast.Call, callee: Type) -> Type:
    """A context manager that gives its first argument."""
    return w.analysis.container("contextlib.AbstractContextManager", _same(w, node, callee))


def _vars(w: Walker, node: ast.Call, _callee: Type) -> Type:
    _arguments(w, node)
    return w.analysis.container("builtins.dict", w.analysis.str_, UNKNOWN)


def _extreme(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    return element_of(w.analysis, types[0]) if len(types) == 1 else join_all(types)


def _factory(w: Walker, node: ast.Call, callee: Type) -> Type:
    """A decorator that may be called with options first: it stays the decorator, unless it was given the function."""
    types = _arguments(w, node)
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
    types = _arguments(w, node)
    names = [keyword.arg for keyword in node.keywords]
    is_plain = not any(isinstance(argument, ast.Starred) for argument in node.args) and None not in names
    if not types or types[0] is UNKNOWN or not is_plain:
        return UNKNOWN
    return Partial(types[0], len(types) - 1, tuple(name for name in names if name is not None))


def _import_module(w: Walker, node: ast.Call, _callee: Type) -> Type:
    _arguments(w, node)
    name = _text(node, 0)
    if name is None or name.startswith("."):
        return UNKNOWN
    own = w.analysis.modules.find(name, w.module)
    if own is not None:
        return own
    outcome = w.analysis.module(name)
    w.count_import(outcome)
    if outcome.report is not None:
        place = node.args[0]
        location = w.sink.span(place.lineno, place.col_offset, place.end_col_offset or place.col_offset)
        if w.report(outcome.report, ReferenceKind.IMPORT, location, name):
            return UNKNOWN
    return outcome.value


def _cast(w: Walker, node: ast.Call, _callee: Type) -> Type:
    if len(node.args) != 2:
        _arguments(w, node)
        return UNKNOWN
    declared = annotate(w, node.args[0])
    w.evaluate(node.args[1])
    return declared


def _run(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    return awaited(w.analysis, types[0]) if types else UNKNOWN


def _task(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    result = awaited(w.analysis, types[0]) if types else UNKNOWN
    return w.analysis.container("asyncio.Task", result)


def _gather(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return w.analysis.container(_COROUTINE, w.analysis.container(_LIST, awaited(w.analysis, join_all(types))))
    return w.analysis.container(_COROUTINE, Tuple(tuple(awaited(w.analysis, value) for value in types)))


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


def _version(w: Walker, node: ast.Call, _callee: Type) -> Type:
    """The version of an installed distribution is that of its pin."""
    _arguments(w, node)
    name = _text(node, 0)
    selection = None if name is None else w.analysis.selection(name.lower().replace("_", "-").replace(".", "-"))
    if selection is None:
        return UNKNOWN
    is_known = selection.is_exact
    return VersionValue(selection.version.release if is_known else (), rest_is_zero=is_known)


def _new_type(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    return types[1] if len(types) == 2 and isinstance(types[1], Foreign) else UNKNOWN


def _called_now(w: Walker, node: ast.Call, _callee: Type) -> Type:
    """Awaitable result of a function that is run elsewhere: `to_thread(function, …)`."""
    types = _arguments(w, node)
    result = call(w.analysis, types[0], NO_ARGUMENTS).value if types else UNKNOWN
    return w.analysis.container(_COROUTINE, result)


def _keep_property(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = _arguments(w, node)
    return Returning(UNKNOWN) if not types else UNKNOWN


SPECIAL: dict[str, Special] = {
    "builtins.hasattr": _hasattr,
    "builtins.getattr": _getattr,
    "builtins.setattr": _setattr,
    "builtins.super": _super,
    "builtins.type": _type,
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
    "builtins.property": _keep_property,
    "collections.deque": _filled("collections.deque"),
    "copy.copy": _same,
    "copy.deepcopy": _same,
    "functools.partial": _partial,
    "functools.lru_cache": _factory,
    "functools.cache": _factory,
    "functools.wraps": _factory,
    "functools.total_ordering": _factory,
    "functools.singledispatch": _factory,
    "dataclasses.dataclass": _factory,
    "dataclasses.field": _field,
    "dataclasses.replace": _same,
    "contextlib.closing": _entering,
    "contextlib.nullcontext": _entering,
    "builtins.vars": _vars,
    "importlib.import_module": _import_module,
    "importlib.metadata.version": _version,
    "typing.cast": _cast,
    "typing.NewType": _new_type,
    "asyncio.run": _run,
    "asyncio.runners.run": _run,
    "asyncio.create_task": _task,
    "asyncio.tasks.create_task": _task,
    "asyncio.ensure_future": _task,
    "asyncio.tasks.ensure_future": _task,
    "asyncio.wait_for": _task,
    "asyncio.tasks.wait_for": _task,
    "asyncio.shield": _task,
    "asyncio.tasks.shield": _task,
    "asyncio.gather": _gather,
    "asyncio.tasks.gather": _gather,
    "asyncio.to_thread": _called_now,
    "asyncio.threads.to_thread": _called_now,
}
SPECIAL |= {
    path.removeprefix("builtins."): special for path, special in SPECIAL.items() if path.startswith("builtins.")
}

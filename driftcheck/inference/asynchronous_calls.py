"""Calls that run coroutines."""

from __future__ import annotations

import ast

from driftcheck.inference.arguments import Special, evaluated
from driftcheck.inference.calling import NO_ARGUMENTS, call
from driftcheck.inference.protocols import awaited
from driftcheck.inference.types import UNKNOWN, Tuple, Type
from driftcheck.inference.unions import join_all
from driftcheck.inference.walker import Walker

_LIST = "builtins.list"
_COROUTINE = "typing.Coroutine"


def _run(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    return awaited(w.analysis, types[0]) if types else UNKNOWN


def _task(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    result = awaited(w.analysis, types[0]) if types else UNKNOWN
    return w.analysis.container("asyncio.Task", result)


def _gather(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return w.analysis.container(_COROUTINE, w.analysis.container(_LIST, awaited(w.analysis, join_all(types))))
    return w.analysis.container(_COROUTINE, Tuple(tuple(awaited(w.analysis, value) for value in types)))


def _called_now(w: Walker, node: ast.Call, _callee: Type) -> Type:
    """Awaitable result of a function that is run elsewhere: `to_thread(function, …)`."""
    types = evaluated(w, node)
    result = call(w.analysis, types[0], NO_ARGUMENTS).value if types else UNKNOWN
    return w.analysis.container(_COROUTINE, result)


CALLS: dict[str, Special] = {
    "asyncio.run": _run,
    "asyncio.events.AbstractEventLoop.run_until_complete": _run,
    "asyncio.runners.Runner.run": _run,
    "asyncio.taskgroups.TaskGroup.create_task": _task,
    "asyncio.events.AbstractEventLoop.create_task": _task,
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

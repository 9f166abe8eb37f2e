"""Compound statements other than `if`: loops, `try`, `with`, `match`, `assert`."""

from __future__ import annotations

import ast

from driftcheck.inference.annotations import instance_of_class
from driftcheck.inference.branching import evaluate_test
from driftcheck.inference.narrowing import narrow
from driftcheck.inference.protocols import element_of, entered
from driftcheck.inference.scopes import joined
from driftcheck.inference.targets import assign
from driftcheck.inference.types import UNKNOWN, Instance, Lazy, Type
from driftcheck.inference.unions import join_all, settle
from driftcheck.inference.walker import Execute, Walker
from driftcheck.model.references import ResolvedReference
from driftcheck.model.resolutions import Missing
from driftcheck.source.guards import Guard, Hazard, expected, handled, is_fallback, swallows

_FALLBACK = Guard(
    "fallback", frozenset({Hazard.IMPORT, Hazard.ATTRIBUTE, Hazard.ARGUMENT, Hazard.WARNING}), is_momentary=True
)

_BEHIND_FAILURE = Guard("behind a failing import")


def _for(w: Walker, node: ast.For | ast.AsyncFor) -> bool:
    source = w.evaluate(node.iter)
    is_async = type(node) is ast.AsyncFor
    before = dict(w.names)
    w.exits.append([])
    value = element_of(w.analysis, source, is_async=is_async) if source is not UNKNOWN else UNKNOWN
    assign(w, node.target, value)
    told = len(w.sink.claims)
    ends = w.walk(node.body)
    _leave_loop(w, before, ends=ends)
    _withdraw(w, before, told)
    if node.orelse:
        w.walk(node.orelse)
    return False


def _while(w: Walker, node: ast.While) -> bool:
    condition = evaluate_test(w, node.test)
    if condition is not None and condition.value is False:
        return w.walk(node.orelse) if node.orelse else False
    before = dict(w.names)
    narrow(w, node.test, truth=True)
    w.exits.append([])
    told = len(w.sink.claims)
    ends = w.walk(node.body)
    is_endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
    has_exit = _leave_loop(w, before, ends=ends)
    _withdraw(w, before, told)
    if node.orelse:
        w.walk(node.orelse)
    return is_endless and not has_exit and not node.orelse


def _leave_loop(w: Walker, before: dict[str, Type], *, ends: bool) -> bool:
    """Join all states in which a loop may be left; True where a `break` leaves it."""
    exits = w.exits.pop()
    state = before if ends else joined(before, w.names)
    has_break = False
    for names in exits:
        has_break = has_break or _BREAK in names
        names.pop(_BREAK, None)
        state = joined(state, names)
    w.set_state(state)
    return has_break


def _withdraw(w: Walker, before: dict[str, Type], told: int) -> None:
    """Take back what was said of the first round only: in later rounds, the names may be bound to something else.

    Args:
        w: The walker, behind the loop.
        before: The state in front of it.
        told: How much had been claimed there.
    """
    claims = w.sink.claims
    if len(claims) == told:
        return
    names = w.names
    rebound = {settle(value) for name, value in before.items() if names.get(name) is not value}
    claims[told:] = [
        claim
        for claim in claims[told:]
        if claim.receiver not in rebound
        or claim.reference.scope != w.qualified
        or not isinstance(claim.reference, ResolvedReference)
        or not isinstance(claim.reference.resolution, Missing)
        or claim.reference.resolution.lifespan is not None
    ]


_BREAK = "break"
"""A key that no name can be: it marks the state at a `break`."""


def _break(w: Walker, _node: ast.Break) -> bool:
    if w.exits:
        w.exits[-1].append({**w.names, _BREAK: UNKNOWN})
    return True


def _continue(w: Walker, _node: ast.Continue) -> bool:
    if w.exits:
        w.exits[-1].append(dict(w.names))
    return True


def _try(w: Walker, node: ast.Try) -> bool:
    guard = handled(node)
    before = dict(w.names)
    outer = w.guards
    told = len(w.sink.claims)
    if guard is not None:
        w.guards = (*outer, guard)
    ends = _walk_guarded(w, node.body, guard)
    w.guards = outer
    failing = joined(before, w.names)
    has_failed = guard is not None and any(claim.reference.guard == guard.reason for claim in w.sink.claims[told:])
    if not ends and node.orelse:
        failing = dict(failing)
        ends = w.walk(node.orelse)
    states = [] if ends else [w.names]
    for handler in node.handlers:
        w.set_state(dict(failing))
        if guard is not None and not has_failed and is_fallback(handler, node.body):
            w.guards = (*outer, _FALLBACK)
        if not _handle(w, handler):
            states.append(w.names)
        w.guards = outer
    if states:
        state = states[0]
        for other in states[1:]:
            state = joined(state, other)
        w.set_state(state if state is not failing else dict(state))
    else:
        w.set_state(dict(failing))
    return (w.walk(node.finalbody) if node.finalbody else False) or not states


def _walk_guarded(w: Walker, body: list[ast.stmt], guard: Guard | None) -> bool:
    """Walk the body of a `try`; behind an import that fails under the pins, nothing of it runs."""
    for place, statement in enumerate(body if guard is not None else ()):
        told = len(w.sink.claims)
        if w.walk([statement]):
            return True
        if isinstance(statement, ast.Import | ast.ImportFrom) and any(
            isinstance(claim.reference, ResolvedReference) and isinstance(claim.reference.resolution, Missing)
            for claim in w.sink.claims[told:]
        ):
            w.guards = (*w.guards, _BEHIND_FAILURE)
            return w.walk(body[place + 1 :])
    return w.walk(body) if guard is None else False


def _handle(w: Walker, handler: ast.ExceptHandler) -> bool:
    caught: Type = UNKNOWN
    if handler.type is not None:
        if isinstance(handler.type, ast.Tuple):
            caught = join_all([_caught(w.evaluate(element)) for element in handler.type.elts])
        else:
            caught = _caught(w.evaluate(handler.type))
    if handler.name is not None:
        w.bind(handler.name, caught)
    return w.walk(handler.body)


def _caught(value: Type) -> Type:
    made = instance_of_class(value)
    if isinstance(made, Lazy):
        return made
    return made.of.tested if isinstance(made, Instance) else made


def _with(w: Walker, node: ast.With | ast.AsyncWith) -> bool:
    outer = w.guards
    is_async = type(node) is ast.AsyncWith
    is_swallowing = False
    for item in node.items:
        context = item.context_expr
        value = w.evaluate(context)
        guard = expected(context)
        if guard is not None:
            w.guards = (*w.guards, guard)
        is_swallowing = is_swallowing or swallows(context)
        if item.optional_vars is not None:
            assign(
                w, item.optional_vars, UNKNOWN if value is UNKNOWN else entered(w.analysis, value, is_async=is_async)
            )
    before = dict(w.names) if is_swallowing else None
    ends = w.walk(node.body)
    w.guards = outer
    if before is not None:
        # What went wrong was swallowed: the body may have stopped anywhere.
        w.set_state(before if ends else joined(before, w.names))
        return False
    return ends


def _assert(w: Walker, node: ast.Assert) -> bool:
    condition = evaluate_test(w, node.test)
    if node.msg is not None:
        w.evaluate(node.msg)
    narrow(w, node.test, truth=True)
    if condition is not None and condition.value is not True:
        w.guards = (*w.guards, condition.guard)
    return isinstance(node.test, ast.Constant) and not node.test.value


STATEMENTS: dict[type[ast.AST], Execute] = {
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Assert: _assert,
}

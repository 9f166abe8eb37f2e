"""Branches: which of them run under the pins."""

from __future__ import annotations

import ast

from driftcheck.inference.narrowing import NARROWING, narrow
from driftcheck.inference.scopes import joined
from driftcheck.inference.types import NONE, UNKNOWN, Condition, Type
from driftcheck.inference.unions import join, join_all, parts_of, settle
from driftcheck.inference.versions import VERSION_COMPARISON, compares_versions
from driftcheck.inference.walker import Evaluate, Execute, Walker
from driftcheck.source.guards import ATTRIBUTE_HAZARDS, Guard

_TYPE_CHECKING = Guard("TYPE_CHECKING")
_ONLY_FOR_TYPES = frozenset({"TYPE_CHECKING", "MYPY"})


def evaluate_test(w: Walker, test: ast.expr) -> Condition | None:
    """Evaluate a test; a condition where the pins decide it or where it guards."""
    value = settle(w.expressions[type(test)](w, test))
    if type(value) is Condition:
        return value
    match test:
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), _]):
            return Condition(None, Guard("getattr", ATTRIBUTE_HAZARDS, name))
        case (ast.Call() as call) | ast.UnaryOp(op=ast.Not(), operand=ast.Call() as call) if compares_versions(call):
            return Condition(None, VERSION_COMPARISON)
        case _:
            return None


def _if(w: Walker, node: ast.If) -> bool:
    if _is_for_types(node.test):
        return _if_for_types(w, node)
    condition = evaluate_test(w, node.test)
    if condition is not None and condition.value is not None:
        return _decided(w, node, condition)
    outer = w.guards
    before = dict(w.names)
    if condition is not None:
        w.guards = (*outer, condition.guard)
    narrow(w, node.test, truth=True)
    body_ends = w.walk(node.body)
    after_body = w.names
    w.set_state(before)
    narrow(w, node.test, truth=False)
    if condition is not None:
        w.guards = (*outer, condition.otherwise)
    else_ends = w.walk(node.orelse) if node.orelse else False
    w.guards = outer
    if condition is not None and (body_ends or else_ends):
        # A guarded branch that leaves makes the rest the other branch: it stays guarded.
        w.guards = (*outer, condition.otherwise if body_ends else condition.guard)
    if body_ends:
        return else_ends
    w.set_state(after_body if else_ends else joined(after_body, w.names))
    return False


def _decided(w: Walker, node: ast.If, condition: Condition) -> bool:
    """Walk only the branch that runs under the pins."""
    if not condition.value:
        return w.walk(node.orelse)
    outer = w.guards
    if condition.guard.name is not None:
        w.guards = (*outer, condition.guard)
    ends = w.walk(node.body)
    w.guards = outer
    return ends


def _is_for_types(test: ast.expr) -> bool:
    if isinstance(test, ast.Name):
        return test.id in _ONLY_FOR_TYPES
    return isinstance(test, ast.Attribute) and test.attr in _ONLY_FOR_TYPES


def _if_for_types(w: Walker, node: ast.If) -> bool:
    outer = w.guards
    w.guards = (*outer, _TYPE_CHECKING)
    w.walk(node.body)
    w.guards = outer
    after = w.names
    if node.orelse:
        w.set_state(dict(after))
        w.walk(node.orelse)
        w.set_state(joined(after, w.names))
    return False


def _conditional(w: Walker, node: ast.IfExp) -> Type:
    condition = evaluate_test(w, node.test)
    if condition is not None and condition.value is not None:
        outer = w.guards
        guard = condition.guard if condition.value else condition.otherwise
        if guard.name is not None:
            w.guards = (*outer, guard)
        chosen = w.evaluate(node.body if condition.value else node.orelse)
        w.guards = outer
        return chosen
    outer = w.guards
    if condition is not None:
        w.guards = (*outer, condition.guard)
    names = w.names
    since = len(w.walruses)
    w.set_state(dict(names))
    narrow(w, node.test, truth=True)
    first = w.evaluate(node.body)
    w.restore(dict(names), since)
    if condition is not None:
        w.guards = (*outer, condition.otherwise)
    narrow(w, node.test, truth=False)
    second = w.evaluate(node.orelse)
    w.restore(names, since)
    w.guards = outer
    return join(first, second)


def _boolean(w: Walker, node: ast.BoolOp) -> Type:
    """`and`, `or`: an operand is only evaluated where those before it let it be."""
    is_and = type(node.op) is ast.And
    last = node.values[-1]
    outer = w.guards
    names = w.names
    since = len(w.walruses)
    values: list[Type] = []
    conditions: list[Condition] = []
    for operand in node.values:
        value = w.evaluate(operand)
        values.append(value)
        if not is_and and operand is not last and _has_default(operand):
            # What follows stands in for a name that is not there.
            w.guards = (*w.guards, Guard("getattr", ATTRIBUTE_HAZARDS))
        if type(value) is Condition:
            conditions.append(value)
            if value.value is (not is_and):
                break
            guard = value.guard if is_and else value.otherwise
            if value.value is None or guard.name is not None:
                w.guards = (*w.guards, guard)
        if operand is not last and type(operand) in NARROWING:
            if w.names is names:
                w.set_state(dict(names))
            narrow(w, operand, truth=is_and)
    if w.names is not names:
        w.restore(names, since)
    w.guards = outer
    if conditions:
        return _combined(conditions, is_and=is_and, is_complete=len(conditions) == len(node.values))
    if not is_and:
        values = [part for value in values[:-1] for part in parts_of(value) if part is not NONE] + values[-1:]
    return join_all(values)


def _has_default(node: ast.expr) -> bool:
    """Whether an attribute is asked for that need not be there."""
    return type(node) is ast.Call and len(node.args) == 3 and type(node.func) is ast.Name and node.func.id == "getattr"


def _combined(conditions: list[Condition], *, is_and: bool, is_complete: bool) -> Type:
    for condition in conditions:
        if condition.value is (not is_and):
            return condition
    undecided = next((condition for condition in conditions if condition.value is None), None)
    if undecided is not None:
        return undecided
    return conditions[-1] if is_complete else UNKNOWN


EXPRESSIONS: dict[type[ast.AST], Evaluate] = {ast.IfExp: _conditional, ast.BoolOp: _boolean}
STATEMENTS: dict[type[ast.AST], Execute] = {ast.If: _if}

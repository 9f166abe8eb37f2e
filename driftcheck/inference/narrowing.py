"""What the truth of a test tells of the names in it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from driftcheck.inference.annotations import instance_of_class
from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.project_types import ProjectInstance
from driftcheck.inference.types import NONE, UNKNOWN, Container, Instance, Type, Union
from driftcheck.inference.unions import join, join_all, parts_of, settle
from driftcheck.inference.walker import Walker


def narrow(w: Walker, test: ast.expr, *, truth: bool) -> None:
    """Take over what the truth (or falsehood) of a test tells of names."""
    narrowing = NARROWING.get(type(test))
    if narrowing is not None:
        narrowing(w, test, truth)


def _narrow_name(w: Walker, test: ast.Name, truth: bool) -> None:  # noqa: FBT001 - called through a table
    if truth:
        _without_none(w, test.id)


def _narrow_not(w: Walker, test: ast.UnaryOp, truth: bool) -> None:  # noqa: FBT001 - called through a table
    if type(test.op) is ast.Not:
        narrow(w, test.operand, truth=not truth)


def _narrow_boolean(w: Walker, test: ast.BoolOp, truth: bool) -> None:  # noqa: FBT001 - called through a table
    if (type(test.op) is ast.And) is truth:
        for operand in test.values:
            narrow(w, operand, truth=truth)


def _narrow_comparison(w: Walker, test: ast.Compare, truth: bool) -> None:  # noqa: FBT001 - called through a table
    operation = type(test.ops[0])
    right = test.comparators[0]
    if len(test.ops) != 1 or (operation is not ast.Is and operation is not ast.IsNot):
        return
    key = _key(test.left)
    if key is not None and type(right) is ast.Constant and right.value is None:
        if (operation is ast.Is) is truth:
            _refine(w, key, NONE)
        else:
            _without_none(w, key)


def _narrow_call(w: Walker, test: ast.Call, truth: bool) -> None:  # noqa: FBT001 - called through a table
    function = test.func
    if type(function) is ast.Name and function.id == "isinstance" and len(test.args) == 2:
        _narrow_instance(w, test.args[0], test.args[1], truth=truth)


def _narrow_named(w: Walker, test: ast.NamedExpr, truth: bool) -> None:  # noqa: FBT001 - called through a table
    if truth:
        _without_none(w, test.target.id)


NARROWING: dict[type[ast.AST], Callable[[Walker, Any, bool], None]] = {
    ast.Name: _narrow_name,
    ast.UnaryOp: _narrow_not,
    ast.BoolOp: _narrow_boolean,
    ast.Compare: _narrow_comparison,
    ast.Call: _narrow_call,
    ast.NamedExpr: _narrow_named,
}


def _narrow_instance(w: Walker, subject: ast.expr, classes: ast.expr, *, truth: bool) -> None:
    key = _key(subject)
    if key is None:
        return
    wanted = parts_of(quiet_class(w, classes))
    value = w.names.get(key)
    if value is None and "." not in key and truth:
        value = w.look_up(key)
    parts = () if value is None else parts_of(value)
    if truth:
        # What is known to derive from a class stays what it is; else the class is all that is known.
        kept = [part for part in parts if any(_derives(w, part, one) for one in wanted)]
        _refine(w, key, join_all(kept or [_loose(one) for one in wanted]))
    elif parts:
        _refine(w, key, join_all([part for part in parts if not any(_derives(w, part, one) for one in wanted)]))


def _loose(value: Type) -> Type:
    return value.of.tested if isinstance(value, Instance) else value


def _derives(w: Walker, value: Type, wanted: Type) -> bool:
    if value is wanted:
        return True
    if isinstance(value, Instance) and isinstance(wanted, Instance):
        same = value.of is wanted.of
        return same or w.analysis.surfaces.is_subclass(value.of.entity, wanted.of.entity.path) is True
    if isinstance(value, Container) and isinstance(wanted, Instance):
        return value.path == wanted.of.entity.symbol.path
    if isinstance(value, ProjectInstance) and isinstance(wanted, ProjectInstance):
        return wanted.of in lineage_of(value.of).project
    return False


def quiet_class(w: Walker, node: ast.expr) -> Type:
    """What an object of a class written in a test is, without reporting the class a second time."""
    match node:
        case ast.Tuple(elts=elements):
            return join_all([quiet_class(w, element) for element in elements])
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return join(quiet_class(w, left), quiet_class(w, right))
        case ast.Name(id=name):
            value = w.names.get(name)
            return instance_of_class(w.look_up(name) if value is None else value)
        case ast.Attribute(value=inner, attr=name):
            value = _quiet(w, inner)
            return UNKNOWN if value is None else instance_of_class(w.ask(value, name))
        case _:
            return UNKNOWN


def _quiet(w: Walker, node: ast.expr) -> Type | None:
    match node:
        case ast.Name(id=name):
            value = w.names.get(name)
            return w.look_up(name) if value is None else value
        case ast.Attribute(value=inner, attr=name):
            value = _quiet(w, inner)
            return None if value is None else w.ask(value, name)
        case _:
            return None


def _key(node: ast.expr) -> str | None:
    """Under which key the state knows an expression."""
    if type(node) is ast.Name:
        return node.id
    if type(node) is ast.NamedExpr:
        return node.target.id
    if type(node) is ast.Attribute and type(node.value) is ast.Name:
        return f"{node.value.id}.{node.attr}"
    return None


def _refine(w: Walker, key: str, value: Type) -> None:
    if "." in key:
        w.paths = True
    w.names[key] = value


def _without_none(w: Walker, key: str) -> None:
    value = w.names.get(key)
    if value is None:
        return
    value = settle(value) if type(value) is Union else value
    if type(value) is Union and NONE in value.members:
        w.names[key] = join_all([member for member in value.members if member is not NONE])
    elif value is NONE:
        w.names[key] = UNKNOWN

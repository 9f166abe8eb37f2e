"""What the truth of a test tells of the names in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from driftcheck.inference.annotations import instance_of_class
from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.project_types import ProjectFunction, ProjectInstance
from driftcheck.inference.stand_ins import TypeTest
from driftcheck.inference.type_expressions import dotted
from driftcheck.inference.types import NONE, UNKNOWN, Container, Foreign, Instance, Type, Union, Unknown
from driftcheck.inference.unions import join, join_all, parts_of, settle
from driftcheck.inference.walker import Walker

_NUMBERS = frozenset({"builtins.bool", "builtins.int", "builtins.float", "builtins.complex"})
_ASKING = re.compile(r"_*is(_|[a-z])")
_TEST = re.compile(r"typing(_extensions)?\.Type(Guard|Is)\[")


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
    if len(test.ops) != 1 or operation not in _SAMENESS:
        return
    is_same = (operation is ast.Is or operation is ast.Eq) is truth
    left, right = test.left, test.comparators[0]
    key = _key(left)
    if key is not None and isinstance(right, ast.Constant) and right.value is None:
        if is_same:
            _refine(w, key, NONE)
        else:
            _without_none(w, key)
    elif isinstance(left, ast.Call) and (key := _of_type(left)) is not None:
        # An object of a derived class is not of this very class: otherwise nothing is learnt.
        _narrow_key(w, key, quiet_class(w, right), truth=is_same, is_exact=False)


def _of_type(call: ast.Call) -> str | None:
    """Under which key the state knows what is asked for its class, as in `type(value)`."""
    match call:
        case ast.Call(func=ast.Name(id="type"), args=[subject], keywords=[]):
            return _key(subject)
        case _:
            return None


_SAMENESS = frozenset({ast.Is, ast.IsNot, ast.Eq, ast.NotEq})


def _narrow_call(w: Walker, test: ast.Call, truth: bool) -> None:  # noqa: FBT001 - called through a table
    function = test.func
    if type(function) is ast.Name and function.id == "isinstance" and len(test.args) == 2:
        _narrow_instance(w, test.args[0], test.args[1], truth=truth)
    elif test.args and (key := _key(test.args[0])) is not None:
        tested = _tested_by(w, function)
        if tested is not None:
            _narrow_key(w, key, tested.of, truth=truth, is_exact=tested.is_exact)
        elif truth and _may_test_for_another(w, function, key):
            _refine(w, key, UNKNOWN)


def _may_test_for_another(w: Walker, function: ast.expr, key: str) -> bool:
    """Whether a test of which only the name is known (`is_float(count)`) may find something else than what is declared.

    That is said of numbers, which are passed for each other: where an `int` is declared, a `float` may come.
    """
    if _ASKING.match(dotted(function).rpartition(".")[2]) is None:
        return False
    value = w.names.get(key)
    if type(value) is not Instance or not value.is_loose or value.of.entity.symbol.path not in _NUMBERS:
        return False
    callee = quiet(w, function)
    return callee is not None and isinstance(settle(callee), Unknown | ProjectFunction)


def _tested_by(w: Walker, function: ast.expr) -> TypeTest | None:
    """What a function tests for that says so in its annotation (`TypeGuard[…]`, `TypeIs[…]`)."""
    if type(function) is not ast.Name and type(function) is not ast.Attribute:
        return None
    callee = quiet(w, function)
    callee = None if callee is None else settle(callee)
    result: Type | None = None
    if type(callee) is ProjectFunction:
        w.analysis.interpreter.declare(callee)
        result = callee.returns
    elif type(callee) is Foreign and (signatures := callee.entity.symbol.signatures):
        returns = signatures[0].returns
        if returns is not None and _TEST.match(returns):
            result = w.analysis.read(returns, callee.entity.world, None, callee.origin)
    return result if type(result) is TypeTest else None


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
    _narrow_key(w, key, quiet_class(w, classes), truth=truth)


def _narrow_key(w: Walker, key: str, wanted: Type, *, truth: bool, is_exact: bool = True) -> None:
    """Take over that what a key stands for is of a class, or is not (if `is_exact` says that no more was tested)."""
    value = w.names.get(key)
    if value is None and "." not in key and truth:
        value = w.look_up(key)
    if truth:
        _refine(w, key, narrowed(w, UNKNOWN if value is None else value, wanted))
    elif value is not None and is_exact:
        _refine(w, key, excluded(w, value, wanted))


def narrowed(w: Walker, value: Type, wanted: Type) -> Type:
    """A value that passed a test for being of a class, or of one of several."""
    classes = parts_of(wanted)
    # What is known to derive from a class stays what it is; else the class is all that is known.
    kept = [part for part in parts_of(value) if any(_derives(w, part, one) for one in classes)]
    return join_all(kept or [_loose(one) for one in classes])


def excluded(w: Walker, value: Type, wanted: Type) -> Type:
    """A value that failed such a test."""
    classes = parts_of(wanted)
    left = [part for part in parts_of(value) if not any(_derives(w, part, one) for one in classes)]
    return join_all(left)


def _loose(value: Type) -> Type:
    """An object of that class or of one derived from it."""
    if isinstance(value, ProjectInstance):
        return value.declared()
    return value.of.tested if isinstance(value, Instance) else value


def _derives(w: Walker, value: Type, wanted: Type) -> bool:
    if value is wanted:
        return True
    if isinstance(value, Instance) and isinstance(wanted, Instance):
        same = value.of is wanted.of
        return same or w.analysis.surfaces.is_subclass(value.of.entity, wanted.of.entity.path) is True
    if isinstance(value, ProjectInstance) and isinstance(wanted, Instance):
        surfaces, of = w.analysis.surfaces, wanted.of
        bases = lineage_of(value.of).foreign
        return any(base is of or surfaces.is_subclass(base.entity, of.entity.path) is True for base in bases)
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
            value = quiet(w, inner)
            return UNKNOWN if value is None else instance_of_class(w.ask(value, name))
        case _:
            return UNKNOWN


def quiet(w: Walker, node: ast.expr) -> Type | None:
    """What a name, or a chain of attributes, denotes, without reporting it a second time; None for other forms."""
    match node:
        case ast.Name(id=name):
            value = w.names.get(name)
            return w.look_up(name) if value is None else value
        case ast.Attribute(value=inner, attr=name):
            value = quiet(w, inner)
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

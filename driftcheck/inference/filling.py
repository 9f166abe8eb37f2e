"""Calls of the project's functions whose result depends on what they are given.

A parameter of which nothing is known stands in a function's result as itself; at a call, what is given takes its place.
So a function that hands on its argument, and a decorator that calls what it decorates, need no second walk.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.calling import ANYTHING, call
from driftcheck.inference.project_types import Closure, Method, ProjectFunction
from driftcheck.inference.protocols import awaited
from driftcheck.inference.results import open_result, result_of
from driftcheck.inference.stand_ins import Derived, Given, Step
from driftcheck.inference.types import UNKNOWN, Container, Lazy, Returning, Tuple, Type, Union
from driftcheck.inference.unions import join_all

_DEPTH_LIMIT = 6
"""How deep what is given may itself depend on what is given."""

_UNDER_WAY = 1
"""The state of a function whose body is being walked: it calls itself."""

GivenTypes = Mapping[Given, Type]


def call_given(
    analysis: Analysis,
    callee: ProjectFunction | Method | Closure,
    node: ast.Call,
    positional: Sequence[Type],
    keywords: Sequence[Type],
) -> Lazy:
    """What a call gives, worked out when it matters.

    Args:
        analysis: The shared memory.
        callee: A function of the project.
        node: The call.
        positional: What its positional arguments denote.
        keywords: What its keyword arguments denote.
    """
    function = callee if isinstance(callee, ProjectFunction) else callee.function
    receiver = callee.receiver if isinstance(callee, Method) else None
    before: GivenTypes = callee.given if isinstance(callee, Closure) else {}
    is_plain = not positional and not keywords and not isinstance(callee, Closure)
    if is_plain or function.state == _UNDER_WAY or not (function.may_hand_on or function.values):
        return result_of(analysis, function, receiver)

    def work() -> Type | None:
        result = open_result(analysis, function, receiver)
        if result is not None and not depends(result):
            function.may_hand_on = False
        if result is None or not (function.may_hand_on or function.values):
            return result
        known = _bound(function, node, positional, keywords, is_bound=receiver is not None)
        if function.returns is None and any(name in known for name in function.values):
            # The body was walked with what stands there where nothing is given.
            return UNKNOWN
        given = {**before, **{stand_in: known[name] for name, stand_in in function.given.items() if name in known}}
        return filled(analysis, result, given)

    return Lazy(work, is_open=any(map(depends, (*positional, *keywords, *before.values()))))


def _bound(
    function: ProjectFunction, node: ast.Call, positional: Sequence[Type], keywords: Sequence[Type], *, is_bound: bool
) -> dict[str, Type]:
    """What is given for which parameter, up to where the code does not show it."""
    order = function.order[1:] if is_bound else function.order
    known: dict[str, Type] = {}
    for name, argument, value in zip(order, node.args, positional, strict=False):
        if isinstance(argument, ast.Starred):
            break
        known[name] = value
    for keyword, value in zip(node.keywords, keywords, strict=True):
        if keyword.arg is not None:
            known[keyword.arg] = value
    return known


def depends(value: Type) -> bool:
    """Whether a type may hold what a function is given."""
    tells = _DEPENDING.get(type(value))
    return tells is not None and tells(value)


_DEPENDING: dict[type[Type], Callable[[Any], bool]] = {
    Given: lambda _: True,
    Derived: lambda _: True,
    Lazy: lambda value: value.is_open,
    Union: lambda value: any(map(depends, value.members)),
    Container: lambda value: any(map(depends, value.items)),
    Tuple: lambda value: any(map(depends, value.items)),
    Returning: lambda value: depends(value.value),
    ProjectFunction: lambda value: value.enclosing is not None,
}
"""Whether a type of each kind holds it; those of other kinds never do."""


def decorated(analysis: Analysis, decorator: ProjectFunction | Closure, value: Type) -> Lazy:
    """What a decorator of the project makes of what it is given."""
    node = ast.Call(ast.Name("decorator"), [ast.Name("value")], [])
    return call_given(analysis, decorator, node, (value,), ())


def filled(analysis: Analysis, value: Type, given: GivenTypes, depth: int = 0) -> Type:
    """A type with what is given in place of its stand-ins; unknown where nothing is given for one."""
    if not depends(value):
        return value
    fill = partial(filled, analysis, given=given, depth=depth)
    match value:
        case Derived():
            return _made(analysis, fill(value.of), value.step)
        case Given():
            return given.get(value, UNKNOWN)
        case Union():
            return join_all([fill(member) for member in value.members])
        case Container():
            made = analysis.container(value.path, *[fill(item) for item in value.items])
            return made.declared() if value.is_loose else made
        case Tuple():
            items = Tuple(tuple(fill(item) for item in value.items))
            return items.declared() if value.is_loose else items
        case Returning():
            return Returning(fill(value.value))
        case ProjectFunction() if given and value.enclosing is not None:
            return closed(analysis, value, given)
        case Lazy() if depth < _DEPTH_LIMIT:
            is_open = any(map(depends, given.values()))
            return Lazy(lambda: filled(analysis, value.force(), given, depth + 1), is_open=is_open)
        case Lazy():
            return UNKNOWN
        case _:
            return value


def closed(analysis: Analysis, function: ProjectFunction, given: GivenTypes) -> Closure:
    """A function together with what the functions around it were given."""

    def work() -> Type | None:
        result = open_result(analysis, function, None)
        return None if result is None else filled(analysis, result, given)

    return Closure(function, given, Lazy(work))


def _made(analysis: Analysis, value: Type, step: Step) -> Type:
    if value is UNKNOWN:
        return value
    return call(analysis, value, ANYTHING).value if step is Step.CALL else awaited(analysis, value)

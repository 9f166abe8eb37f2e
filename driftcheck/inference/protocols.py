"""What the statements of the language ask of objects: iteration, `with`, `await`, subscripts."""

from __future__ import annotations

import ast

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.calling import ONE_ARGUMENT, Shape, call_method, expression_of
from driftcheck.inference.containers import kept_in
from driftcheck.inference.forms import AWAITABLES, CONTEXTS, ITERABLES, MAPPINGS, SEQUENCES
from driftcheck.inference.members import look
from driftcheck.inference.project_types import ProjectClass, ProjectInstance
from driftcheck.inference.stand_ins import Given, Step
from driftcheck.inference.types import (
    UNKNOWN,
    BoundFunction,
    Container,
    Foreign,
    Instance,
    SpecialForm,
    Tuple,
    Type,
    Union,
    Unknown,
    VersionValue,
)
from driftcheck.inference.unions import join_all, loosened, parts_of, settle
from driftcheck.inference.versions import sliced

_OBJECTS = (Instance, ProjectInstance)


def element_of(analysis: Analysis, value: Type, *, is_async: bool = False) -> Type:
    """What iterating over `value` yields."""
    value = settle(value)
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Container):
        return kept_in(value, 0) if value.shape in ITERABLES or value.shape in MAPPINGS else UNKNOWN
    if isinstance(value, Tuple):
        return join_all(value.items)
    if isinstance(value, Union):
        return join_all([element_of(analysis, part, is_async=is_async) for part in parts_of(value)])
    if isinstance(value, _OBJECTS):
        return _element_of_object(analysis, value, is_async=is_async)
    return UNKNOWN


def _element_of_object(analysis: Analysis, value: Type, *, is_async: bool) -> Type:
    iterator = settle(call_method(analysis, value, "__aiter__" if is_async else "__iter__"))
    if isinstance(iterator, Container | Tuple):
        return element_of(analysis, iterator)
    if isinstance(iterator, _OBJECTS):
        found = call_method(analysis, iterator, "__anext__" if is_async else "__next__")
        return awaited(analysis, found) if is_async else found
    return UNKNOWN


def unpacked(analysis: Analysis, value: Type, count: int, starred: int | None) -> list[Type]:
    """The types of `count` targets that `value` is unpacked into; the one at `starred` takes what is left."""
    value = _as_tuple(analysis, settle(value), "__iter__")
    if isinstance(value, Tuple):
        items = value.items
        if starred is None and len(items) == count:
            return list(items)
        if starred is not None and len(items) >= count - 1:
            after = count - starred - 1
            end = len(items) - after
            rest = analysis.container("builtins.list", join_all(items[starred:end]))
            return [*items[:starred], rest, *items[end:]]
    element = element_of(analysis, value)
    types = [element] * count
    if starred is not None:
        types[starred] = analysis.container("builtins.list", element)
    return types


def _as_tuple(analysis: Analysis, value: Type, method: str) -> Type:
    """An object of a class that derives from `tuple[A, B]`, as a tuple, where its class leaves that method as it is."""
    if not isinstance(value, _OBJECTS):
        return value
    found = look(analysis, value, method).value
    is_inherited = type(found) is BoundFunction and found.entity.symbol.path == f"builtins.tuple.{method}"
    return (analysis.elements(value) if is_inherited else None) or value


def entered(analysis: Analysis, value: Type, *, is_async: bool) -> Type:
    """What `with value as …` binds."""
    value = settle(value)
    if isinstance(value, Container):
        return value.items[0] if value.shape in CONTEXTS and value.items else UNKNOWN
    if isinstance(value, Union):
        return join_all([entered(analysis, part, is_async=is_async) for part in parts_of(value)])
    if isinstance(value, _OBJECTS):
        if is_async:
            return awaited(analysis, call_method(analysis, value, "__aenter__"))
        return call_method(analysis, value, "__enter__")
    return UNKNOWN


def awaited(analysis: Analysis, value: Type) -> Type:
    """What `await value` gives."""
    value = settle(value)
    if isinstance(value, Container):
        return value.items[-1] if value.shape in AWAITABLES and value.items else UNKNOWN
    if isinstance(value, Given):
        return value.after(Step.AWAIT)
    if isinstance(value, Union):
        return join_all([awaited(analysis, part) for part in parts_of(value)])
    if isinstance(value, _OBJECTS):
        generator = settle(call_method(analysis, value, "__await__"))
        if isinstance(generator, Container) and generator.shape == "Generator" and len(generator.items) == 3:
            return generator.items[2]
        if isinstance(generator, Container) and generator.items:
            return generator.items[0]
        return UNKNOWN
    return value if isinstance(value, Unknown) else UNKNOWN


def item_of(analysis: Analysis, value: Type, index: ast.expr, given: Type) -> Type:
    """What `value[index]` gives, `given` being what the index denotes."""
    value = settle(value)
    if isinstance(value, Unknown | SpecialForm | Foreign | ProjectClass):
        return UNKNOWN if isinstance(value, Foreign) and not analysis.is_generic(value) else value
    if isinstance(value, Container):
        if value.shape in MAPPINGS:
            if value.fields is not None and isinstance(index, ast.Constant) and isinstance(index.value, str):
                return loosened(value.fields.get(index.value, UNKNOWN))
            return kept_in(value, 1)
        if value.shape in SEQUENCES and value.items:
            return value if isinstance(index, ast.Slice) else kept_in(value, 0)
        return UNKNOWN
    if isinstance(value, Tuple):
        place = _place(index)
        if place is not None and -len(value.items) <= place < len(value.items):
            return value.items[place]
        return UNKNOWN if isinstance(index, ast.Slice) else join_all(value.items)
    if isinstance(value, VersionValue):
        return sliced(value, index)
    if isinstance(value, Union):
        return join_all([item_of(analysis, part, index, given) for part in parts_of(value)])
    if isinstance(value, _OBJECTS):
        placed = _as_tuple(analysis, value, "__getitem__")
        if placed is not value:
            return item_of(analysis, placed, index, given)
        expression = expression_of(given)
        shape = ONE_ARGUMENT if expression is None else Shape((expression,))
        return call_method(analysis, value, "__getitem__", shape)
    return UNKNOWN


def _place(index: ast.expr) -> int | None:
    match index:
        case ast.Constant(value=int(place)):
            return place
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(place))):
            return -place
        case _:
            return None

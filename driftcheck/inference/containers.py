"""Members of containers that depend on what the container is filled with."""

from __future__ import annotations

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.forms import ITERABLES, MAPPINGS, SEQUENCES
from driftcheck.inference.types import NEVER, UNKNOWN, Container, Returning, Tuple, Type
from driftcheck.inference.unions import loosened

_ITERATOR = "typing.Iterator"
_TAKES_ELEMENT = frozenset({"pop", "popleft", "__next__", "__getitem__"})
_TAKES_VALUE = frozenset({"pop", "get", "setdefault", "__getitem__"})
_CHANGING = (
    MAPPINGS
    | frozenset({"list", "List", "deque", "Deque", "MutableSequence", "set", "Set", "MutableSet"})
    | frozenset({"ValuesView", "KeysView"})
)
"""Containers that things are put into while they are in use."""


def container_member(analysis: Analysis, container: Container, name: str) -> Type | None:
    """A method whose result the content tells; None for every other member."""
    shape = container.shape
    items = container.items
    if name == "copy":
        return Returning(container)
    if shape in MAPPINGS and len(items) == 2:
        key, value = kept_in(container, 0), kept_in(container, 1)
        if name in _TAKES_VALUE:
            return Returning(value)
        if name == "items":
            return Returning(analysis.container(_ITERATOR, Tuple((key, value))))
        if name == "values":
            return Returning(analysis.container(_ITERATOR, value))
        if name == "keys":
            return Returning(analysis.container(_ITERATOR, key))
        if name == "popitem":
            return Returning(Tuple((key, value)))
    elif shape in ITERABLES and items and name in _TAKES_ELEMENT:
        return Returning(kept_in(container, 0) if shape in SEQUENCES or name != "__getitem__" else UNKNOWN)
    return None


def kept_in(container: Container, place: int) -> Type:
    """What a container holds, by the place of its type argument. What can be changed may hold other things by now."""
    if place >= len(container.items):
        return UNKNOWN
    item = container.items[place]
    if item is NEVER:
        return UNKNOWN
    return loosened(item) if container.shape in _CHANGING else item

"""Values of the model as JSON and back, by what their fields are declared to be.

Fields are written in their order and none is named here, so none can be forgotten. What is read is held against the
declarations: a value that does not fit raises, and nothing else than these values can come of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Read = Callable[[Any], Any]


class CodecError(ValueError):
    """A JSON value is not what a declaration says."""


def to_json(value: object) -> object:
    """A value of the model as what JSON knows: lists, texts, numbers, truths, null."""
    if value is None or isinstance(value, bool | int | float) or type(value) is str:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return [to_json(getattr(value, field.name)) for field in fields(value)]
    raise CodecError(f"no JSON for {type(value).__name__}")


@cache
def reader(declared: Any) -> Read:  # noqa: ANN401  a class, or what stands for one in an annotation
    """What reads values of a declared type.

    Args:
        declared: A class of the model, a plain type, an enumeration, a tuple or a union of such.

    Returns:
        From a JSON value to the value; raises `CodecError` where it does not fit.
    """
    origin, arguments = get_origin(declared), get_args(declared)
    if origin is tuple:
        return _tuple_reader(arguments)
    if origin in (Union, UnionType):
        return _union_reader(arguments)
    if is_dataclass(declared) and isinstance(declared, type):
        return _dataclass_reader(declared)
    if isinstance(declared, type) and issubclass(declared, Enum):
        members = {member.value: member for member in declared}

        def read_member(value: Any) -> Any:  # noqa: ANN401
            if type(value) is not str or value not in members:
                raise CodecError(f"{value!r} is no {declared.__name__}")
            return members[value]

        return read_member
    if declared in (str, int, float, bool):

        def read_plain(value: Any) -> Any:  # noqa: ANN401
            if type(value) is not declared:
                raise CodecError(f"{value!r} is no {declared.__name__}")
            return value

        return read_plain
    raise CodecError(f"{declared} cannot be kept")


def _items(value: object) -> list[object]:
    if type(value) is not list:
        raise CodecError(f"{value!r} is no list")
    return value


def _tuple_reader(arguments: tuple[Any, ...]) -> Read:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        read = reader(arguments[0])
        return lambda value: tuple([read(item) for item in _items(value)])
    reads = tuple(map(reader, arguments))

    def read_all(value: object) -> object:
        items = _items(value)
        if len(items) != len(reads):
            raise CodecError(f"{len(items)} values, not {len(reads)}")
        return tuple([read(item) for read, item in zip(reads, items, strict=True)])

    return read_all


def _union_reader(arguments: tuple[Any, ...]) -> Read:
    """Of optional values only: which of several classes a list stands for could not be told."""
    present = [one for one in arguments if one is not NoneType]
    if len(present) != 1 or len(present) == len(arguments):
        raise CodecError("only one type or None can be kept")
    read = reader(present[0])
    return lambda value: None if value is None else read(value)


def _dataclass_reader(declared: type) -> Read:
    hints = get_type_hints(declared)
    names = [field.name for field in fields(declared)]
    reads = [reader(hints[name]) for name in names]

    def read(value: object) -> object:
        items = _items(value)
        if len(items) != len(names):
            raise CodecError(f"{len(items)} fields, not {len(names)}")
        return declared(**{name: one(item) for name, one, item in zip(names, reads, items, strict=True)})

    return read

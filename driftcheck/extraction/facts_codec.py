"""Module facts as JSON and back.

The code follows from the fields' types, so a field that is added is stored without a word here. JSON cannot hold code:
reading what someone else wrote gives facts or `ValueError`, never an effect.
"""

from __future__ import annotations

import json
import sys
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, cast

from driftcheck.extraction.facts import ModuleFacts

_DAMAGE = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


class _Codec(NamedTuple):
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


def encode(facts: ModuleFacts) -> bytes:
    """The facts as bytes: the same for equal facts."""
    plain = _codec(ModuleFacts).encode(facts)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> ModuleFacts:
    """The facts that `encode` made bytes of.

    Raises:
        ValueError: They are something else.
    """
    try:
        facts = _codec(ModuleFacts).decode(json.loads(data.decode("utf-8", "surrogatepass")))
    except _DAMAGE as error:
        raise ValueError(f"not the facts of a module: {error}") from error
    return cast("ModuleFacts", facts)


@cache
def _codec(kind: Any) -> _Codec:  # noqa: ANN401  # a type, or what annotations are made of
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in (str, int, bool):
        return _plain(kind)
    if origin in (typing.Union, types.UnionType):
        return _optional(arguments)
    if origin is tuple:
        return _row(arguments)
    if origin is frozenset:
        return _Codec(sorted, _decoder_of_set(_codec(arguments[0]).decode))
    if origin is Mapping and arguments[0] is str:
        return _mapping(arguments[1])
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _Codec(str, kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _record(kind)
    msg = f"no way to store {kind}"
    raise TypeError(msg)


def _plain(kind: type) -> _Codec:
    def decoded(value: object) -> object:
        if type(value) is not kind:
            raise TypeError(value)
        # Names and types recur by the thousand, and JSON makes each a string of its own.
        return sys.intern(value) if isinstance(value, str) else value

    return _Codec(lambda value: value, decoded)


def _optional(alternatives: tuple[Any, ...]) -> _Codec:
    inner = [alternative for alternative in alternatives if alternative is not types.NoneType]
    if len(inner) != 1 or len(alternatives) != 2:
        msg = f"no way to tell {alternatives} apart"
        raise TypeError(msg)
    encoded, decoded = _codec(inner[0])
    return _Codec(
        lambda value: None if value is None else encoded(value),
        lambda value: None if value is None else decoded(value),
    )


def _row(kinds: tuple[Any, ...]) -> _Codec:
    if kinds[1:] == (...,):
        encoded, decoded = _codec(kinds[0])
        return _Codec(
            lambda values: [encoded(value) for value in values], lambda values: tuple(map(decoded, _list(values)))
        )
    codecs = [_codec(kind) for kind in kinds]
    return _Codec(
        lambda values: [codec.encode(value) for codec, value in zip(codecs, values, strict=True)],
        lambda values: tuple(codec.decode(value) for codec, value in zip(codecs, _list(values), strict=True)),
    )


def _decoder_of_set(decoded: Callable[[Any], Any]) -> Callable[[Any], frozenset[Any]]:
    return lambda values: frozenset(map(decoded, _list(values)))


def _mapping(kind: Any) -> _Codec:  # noqa: ANN401  # a type, or what annotations are made of
    encoded, decoded = _codec(kind)
    return _Codec(
        lambda table: {key: encoded(value) for key, value in table.items()},
        lambda table: {key: decoded(value) for key, value in table.items()},
    )


def _record(kind: type[Any]) -> _Codec:
    """A dataclass as the list of its fields, those at the end that have their usual value left out."""
    hints = typing.get_type_hints(kind)
    parts = [(field.name, _default(field), _codec(hints[field.name])) for field in fields(kind)]

    def encoded(record: object) -> list[object]:
        values = [getattr(record, name) for name, _, _ in parts]
        count = len(parts)
        while count and values[count - 1] == parts[count - 1][1]:
            count -= 1
        return [part[2].encode(value) for part, value in zip(parts[:count], values[:count], strict=True)]

    def decoded(values: object) -> object:
        known = _list(values)
        if len(known) > len(parts):
            raise ValueError(known)
        return kind(*(part[2].decode(value) for part, value in zip(parts, known, strict=False)))

    return _Codec(encoded, decoded)


def _default(field: Field[Any]) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _list(values: object) -> list[Any]:
    if type(values) is not list:
        raise TypeError(values)
    return values

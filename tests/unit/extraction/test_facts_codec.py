"""Facts survive being stored; what is damaged is refused, and nothing that is read can act."""

from __future__ import annotations

import json

import pytest

from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.facts_codec import decode, encode
from driftcheck.extraction.modules import read_module, unread
from driftcheck.model.symbols import Deprecation, Kind, Parameter, ParameterKind, Signature, Symbol

TEXT = '''
"""Paint."""
import sys
from dataclasses import dataclass
from functools import wraps
from warnings import warn
from .core import *
__all__ = ["tint", *core.__all__]
if sys.version_info >= (3, 9):
    __all__ += ["late"]

def keeps(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper

@keeps
def tint(colour: str, /, amount: int = 1, *, depth=None, **options) -> "Mixture | None":
    """Tint.

    .. deprecated:: 1.4
        Use \u201cshade\u201d \ud83c\udfa8.
    """
    warn("depth is deprecated", DeprecationWarning)

@dataclass
class Mixture(Base):
    amount: int
    def __init__(self): self.colour = 1

Mixture.more = 1
register(Mixture)
other.Thing.more = tint
for name in ("red", "green"):
    globals()[name] = 1
'''


def facts() -> ModuleFacts:
    return read_module("paint", TEXT, is_package=True)


def test_facts_come_back_equal() -> None:
    assert decode(encode(facts())) == facts()
    assert decode(encode(unread("paint", "could not be parsed"))) == unread("paint", "could not be parsed")


def test_every_field_of_a_symbol_comes_back() -> None:
    note = Deprecation("warning", "1.0", "2.0", "gone \ud800", "shade", pending=True)
    parameter = Parameter("x", ParameterKind.VAR_KEYWORD, True, "builtins.int", note)
    signature = Signature((parameter, Parameter("y")), "builtins.str")
    symbol = Symbol("paint.x", Kind.CLASS, "a.b", ("a", "b"), "m", (signature,), "t", "stub", deprecation=note)
    whole = ModuleFacts(
        "paint", True, (symbol, Symbol("paint.y", Kind.ALIAS, is_public=False)), imported=frozenset("ab")
    )
    assert decode(encode(whole)) == whole


def test_equal_facts_are_equal_bytes() -> None:
    assert encode(facts()) == encode(facts())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff",
        b'["paint"]',
        b'["paint", 1]',
        b'["paint", true, [["paint", "planet"]]]',
        b'["paint", true, ["paint"]]',
        json.dumps(["paint", True, *[None] * 60]).encode(),
        b"[" * 100_000,
    ],
)
def test_what_is_no_facts_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not the facts of a module"):
        decode(data)

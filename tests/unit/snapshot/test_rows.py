from __future__ import annotations

import pytest

from driftcheck.model.symbols import Binding, Deprecation, Kind, Parameter, ParameterKind, Signature, Symbol
from driftcheck.snapshot.rows import decode, encode
from driftcheck.snapshot.schema import FACTS
from tests.builders import alias, attribute, function, klass, module, signature

DEPRECATION = Deprecation("decorator", "1.2", "2.0", "Use “shade” instead.", "paint.shade", pending=True)

SYMBOLS = [
    module("paint"),
    module("paint", open_reason="module __getattr__", deprecation=Deprecation("docstring")),
    alias("paint.tint", "paint.core.tint"),
    Symbol("paint.outside", Kind.ALIAS),
    klass("paint.Brush", "builtins.dict", "paint.Base", metaclass="abc.ABCMeta", open_reason="base class not known"),
    klass("paint.Point", signatures=(signature("x", "y="),)),
    function("paint.tint"),
    function(
        "paint.tint", signature("a", "/", "b", "c=", "*args", "d", "e=", "**kwargs", returns="paint.Brush | None")
    ),
    function("paint.tint", signature("a:builtins.int"), signature("a:typing.Literal['=']")),
    function("paint.tint", Signature((Parameter("level", deprecation=DEPRECATION), Parameter("_x", required=True)))),
    function("paint.Brush.of", signature("colour", returns="typing.Self"), binding=Binding.CLASS),
    attribute("paint.Brush.width", "builtins.int", binding=Binding.PROPERTY, deprecation=DEPRECATION),
    attribute("paint.Brush.size", binding=Binding.INSTANCE, condition="python>=3.9 and python<3.12"),
    Symbol("paint.gone", Kind.ATTRIBUTE, raises=True, deprecation=Deprecation("table", message="x")),
    Symbol("paint._hidden", Kind.ATTRIBUTE, is_public=False, type="?", type_source="inferred"),
]


@pytest.mark.parametrize("symbol", SYMBOLS, ids=lambda symbol: f"{symbol.kind} {symbol.path}")
def test_what_is_written_is_read_back(symbol: Symbol) -> None:
    facts = encode(symbol)
    assert decode(symbol.path, facts) == symbol
    assert len(facts) == len(FACTS)
    assert all(value is None or isinstance(value, str | int) for value in facts)


@pytest.mark.parametrize("kind", ParameterKind)
@pytest.mark.parametrize("required", [True, False])
def test_every_kind_of_parameter_survives(kind: ParameterKind, *, required: bool) -> None:
    required = required and not kind.value.startswith("*")
    symbol = function("paint.tint", Signature((Parameter("größe", kind, required),)))
    assert decode(symbol.path, encode(symbol)) == symbol


def test_what_is_usual_takes_no_room() -> None:
    kind, *rest = encode(Symbol("paint.tint", Kind.FUNCTION))
    assert kind == "function"
    assert rest == [None] * (len(FACTS) - 1)


def test_equal_symbols_give_equal_facts_whatever_their_path() -> None:
    assert encode(function("paint.tint", signature("a="))) == encode(function("paint.shade", signature("a=")))

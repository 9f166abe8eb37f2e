from __future__ import annotations

from dataclasses import replace

import pytest
from packaging.version import Version

from driftcheck.model.resolutions import Arguments, ArgumentStatus, Bound, Confidence, Found
from driftcheck.model.symbols import DATACLASS, FIELDS, TRANSFORM, Symbol
from driftcheck.resolution.environment import Environment
from tests.builders import function, klass, pins, signature, standard_library, surface_provider

_META = [
    replace(klass("studio.Meta", "builtins.type", open_reason="class defines __getattr__"), type=TRANSFORM),
    replace(klass("studio.Model", metaclass="studio.Meta", signatures=(signature("**more"),)), type=FIELDS),
    function("studio.Model.__init__", signature("**data")),
]


def _fields(path: str, *parameters: str, bases: tuple[str, ...] = (), making: str = FIELDS) -> Symbol:
    return replace(klass(path, *bases, signatures=(signature(*parameters),)), type=making)


def _judge(symbols: list[Symbol], keyword: str, path: str = "paint.Brush") -> tuple[ArgumentStatus, Confidence] | None:
    surfaces = {"python": {"3.12": standard_library()}, "studio": {"1.0": _META}, "paint": {"1.0": symbols}}
    env = Environment(surface_provider(surfaces), pins(paint="1.0", studio="1.0"), python=Version("3.12"))
    found = env.path(path)
    assert isinstance(found, Found), found
    made = env.call(found.entity, Arguments((), ((keyword, None),)), bound=True)
    assert isinstance(made, Bound), made
    return (made.outcomes[0].status, made.outcomes[0].confidence) if made.outcomes else None


_REFUSED = (ArgumentStatus.UNKNOWN, Confidence.LIKELY)


@pytest.mark.parametrize(
    ("symbols", "taken", "refused"),
    [
        pytest.param([_fields("paint.Brush", "width", bases=("studio.Model",))], ["width"], ["data", "x"], id="own"),
        pytest.param(
            [
                _fields("paint.Tool", "weight=", bases=("studio.Model",)),
                _fields("paint.Brush", "width", bases=("paint.Tool",)),
            ],
            ["width", "weight"],
            ["x"],
            id="inherited",
        ),
        pytest.param(
            [_fields("paint.Brush", "width", "**more", bases=("studio.Model",))], ["width", "x"], [], id="open"
        ),
        pytest.param([klass("paint.Brush", "studio.Model")], [], ["width"], id="none of its own"),
        pytest.param(
            [
                _fields("paint.Brush", "width", bases=("studio.Model",)),
                function("paint.Brush.__init__", signature("size", "**data:@super.__init__")),
            ],
            ["width", "size"],
            ["x"],
            id="handed on",
        ),
        pytest.param(
            [
                _fields("paint.Brush", "width", bases=("studio.Model",)),
                function("paint.Brush.__init__", signature("size", "**data")),
            ],
            ["width", "size", "x"],
            [],
            id="taken in some other way",
        ),
        pytest.param(
            [_fields("paint.Brush", "width", bases=("studio.Model", "elsewhere.Base"))],
            ["width", "x"],
            [],
            id="a base that is not in sight",
        ),
        pytest.param(
            [
                replace(
                    _fields("paint.Brush", "width", bases=("studio.Model",)), open_reason="class decorator not known"
                )
            ],
            ["width", "x"],
            [],
            id="a decorator that is not known",
        ),
    ],
)
def test_a_constructor_made_of_fields(symbols: list[Symbol], taken: list[str], refused: list[str]) -> None:
    assert {keyword: _judge(symbols, keyword) for keyword in taken} == dict.fromkeys(taken)
    assert {keyword: _judge(symbols, keyword) for keyword in refused} == dict.fromkeys(refused, _REFUSED)


def test_a_constructor_that_is_written_out_wins() -> None:
    symbols = [
        _fields("paint.Brush", "width", bases=("studio.Model",)),
        function("paint.Brush.__init__", signature("size")),
    ]
    assert _judge(symbols, "size") is None
    assert _judge(symbols, "width") == (ArgumentStatus.UNKNOWN, Confidence.CERTAIN)


def test_an_unknown_decorator_besides_does_not_hide_the_constructor_of_a_dataclass() -> None:
    brush = replace(_fields("paint.Brush", "width", making=DATACLASS), open_reason="class decorator not known")
    assert _judge([brush], "width") is None
    assert _judge([brush], "x") == (ArgumentStatus.UNKNOWN, Confidence.CERTAIN)


@pytest.mark.parametrize("base", ["paint.Tool", "paint.Plain"])
def test_a_dataclass_takes_the_fields_of_its_bases(base: str) -> None:
    symbols = [
        _fields("paint.Tool", "weight", making=DATACLASS),
        klass("paint.Plain", "paint.Tool"),
        _fields("paint.Brush", "width", bases=(base,), making=DATACLASS),
        klass("paint.Fine", "paint.Brush"),
    ]
    assert _judge(symbols, "weight") is None
    assert _judge(symbols, "width", "paint.Fine") is None
    assert _judge(symbols, "x") == (ArgumentStatus.UNKNOWN, Confidence.CERTAIN)


def test_a_class_derived_from_what_makes_constructors_takes_its_fields() -> None:
    symbols = [_fields("paint.Maker", making=TRANSFORM), _fields("paint.Brush", "width", bases=("paint.Maker",))]
    assert _judge(symbols, "width") is None
    assert _judge(symbols, "x") == _REFUSED
    assert _judge(symbols, "x", "paint.Maker") == (ArgumentStatus.UNKNOWN, Confidence.CERTAIN)


def test_keywords_that_constructors_hand_on_are_those_of_the_next() -> None:
    symbols = [
        klass("paint.Tool"),
        function("paint.Tool.__init__", signature("weight")),
        klass("paint.Brush", "paint.Tool"),
        function("paint.Brush.__init__", signature("width", "*rest", "**more:@super.__init__")),
    ]
    assert [_judge(symbols, keyword) for keyword in ("width", "weight")] == [None, None]
    assert _judge(symbols, "x") == (ArgumentStatus.UNKNOWN, Confidence.CERTAIN)


@pytest.mark.parametrize(("call", "is_decided"), [("**more:@super.__call__", False), ("**more", True)])
def test_a_metaclass_decides_where_it_does_not_hand_everything_on(call: str, *, is_decided: bool) -> None:
    symbols = [
        klass("paint.Meta", "builtins.type"),
        function("paint.Meta.__call__", signature("*args", call)),
        klass("paint.Brush", metaclass="paint.Meta"),
    ]
    assert (_judge(symbols, "x") is None) is is_decided

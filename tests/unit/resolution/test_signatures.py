from __future__ import annotations

from dataclasses import replace

import pytest
from packaging.version import Version

from driftcheck.model.resolutions import Arguments, Bound, Found
from driftcheck.model.symbols import STUB_ALONE, Binding, Symbol
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import look_up
from tests.builders import alias, attribute, function, klass, pins, signature, standard_library, surface_provider

_SYMBOLS = [
    function("paint.draw", signature("what", "/", "width=")),
    function("paint.sketch", signature("soft=", "**options:@paint.draw")),
    function("paint.rough", signature("**options:@paint.sketch")),
    function("paint.lost", signature("**options:@elsewhere.draw")),
    function("paint.endless", signature("**options:@paint.endless")),
    function("paint.to", signature("**options:@paint.fro")),
    function("paint.fro", signature("**options:@paint.to")),
    klass("paint.Tool"),
    function("paint.Tool.__init__", signature("weight")),
    function("paint.Tool.draw", signature("what", "width=")),
    function("paint.Tool.make", signature("**options:@class"), binding=Binding.CLASS),
    klass("paint.Brush", "paint.Tool"),
    function("paint.Brush.draw", signature("soft=", "**options:@super.draw")),
    function("paint.Brush.sketch", signature("**options:@self.draw")),
    alias("paint.Other", "paint.Brush"),
    klass("paint.Pen"),
    function("paint.Pen.__init__", signature("ink")),
    function("paint.Pen.__call__", signature("line")),
    attribute("paint.pen", "paint.Pen"),
    attribute("paint.kind", "builtins.type[paint.Pen]"),
    attribute("paint.either", "paint.Pen | paint.Brush"),
    attribute("paint.anything"),
    klass("paint.Roller", "paint.Brush"),
    function("paint.Roller.draw", signature("what", "speed=", "**options:@super.draw")),
    klass("paint.Drawing", "typing.Protocol"),
    function("paint.Drawing.draw", signature("what")),
    klass("paint.Studio"),
    attribute("paint.Studio.tool", "builtins.type[paint.Tool]"),
    function("paint.Studio.take", signature("**options:@self.tool")),
]


def _takes(path: str, keyword: str) -> bool:
    provider = surface_provider({"python": {"3.12": standard_library()}, "paint": {"1.0": _SYMBOLS}})
    env = Environment(provider, pins(paint="1.0"), python=Version("3.12"))
    found = env.path(path)
    assert isinstance(found, Found), found
    made = env.call(found.entity, Arguments((), ((keyword, None),)), bound=True)
    assert isinstance(made, Bound), made
    return not made.outcomes


def test_a_value_is_called_by_its_class() -> None:
    provider = surface_provider({"python": {"3.12": standard_library()}, "paint": {"1.0": _SYMBOLS}})
    env = Environment(provider, pins(paint="1.0"), python=Version("3.12"))
    paths = ("pen(line)", "pen(ink)", "kind(ink)", "kind(line)", "either(line)", "anything(line)")
    assert {path: str(look_up(env, f"paint.{path}").verdict) for path in paths} == {
        "pen(line)": "present",
        "pen(ink)": "absent",
        "kind(ink)": "unknown",
        "kind(line)": "unknown",
        "either(line)": "unknown",
        "anything(line)": "unknown",
    }


def test_what_is_asked_of_parameters_that_have_a_place_alone() -> None:
    symbols = [
        function("paint.mix", signature("first", "/", "*rest", "ratio=")),
        replace(function("paint.fast", signature("first", "/")), type_source=STUB_ALONE),
    ]
    provider = surface_provider({"python": {"3.12": standard_library()}, "paint": {"1.0": symbols}})
    env = Environment(provider, pins(paint="1.0"), python=Version("3.12"))
    paths = ("mix(first)", "mix(rest)", "mix(x)", "fast(first)", "fast(x)")
    assert {path: str(look_up(env, f"paint.{path}").verdict) for path in paths} == {
        "mix(first)": "present",
        "mix(rest)": "absent",
        "mix(x)": "absent",
        "fast(first)": "present",
        "fast(x)": "unknown",
    }


@pytest.mark.parametrize(
    ("path", "taken", "refused"),
    [
        ("paint.sketch", ["soft", "width"], ["what", "x"]),
        ("paint.rough", ["soft", "width"], ["x"]),
        ("paint.Brush.draw", ["soft", "what", "width"], ["x"]),
        ("paint.Brush.sketch", ["soft", "what", "width", "x"], []),
        ("paint.Other.sketch", ["soft", "width", "x"], []),
        ("paint.Roller.draw", ["speed", "soft", "width"], ["x"]),
        ("paint.Tool.make", ["weight", "x"], []),
        ("paint.Brush.make", ["weight", "x"], []),
        ("paint.Studio.take", ["x"], []),
        ("paint.Drawing.draw", ["what", "x"], []),
        ("paint.lost", ["x"], []),
        ("paint.endless", ["x"], []),
        ("paint.to", ["x"], []),
    ],
)
def test_keywords_that_are_handed_on_are_those_of_what_takes_them(
    path: str, taken: list[str], refused: list[str]
) -> None:
    assert [keyword for keyword in (*taken, *refused) if not _takes(path, keyword)] == refused


def test_a_keyword_that_a_later_version_has_beside_the_same_places_is_none_of_them() -> None:
    def version(*parameters: str) -> list[Symbol]:
        return [*standard_library(), function("marshal.dumps", signature(*parameters))]

    versions = {"3.10": version("v", "/"), "3.11": version("v", "/", "soft="), "3.12": version("one", "x=")}
    env = Environment(surface_provider({"python": versions}), pins(python="3.10"), python=Version("3.10"))
    assert [str(look_up(env, f"marshal.dumps({name})").verdict) for name in ("soft", "x", "y")] == [
        "unreleased",
        "unknown",
        "unknown",
    ]


def test_what_a_method_hands_on_to_its_own_class_is_named_there() -> None:
    provider = surface_provider({"python": {"3.12": standard_library()}, "paint": {"1.0": _SYMBOLS}})
    env = Environment(provider, pins(paint="1.0"), python=Version("3.12"))
    paths = ("Brush.sketch(width)", "Roller.sketch(speed)", "Brush.sketch(speed)", "Brush.make(weight)")
    assert {path: str(look_up(env, f"paint.{path}").verdict) for path in paths} == {
        "Brush.sketch(width)": "present",
        "Roller.sketch(speed)": "present",
        "Brush.sketch(speed)": "unknown",
        "Brush.make(weight)": "present",
    }

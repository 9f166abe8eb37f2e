from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.model.resolutions import Arguments, Bound, Found
from driftcheck.model.symbols import Binding
from driftcheck.resolution.environment import Environment
from tests.builders import alias, function, klass, pins, signature, standard_library, surface_provider

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
]


def _takes(path: str, keyword: str) -> bool:
    provider = surface_provider({"python": {"3.12": standard_library()}, "paint": {"1.0": _SYMBOLS}})
    env = Environment(provider, pins(paint="1.0"), python=Version("3.12"))
    found = env.path(path)
    assert isinstance(found, Found), found
    made = env.call(found.entity, Arguments((), ((keyword, None),)), bound=True)
    assert isinstance(made, Bound), made
    return not made.outcomes


@pytest.mark.parametrize(
    ("path", "taken", "refused"),
    [
        ("paint.sketch", ["soft", "width"], ["what", "x"]),
        ("paint.rough", ["soft", "width"], ["x"]),
        ("paint.Brush.draw", ["soft", "what", "width"], ["x"]),
        ("paint.Brush.sketch", ["soft", "what", "width"], ["x"]),
        ("paint.Other.sketch", ["soft", "width"], ["x"]),
        ("paint.Tool.make", ["weight"], ["x"]),
        ("paint.Brush.make", ["weight", "x"], []),
        ("paint.lost", ["x"], []),
        ("paint.endless", ["x"], []),
        ("paint.to", ["x"], []),
    ],
)
def test_keywords_that_are_handed_on_are_those_of_what_takes_them(
    path: str, taken: list[str], refused: list[str]
) -> None:
    assert [keyword for keyword in (*taken, *refused) if not _takes(path, keyword)] == refused

from __future__ import annotations

import textwrap

import pytest

from tests.surfaces import surface

_PRELUDE = """
def draw(what, *, width=1): ...
class Base:
    def draw(self, what, *, width=1): ...
"""


def _goes_to(body: str) -> str | None:
    paint = surface(_PRELUDE + "def sketch(what, **options):\n" + textwrap.indent(textwrap.dedent(body), "    "))
    return next(p for p in paint.signature("paint.sketch").parameters if p.kind.value == "**").annotation


@pytest.mark.parametrize(
    "body",
    [
        "return draw(what, **options)",
        "draw(what, **options)\nnote(options)",
        "with studio():\n    return draw(what, **options)",
        "if what:\n    draw(1, **options)\nelse:\n    draw(2, **options)",
        "if 'width' in options and options['width'] > 3:\n    raise ValueError\nreturn draw(what, **options)",
        "options['width'] = 3\nreturn draw(what, **options)",
        "options.setdefault('width', 3)\nreturn draw(what, **options)",
        "if options:\n    print(len(options))\nreturn draw(what, **options)",
        "for line in draw(what, **options):\n    yield line",
    ],
)
def test_keywords_that_every_way_hands_on_as_they_are(body: str) -> None:
    assert _goes_to(body) == "@paint.draw"


@pytest.mark.parametrize(
    "body",
    [
        "return what",
        "return draw(what, options)",
        "options.popitem()\nreturn draw(what, **options)",
        "del options[what]\nreturn draw(what, **options)",
        "options = clean(options)\nreturn draw(what, **options)",
        "clean(options)\nreturn draw(what, **options)",
        "if what:\n    return draw(what, **options)",
        "draw(what, **options)\nerase(what, **options)",
        "def later():\n    return options.pop('x')\nreturn draw(what, **options)",
        "draw = pick(what)\nreturn draw(what, **options)",
        "return what.draw(**options)",
        "return dict(**options)",
        "return unknown(**options)",
    ],
)
def test_keywords_that_may_be_changed_or_go_elsewhere(body: str) -> None:
    assert _goes_to(body) is None


def test_what_is_taken_out_before_is_a_keyword_of_its_own() -> None:
    paint = surface(_PRELUDE + "def sketch(**options):\n    soft = options.pop('soft', None)\n    draw(1, **options)\n")
    assert paint.call("paint.sketch") == "kw soft=, **options"


def test_methods_hand_on_to_their_own_class_and_its_bases() -> None:
    paint = surface(
        _PRELUDE
        + """
class Brush(Base):
    def draw(self, **options):
        return super().draw(1, **options)
    def sketch(self, **options):
        return self.draw(**options)
    @classmethod
    def make(cls, **options):
        return cls(**options)
    def paint(self, **options):
        return Base.draw(self, 1, **options)
"""
    )
    found = {name: paint.parameter(f"paint.Brush.{name}", "options").annotation for name in paint.names("paint.Brush")}
    assert found == {
        "draw": "@super.draw",
        "sketch": "@self.draw",
        "make": "@class",
        "paint": "@paint.Base.draw",
    }


def test_a_decorator_that_adds_keywords_leaves_it_open_where_they_go() -> None:
    paint = surface(
        _PRELUDE
        + """
from studio import _axis_nan_policy_factory
@_axis_nan_policy_factory(1)
def sketch(**options):
    return draw(1, **options)
"""
    )
    assert paint.parameter("paint.sketch", "options").annotation is None

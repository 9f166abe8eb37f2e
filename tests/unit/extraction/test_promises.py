from __future__ import annotations

import pytest

from tests.surfaces import surface


@pytest.mark.parametrize(
    ("body", "returns"),
    [
        ("return make()", "paint.core.Brush"),
        ("return make_through_alias()", "paint.core.Brush"),
        ("return core.Brush()", "paint.core.Brush"),
        ("return core.Brush.of(1)", "paint.core.Brush"),
        ("return core.Pen.of(1)", "paint.core.Pen"),
        ("return core.Brush.other(1)", None),
        ("return unknown_result()", None),
        ("return outside.thing()", None),
        ("return dict(a=1)", "builtins.dict"),
        ("return len(x)", None),
        ("return first()", None),
        ("return overloaded(x)", None),
    ],
)
def test_what_another_function_gives_is_what_is_given_back(body: str, returns: str | None) -> None:
    paint = surface({
        "paint/__init__.py": f"""
import outside
from paint import core
from paint.core import make, make as make_through_alias, unknown_result, first, overloaded
def tint(x):
    {body}
""",
        "paint/core.py": """
from typing import overload
class Brush:
    @classmethod
    def of(cls, x):
        return cls()
class Pen(Brush): ...
def make():
    return Brush()
def unknown_result():
    return magic()
def first():
    return second()
def second():
    return first()
@overload
def overloaded(x: int) -> int: ...
@overload
def overloaded(x: str) -> str: ...
def overloaded(x): ...
""",
    })  # fmt: skip
    assert paint.returns("paint.tint") == returns


def test_a_method_that_returns_its_receiver_gives_its_own_class_and_not_that_of_the_caller() -> None:
    paint = surface("""
        class Brush:
            def chain(self):
                return self
            def twice(self):
                return self.chain()
            def _get(self):
                return self
            same = property(_get)
            @classmethod
            def of(cls):
                return cls()
        class Pen(Brush):
            def again(self):
                return self.chain()
        class Box:
            def __init__(self):
                self.brush = Brush.of()
            def first(self, missing):
                if missing:
                    return None
                return Brush.of()
        red = Brush.of()
    """)
    assert paint.returns("paint.Brush.twice") == "typing.Self"
    assert paint.returns("paint.Pen.again") == "typing.Self"
    assert paint["paint.Brush.same"].type == "typing.Self"
    assert paint.returns("paint.Box.first") == "None | paint.Brush"
    assert paint["paint.Box.brush"].type == "paint.Brush"
    assert paint["paint.red"].type == "paint.Brush"


def test_methods_are_found_in_the_bases_of_their_class() -> None:
    paint = surface("""
        class Colour: ...
        class Base:
            def mixed(self):
                return Colour()
        class Brush(Base):
            def tint(self):
                return self.mixed()
    """)
    assert paint.returns("paint.Brush.tint") == "paint.Colour"


def test_names_in_annotations_are_followed_to_the_class_behind_them() -> None:
    paint = surface({
        "paint/__init__.py": """
            from typing import TYPE_CHECKING
            from paint.api import Brush
            if TYPE_CHECKING:
                from paint._typing import Colour
            def pick() -> Brush: ...
            def mix() -> list[Colour]: ...
        """,
        "paint/api.py": "from paint.core import Brush\n",
        "paint/core.py": "class Brush: ...\nclass Colour: ...\n",
        "paint/_typing.py": "from paint.core import Colour\n",
    })  # fmt: skip
    assert paint.returns("paint.pick") == "paint.core.Brush"
    assert paint.returns("paint.mix") == "builtins.list[paint.core.Colour]"


def test_no_promise_is_left_in_a_surface() -> None:
    paint = surface("red = unknown()\nclass Brush:\n    x = property(getter)\n    def f(self):\n        return g()\n")
    for symbol in paint:
        texts = [symbol.type or "", *(s.returns or "" for s in symbol.signatures)]
        assert not any("@call" in text for text in texts)


def test_an_alternative_that_is_not_known_makes_the_whole_unknown() -> None:
    paint = surface("def tint(x) -> int | Nothing: ...\nred: Missing = load()\n")
    assert paint.returns("paint.tint") is None
    assert paint["paint.red"].type is None

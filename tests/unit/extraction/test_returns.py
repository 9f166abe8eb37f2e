from __future__ import annotations

import textwrap

import pytest

from tests.surfaces import Read, surface

PRELUDE = """
from __future__ import annotations
from typing import Self, TypeVar, overload, Iterator
from contextlib import contextmanager, asynccontextmanager
import contextlib
T = TypeVar("T", bound="Canvas")
class Colour: ...
class Canvas:
"""


def canvas(body: str) -> Read:
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    return surface(PRELUDE + indented + "\n    def other(self) -> Colour: ...\n")


@pytest.mark.parametrize(
    ("body", "returns", "source"),
    [
        ("def m(self) -> Colour: ...", "paint.Colour", "annotation"),
        ("def m(self) -> 'Colour | None': ...", "paint.Colour | None", "annotation"),
        ("def m(self) -> Self: ...", "typing.Self", "annotation"),
        ("def m(self: T) -> T: ...", "typing.Self", "annotation"),
        ("@classmethod\ndef m(cls: type[T]) -> T: ...", "typing.Self", "annotation"),
        ("def m(self):\n    return self", "typing.Self", "inferred"),
        ("@classmethod\ndef m(cls):\n    return cls()", "typing.Self", "inferred"),
        ("def m(self):\n    return self.__class__(1)", "typing.Self", "inferred"),
        ("def m(self):\n    return type(self)(1)", "typing.Self", "inferred"),
        ("def m(self):\n    new = type(self)()\n    return new", "typing.Self", "inferred"),
        ("def m(self):\n    return Colour()", "paint.Colour", "inferred"),
        ("def m(self):\n    return self.other()", "paint.Colour", "inferred"),
        ("def m(self, x):\n    if x:\n        return None\n    return Colour()", "None | paint.Colour", "inferred"),
        ("def m(self, x: Colour):\n    return x", "paint.Colour", "inferred"),
        ("def m(self):\n    return 'red'", "builtins.str", "inferred"),
        ("def m(self):\n    return f'{self}'", "builtins.str", "inferred"),
        ("def m(self):\n    return [1]", "builtins.list", "inferred"),
        ("def m(self):\n    return Colour(), 1", "builtins.tuple[paint.Colour, builtins.int]", "inferred"),
        ("def m(self, x):\n    return x in (1, 2)", "builtins.bool", "inferred"),
        ("def m(self):\n    yield 1", "collections.abc.Iterator[?]", "inferred"),
        ("async def m(self) -> Colour: ...", "collections.abc.Coroutine[?, ?, paint.Colour]", "annotation"),
        (
            "@contextmanager\ndef m(self) -> Iterator[Colour]:\n    yield Colour()",
            "contextlib.AbstractContextManager[paint.Colour]",
            "annotation",
        ),
        (
            "@contextlib.asynccontextmanager\nasync def m(self) -> Iterator[Colour]:\n    yield Colour()",
            "contextlib.AbstractAsyncContextManager[paint.Colour]",
            "annotation",
        ),
        ("def m(self, x):\n    return x", None, None),
        ("def m(self, x):\n    if x:\n        return 1\n    return unknown()", None, None),
        ("def m(self, x):\n    new = 1\n    new = x\n    return new", None, None),
        ("def m(self):\n    return self.m()", None, None),
        ("def m(self, x):\n    return x + 1", None, None),
    ],
)
def test_what_a_method_gives_back(body: str, returns: str | None, source: str | None) -> None:
    paint = canvas(body)
    assert paint.returns("paint.Canvas.m") == returns
    assert returns is None or paint["paint.Canvas.m"].type_source == source


def test_a_property_gives_its_type() -> None:
    paint = canvas("@property\ndef m(self) -> Colour: ...\n")
    assert paint["paint.Canvas.m"].type == "paint.Colour"


def test_cast_tells() -> None:
    paint = surface("from typing import cast\nclass Colour: ...\ndef pick(x):\n    return cast(Colour, x)\n")
    assert paint.returns("paint.pick") == "paint.Colour"


def test_a_name_that_a_local_shadows_is_not_the_module_own() -> None:
    paint = surface("class Colour: ...\ndef pick(x):\n    Colour = x\n    return Colour()\n")
    assert paint.returns("paint.pick") is None


def test_too_many_alternatives_tell_nothing() -> None:
    branches = "".join(f"    if x == {n}:\n        return K{n}()\n" for n in range(6))
    classes = "".join(f"class K{n}: ...\n" for n in range(6))
    assert surface(f"{classes}def pick(x):\n{branches}").returns("paint.pick") is None


@pytest.mark.parametrize(
    ("section", "returns"),
    [
        ("Returns\n-------\nColour\n    What is mixed.", "paint.Colour"),
        ("Returns\n-------\nColour or None", "paint.Colour | None"),
        ("Returns\n-------\nself : object\n    It.", None),
        ("Returns:\n    Colour: What is mixed.", "paint.Colour"),
        ("Returns:\n    mixed (Colour): What is mixed.", "paint.Colour"),
        ("Returns:\n    True if it is wet: else not.", None),
        ("Returns the colour.", None),
        (":returns: what is mixed\n:rtype: Colour", "paint.Colour"),
        (":param x: what to mix\n:rtype: :class:`paint.palette.Colour`", "paint.palette.Colour"),
        (":rtype: :py:class:`~Colour` or None", "paint.Colour | None"),
        (":rtype: :class:`elsewhere.Colour`", None),
    ],
)
def test_a_docstring_tells_where_nothing_else_does(section: str, returns: str | None) -> None:
    paint = canvas(
        'def m(self, x):\n    """Mix.\n\n' + textwrap.indent(section, "    ") + '\n    """\n    return mixed(x)\n'
    )
    assert paint.returns("paint.Canvas.m") == returns
    assert returns is None or paint["paint.Canvas.m"].type_source == "docstring"


def test_an_object_of_a_class_that_is_made_on_the_way_has_more_than_the_annotation_tells() -> None:
    paint = canvas("def m(self, *names) -> Colour:\n    return type('Colour', (Colour,), dict(names))()")
    assert paint.returns("paint.Canvas.m") is None
    plain = canvas("def m(self) -> Colour:\n    return type(self)()")
    assert plain.returns("paint.Canvas.m") == "paint.Colour"

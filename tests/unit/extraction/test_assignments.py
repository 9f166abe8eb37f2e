from __future__ import annotations

import ast

import pytest

from driftcheck.extraction.assignments import type_alias
from driftcheck.extraction.scopes import Scope
from driftcheck.model.symbols import Binding, Deprecation, Kind
from tests.surfaces import surface


@pytest.mark.parametrize(
    ("value", "kind", "type_"),
    [
        ("'red'", Kind.ATTRIBUTE, "builtins.str"),
        ("3", Kind.ATTRIBUTE, "builtins.int"),
        ("{}", Kind.ATTRIBUTE, "builtins.dict"),
        ("Colour()", Kind.ATTRIBUTE, "paint.Colour"),
        ("make()", Kind.ATTRIBUTE, "paint.Colour"),
        ("outside.make()", Kind.ATTRIBUTE, None),
        ("None", Kind.ATTRIBUTE, None),
        ("Colour", Kind.ALIAS, None),
        ("lambda: 1", Kind.ATTRIBUTE, None),
    ],
)
def test_what_a_name_is_bound_to(value: str, kind: Kind, type_: str | None) -> None:
    bound = surface(f"class Colour: ...\ndef make() -> Colour: ...\nred = {value}\n")["paint.red"]
    assert (bound.kind, bound.type) == (kind, type_)


def test_an_annotation_says_more_than_a_value() -> None:
    red = surface("class Colour: ...\nred: Colour = load()\n")["paint.red"]
    assert (red.type, red.type_source) == ("paint.Colour", "annotation")


def test_what_is_assigned_may_be_spoken_against() -> None:
    paint = surface("""
        from paint._warn import deprecated, _make_deprecate
        def shade_(colour) -> str: ...
        def wash(colour) -> str: ...
        shade = _make_deprecate(shade_)
        tone = deprecate_func_name(shade_, "tone", "2021-11-02")
        wash = deprecated("1.4", removal="2.0")(wash)
        decorator = deprecated("1.4")
        class Brush:
            def _hairs(self) -> int: ...
            hairs = deprecated("1.4", alternative="bristles")(property(lambda self: 1))
            tip = deprecated("1.4")(property(_hairs))
    """)
    assert paint["paint.shade"].deprecation == Deprecation("decorator", alternative="shade_")
    assert paint.target("paint.shade") == "paint.shade_"
    assert paint["paint.tone"].deprecation == Deprecation("decorator", alternative="shade_")
    assert paint["paint.wash"].deprecation == Deprecation("decorator", "1.4", "2.0")
    assert paint.returns("paint.wash") == "builtins.str"
    assert paint["paint.decorator"].deprecation is None
    assert paint["paint.Brush.hairs"].deprecation == Deprecation("decorator", "1.4", alternative="bristles")
    assert paint["paint.Brush.tip"].binding is Binding.PROPERTY


def test_wrapped_functions_in_a_class_body() -> None:
    paint = surface("""
        class Colour: ...
        class Brush:
            def _get(self) -> Colour: ...
            colour = property(_get)
            def _of(name): ...
            of = staticmethod(_of)
            made = property(lambda self: 1)
    """)
    colour = paint["paint.Brush.colour"]
    assert (colour.binding, colour.type) == (Binding.PROPERTY, "paint.Colour")
    assert paint.target("paint.Brush.of") == "paint.Brush._of"
    assert paint["paint.Brush.made"].binding is Binding.PROPERTY


def test_a_name_bound_to_itself_is_no_alias() -> None:
    assert surface("red = red\n")["paint.red"].kind is Kind.ATTRIBUTE


@pytest.mark.parametrize("call", ["partial(mix, ratio=2)", "functools.partial(mix)", "public_factory(mix, 'mix')"])
def test_what_is_made_to_be_called_like_another_hands_its_keywords_on(call: str) -> None:
    paint = surface(
        f"import functools\nfrom functools import partial\ndef mix(first, ratio=1) -> int: ...\nblend = {call}\n"
    )
    blend = paint["paint.blend"]
    assert (blend.kind, paint.call("paint.blend"), paint.returns("paint.blend")) == (
        Kind.FUNCTION,
        "*args, **kwargs",
        "builtins.int",
    )
    assert paint.parameter("paint.blend", "kwargs").annotation == "@paint.mix"


def test_a_name_given_to_a_type_is_that_type() -> None:
    paint = surface(
        "from typing import TypeAlias, Union\n"
        "class Brush: ...\n"
        "class Box: ...\n"
        "Brushes: TypeAlias = list[Brush]\n"
        "Boxed = Box[Brush]\n"
        "Some = Union[Brush, Box]\n"
        "RED = Brush['red']\n"
        "first = table[0]\n"
    )
    assert paint["paint.Brushes"].type == "builtins.type[builtins.list[paint.Brush]]"
    assert paint["paint.Boxed"].type == "builtins.type[paint.Box[paint.Brush]]"
    assert paint["paint.Some"].type == "builtins.type[paint.Brush | paint.Box]"
    assert [paint[f"paint.{name}"].type for name in ("RED", "first")] == [None, None]


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        ("list[Colour]", "builtins.type[builtins.list[paint.Colour]]"),
        ("Colour | None", "builtins.type[paint.Colour | None]"),
        ("grid[Shape, Colour]", "builtins.type[colours.grid[?, paint.Colour]]"),
        ("Callable[[Colour], int]", "typing.TypeAliasType"),
        ("nothing", "typing.TypeAliasType"),
    ],
)
def test_a_type_statement_names_a_type(value: str, type_: str) -> None:
    names = {"Colour": "paint.Colour", "grid": "colours.grid", "Callable": "typing.Callable"}
    scope = Scope("paint", is_package=False, names=names)
    assert type_alias("paint.Rows", ast.parse(value, mode="eval").body, scope).type == type_


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        ('TypeVar("T", bound="Colour")', "typing.TypeVar[paint.Colour]"),
        ('TypeVar("T", bound=Colour)', "typing.TypeVar[paint.Colour]"),
        ('TypeVar("T", bound=Unknown)', None),
        ('TypeVar("T", bound=object)', None),
        ('TypeVar("T")', None),
    ],
)
def test_what_a_type_variable_stands_for_at_least(value: str, type_: str | None) -> None:
    assert surface(f"from typing import TypeVar\nclass Colour: ...\nT = {value}\n")["paint.T"].type == type_

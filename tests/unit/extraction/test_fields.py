from __future__ import annotations

import pytest

from driftcheck.model.symbols import DATACLASS, FIELDS, TRANSFORM
from tests.surfaces import surface

_PRELUDE = """
from typing import Annotated, ClassVar, TYPE_CHECKING
from studio import Base, Field
"""


@pytest.mark.parametrize(
    ("body", "call"),
    [
        ("width: int\ncolour: str = 'red'", "width, colour="),
        ("width: int = Field(alias='size')", "width=, size="),
        ("width: Annotated[int, Field(alias='size')] = 1", "width=, size="),
        ("width: int = Field(init=False)\ntip: int", "tip"),
        ("width: int = Field(kw_only=True)", "kw width="),
        ("KIND: ClassVar[str] = 'flat'\nwidth: int", "width"),
        ("width = 3", "width="),
        ("width = make()\ntip: int", "tip"),
        ("__width: int\ntip: int", "tip"),
        ("if TYPE_CHECKING:\n        hidden: int\ntip: int".replace("        ", "    "), "tip"),
    ],
)
def test_the_fields_of_a_class_whose_base_may_make_a_constructor(body: str, call: str) -> None:
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    paint = surface(f"{_PRELUDE}class Brush(Base):\n{indented}\n")
    assert (paint["paint.Brush"].type, paint.call("paint.Brush")) == (FIELDS, call)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("class Brush(Base, extra='allow'):\n    width: int\n", True),
        ("class Brush(Base, extra='forbid'):\n    width: int\n", False),
        ("class Brush(Base):\n    width: int\n    model_config = Options(extra='allow')\n", True),
        ("class Brush(Base):\n    width: int\n    model_config = {'extra': 'ignore'}\n", False),
        ("class Brush(Base):\n    width: int\n    model_config = OPTIONS\n", True),
        ("class Brush(Base):\n    width: int\n    class Config:\n        extra = Extra.allow\n", True),
        ("class Brush(Base):\n    width: int\n    class Config:\n        extra = Extra.forbid\n", False),
        ("class Brush(Base):\n    width: int\n    class Config:\n        alias_generator = camel\n", True),
        ("class Brush(Base):\n    width: int\n    class Config:\n        frozen = True\n", False),
    ],
)
def test_a_configuration_may_let_other_keywords_through(text: str, *, is_open: bool) -> None:
    paint = surface(_PRELUDE + text)
    assert paint.signature("paint.Brush").takes_any_keyword is is_open


def test_fields_are_listed_only_where_something_may_make_a_constructor_of_them() -> None:
    paint = surface("""
        from typing import dataclass_transform
        class Plain: ...
        class Brush(Plain):
            width: int
        @dataclass_transform(kw_only_default=True)
        class Maker: ...
        class Made(Maker):
            width: int
        @dataclass_transform()
        class Meta(type): ...
        class Record(metaclass=Meta):
            width: int
    """)
    assert {name: paint[f"paint.{name}"].type for name in ("Brush", "Maker", "Made", "Meta", "Record")} == {
        "Brush": None,
        "Maker": TRANSFORM,
        "Made": FIELDS,
        "Meta": TRANSFORM,
        "Record": FIELDS,
    }
    assert paint["paint.Brush"].signatures == ()
    assert paint.call("paint.Made") == "width"


def test_a_function_may_say_that_it_makes_constructors() -> None:
    paint = surface("""
        from typing import dataclass_transform
        @dataclass_transform()
        def record(cls): ...
        @record
        class Brush:
            width: int
    """)
    assert (paint["paint.Brush"].type, paint.call("paint.Brush")) == (DATACLASS, "width")


def test_a_decorator_told_to_make_no_constructor_leaves_the_fields_to_others() -> None:
    paint = surface("""
        from dataclasses import dataclass
        @dataclass(init=False)
        class Brush:
            width: int
        @dataclass
        class Pen(Brush):
            tip: int
    """)
    assert (paint["paint.Brush"].type, paint["paint.Pen"].type) == (FIELDS, DATACLASS)


def test_keywords_that_a_typed_dictionary_lists_are_spelt_out() -> None:
    paint = surface("""
        from typing import TYPE_CHECKING, Generic, TypedDict, Unpack
        class Options(TypedDict, total=False):
            width: int
        class More(Options):
            soft: bool
        if TYPE_CHECKING:
            class Unseen(TypedDict, Generic[T]):
                size: int
            class Further(Unseen):
                hue: str
        else:
            Further = dict
        def draw(what, *, soft=False, **options: Unpack[More]): ...
        def erase(**options: Unpack[Further[str]]): ...
        def write(what, **options: Unpack[Elsewhere]): ...
    """)
    assert paint.call("paint.draw") == "what, kw soft=, kw width="
    assert paint.call("paint.erase") == "kw size=, kw hue="
    assert paint.call("paint.write") == "what, **options"


def test_a_typed_dictionary_without_entries_refuses_nothing() -> None:
    paint = surface("""
        from typing import TypedDict, Unpack
        class Nothing(TypedDict):
            pass
        def draw(what, **extra: Unpack[Nothing]): ...
    """)
    assert paint.call("paint.draw") == "what, **extra"


def test_the_brackets_of_a_typed_dictionary_are_no_entry() -> None:
    paint = surface("""
        from typing import Generic, TypedDict, TypeVar, Unpack
        T = TypeVar("T")
        class Options(TypedDict, Generic[T]):
            wide: T
        def draw(**options: Unpack[Options[int]]): ...
    """)
    assert paint.call("paint.draw") == "kw wide="

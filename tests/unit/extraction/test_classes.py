from __future__ import annotations

import pytest

from driftcheck.model.symbols import Binding, Kind
from tests.surfaces import surface

ANYTHING = "*args, **kwargs"


@pytest.mark.parametrize(
    ("header", "bases", "metaclass"),
    [
        ("class Brush: ...", (), None),
        ("class Brush(dict): ...", ("builtins.dict",), None),
        ("class Brush(Base, abc.ABC): ...", ("paint.Base", "abc.ABC"), None),
        ("class Brush(Base, metaclass=abc.ABCMeta): ...", ("paint.Base",), "abc.ABCMeta"),
        ("class Brush(Generic[T], Base[int]): ...", ("typing.Generic", "paint.Base"), None),
        ("class Brush(six.with_metaclass(abc.ABCMeta, Base)): ...", ("paint.Base",), "abc.ABCMeta"),
        ("@six.add_metaclass(abc.ABCMeta)\nclass Brush(Base): ...", ("paint.Base",), "abc.ABCMeta"),
        ("class Brush(namedtuple('Brush', 'width')): ...", ("typing.NamedTuple",), None),
    ],
)
def test_bases_and_metaclass(header: str, bases: tuple[str, ...], metaclass: str | None) -> None:
    prelude = "import abc, six\nfrom collections import namedtuple\nfrom typing import Generic, TypeVar\n"
    brush = surface(f"{prelude}T = TypeVar('T')\nclass Base: ...\n{header}\n")["paint.Brush"]
    assert (brush.bases, brush.metaclass, brush.open_reason) == (bases, metaclass, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("class Brush(make_base()): ...", "base class not known"),
        ("class Brush(*BASES): ...", "base classes made at run time"),
        ("class Brush:\n    def __getattr__(self, name): ...", "class defines __getattr__"),
        ("class Brush:\n    def __getattribute__(self, name): ...", "class defines __getattr__"),
        ("from other import magic\n@magic\nclass Brush: ...", "class decorator not known"),
        ("from other import tools\n@tools.document()\nclass Brush: ...", None),
        ("import dataclasses\n@dataclasses.dataclass\nclass Brush: ...", None),
        ("import enum\n@enum.unique\nclass Brush(enum.Enum): ...", None),
        (
            "class Brush:\n    @classmethod\n    def grow(cls, name):\n        setattr(cls, name, 1)",
            "members set by name",
        ),
        (
            "class Brush:\n    @classmethod\n    def add(cls, name):\n        def put(b): setattr(cls, name, b)",
            "members set by name",
        ),
        (
            "class Brush:\n    @classmethod\n    def add(cls, name):\n        def put(b): setattr(b, name, cls)",
            None,
        ),
        ("class Brush:\n    def grow(self, name):\n        setattr(self, name, 1)", None),
    ],
)
def test_why_a_class_is_open(text: str, reason: str | None) -> None:
    assert surface(text).open_reason("paint.Brush") == reason


def test_a_decorator_of_the_library_that_gives_the_class_back_leaves_it_closed() -> None:
    paint = surface("""
        def register(cls):
            REGISTRY.append(cls)
            return cls
        def extend(cls):
            for name in NAMES:
                setattr(cls, name, None)
            return cls
        @register
        class Brush: ...
        @extend
        class Pen: ...
    """)
    assert paint.open_reason("paint.Brush") is None
    assert paint.open_reason("paint.Pen") == "class decorator not known"


def test_a_delegating_decorator_binds_the_names_it_lists() -> None:
    paint = surface("""
        from paint._delegate import delegate
        @delegate(to="_inner", names=["mix", "thin", "not a name"])
        class Brush: ...
    """)
    assert paint.names("paint.Brush") == ["mix", "thin"]


def test_a_class_that_a_call_may_extend_is_open() -> None:
    paint = surface("""
        class Brush: ...
        class Pen: ...
        _add_operators(Brush)
        TOOLS = []
        TOOLS.append(Pen)
    """)
    assert paint.open_reason("paint.Brush") == "members added by a call"
    assert paint.open_reason("paint.Pen") is None


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("@dataclass\nclass Brush:\n    width: int\n    colour: str = 'red'\n", "width, colour="),
        ("@dataclass(kw_only=True)\nclass Brush:\n    width: int\n", "kw width"),
        ("@dataclass\nclass Brush:\n    width: int\n    colour: str = field(kw_only=True)\n", "width, kw colour="),
        ("@dataclass\nclass Brush:\n    width: int\n    kind: ClassVar[int] = 1\n", "width"),
        ("@dataclass\nclass Brush:\n    width: int\n    area: int = field(init=False)\n", "width"),
        ("@attr.s(auto_attribs=True)\nclass Brush:\n    width: int\n", "width"),
        ("@attrs.define\nclass Brush:\n    width: int = 1\n", "width="),
        ("@dataclass\nclass Brush(Base):\n    width: int\n", "width"),
        ("@dataclass\nclass Brush:\n    width: int\n    _: KW_ONLY\n    colour: str = 'red'\n", "width, kw colour="),
        ("@dataclass\nclass Brush:\n    width: int\n    MAXIMUM = 3\n", "width"),
        (
            "@attrs.define\nclass Brush:\n    width: int\n    _hair: str\n    tip: int = attrs.field(alias='end')\n",
            "width, hair, end=",
        ),
        ("@attr.s\nclass Brush:\n    width = attr.ib()\n    KIND = 'flat'\n", "width="),
        ("class Brush(NamedTuple):\n    width: int\n    colour: str = 'red'\n", "width, colour="),
        ("class Brush(namedtuple('Brush', 'width colour')): ...\n", "width, colour"),
        ("class Brush(namedtuple('Brush', 'width colour', defaults=(1,))): ...\n", ANYTHING),
        ("class Brush(namedtuple('B', 'width')):\n    def __new__(cls, size): ...\n", None),
        ("Brush = namedtuple('Brush', 'width colour')\n", "width, colour"),
        ("Brush = namedtuple('Brush', ['width', 'colour'])\n", "width, colour"),
        ("Brush = namedtuple('Brush', 'width colour', defaults=(1,))\n", ANYTHING),
        ("Brush = NamedTuple('Brush', [('width', int), ('colour', str)])\n", "width, colour"),
    ],
)
def test_classes_whose_fields_make_the_signature(text: str, call: str | None) -> None:
    prelude = (
        "from dataclasses import KW_ONLY, dataclass, field\nfrom typing import ClassVar, NamedTuple\n"
        "from collections import namedtuple\nimport attr, attrs\nclass Base: ...\n"
    )
    paint = surface(prelude + text)
    assert paint["paint.Brush"].kind is Kind.CLASS
    assert paint.call("paint.Brush") == call
    if call not in (None, ANYTHING):
        assert "paint.Brush.width" in paint


def test_fields_of_a_named_tuple_are_members_of_its_instances() -> None:
    paint = surface("from collections import namedtuple\nBrush = namedtuple('Brush', 'width colour')\n")
    assert {s.path: s.binding for s in paint if s.path.startswith("paint.Brush.")} == {
        "paint.Brush.colour": Binding.INSTANCE,
        "paint.Brush.width": Binding.INSTANCE,
    }


def test_a_named_tuple_of_names_that_are_computed_is_an_attribute() -> None:
    paint = surface("from collections import namedtuple\nBrush = namedtuple('Brush', FIELDS)\n")
    assert paint["paint.Brush"].kind is Kind.ATTRIBUTE


def test_a_constructor_that_always_warns_deprecates_its_class() -> None:
    paint = surface("""
        import warnings
        class Brush:
            def __init__(self, width):
                warnings.warn("Brush is deprecated, use Pen", DeprecationWarning)
                self.width = width
    """)
    assert paint.deprecation("paint.Brush").message == "Brush is deprecated, use Pen"


def test_a_class_under_a_condition_has_its_members_under_it() -> None:
    paint = surface("import sys\nif sys.version_info >= (3, 11):\n    class Brush:\n        def wide(self): ...\n")
    assert paint["paint.Brush.wide"].condition == "python>=3.11"


def test_methods_under_a_condition_in_a_class() -> None:
    paint = surface("""
        import sys
        class Brush:
            if sys.version_info >= (3, 11):
                def wide(self): ...
            if fast():
                def quick(self):
                    self.speed = 1
    """)
    assert paint["paint.Brush.wide"].condition == "python>=3.11"
    assert paint.names("paint.Brush") == ["quick", "speed", "wide"]


def test_what_a_class_writes_out_for_type_checkers_is_a_member_that_other_code_makes() -> None:
    paint = surface("""
        import typing
        from typing import TYPE_CHECKING, overload
        class Brush:
            if TYPE_CHECKING:
                from other import Paint
                colour: str
                def dip(self, depth: int, *, slowly: bool = False) -> int: ...
                @overload
                def mix(self, one: int) -> int: ...
                @overload
                def mix(self, one: str) -> str: ...
            if not typing.TYPE_CHECKING:
                def stroke(self, *args): ...
            else:
                def stroke(self, length): ...
            def clean(self): ...
            if TYPE_CHECKING:
                def clean(self, water): ...
    """)
    assert paint.names("paint.Brush") == ["clean", "colour", "dip", "mix", "stroke"]
    assert paint.call("paint.Brush.dip") == "depth, kw slowly="
    assert paint.returns("paint.Brush.dip") == "builtins.int"
    assert len(paint["paint.Brush.mix"].signatures) == 2
    assert (paint.call("paint.Brush.stroke"), paint.call("paint.Brush.clean")) == ("*args", "")


def test_a_named_tuple_of_fields_that_are_not_written_out_is_open() -> None:
    paint = surface("""
        from collections import namedtuple
        FIELDS = load()
        class Brush(namedtuple("Brush", FIELDS)): ...
        class Roller(namedtuple("Roller", "width")): ...
    """)
    assert paint.open_reason("paint.Brush") == "fields of a named tuple not known"
    assert paint.open_reason("paint.Roller") is None


def test_the_brackets_of_bases_are_kept() -> None:
    paint = surface(
        "from typing import Generic, TypeVar\n"
        "T = TypeVar('T')\n"
        "class Base(Generic[T]):\n"
        "    def get(self) -> T: ...\n"
        "class Row: ...\n"
        "class Rows(Base['Row']): ...\n"
        "def same(value: T) -> T: ...\n"
    )
    assert paint["paint.Rows.__orig_bases__"].type == "builtins.tuple[paint.Base[paint.Row]]"
    assert paint["paint.Base.__orig_bases__"].type == "builtins.tuple[typing.Generic[paint.T]]"
    assert (paint.returns("paint.Base.get"), paint.returns("paint.same")) == ("paint.T", None)

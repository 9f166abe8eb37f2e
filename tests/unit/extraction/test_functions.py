from __future__ import annotations

import pytest

from driftcheck.model.symbols import CAST, Binding, Deprecation, Kind
from tests.surfaces import surface, written


@pytest.mark.parametrize(
    ("parameters", "call"),
    [
        ("colour, level=1", "colour, level="),
        ("a, /, b, *, c, d=1", "/a, b, kw c, kw d="),
        ("*args, **kwargs", "*args, **kwargs"),
        ("a, *rest, b=None, **more", "a, *rest, kw b=, **more"),
        ("", ""),
    ],
)
def test_parameters_are_read_in_order_with_kind_and_default(parameters: str, call: str) -> None:
    assert surface(f"def tint({parameters}): ...").call("paint.tint") == call


@pytest.mark.parametrize(
    ("decorator", "parameters", "binding", "call"),
    [
        ("", "self, colour", Binding.PLAIN, "colour"),
        ("@classmethod", "cls, colour", Binding.CLASS, "colour"),
        ("@staticmethod", "colour", Binding.STATIC, "colour"),
        ("@abstractmethod", "self, colour", Binding.PLAIN, "colour"),
    ],
)
def test_the_receiver_is_left_out_of_what_is_bound(
    decorator: str, parameters: str, binding: Binding, call: str
) -> None:
    paint = surface(f"from abc import abstractmethod\nclass Brush:\n    {decorator}\n    def tint({parameters}): ...\n")
    assert paint["paint.Brush.tint"].binding is binding
    assert paint.call("paint.Brush.tint") == call


@pytest.mark.parametrize("name", ["__new__", "__init_subclass__", "__class_getitem__"])
def test_methods_that_are_class_methods_without_saying_so(name: str) -> None:
    paint = surface(f"class Brush:\n    def {name}(cls, colour): ...\n")
    assert (paint[f"paint.Brush.{name}"].binding, paint.call(f"paint.Brush.{name}")) == (Binding.CLASS, "colour")


@pytest.mark.parametrize("decorator", ["property", "cached_property", "functools.cached_property", "cache_readonly"])
def test_properties_are_attributes(decorator: str) -> None:
    paint = surface(f"import functools\nclass Brush:\n    @{decorator}\n    def width(self) -> int: ...\n")
    width = paint["paint.Brush.width"]
    assert (width.kind, width.binding, width.type) == (Kind.ATTRIBUTE, Binding.PROPERTY, "builtins.int")


def test_setters_add_nothing() -> None:
    paint = surface("""
        class Brush:
            @property
            def width(self) -> int: ...
            @width.setter
            def width(self, value): ...
            @width.deleter
            def width(self): ...
    """)
    assert paint["paint.Brush.width"].type == "builtins.int"


def test_functions_given_only_as_overloads_are_functions() -> None:
    paint = surface({
        "paint/__init__.pyi": """
            from typing import overload
            @overload
            def array(values: list) -> int: ...
            @overload
            def array(values: str, *, order: str = ...) -> str: ...
        """
    })  # fmt: skip
    array = paint["paint.array"]
    assert array.kind is Kind.FUNCTION
    assert [(written(s), s.returns) for s in array.signatures] == [
        ("values", "builtins.int"),
        ("values, kw order=", "builtins.str"),
    ]


def test_overloads_and_their_implementation_are_one_function() -> None:
    paint = surface("""
        from typing import overload
        @overload
        def tint(colour: int) -> int: ...
        @overload
        def tint(colour: str) -> str: ...
        def tint(colour, *, legacy=None):
            return colour
    """)
    assert [(written(s), s.returns) for s in paint["paint.tint"].signatures] == [
        ("colour", "builtins.int"),
        ("colour", "builtins.str"),
        ("colour, kw legacy=", None),
    ]


def test_a_redefinition_that_is_no_overload_replaces() -> None:
    assert surface("def tint(a): ...\ndef tint(b): ...\n").call("paint.tint") == "b"


def test_one_deprecated_overload_does_not_deprecate_the_function() -> None:
    paint = surface("""
        from typing import overload
        from warnings import deprecated
        @overload
        @deprecated("Pass a string")
        def tint(colour: int) -> int: ...
        @overload
        def tint(colour: str) -> str: ...
        def tint(colour): ...
    """)
    assert paint["paint.tint"].deprecation is None


def test_overloads_that_differ_by_version_keep_the_implementation_each() -> None:
    paint = surface("""
        import sys
        from typing import overload
        if sys.version_info >= (3, 11):
            @overload
            def tint(colour: int, level: int) -> int: ...
        else:
            @overload
            def tint(colour: int) -> int: ...
        def tint(*args): ...
    """)
    found = {s.condition: [written(x) for x in s.signatures] for s in paint.all("paint.tint")}
    assert found == {"python>=3.11": ["colour, level", "*args"], "python<3.11": ["colour", "*args"]}


def test_positional_only_parameters_of_old_stubs() -> None:
    paint = surface({"paint/__init__.pyi": "def tint(__colour: int, level: int = ...) -> int: ...\n"})
    assert paint.call("paint.tint") == "/colour, level="


def test_annotations_are_kept_only_where_they_tell_overloads_apart() -> None:
    paint = surface("def tint(colour: int, mode: str = 'x') -> int: ...\n")
    assert [p.annotation for p in paint.signature("paint.tint").parameters] == [None, None]
    paint = surface("""
        from typing import Literal, overload
        @overload
        def read(path: str, binary: Literal[True]) -> bytes: ...
        @overload
        def read(path: str, binary: Literal[False] = ...) -> str: ...
        def read(path, binary=False): ...
    """)
    assert [[p.annotation for p in s.parameters] for s in paint["paint.read"].signatures] == [
        [None, "typing.Literal[True]"],
        [None, "typing.Literal[False]"],
        [None, None],
    ]


def test_a_parameter_that_a_decorator_takes_beside_the_signature_is_a_parameter() -> None:
    paint = surface("""
        from paint._compat import rename_parameter
        @rename_parameter("1.2", old="color", new="colour")
        def tint(colour, **options): ...
    """)
    assert paint.call("paint.tint") == "colour, color=, **options"
    said = paint.parameter("paint.tint", "color").deprecation
    assert said is not None
    assert (said.since, said.alternative) == ("1.2", "colour")


def test_a_decorator_that_takes_more_keywords_leaves_them_open() -> None:
    paint = surface("@_dispatchable(edges='weight')\ndef tint(colour) -> int: ...\n")
    assert paint.signature("paint.tint").takes_any_keyword
    assert paint.signature("paint.tint").returns == "builtins.int"


def test_a_decorator_that_gives_back_what_it_is_given_keeps_the_signature() -> None:
    paint = surface("""
        def preload(*names):
            REGISTRY.update(names)
            return lambda function: function
        def wrap(*names):
            return lambda function: Wrapped(function)
        @preload("studio")
        def mix(first): ...
        @wrap("studio")
        def spray(first): ...
    """)
    assert (paint.call("paint.mix"), paint.call("paint.spray")) == ("first", None)


@pytest.mark.parametrize("decorator", ["root_validator()", "validator('width')", "model_validator(mode='before')"])
def test_a_decorator_of_a_model_keeps_what_a_method_takes(decorator: str) -> None:
    paint = surface(f"from model import *\nclass Brush:\n    @{decorator}\n    def check(cls, values): ...\n")
    assert paint.call("paint.Brush.check") == "values"


def test_keywords_that_are_taken_one_by_one() -> None:
    paint = surface("""
        import warnings
        def tint(colour, **more):
            level = more.pop("level", None)
            if level is not None:
                warnings.warn("`level` is deprecated, use `depth`", DeprecationWarning)
            old = more.pop("old", None)
            if old is not None:
                raise TypeError("`old` is removed")
            return colour
        def shade(colour, **more):
            if more.pop("level", None) is not None:
                print("ignored")
            depth = more.pop("depth", 1)
            if more:
                raise TypeError(f"not known: {more}")
            return depth
        def early(colour, **more):
            if not colour:
                return None
            if more:
                raise TypeError(more)
        def looked(colour, **more):
            for name in more:
                print(name)
            if more:
                raise TypeError(more)
        class Brush:
            def __init__(self, **more):
                self.size = more.pop("size", 1)
                if more:
                    raise TypeError(more)
            def stroke(self, **more):
                if more:
                    raise TypeError(more)
    """)
    assert paint.call("paint.tint") == "colour, kw level=, **more"
    assert paint.parameter("paint.tint", "level").deprecation == Deprecation(
        "warning", message="`level` is deprecated, use `depth`"
    )
    assert paint.call("paint.shade") == "colour, kw level=, kw depth="
    assert paint.call("paint.early") == "colour, **more"
    assert paint.call("paint.looked") == "colour, **more"
    assert paint.call("paint.Brush.__init__") == "kw size="
    assert paint.call("paint.Brush.stroke") == "**more"


def test_what_is_only_asserted_to_be_given() -> None:
    paint = surface("""
        from typing import cast
        class Brush: ...
        def make() -> Brush:
            return cast("Brush", load())
        def made() -> Brush:
            return Brush()
        def of(kind: type[Brush]):
            return kind(1)
    """)
    assert paint["paint.make"].type_source == CAST
    assert paint["paint.made"].type_source == "annotation"
    assert paint.returns("paint.of") == "paint.Brush"

from __future__ import annotations

from tests.surfaces import Read, surface, written


def shapes(read: Read, path: str = "paint.tint") -> dict[str | None, list[tuple[str, str | None]]]:
    """Signatures and results by condition."""
    return {s.condition: [(written(x), x.returns) for x in s.signatures] for s in read.all(path)}


def test_overloads_of_which_some_hold_on_every_version_stand_together() -> None:
    paint = surface("""
        import sys
        from typing import overload
        @overload
        def tint(colour: int) -> int: ...
        if sys.version_info >= (3, 11):
            @overload
            def tint(colour: int, *, depth: int) -> str: ...
        @overload
        def tint(colour: str) -> str: ...
        def tint(colour, **options): ...
    """)
    assert shapes(paint) == {
        None: [
            ("colour", "builtins.int"),
            ("colour, kw depth", "builtins.str"),
            ("colour", "builtins.str"),
            ("colour, **options", None),
        ]
    }


def test_overloads_under_one_condition_join_under_it() -> None:
    paint = surface("""
        import sys
        from typing import overload
        if sys.version_info >= (3, 11):
            @overload
            def tint(colour: int) -> int: ...
            @overload
            def tint(colour: str) -> str: ...
        else:
            @overload
            def tint(colour: int) -> str: ...
            @overload
            def tint(colour: str) -> int: ...
    """)
    assert shapes(paint) == {
        "python>=3.11": [("colour", "builtins.int"), ("colour", "builtins.str")],
        "python<3.11": [("colour", "builtins.str"), ("colour", "builtins.int")],
    }


def test_overloads_of_methods_and_class_methods() -> None:
    paint = surface("""
        from typing import overload
        class Brush:
            @overload
            @classmethod
            def of(cls, width: int) -> int: ...
            @overload
            @classmethod
            def of(cls, width: str) -> str: ...
            @classmethod
            def of(cls, width): ...
    """)
    assert shapes(paint, "paint.Brush.of") == {
        None: [("width", "builtins.int"), ("width", "builtins.str"), ("width", None)]
    }


def test_an_overload_said_twice_is_one() -> None:
    paint = surface("""
        from typing import overload
        @overload
        def tint(colour: int) -> int: ...
        @overload
        def tint(colour: int) -> int: ...
    """)
    assert shapes(paint) == {None: [("colour", "builtins.int")]}


def test_a_deprecated_implementation_deprecates_the_function() -> None:
    paint = surface("""
        import warnings
        from typing import overload
        @overload
        def tint(colour: int) -> int: ...
        @overload
        def tint(colour: str) -> str: ...
        def tint(colour):
            warnings.warn("tint is deprecated", DeprecationWarning)
    """)
    assert paint.deprecation("paint.tint").message == "tint is deprecated"

from __future__ import annotations

import pytest

from tests.surfaces import surface


@pytest.mark.parametrize(
    "made",
    [
        "decorate = fill('x')",
        "def decorate(function):\n    return fill('x')(function)",
        "from paint._tools import decorate",
    ],
)
def test_a_decorator_that_a_factory_makes_is_known_by_the_factory(made: str) -> None:
    paint = surface(
        {
            "paint/_tools.py": "def fill(text):\n    def inner(function):\n        function.__doc__ = text\n"
            "        return function\n    return inner\ndecorate = fill('x')\n",
            "paint/__init__.py": f"from paint._tools import fill\n{made}\n@decorate\ndef mix(first): ...\n",
        }
    )
    assert paint.call("paint.mix") == (None if "(function)" in made else "first")


def test_a_function_that_gives_back_what_a_factory_makes_is_known_by_it() -> None:
    paint = surface("""
        def fill(text):
            def inner(function):
                function.__doc__ = text
                return function
            return inner
        def documented(name):
            return fill("for " + name)
        def wrapped(name):
            return elsewhere(name)
        def endless(name):
            return endless(name)
        @documented("x")
        def mix(first): ...
        @wrapped("x")
        def spray(first): ...
        @endless("x")
        def brush(first): ...
    """)
    assert [paint.call(f"paint.{name}") for name in ("mix", "spray", "brush")] == ["first", None, None]


def test_a_decorator_that_a_class_inherits_is_that_of_its_base() -> None:
    paint = surface("""
        import sys
        class Base:
            @staticmethod
            def export(cls):
                for name in cls.names:
                    setattr(sys.modules[cls.__module__], name, 1)
                return cls
        class Tool(Base): ...
        class Better(Tool): ...
        @Better.export
        class Brush(Better): ...
    """)
    assert paint.open_reason("paint") == "names bound by a decorator"


def test_a_decorator_that_is_declared_to_keep_the_type_keeps_the_result() -> None:
    paint = surface("""
        from __future__ import annotations
        from collections.abc import Callable
        from typing import Any, ParamSpec, TypeVar
        from functools import wraps
        F = TypeVar("F", bound=Callable[..., Any])
        P, R = ParamSpec("P"), TypeVar("R")
        def converted(names) -> "Callable[[Callable[P, R]], Callable[P, R]]":
            def decorator(function):
                @wraps(function)
                def wrapper(*args, **more):
                    more["names"] = names
                    return function(*args, **more)
                return wrapper
            return decorator
        def hidden(name) -> Callable[[F], F]:
            return table[name]
        def changed(name) -> Callable[[Callable[P, R]], Callable[P, int]]:
            return table[name]
        def plain(name) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
            return table[name]
        class Brush: ...
        @converted(["x"])
        def one(x) -> Brush: ...
        @hidden("x")
        def two(x) -> Brush: ...
        @changed("x")
        def three(x) -> Brush: ...
        @plain("x")
        def four(x) -> Brush: ...
    """)
    assert (paint.call("paint.one"), paint.returns("paint.one")) == ("x, **added", "paint.Brush")
    assert (paint.call("paint.two"), paint.returns("paint.two")) == ("*args, **added", "paint.Brush")
    assert paint["paint.three"].signatures == paint["paint.four"].signatures == ()

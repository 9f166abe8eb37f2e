from __future__ import annotations

import pytest

from driftcheck.extraction.surface import extract_surface

FILLED = """
from paint._compiled import fill

class Limits:
    def __new__(cls, kind):
        made = object.__new__(cls)
        fill(made, kind)
        made.bits = cls.table
        return made

    def span(self):
        return lambda: self.high - self.low - self.bits - self._own

    @classmethod
    def of(cls):
        return cls.other

    @staticmethod
    def both(first):
        return first.third
"""


def members(text: str, name: str) -> set[str]:
    surface = extract_surface("paint", {"paint/__init__.py": text.encode()})
    prefix = f"paint.{name}."
    return {symbol.path.removeprefix(prefix) for symbol in surface.symbols if symbol.path.startswith(prefix)}


def test_what_methods_read_is_there_however_it_comes_about() -> None:
    assert members(FILLED, "Limits") == {"__new__", "span", "of", "both", "bits", "high", "low"}


@pytest.mark.parametrize(
    "head",
    [
        "class Limits(Base):\n    def __init__(self): ...",
        "class Limits(metaclass=M):\n    def __init__(self): ...",
        "class Limits:\n    x = 1",
    ],
    ids=["a derived class", "a class with a metaclass", "a mixin"],
)
def test_what_may_come_from_elsewhere_is_not_guessed(head: str) -> None:
    assert "high" not in members(
        f"class Base: ...\nclass M(type): ...\n{head}\n    def f(self): return self.high\n", "Limits"
    )

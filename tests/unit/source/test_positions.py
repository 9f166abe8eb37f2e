from __future__ import annotations

import ast

import pytest

from driftcheck.source.positions import Positions


def test_columns_count_characters() -> None:
    positions = Positions("x = 'äö'; y\nplain\n")
    assert positions.column(1, 0) == 1
    assert positions.column(1, len("x = 'äö'; ".encode())) == 11
    assert positions.column(2, 3) == 4
    assert positions.column(9, 3) == 1 + 3
    assert Positions("x").column(1, 5) == 6


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("from a.b import c", (1, 5, 8)),
        ("x; from   a.b import c", (1, 10, 13)),
        ("from . a import c", (1, 5, 8)),
        ("from \\\n  a import c", (1, 0, 4)),
    ],
)
def test_the_module_of_an_import(text: str, place: tuple[int, int, int]) -> None:
    node = ast.parse(text).body[-1]
    assert isinstance(node, ast.ImportFrom)
    assert Positions(text).imported_module(node) == place

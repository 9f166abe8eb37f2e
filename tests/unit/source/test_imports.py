from __future__ import annotations

import pytest

from driftcheck.source.imports import absolute_import


@pytest.mark.parametrize(
    ("module", "is_package", "level", "name", "expected"),
    [
        ("a.b", False, 0, "x.y", "x.y"),
        ("a.b", False, 0, None, None),
        ("a.b", False, 1, "c", "a.c"),
        ("a.b", False, 1, None, "a"),
        ("a.b", True, 1, "c", "a.b.c"),
        ("a.b", True, 1, None, "a.b"),
        ("a.b", True, 2, "c", "a.c"),
        ("a.b.c", False, 2, "d.e", "a.d.e"),
        ("a", False, 1, "b", None),
        ("a.b", False, 3, "c", None),
        ("a", True, 2, None, None),
        ("", False, 1, "x", None),
    ],
)
def test_absolute_import(module: str, is_package: bool, level: int, name: str | None, expected: str | None) -> None:  # noqa: FBT001 - a column of the table
    assert absolute_import(module, is_package=is_package, level=level, name=name) == expected

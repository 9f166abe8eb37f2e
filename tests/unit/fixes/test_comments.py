from __future__ import annotations

import pytest

from driftcheck.fixes.comments import removal
from driftcheck.fixes.texts import apply_edits


@pytest.mark.parametrize(
    ("text", "part", "left"),
    [
        ("a\nb = 1  # driftcheck: ignore  why\nc\n", "# driftcheck: ignore  why", "a\nb = 1\nc\n"),
        ("b\t# noqa: DC101 \t\r\nc\r\n", "# noqa: DC101", "b\r\nc\r\n"),
        ("b  # noqa: DC101", "# noqa: DC101", "b"),
        ("f(\n    # noqa: DC101\n    a,\n)\n", "# noqa: DC101", "f(\n    a,\n)\n"),
        ("# noqa: DC101\r\na\r\n", "# noqa: DC101", "a\r\n"),
        ("# noqa: DC101", "# noqa: DC101", ""),
        ("a  # noqa: DC101  # type: ignore\n", "# noqa: DC101", "a  # type: ignore\n"),
        ("a  # type: ignore  # noqa: DC101\n", "# noqa: DC101", "a  # type: ignore\n"),
        ("a  # x  # noqa: DC101  # y\n", "# noqa: DC101", "a  # x  # y\n"),
        ("a  # driftcheck: ignore[DC101, DC201]\n", "DC101", "a  # driftcheck: ignore[DC201]\n"),
        ("a  # driftcheck: ignore[DC101, DC201]\n", "DC201", "a  # driftcheck: ignore[DC101]\n"),
        ("a  # driftcheck: ignore[ DC1 , DC3,]\n", "DC3", "a  # driftcheck: ignore[ DC1,]\n"),
        ("a  # driftcheck: ignore[DC101,old-name]  why\n", "DC101", "a  # driftcheck: ignore[old-name]  why\n"),
        ("a  # noqa: DC101 F401\n", "DC101", "a  # noqa: F401\n"),
        ("a  # noqa: F401, DC101 because\n", "DC101", "a  # noqa: F401 because\n"),
        ("a  # noqa: F401 DC101\r\nb", "DC101", "a  # noqa: F401\r\nb"),
        ("a  # noqa: F401,DC101,E501\n", "DC101", "a  # noqa: F401,E501\n"),
    ],
)  # fmt: skip
def test_what_is_left_looks_as_if_it_had_never_been_there(text: str, part: str, left: str) -> None:
    start = text.index(part)
    assert apply_edits(text, [removal(text, start, start + len(part))]) == left

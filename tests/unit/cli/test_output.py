from __future__ import annotations

import json

import pytest

from driftcheck.cli.output import lines_within

NOTEBOOK = json.dumps({"cells": [{"cell_type": "markdown"}, {"cell_type": "code", "source": "a\nb"}]}).encode()


@pytest.mark.parametrize(
    ("data", "cell", "lines"),
    [
        (b"a\r\nb", 0, ["a", "b"]),
        ("# coding: latin-1\né".encode("latin-1"), 0, ["# coding: latin-1", "é"]),
        (b"# coding: none\n", 0, []),
        (NOTEBOOK, 2, ["a", "b"]),
        (NOTEBOOK, 1, []),
        (b"no notebook any more", 2, []),
    ],
)
def test_lines_of_what_may_have_changed_since(data: bytes, cell: int, lines: list[str]) -> None:
    assert list(lines_within(data, cell)) == lines

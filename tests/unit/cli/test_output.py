from __future__ import annotations

import json
import sys

import pytest

from driftcheck.cli.output import lines_within, painter_for

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


@pytest.mark.parametrize("color", ["auto", "always", "never"])
@pytest.mark.parametrize("no_color", [None, "", "1"])
@pytest.mark.parametrize("force_color", [None, "", "0", "1"])
@pytest.mark.parametrize("term", ["xterm", "dumb"])
@pytest.mark.parametrize("is_terminal", [True, False])
def test_the_option_goes_before_the_environment_and_that_before_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
    color: str,
    no_color: str | None,
    force_color: str | None,
    term: str,
    *,
    is_terminal: bool,
) -> None:
    for name, value in {"NO_COLOR": no_color, "FORCE_COLOR": force_color, "TERM": term}.items():
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal, raising=False)
    votes = [
        {"always": True, "never": False}.get(color),
        False if no_color else None,
        True if force_color == "1" else None,
        is_terminal and term != "dumb",
    ]
    assert painter_for(color).is_coloured is next(vote for vote in votes if vote is not None)

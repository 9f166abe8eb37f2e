from __future__ import annotations

import pytest

from driftcheck.reporting.text import count, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("naïve 漢字 🐍", "naïve 漢字 🐍"),
        ("\x1b[31mred", "\\u001b[31mred"),
        ("\x9b31m", "\\u009b31m"),
        ("a\rb\nc", "a\\u000db\\u000ac"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_what_hides_or_commands_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_counts_agree_with_their_noun() -> None:
    assert (count(0, "file"), count(1, "file"), count(2, "file")) == ("0 files", "1 file", "2 files")

"""Patterns as git reads those of .gitignore."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_BRACKETS = re.compile(r"\\.|\[[!^]?+\]?+(?:\[:[a-z]+:\]|\\.|[^\]\\])*\]")
"""What brackets enclose, and what stands escaped: all that may hold an opening bracket."""
_NAMED = re.compile(r"\[:([a-z]+):\]")
_RANGES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \t",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "space": " \t",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


def specification(lines: Iterable[str]) -> GitIgnoreSpec:
    """Patterns, ready to be asked.

    Raises:
        ValueError: One of them is none.
    """
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  costs 40 ms, and many trees hold no pattern

    with warnings.catch_warnings():
        # An opening bracket between brackets, where it means itself.
        warnings.simplefilter("ignore", FutureWarning)
        return GitIgnoreSpec.from_lines([_without_names(line) if "[:" in line else line for line in lines])


def fault_of(line: str) -> str | None:
    """Why a line is no pattern that could match anything; None where it is one."""
    try:
        specification([line])
    except ValueError:
        return f"{line!a} is no pattern as in .gitignore"
    if not line.startswith("#") and "[" in _BRACKETS.sub("", line):
        return f"{line!a} matches nothing, as in .gitignore: `[` without `]` (a bracket itself is written \\[)"
    return None


def _without_names(line: str) -> str:
    """A pattern with ranges for `[:alpha:]` and the like, which pathspec does not know."""

    def spelt_out(found: re.Match[str]) -> str:
        return found[0][0] + _NAMED.sub(lambda named: _RANGES.get(named[1], named[0]), found[0][1:])

    return _BRACKETS.sub(spelt_out, line)

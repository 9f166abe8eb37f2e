"""A line of source with carets under a part of it."""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import combining, east_asian_width

from driftcheck.model.locations import Location
from driftcheck.reporting.text import printable

_WIDTH = 160
_TAB = "    "


class Excerpt(NamedTuple):
    """A source line as shown, and where the carets go, counted in terminal cells."""

    text: str
    offset: int
    length: int


def has_length(location: Location) -> bool:
    """Whether a location names a part of a line: what speaks of a whole file, or of a pin, has nothing to be shown."""
    return (location.line, location.column) != (location.end_line, location.end_column)


def excerpt(line: str, location: Location) -> Excerpt:
    """Show `line` with the part that `location` names, cut to a window where it is very long.

    Args:
        line: The source line on which the location begins.
        location: Columns beyond the end of the line are taken for its end.
    """
    start = min(location.column - 1, len(line))
    end = min(location.end_column - 1, len(line)) if location.end_line == location.line else len(line)
    left = max(0, start - _WIDTH // 2) if len(line) > _WIDTH else 0
    right = min(len(line), max(end, left + _WIDTH)) if len(line) > _WIDTH else len(line)
    right = min(right, left + 2 * _WIDTH)
    end = min(end, right)
    head = ("…" if left else "") + _shown(line[left:start])
    middle = _shown(line[start:end])
    rest = _shown(line[end:right].rstrip()) + ("…" if right < len(line) else "")
    return Excerpt(head + middle + rest, _cells(head), max(1, _cells(middle)))


def _shown(text: str) -> str:
    return printable(text.replace("\t", _TAB))


def _cells(text: str) -> int:
    """How many terminal cells `text` takes (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(c) in "WF" else not combining(c) for c in text)

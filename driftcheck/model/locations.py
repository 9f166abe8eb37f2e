"""Places in the user's code."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A stretch of source text. Lines and columns count from 1; columns count characters; the end is exclusive."""

    path: str
    cell: int = field(default=0, kw_only=True)
    """Of a notebook: which of its cells, from 1; lines count from its first. 0 in files of other kinds."""
    line: int
    column: int
    end_line: int
    end_column: int

"""Where a program comes from that is put together from parts of a file, such as the cells of a notebook."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from driftcheck.model.locations import Location


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a file that is Python, without what stands before and after it."""

    lines: tuple[str, ...]
    line: int
    """The line of the file, or of the cell, that the first of `lines` is."""
    cell: int = 0
    """Of a notebook: which of its cells, counted from 1; 0 elsewhere."""
    shifts: Mapping[int, int] = field(default_factory=dict)
    """By index in `lines`: how many characters were taken away in front of the code."""


@dataclass(frozen=True, slots=True)
class Places:
    """What the lines of a program are in the file that it was taken from."""

    starts: tuple[int, ...]
    """The lines of the program that fragments begin at, ascending."""
    fragments: tuple[Fragment, ...]

    def line(self, number: int) -> tuple[int, int]:
        """The cell and the line of a line of the program, all but the cell counted from 1."""
        start, fragment = self._fragment(number)
        return fragment.cell, fragment.line + number - start

    def locate(self, location: Location) -> Location:
        """A stretch of the program, in the file."""
        start, fragment = self._fragment(location.line)
        cell, line = self.line(location.line)
        return replace(
            location,
            cell=cell,
            line=line,
            column=location.column + fragment.shifts.get(location.line - start, 0),
            end_line=line + location.end_line - location.line,
            end_column=location.end_column + fragment.shifts.get(location.end_line - start, 0),
        )

    def _fragment(self, number: int) -> tuple[int, Fragment]:
        index = max(bisect_right(self.starts, number) - 1, 0)
        return self.starts[index], self.fragments[index]


def assemble(fragments: Iterable[Fragment]) -> tuple[str, Places]:
    """One program of several fragments, in order; at least one."""
    kept = tuple(fragments)
    lines: list[str] = []
    starts: list[int] = []
    for fragment in kept:
        starts.append(len(lines) + 1)
        lines.extend(fragment.lines)
    return "".join(f"{line}\n" for line in lines), Places(tuple(starts), kept)

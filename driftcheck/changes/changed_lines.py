"""The lines that changed, by file, and which findings stand on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from driftcheck.model.findings import Finding
from driftcheck.source.notebooks import NotebookError, read_cells


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Lines of a file, or of a cell in it, both ends included."""

    first: int
    last: int
    cell: int = 0


@dataclass(frozen=True, slots=True)
class FileChange:
    """What changed in one file."""

    stretches: tuple[Stretch, ...] = ()
    is_whole: bool = False
    """Whether every line counts: the file is new, or nobody can tell."""


WHOLE = FileChange(is_whole=True)


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """The changed files of a project, by the path that findings show."""

    files: Mapping[str, FileChange]

    def __contains__(self, path: str) -> bool:
        """Whether a file changed."""
        return path in self.files

    def predicate(self, on_lines: frozenset[str]) -> Callable[[Finding], bool]:
        """Whether a finding stands on what changed.

        Args:
            on_lines: The files in which findings stand on lines: those that were read. What is said of another file,
                that it cannot be read, or that no snapshot covers the pin in it, counts where the file changed at all.
        """

        def is_changed(finding: Finding) -> bool:
            place = finding.location
            change = self.files.get(place.path)
            if change is None or change.is_whole or place.path not in on_lines:
                return change is not None
            return any(
                stretch.cell == place.cell and stretch.first <= place.end_line and stretch.last >= place.line
                for stretch in change.stretches
            )

        return is_changed


def notebook_change(before: bytes, after: bytes) -> FileChange:
    """The lines of cells that are new or different; outputs and counters of a notebook are no lines of anybody's.

    Args:
        before: The notebook as it was.
        after: The notebook as it is.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415  few changes are of notebooks

    try:
        old, new = _numbered(before), _numbered(after)
    except NotebookError:
        return WHOLE
    matcher = SequenceMatcher(None, [text for text, *_ in old], [text for text, *_ in new])
    changed = (
        new[place] for tag, *_, low, high in matcher.get_opcodes() if tag != "equal" for place in range(low, high)
    )
    return FileChange(tuple(Stretch(line, line, cell) for _, cell, line in changed))


def _numbered(notebook: bytes) -> Sequence[tuple[str, int, int]]:
    """Each line of the cells, with its cell and its number in it."""
    return [
        (text, fragment.cell, fragment.line + number)
        for fragment in read_cells(notebook)
        for number, text in enumerate(fragment.lines)
    ]

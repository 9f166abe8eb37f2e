"""What is checked of a file: the file itself, or the program that stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import PurePath

from driftcheck.model.findings import SkippedFile
from driftcheck.source.fences import find_fences
from driftcheck.source.files import SourceFile, read
from driftcheck.source.masking import Masked, mask
from driftcheck.source.notebooks import NotebookError, read_cells
from driftcheck.source.places import Fragment, assemble

NOTEBOOK = ".ipynb"
MARKDOWN = (".md", ".markdown")


class Fences(StrEnum):
    """How the pieces of code in one text belong together."""

    JOINED = "joined"
    """One program: what a piece binds, the next ones see."""
    SEPARATE = "separate"


def programs_of(file: SourceFile, fences: Fences = Fences.JOINED) -> Iterator[SourceFile | SkippedFile]:
    """Yield what to check of a file.

    The cells of a notebook are one program. A cell or a piece that does not parse is told and left out; the others
    are checked. Never raises.

    Args:
        file: A module, a notebook, or a text in Markdown, by the end of its name.
        fences: How the pieces of a text belong together.
    """
    form = PurePath(file.path).suffix.lower()
    if form != NOTEBOOK and form not in MARKDOWN:
        yield file
        return
    data = read(file)
    if isinstance(data, SkippedFile):
        yield data
        return
    try:
        fragments = read_cells(data) if form == NOTEBOOK else tuple(find_fences(data.decode("utf-8-sig")))
    except NotebookError as error:
        yield SkippedFile(file.path, str(error))
        return
    except UnicodeDecodeError as error:
        yield SkippedFile(file.path, f"cannot be decoded: {error}", data.count(b"\n", 0, error.start) + 1)
        return
    parsed: list[Fragment] = []
    for fragment in fragments:
        result = _masked(file, fragment)
        if isinstance(result, SkippedFile):
            yield result
        else:
            parsed.append(result)
    yield from _joined(file, parsed, is_one=fences is Fences.JOINED or form == NOTEBOOK)


def _masked(file: SourceFile, fragment: Fragment) -> Fragment | SkippedFile:
    found = mask(fragment.lines)
    if isinstance(found, Masked):
        indices = fragment.shifts.keys() | found.shifts.keys()
        shifts = {index: fragment.shifts.get(index, 0) + found.shifts.get(index, 0) for index in indices}
        return replace(fragment, lines=found.lines, shifts=shifts)
    line = fragment.line + (found.line or 1) - 1
    return SkippedFile(file.path, f"does not parse: {found.reason}", line, fragment.cell)


def _joined(file: SourceFile, fragments: Sequence[Fragment], *, is_one: bool) -> Iterator[SourceFile]:
    """Yield one program of all fragments, or one of each. An empty one is checked as well, so that it counts."""
    groups = [fragments] if is_one or not fragments else [[fragment] for fragment in fragments]
    for number, group in enumerate(groups, start=1):
        text, places = assemble(group or [Fragment((), 1)])
        # Each has a place of its own; names of neighbours are found from any of them.
        location = file.location if len(groups) == 1 else file.location.with_name(f"{file.location.name}#{number}")
        yield SourceFile(file.path, location, text, places)

"""What is checked of a file: the file itself, or the program that stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import PurePath

from driftcheck.model.findings import SkippedFile
from driftcheck.source.fences import find_fences
from driftcheck.source.files import SourceFile, read
from driftcheck.source.masking import ATTEMPTS, Masked, mask
from driftcheck.source.notebooks import NotebookError, read_cells
from driftcheck.source.parsing import SIZE_LIMIT
from driftcheck.source.places import Fragment, assemble

NOTEBOOK = ".ipynb"
MARKDOWN = (".md", ".markdown")
_PARSED_AGAIN = 2 * SIZE_LIMIT
"""Characters of one file that are parsed in search of what to mask: some seconds, where a file is made to cost them."""


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
    fragments = _fragments(file, form)
    if isinstance(fragments, SkippedFile):
        yield fragments
        return
    size = _size(fragments)
    attempts = min(ATTEMPTS, _PARSED_AGAIN // size) if size else ATTEMPTS
    parsed: list[Fragment] = []
    for fragment in fragments:
        result = _masked(file, fragment, attempts)
        if isinstance(result, SkippedFile):
            yield result
        else:
            parsed.append(result)
    yield from _joined(file, parsed, is_one=fences is Fences.JOINED or form == NOTEBOOK)


def _fragments(file: SourceFile, form: str) -> tuple[Fragment, ...] | SkippedFile:
    """The pieces of Python in a notebook or a text; or why they cannot be had."""
    data = read(file)
    if isinstance(data, SkippedFile):
        return data
    try:
        fragments = read_cells(data) if form == NOTEBOOK else tuple(find_fences(data.decode("utf-8-sig")))
    except NotebookError as error:
        return SkippedFile(file.path, str(error))
    except UnicodeDecodeError as error:
        return SkippedFile(file.path, f"cannot be decoded: {error}", data.count(b"\n", 0, error.start) + 1)
    if _size(fragments) > SIZE_LIMIT:
        return SkippedFile(file.path, f"the code in it is larger than {SIZE_LIMIT // 1024 // 1024} MiB")
    return fragments


def _size(fragments: Sequence[Fragment]) -> int:
    return sum(len(line) + 1 for fragment in fragments for line in fragment.lines)


def _masked(file: SourceFile, fragment: Fragment, attempts: int) -> Fragment | SkippedFile:
    found = mask(fragment.lines, attempts=attempts)
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

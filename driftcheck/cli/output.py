"""Where output goes and whether it is coloured."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from driftcheck.errors import ConfigError
from driftcheck.reporting.painting import Painter
from driftcheck.source.notebooks import NotebookError, read_cells
from driftcheck.source.parsing import lines_of


def painter_for(color: str) -> Painter:
    """Decide on colour: the option, then NO_COLOR, then FORCE_COLOR, then whether standard output is a terminal.

    Args:
        color: `auto`, `always` or `never`.
    """
    if color != "auto":
        return Painter(color == "always")
    if os.environ.get("NO_COLOR"):
        return Painter(is_coloured=False)
    if os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return Painter(is_coloured=True)
    return Painter(sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def write_lines(lines: Iterable[str]) -> None:
    """Print lines on standard output, whatever its encoding can say.

    Raises:
        ConfigError: It takes no more, such as where a disk is full.
        BrokenPipeError: Whoever read it has stopped.
    """
    out = sys.stdout
    encoding = out.encoding or "ascii"
    for line in lines:
        with _told():
            try:
                out.write(line + "\n")
            except UnicodeEncodeError:
                out.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def flush() -> None:
    """Write out what standard output holds; raises as `write_lines` does."""
    with _told():
        sys.stdout.flush()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ConfigError(f"standard output cannot be written: {error.strerror or error}") from error


@cache
def source_lines(path: str, cell: int = 0) -> Sequence[str]:
    """The lines of a file as the parser counts them; empty where it cannot be read.

    Args:
        path: As findings show it: relative to the working folder, or absolute.
        cell: Of a notebook: the cell whose lines are meant.
    """
    try:
        return lines_within(Path(path).read_bytes(), cell)
    except OSError:
        return ()


def lines_within(data: bytes, cell: int = 0) -> Sequence[str]:
    """The lines of a text, or of a cell of a notebook.

    Args:
        data: The content of a file.
        cell: The cell; 0 for the whole text.
    """
    from tokenize import detect_encoding  # noqa: PLC0415  only needed once something is found

    try:
        if cell:
            return next((fragment.lines for fragment in read_cells(data) if fragment.cell == cell), ())
        encoding, _ = detect_encoding(io.BytesIO(data).readline)
    except (NotebookError, SyntaxError):  # it may have changed since it was checked
        return ()
    return lines_of(data.decode(encoding, "replace"))

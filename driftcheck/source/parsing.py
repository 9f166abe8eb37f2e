"""Bytes to syntax trees, surviving whatever the bytes are."""

from __future__ import annotations

import ast
import gc
import io
import re
import sys
import tokenize
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from driftcheck.model.findings import SkippedFile

SIZE_LIMIT = 2 * 1024 * 1024
"""Bytes. Larger files are data or generated; parsing one takes seconds and hundreds of megabytes."""

GRAMMAR = f"by the grammar of Python {sys.version_info[0]}.{sys.version_info[1]}, which driftcheck runs on"
"""Whose word it is that a text does not parse: code for a newer Python needs a newer one here, too."""

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Module:
    """One parsed file."""

    path: str
    text: str
    tree: ast.Module


@contextmanager
def uncollected() -> Iterator[None]:
    """Do without the garbage collector for a while.

    Trees and the types made from them have few cycles worth collecting while they grow, and looking for
    them costs 10 to 50 % of the parse.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():
                # What was made counts as old from now on, or the collector would look through all of it at once.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a text does not parse."""

    reason: str
    line: int | None = None
    """Counted from 1, where it is known."""


def parse_source(path: str, data: bytes | str) -> Module | SkippedFile:
    """Decode as PEP 263 says, and parse.

    Args:
        path: The file's name as shown to the user.
        data: Its content.

    Returns:
        The module; or why it cannot be checked, with the line where that is known. Never raises.
    """
    if len(data) > SIZE_LIMIT:
        return SkippedFile(path, f"larger than {SIZE_LIMIT // 1024 // 1024} MiB")
    try:
        text = data if isinstance(data, str) else _decode(data)
    except (SyntaxError, UnicodeError, LookupError) as error:
        return SkippedFile(path, f"cannot be decoded: {_first_line(error)}", _undecodable_line(data, error))
    tree = _parse(text)
    if isinstance(tree, Trouble):
        return SkippedFile(path, f"does not parse: {tree.reason}", tree.line)
    return Module(path, text, tree)


def find_trouble(text: str) -> Trouble | None:
    """Why a text does not parse; None where it does. Never raises."""
    if len(text) > SIZE_LIMIT:
        return Trouble(f"larger than {SIZE_LIMIT // 1024 // 1024} MiB")
    found = _parse(text)
    return found if isinstance(found, Trouble) else None


def parse_text(text: str) -> ast.Module:
    """The tree of a text of which what the interpreter would warn of is its author's concern, and not ours to print.

    Raises:
        SyntaxError: As `ast.parse` does, which also raises ValueError, RecursionError and MemoryError.
    """
    with warnings.catch_warnings(action="ignore"):
        return ast.parse(text)


def parse_expression(text: str) -> ast.expr:
    """The tree of one expression, as `parse_text` gives that of a module.

    Raises:
        SyntaxError: As there.
    """
    with warnings.catch_warnings(action="ignore"):
        return ast.parse(text, mode="eval").body


def _parse(text: str) -> ast.Module | Trouble:
    try:
        with uncollected():
            return parse_text(text)
    except SyntaxError as error:
        return Trouble(f"{error.msg} ({GRAMMAR})", error.lineno)
    except ValueError as error:
        return Trouble(_first_line(error))
    except (RecursionError, MemoryError):
        return Trouble("nested too deeply")


def lines_of(text: str) -> list[str]:
    """The lines of `text` as the parser counts them, without their ends."""
    return _LINE_END.split(text)


def _decode(data: bytes) -> str:
    if data.isascii() and b"coding" not in data[:400]:
        return data.decode("ascii")
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return data.decode(encoding)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _undecodable_line(data: bytes | str, error: Exception) -> int | None:
    if isinstance(error, UnicodeDecodeError) and isinstance(data, bytes):
        return data.count(b"\n", 0, error.start) + 1
    return 1

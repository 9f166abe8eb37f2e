"""Reading the files that pins are written in: bounded, decoded, and with line numbers for messages."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.version import Version

from driftcheck.errors import PinError

MAX_BYTES = 32 * 1024 * 1024
"""The largest lock file we have met has 3 MB; what is ten times as large is not one."""
MAX_SEARCHED = 256 * 1024
"""Lines are looked up by searching the text, which must stay cheap on a hostile file."""

_REPOSITORY = ".git"
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed TOML file together with its text."""

    path: Path
    text: str
    root: Mapping[str, Any]

    @property
    def shown(self) -> str:
        """The path as the user is told it."""
        return shown(self.path)

    def line_of(self, value: str) -> int | None:
        """The 1-based line of the first string literal equal to `value`; None where it cannot be told."""
        if len(self.text) > MAX_SEARCHED:
            return None
        places = [self.text.find(f"{quote}{value}{quote}") for quote in ('"', "'")]
        found = [place for place in places if place >= 0]
        return self.text.count("\n", 0, min(found)) + 1 if found else None

    def line_of_key(self, key: str) -> int | None:
        """The 1-based line of the first `key =`; None where it cannot be told."""
        if len(self.text) > MAX_SEARCHED:
            return None
        match = re.search(rf"""^[ \t]*["']?{re.escape(key)}["']?[ \t]*=""", self.text, re.MULTILINE)
        return self.text.count("\n", 0, match.start()) + 1 if match else None

    def lines_of_tables(self, name: str, count: int) -> tuple[int | None, ...]:
        """The 1-based lines of the headers `[[name]]`, all None where the text does not show `count` of them."""
        header = re.compile(rf"^[ \t]*\[\[[ \t]*{re.escape(name)}[ \t]*\]\]", re.MULTILINE)
        lines: list[int] = []
        line = 1
        place = 0
        for match in header.finditer(self.text):
            line += self.text.count("\n", place, match.start())
            place = match.start()
            lines.append(line)
        return tuple(lines) if len(lines) == count else (None,) * count


def folders_upward(folder: Path) -> tuple[Path, ...]:
    """The folder and those above it, up to the root of the repository: what lies above is no part of the project."""
    above: list[Path] = []
    start = folder.absolute()
    for place in (start, *start.parents):
        above.append(place)
        if (place / _REPOSITORY).exists():
            break
    return tuple(above)


def shown(path: Path) -> str:
    """The path as the user is told it: relative where it lies beneath the current folder."""
    absolute = path.absolute()
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


def read_bytes(path: Path) -> bytes:
    """The content of a regular file of sensible size.

    Raises:
        PinError: It is something else, too large, or cannot be read.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise PinError("expected a regular file", shown(path))
        if status.st_size > MAX_BYTES:
            raise PinError(f"larger than {MAX_BYTES // 2**20} MiB", shown(path))
        return path.read_bytes()
    except OSError as error:
        raise PinError(f"cannot be read: {error.strerror or error}", shown(path)) from error
    except ValueError as error:
        # A NUL in a path that some file names.
        raise PinError("not a path", ascii(str(path))) from error


def read_text(path: Path) -> str:
    """The UTF-8 text of a file, without a byte order mark and with one kind of line end.

    Raises:
        PinError: It cannot be read, or is no UTF-8 text; with the line.
    """
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise PinError("expected UTF-8 text", shown(path), data.count(b"\n", 0, error.start) + 1) from error


def read_toml(path: Path, *, drop: re.Pattern[str] | None = None) -> Document:
    """Parse a TOML file.

    Args:
        path: The file.
        drop: Whole lines that nobody asks about, left out before parsing. A lock file is mostly
            hashes, and the parser takes 160 ms for a megabyte; line numbers stay right.

    Raises:
        PinError: It cannot be read, is no UTF-8 text or no TOML; with the line where that is known.
    """
    text = read_text(path)
    kept = drop.sub(lambda match: "\n" * match[0].count("\n"), text) if drop else text
    try:
        return Document(path, text, tomllib.loads(kept))
    except RecursionError as error:
        raise PinError("nested too deeply to be read", shown(path)) from error
    except ValueError as error:
        message = str(error)
        at_line = _AT_LINE.search(message)
        line = int(at_line[1]) if at_line else text.count("\n") + 1
        reason = (message[: at_line.start()] if at_line else message).strip()
        raise PinError(f"expected TOML: {reason}", shown(path), line) from error


def tables_of(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the tables of an array of tables; nothing where it is something else."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def table_of(value: object) -> Mapping[str, Any]:
    """A table; an empty one where it is something else."""
    return value if isinstance(value, dict) else {}


def string_of(value: object) -> str:
    """A string; an empty one where it is something else."""
    return value if isinstance(value, str) else ""


def strings_of(value: object) -> tuple[str, ...]:
    """The strings of an array; empty where it is something else."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def version_of(text: str) -> Version | None:
    """The version that `text` spells, without its local part; None where it spells none.

    A local part (`2.1.0+cu118`) names a build of a release, and releases are what is recorded.
    """
    try:
        version = Version(text)
        return Version(version.public) if version.local else version
    except ValueError:
        return None

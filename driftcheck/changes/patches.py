"""Patches without context, as git writes them, to the lines that are new in each file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}


@dataclass(frozen=True, slots=True)
class Patched:
    """What a patch does to one file."""

    path: str
    """Of the new state, relative to the root of the repository."""
    before: str | None
    """Of the old state; None where there was no such file."""
    lines: tuple[tuple[int, int], ...] | None = ()
    """First and last of each stretch of new lines; None where git tells no lines, since the file is binary to it."""


def read_patch(lines: Iterable[bytes]) -> Iterator[Patched]:
    """Yield every file that a patch changes or adds, in order. What the lines of files say is never taken for a header.

    Args:
        lines: The output of `git diff-index --patch --unified=0`.
    """
    section = None
    skipped = 0
    for line in lines:
        if skipped:
            # A last line without end is followed by a remark, which is none of the file's.
            skipped -= not line.startswith(b"\\")
            continue
        if line.startswith(b"diff --git "):
            if section is not None:
                yield from section.finished()
            section = _Section(line.rstrip(b"\n").removeprefix(b"diff --git "))
        elif section is not None:
            skipped = section.take(line.rstrip(b"\n"))
    if section is not None:
        yield from section.finished()


class _Section:
    """One file of a patch, while it is read.

    Args:
        names: What follows `diff --git`: both names, which are told apart where they are equal.
    """

    def __init__(self, names: bytes) -> None:
        half = names[: len(names) // 2]
        self._after: bytes | None = _name(half)
        self._before: bytes | None = self._after
        self._lines: list[tuple[int, int]] = []
        self._is_binary = False

    def take(self, line: bytes) -> int:
        """Read a line of the header, or that of a hunk; how many lines of files follow."""
        hunk = _HUNK.match(line)
        if hunk:
            gone = int(hunk[1]) if hunk[1] is not None else 1
            first, come = int(hunk[2]), int(hunk[3]) if hunk[3] is not None else 1
            if come:
                self._lines.append((first, first + come - 1))
            return gone + come
        if line.startswith(b"--- "):
            self._before = _name(line[4:])
        elif line.startswith(b"+++ "):
            self._after = _name(line[4:])
        elif line.startswith((b"rename from ", b"copy from ")):
            self._before = _unquoted(line.split(b" from ", 1)[1])
        elif line.startswith((b"rename to ", b"copy to ")):
            self._after = _unquoted(line.split(b" to ", 1)[1])
        elif line.startswith(b"new file mode "):
            self._before = None
        elif line.startswith(b"deleted file mode "):
            self._after = None
        elif line.startswith((b"Binary files ", b"GIT binary patch")):
            self._is_binary = True
        return 0

    def finished(self) -> Iterator[Patched]:
        """Yield the file, unless it is gone."""
        if self._after is None:
            return
        before = None if self._before is None else os.fsdecode(self._before)
        yield Patched(os.fsdecode(self._after), before, None if self._is_binary else tuple(self._lines))


def _name(written: bytes) -> bytes | None:
    """A name behind `---`, `+++` or `diff --git`, without its prefix; None where it says that there is no file."""
    # Git puts a tab behind a name with spaces, so that others know where it ends.
    written = _unquoted(written.removesuffix(b"\t"))
    return None if written == b"/dev/null" else written[2:]


def _unquoted(written: bytes) -> bytes:
    """A name that git put in quotes as C would, or one as it is."""
    if not (written.startswith(b'"') and written.endswith(b'"') and len(written) > 1):
        return written
    return _ESCAPE.sub(_character, written[1:-1])


def _character(escape: re.Match[bytes]) -> bytes:
    octal, letter = escape.groups()
    return bytes((int(octal, 8) & 0xFF,)) if octal else _ESCAPED.get(letter, letter)

"""The files to check."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from driftcheck.model.findings import SkippedFile
from driftcheck.source.places import Places

_MAX_BYTES = 256 * 1024 * 1024
"""Larger files are not even read: those that are checked have lower limits, by what they hold."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the user's code."""

    path: str
    """As shown to the user; files are sorted by it."""
    location: Path
    """Where to read it, and which folder its imports start from."""
    text: bytes | str | None = None
    """Its content, where it does not come from `location`."""
    places: Places | None = None
    """Where its lines come from, where they are no file of their own."""


def read(file: SourceFile) -> bytes | SkippedFile:
    """The content of a file; or why it cannot be read. Never waits for what is no regular file."""
    if file.text is not None:
        return file.text.encode("utf-8", "replace") if isinstance(file.text, str) else file.text
    try:
        status = os.stat(file.location)  # noqa: PTH116  asked of thousands of files, and a method costs as much again
        if not stat.S_ISREG(status.st_mode):
            # Reading a pipe may wait for ever.
            return SkippedFile(file.path, "is no regular file")
        if status.st_size > _MAX_BYTES:
            return SkippedFile(file.path, f"larger than {_MAX_BYTES // 1024 // 1024} MiB")
        with open(file.location, "rb", buffering=0) as content:  # noqa: PTH123  the same
            return content.read()
    except OSError as error:
        return SkippedFile(file.path, f"cannot be read: {error.strerror or error}")


def content_of(file: SourceFile) -> bytes | str | SkippedFile:
    """What is analysed of a file: its bytes, or the text of a program that was put together; or why there is none."""
    return file.text if isinstance(file.text, str) else read(file)

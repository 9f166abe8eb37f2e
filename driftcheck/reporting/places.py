"""Places as services write them: URIs, columns in bytes, and what stands in for the lines of a notebook."""

from __future__ import annotations

import re
from urllib.parse import quote

_DRIVE = re.compile(r"[A-Za-z]:/")


def is_absolute(path: str) -> bool:
    """Whether a path with slashes begins at a root, or at a drive."""
    return path.startswith("/") or _DRIVE.match(path) is not None


def uri_of(path: str) -> str:
    """`etl/load%20all.py`, and of an absolute path `file:///srv/load.py`.

    What is no text in a path (bytes that do not decode) is written as the bytes that it was.

    Args:
        path: With slashes.
    """
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "surrogatepass")
    if not is_absolute(path):
        return quote(data)
    return f"file://{'' if path.startswith('/') else '/'}{quote(data, safe='/:')}"


def byte_column(line: str, column: int) -> int:
    """A column counted in bytes of UTF-8, from 1.

    Args:
        line: The source line.
        column: Counted in characters, from 1.
    """
    return len(line[: column - 1].encode("utf-8", "surrogatepass")) + 1

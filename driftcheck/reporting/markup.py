"""Text from outside in Markdown: as code, or as words in which no markup begins."""

from __future__ import annotations

import re

from driftcheck.reporting.text import printable

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "\\": "&#92;", "`": "&#96;", "\t": " "}
"""What tables and HTML are made of; entities are never taken for markup."""
_MARKS = re.compile(r"[*_\[\]~$#!]")
_CALLS = re.compile(r"(?<=[A-Za-z])://|(?<=[Ww][Ww][Ww])\.|@")
"""What becomes a link or calls somebody without any markup."""
_QUIET = {"://": ":&#47;/", ".": "&#46;", "@": "`@`"}


def words(text: str) -> str:
    """The text as it reads, for a paragraph or a cell of a table."""
    escaped = "".join(_ENTITIES.get(character, character) for character in printable(text))
    marked = _MARKS.sub(lambda mark: f"\\{mark[0]}", escaped.replace("&#", "\0"))
    return _CALLS.sub(lambda call: _QUIET[call[0]], marked).replace("\0", "&#")


def code(text: str) -> str:
    """The text in a code span, or as words where it has something that ends a span or a cell."""
    shown = printable(text)
    if not shown.strip() or set(shown) & set("`\\<>&\t"):
        return words(text)
    return "`{}`".format(shown.replace("|", "\\|"))

"""Bytes to text and back, so that what no edit touches stays as it is, byte for byte."""

from __future__ import annotations

import codecs
import io
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass

from driftcheck.model.edits import Edit


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and how it was written."""

    text: str
    encoding: str
    mark: bytes = b""
    """The byte order mark in front, if there is one."""

    def encode(self, text: str) -> bytes:
        """Another text, written in the same way.

        Raises:
            ValueError: The encoding cannot say it.
        """
        return self.mark + text.encode(self.encoding)


def decode(data: bytes) -> Decoded:
    """Decode as PEP 263 says, line ends kept.

    Raises:
        ValueError: It cannot be decoded, or would not be the same bytes again.
    """
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        encoding = "utf-8" if mark else encoding
        made = Decoded(data[len(mark) :].decode(encoding), encoding, mark)
    except (SyntaxError, LookupError) as error:
        raise ValueError(str(error)) from error
    if made.encode(made.text) != data:
        raise ValueError("not the same bytes again")
    return made


def overlaps(edits: Iterable[Edit]) -> bool:
    """Whether two of the edits touch the same text."""
    end = -1
    for edit in sorted(edits):
        if edit.start < end:
            return True
        end = max(end, edit.end)
    return False


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with each stretch replaced.

    Args:
        text: Any text.
        edits: Stretches of it that do not overlap.
    """
    parts: list[str] = []
    place = 0
    for edit in sorted(edits):
        assert place <= edit.start, "edits do not overlap"
        parts += [text[place : edit.start], edit.text]
        place = edit.end
    return "".join([*parts, text[place:]])

"""Places in a text: trees count bytes, people count characters."""

from __future__ import annotations

import ast
import re

from driftcheck.source.parsing import lines_of


class Positions:
    """The lines of a text, split when first asked for."""

    __slots__ = ("_is_ascii", "_lines", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._is_ascii = text.isascii()
        self._lines: list[str] | None = None

    def column(self, line: int, offset: int) -> int:
        """The 1-based column of a UTF-8 byte offset in a 1-based line."""
        if self._is_ascii:
            return offset + 1
        text = self.line(line)
        return offset + 1 if text.isascii() else len(text.encode()[:offset].decode(errors="replace")) + 1

    def line(self, number: int) -> str:
        """A line by its 1-based number; empty where there is none."""
        if self._lines is None:
            self._lines = lines_of(self.text)
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def imported_module(self, node: ast.ImportFrom) -> tuple[int, int, int]:
        """Line and byte offsets of the module's name in `from name import …`."""
        line = self.line(node.lineno).encode()
        dotted = re.escape("." * node.level + (node.module or "")).encode().replace(rb"\.", rb"\s*\.\s*")
        found = re.compile(rb"from\s*(" + dotted + rb")").match(line, node.col_offset)
        if found is None:
            return node.lineno, node.col_offset, node.col_offset + len("from")
        return node.lineno, found.start(1), found.end(1)

"""Colour for terminals, in as few bytes as it takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from driftcheck.model.findings import Severity
from driftcheck.reporting.text import printable


class Style(StrEnum):
    """Select Graphic Rendition codes (ECMA-48)."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    RED = "1;31"
    YELLOW = "1;33"
    BLUE = "1;34"
    GREEN = "32"


SEVERITY_STYLES = {Severity.ERROR: Style.RED, Severity.WARNING: Style.YELLOW, Severity.INFORMATION: Style.BLUE}


@dataclass(frozen=True, slots=True)
class Painter:
    """Makes text printable, and colours it where `is_coloured`."""

    is_coloured: bool = False

    def __call__(self, text: str, style: Style = Style.PLAIN) -> str:
        """The text made printable, in `style` where colours are on."""
        text = printable(text)
        return f"\x1b[{style}m{text}\x1b[0m" if self.is_coloured and style else text

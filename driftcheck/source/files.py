"""The files to check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the user's code."""

    path: str
    """As shown to the user; files are sorted by it."""
    location: Path
    """Where to read it, and which folder its imports start from."""
    text: bytes | None = None
    """Its content, where it does not come from `location`."""

"""The modern equivalent of a name, and why we believe it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReplacementKind(StrEnum):
    """What sort of thing is written instead."""

    RENAMED = "renamed"
    """Another name in the same namespace."""
    MOVED = "moved"
    """The same thing elsewhere."""
    PARAMETER = "parameter"
    """Another parameter of the same callable."""
    EXPRESSION = "expression"
    """Code to write instead (`prompt | llm`)."""
    ADVICE = "advice"
    """Prose only: no dotted name could be verified."""


class Trust(StrEnum):
    """Who says so. Curated entries and the library's words instruct; inference suggests."""

    CURATED = "curated"
    LIBRARY = "library"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a replacement is said."""

    source: str
    """`decorator`, `warning`, `docstring`, `pep702`, `table`, `catalogue`, `alias`, …"""
    release: str
    """`pandas 1.5.3`: the release that carries the words."""
    quote: str = ""
    """The library's own words, sanitised and shortened."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What to write instead. Every target was looked up in the pinned (or implied) release and is there."""

    kind: ReplacementKind
    text: str
    """What the user is told to write, one line."""
    targets: tuple[str, ...] = ()
    """Dotted paths (for PARAMETER: parameter names)."""
    evidence: Evidence | None = None
    trust: Trust = Trust.LIBRARY
    distribution: str | None = None
    """The distribution that provides the targets."""
    install: str | None = None
    """`pydantic-settings` where that distribution is not pinned and must be installed first."""

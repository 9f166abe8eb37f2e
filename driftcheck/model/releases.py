"""Releases, pins, and spans of releases."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from packaging.version import Version


@dataclass(frozen=True, slots=True)
class Release:
    """One recorded release of one distribution."""

    distribution: str
    """Normalised name (PEP 503)."""
    version: Version
    ordinal: int
    """Place among the recorded releases of the distribution in PEP 440 order, from 0."""
    released: str | None = None
    """Day of upload, `YYYY-MM-DD`."""
    yanked: bool = False
    requires: tuple[str, ...] = ()
    """Requires-Dist lines as published."""
    requires_python: str | None = None

    def __str__(self) -> str:
        return f"{self.distribution} {self.version}"


class PinKind(StrEnum):
    """How firmly a version is known."""

    EXACT = "exact"
    """Written down: a lock file, `==`, an option, an installed release."""
    RANGE = "range"
    """The newest recorded release that a written range allows."""
    IMPLIED = "implied"
    """The newest recorded release that the pinned releases' own requirements allow."""
    NEWEST = "newest"
    """Nothing is written anywhere: the newest recorded release."""


INSTALLED = "environment"
"""The name of the source of pins that are what an environment holds."""

SUPPORTED = "requires-python"
"""The name of the source of a Python that is one of those that the project says it supports."""


@dataclass(frozen=True, slots=True)
class PinSource:
    """Where a pin is written."""

    name: str
    """`--pin`, `uv.lock`, `requirements.txt`, `environment` …; shown to the user."""
    path: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = self.path or self.name
        return f"{place}:{self.line}" if self.line else place


@dataclass(frozen=True, slots=True)
class Pin:
    """A release that the project is held to, or the range that it allows."""

    distribution: str
    """Normalised name."""
    version: Version | None
    """The version held to; None for a range, which selection turns into a version."""
    kind: PinKind
    source: PinSource
    specifier: str = ""
    """The range as written (PEP 440), for `kind` RANGE."""


@dataclass(frozen=True, slots=True)
class Unpinned:
    """A distribution that is named without a version that could be known."""

    distribution: str
    reason: str
    source: PinSource


@dataclass(frozen=True, slots=True)
class Span:
    """An unbroken run of recorded releases, both ends included."""

    first: Release
    last: Release
    after: Release | None = None
    """The recorded release just after `last`, where known: the symbol is not in it."""

    def holds(self, version: Version) -> bool:
        """Whether `version` lies within, recorded or not."""
        return self.first.version <= version <= self.last.version


@dataclass(frozen=True, slots=True)
class Lifespan:
    """In which recorded releases a symbol is present. Spans ascend and do not touch."""

    spans: tuple[Span, ...]
    before: Release | None = None
    """The recorded release just before the first span: the symbol is not in it."""
    after: Release | None = None
    """The recorded release just after the last span: the symbol is not in it."""
    deprecated: Release | None = None
    """The first recorded release in which it carries deprecation evidence."""
    unmarked: Release | None = None
    """The recorded release just before `deprecated`: no mark there yet. None where that dates nothing."""

    @property
    def first(self) -> Release:
        """The first recorded release that has the symbol."""
        return self.spans[0].first

    @property
    def last(self) -> Release:
        """The last recorded release that has the symbol."""
        return self.spans[-1].last

    def ended_before(self, version: Version) -> bool:
        """Whether some span ended before `version` and none holds it."""
        return self.spans[0].last.version < version and not self.holds(version)

    def starts_after(self, version: Version) -> bool:
        """Whether every span begins after `version`."""
        return version < self.spans[0].first.version

    def holds(self, version: Version) -> bool:
        """Whether some span holds `version`."""
        return any(span.holds(version) for span in self.spans)

    def span_before(self, version: Version) -> Span | None:
        """The newest span that ended before `version`."""
        return next((span for span in reversed(self.spans) if span.last.version < version), None)

    def span_after(self, version: Version) -> Span | None:
        """The oldest span that begins after `version`."""
        return next((span for span in self.spans if span.first.version > version), None)


@dataclass(frozen=True, slots=True)
class Selection:
    """The release of one distribution that names are resolved in, and why that one."""

    distribution: str
    version: Version
    kind: PinKind
    source: PinSource
    releases: tuple[Release, ...]
    """The recorded releases that answer: the pinned one; or its two neighbours where it is not recorded
    (what both agree on is the answer). Empty where the distribution or the version is not covered."""

    @property
    def is_exact(self) -> bool:
        """Whether the very release that the project runs is recorded."""
        return self.kind is PinKind.EXACT and len(self.releases) == 1 and self.releases[0].version == self.version

    @property
    def is_covered(self) -> bool:
        """Whether some recorded release answers."""
        return bool(self.releases)

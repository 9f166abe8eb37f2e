"""What rules report, and the report of a whole run."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from driftcheck.model.deeds import Deed
from driftcheck.model.locations import Location
from driftcheck.model.releases import PinSource, Selection
from driftcheck.model.replacements import Replacement
from driftcheck.model.resolutions import Confidence
from driftcheck.model.suppressions import Suppression


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    """Shown, but does not make exit 1."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about one place."""

    location: Location
    code: str
    rule: str
    """The rule's name in kebab case."""
    severity: Severity
    symbol: str
    """The path as public code writes it: `pandas.DataFrame.append`, `pandas.read_csv(squeeze)`.
    Empty for findings on files."""
    message: str
    distribution: str | None = None
    pinned: str | None = None
    """The version that was checked against."""
    confidence: Confidence = Confidence.CERTAIN
    removed_in: str | None = None
    removed_on: str | None = None
    """The day on which that release was published, `YYYY-MM-DD`."""
    deprecated_in: str | None = None
    deprecated_on: str | None = None
    """The same of the release that deprecated it."""
    added_in: str | None = None
    replacement: Replacement | None = None
    scope: str = ""
    """Qualified name of the enclosing function or class in the user's module; empty at its top level."""
    source: PinSource | None = None
    """Where it is written that `pinned` counts."""
    environments: tuple[str, ...] = ()
    """Where several environments were checked: those in which it holds."""


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that could not be checked."""

    path: str
    reason: str
    line: int | None = None
    cell: int = 0
    """Of a notebook: the cell that was left out; 0 for a whole file."""


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """All that a report takes from one file that was checked: small, and without anything of the libraries'."""

    path: str
    findings: tuple[Finding, ...] = ()
    """In order of position, each with its replacement."""
    resolved: int = 0
    """How many foreign references resolved to Found or Missing."""
    unknown: int = 0
    imports: int = 0
    """How many of the resolved ones are imports."""
    unknown_reasons: tuple[tuple[str, int], ...] = ()
    """Why attributes and calls are unknown, with counts, by descending count, then name."""
    distributions: tuple[str, ...] = ()
    """Distributions that the file refers to, sorted."""
    untracked: tuple[str, ...] = ()
    """Dotted names it imports that nothing known provides, sorted."""
    unanswered: tuple[str, ...] = ()
    """Modules it imports that a tracked distribution provides and that nothing could be said of, sorted."""
    suppressions: tuple[Suppression, ...] = ()
    """Its comments that are meant to silence findings, in order of position: nothing is silenced yet."""
    provisos: tuple[tuple[Deed, ...], ...] = ()
    """Of each finding, what must not be done in parts of the project that were not looked at with this one; empty where
    there is nothing of the kind."""


@dataclass(frozen=True, slots=True)
class Governed:
    """Files that the same pins govern, judged in one environment."""

    place: str
    """The folder, or the script, that says which pins count; as shown to the user."""
    python: str
    platform: str
    files: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much of the code could be judged: its attributes and calls that lead to a recorded library."""

    resolved: int = 0
    """Found or missing."""
    unknown: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    """Why they are unknown, with counts, by descending count, then name."""

    @property
    def share(self) -> float | None:
        """The part that was judged; None where there was nothing to judge."""
        asked = self.resolved + self.unknown
        return self.resolved / asked if asked else None


@dataclass(frozen=True, slots=True)
class FileUnknowns:
    """Why attributes and calls of one file are unknown."""

    path: str
    reasons: tuple[tuple[str, int], ...]
    """With counts, by descending count, then name; never empty."""

    @property
    def total(self) -> int:
        """How many are unknown."""
        return sum(number for _, number in self.reasons)


@dataclass(frozen=True, slots=True)
class Summary:
    """What was covered and what was not."""

    files: int = 0
    resolved: int = 0
    unknown: int = 0
    selections: tuple[Selection, ...] = ()
    """For each distribution the code refers to, by name; several where files are held to several releases."""
    uncovered: tuple[tuple[str, str], ...] = ()
    """(distribution or import name, reason)."""
    missing: tuple[Selection, ...] = ()
    """Exact pins of what the code imports that no snapshot covers, by name: what `--fetch` reads."""
    unclaimed: tuple[str, ...] = ()
    """What the code imports without a snapshot, where no exact pin is known to provide it, by name."""
    skipped: tuple[SkippedFile, ...] = ()
    notes: tuple[str, ...] = ()
    """Trouble met with pin sources, one line each."""
    statistics: Statistics = field(default_factory=Statistics)
    unknown_by_file: tuple[FileUnknowns, ...] = ()
    """Of the files in which something is unknown, by path."""
    universes: tuple[Governed, ...] = ()
    """What governs which files, and in which environments they were judged."""
    silenced: int = 0
    """Findings that comments in the code silence."""
    hidden: int = 0
    """Findings that the baseline knows."""
    unchanged: int = 0
    """Findings in changed files, on lines that did not change."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check. Findings are in order of path and position."""

    findings: tuple[Finding, ...] = ()
    summary: Summary = field(default_factory=Summary)

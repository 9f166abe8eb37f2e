"""Changes to the user's code, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from driftcheck.model.findings import Finding, Report


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of text, by offsets in characters, and what stands there instead."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Move:
    """One name of a `from … import` that is imported from elsewhere."""

    statement: int
    """Offset of the import statement."""
    alias: int
    """Place of the name among those that the statement imports."""
    module: str = ""
    """Empty where the name is no longer imported at all."""
    name: str = ""
    """Empty where it is the module itself."""
    local: str = ""
    """What it goes by from now on; empty where that stays."""


@dataclass(frozen=True, slots=True, order=True)
class Addition:
    """A name that must be imported at the top."""

    module: str
    name: str = ""
    """Empty where it is the module itself."""


@dataclass(frozen=True, slots=True)
class Fix:
    """How one finding is mended."""

    finding: Finding
    edits: tuple[Edit, ...] = ()
    moves: tuple[Move, ...] = ()
    additions: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a finding is not mended."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class FixedFile:
    """One file before and after."""

    path: str
    """As findings show it."""
    before: bytes
    after: bytes
    fixed: tuple[Finding, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Repair:
    """What came of mending a project."""

    report: Report = field(default_factory=Report)
    """Of the code as mended."""
    files: tuple[FixedFile, ...] = ()
    """Every file in which something was, or could not be, mended."""

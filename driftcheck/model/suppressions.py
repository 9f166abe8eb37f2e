"""Comments that keep findings from being reported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from driftcheck.model.locations import Location


class Scope(StrEnum):
    """What a comment speaks of, as it is written."""

    STATEMENT = "ignore"
    FILE = "file-ignore"
    NOQA = "noqa"
    """A statement, in the words that linters share."""


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule in the list of a comment."""

    written: str
    location: Location


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment, or the part of one that is meant for us."""

    location: Location
    """From its `#` to the end of the reason."""
    scope: Scope
    rules: tuple[NamedRule, ...] = ()
    """Those that are listed; of a `noqa` those alone that may be ours. Empty: all."""
    statement: Location | None = None
    """The lines that it speaks of; None for a whole file, and where no statement stands beside it."""
    reason: str = ""
    is_shared: bool = False
    """Whether it lists what belongs to other tools, too."""
    trouble: str = ""
    """Why it cannot be understood; empty where it can. Then it keeps nothing from being reported."""

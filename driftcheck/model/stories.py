"""What became of one name through the recorded releases."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from driftcheck.model.differences import SignatureChange
from driftcheck.model.releases import Release, Selection
from driftcheck.model.replacements import Replacement
from driftcheck.model.resolutions import Confidence
from driftcheck.model.symbols import Deprecation


class Turn(StrEnum):
    """One sort of event in the life of a name."""

    RECORDED = "recorded"
    """In the first recorded release: it may be older."""
    CAME = "came"
    MOVED = "moved"
    """The definition behind the name is another."""
    CALLED = "called"
    """The way to call it changed."""
    DEPRECATED = "deprecated"
    CLEARED = "cleared"
    """No longer deprecated."""
    LEFT = "left"
    HIDDEN = "hidden"
    """From here on, static reading cannot tell."""


@dataclass(frozen=True, slots=True)
class Event:
    """What is new in one release."""

    release: Release
    turn: Turn
    definition: str = ""
    """Where the name leads to; for a member, the class that defines it stands in front."""
    signature: SignatureChange | None = None
    lost: tuple[str, ...] = ()
    """Parameters that left, where the way to call it changed."""
    deprecation: Deprecation | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The life of a name, in the order of releases."""

    path: str
    distribution: str
    events: tuple[Event, ...] = ()
    releases: tuple[Release, ...] = ()
    """All releases that are recorded of the distribution, ascending."""
    present: tuple[bool, ...] = ()
    """For each of them, whether it has the name."""


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is known of one name."""

    path: str
    """As it was asked."""
    standing: str
    """`present`, `absent`, `deprecated`, `unreleased` or `unknown` under the pins."""
    reason: str = ""
    confidence: Confidence = Confidence.CERTAIN
    selection: Selection | None = None
    """The release that answered."""
    definition: str = ""
    """Where the name is, or was last, defined; empty where that is not known."""
    story: Story | None = None
    """None where no recorded distribution provides the name."""
    replacement: Replacement | None = None

"""What two releases of a distribution differ in, as the user's code sees it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from driftcheck.model.releases import Release
from driftcheck.model.replacements import Replacement
from driftcheck.model.resolutions import ArgumentOutcome, Entity, Found, Missing
from driftcheck.model.symbols import Deprecation


class ChangeKind(StrEnum):
    """What happened to a name between two releases."""

    LEFT = "left"
    DEPRECATED = "deprecated"
    CAME = "came"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class SignatureChange:
    """How the way to call something changed, the parameters that left put aside."""

    came: tuple[str, ...] = ()
    """New parameters; `name=` where they may be left out."""
    required: tuple[str, ...] = ()
    """Parameters that could be left out before."""
    optional: tuple[str, ...] = ()
    """Parameters that can now be left out."""
    by_name: tuple[str, ...] = ()
    """Parameters that can no longer be given by position."""
    by_position: tuple[str, ...] = ()
    """Parameters that can no longer be given by name."""

    def __bool__(self) -> bool:
        return bool(self.came or self.required or self.optional or self.by_name or self.by_position)


@dataclass(frozen=True, slots=True)
class Change:
    """One name, or one parameter, that is not as it was."""

    kind: ChangeKind
    path: str
    """As public code writes it; a parameter as `pandas.read_csv(squeeze)`."""
    what: str = ""
    """`module`, `class`, `function`, `attribute`, `alias` or `parameter`."""
    is_incidental: bool = False
    """Private, special, or merely imported where it stood: few users notice."""
    beneath: int = 0
    """How many names went or came with it."""
    through: tuple[str, ...] = ()
    """The paths at the top of the library by which a member of an inner base class is mostly reached."""
    deprecation: Deprecation | None = None
    signature: SignatureChange | None = None
    replacement: Replacement | None = None
    subject: Found | Missing | tuple[Entity, ArgumentOutcome] | None = None
    """What a replacement can be sought for."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two releases, and what changed from one to the other, by kind and path."""

    old: Release
    new: Release
    changes: tuple[Change, ...] = ()
    unknown: int = 0
    """Names that changed in namespaces which static reading cannot list: nothing is said of them."""

    def of_kind(self, kind: ChangeKind, *, incidental: bool = False) -> tuple[Change, ...]:
        """The changes of one kind, incidental ones only where they are asked for."""
        return tuple(c for c in self.changes if c.kind is kind and (incidental or not c.is_incidental))

    @property
    def incidental(self) -> int:
        """How many changes few users notice."""
        return sum(change.is_incidental for change in self.changes)

"""What the search for replacements asks of the pinned world."""

from __future__ import annotations

from typing import Protocol

from driftcheck.model.releases import Selection
from driftcheck.model.resolutions import PINNED, ArgumentOutcome, Entity, Missing, Resolution, Unknown


class Relations(Protocol):
    """Where else a name may live."""

    def existed(self, path: str, world: str) -> bool:
        """Whether a path led somewhere in a historical world."""
        ...

    def homes(self, distribution: str, name: str) -> tuple[str, ...]:
        """Every path of a distribution, in any release, that ends in `name`."""
        ...

    def family(self, distribution: str) -> tuple[str, ...]:
        """Distributions that belong together with this one."""
        ...

    def roots(self, distribution: str) -> tuple[str, ...]:
        """Import names of a distribution that spell its own name."""
        ...


class Lookup(Protocol):
    """The pinned world."""

    @property
    def relations(self) -> Relations:
        """Where else names may live."""
        ...

    def tracks(self, import_path: str) -> bool:
        """Whether a known distribution provides a prefix of this path."""
        ...

    def path(self, path: str) -> Resolution:
        """What a dotted path leads to."""
        ...

    def departed(self, path: str) -> Missing | None:
        """What history says of a path, some prefix of which is missing."""
        ...

    def definition(self, path: str, world: str = PINNED) -> Resolution:
        """What a qualified name stands for, under its public path."""
        ...

    def parameter(self, callee: Entity, keyword: str) -> ArgumentOutcome | Unknown | None:
        """What the pinned release makes of a keyword; None where it simply takes it."""
        ...

    def selection(self, distribution: str) -> Selection | None:
        """Which release was chosen, and why."""
        ...

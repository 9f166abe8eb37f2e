"""What inference asks of the libraries."""

from __future__ import annotations

from typing import Protocol

from driftcheck.model.releases import Selection
from driftcheck.model.resolutions import PINNED, Arguments, Bound, Entity, Resolution, Unknown


class Surfaces(Protocol):
    """Every library at the release that the project is held to."""

    def tracks(self, import_path: str) -> bool:
        """Whether a known distribution provides the longest prefix of this dotted path."""

    def module(self, path: str) -> Resolution:
        """What `import a.b.c` finds."""

    def member(self, owner: Entity, name: str, *, instance: bool) -> Resolution:
        """What `owner.name` is; `instance` when asked of an instance of the class `owner`."""

    def definition(self, path: str, world: str = PINNED) -> Resolution:
        """What a qualified name in a type expression means, read in `world` where the pinned release lacks it."""

    def call(self, callee: Entity, arguments: Arguments, *, bound: bool) -> Bound | Unknown:
        """A call of a function or a class, held against its signatures."""

    def is_subclass(self, entity: Entity, path: str) -> bool | None:
        """Whether a class derives from the class of that qualified name; None where that is not known."""

    def has_objects(self, entity: Entity) -> bool:
        """Whether a class has members that only its objects have, or may have."""

    def is_overridden_below(self, entity: Entity, name: str) -> bool:
        """Whether some recorded class that derives from a class has a form of its own of a method."""

    def is_known_below(self, entity: Entity, name: str) -> bool:
        """Whether some recorded class that derives from the class `entity` has a member of that name."""

    def selection(self, distribution: str) -> Selection | None:
        """Which release was chosen for a distribution."""

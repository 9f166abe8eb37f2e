"""Questions that can be asked in any world, so that history can be asked what the present lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from driftcheck.model.names import parent, tail
from driftcheck.model.resolutions import Entity
from driftcheck.resolution.outcomes import Hidden, Outcome, Present
from driftcheck.resolution.view import View

RELEASES_DIFFER = "releases differ"

_NO_NAME = "?"
"""A name that nothing can bear: what hides it hides any other that is not listed."""


class Question(Protocol):
    """What is asked, world by world."""

    @property
    def path(self) -> str:
        """The path that is asked for, as public code writes it."""
        ...

    def ask(self, view: View) -> Outcome:
        """The answer of one world."""
        ...

    def causes(self, view: View) -> tuple[str, ...] | None:
        """Why names may hide in the namespace that is asked; () where it is closed, None where it is not there."""
        ...


@dataclass(frozen=True, slots=True)
class PathQuestion:
    """What a dotted path leads to, attribute by attribute."""

    path: str

    def ask(self, view: View) -> Outcome:
        """Walk the path."""
        return view.find(self.path)

    def causes(self, view: View) -> tuple[str, ...] | None:
        """What the namespace above the last component hides."""
        owner = view.find(parent(self.path))
        return _causes(view.member(owner, _NO_NAME)) if isinstance(owner, Present) else None


@dataclass(frozen=True, slots=True)
class ImportQuestion:
    """What `import path` finds."""

    path: str

    def ask(self, view: View) -> Outcome:
        """Look for the module."""
        return view.module(self.path)

    def causes(self, view: View) -> tuple[str, ...] | None:
        """What the packages above the module hide."""
        owner = view.module(parent(self.path))
        return _causes(view.module(f"{parent(self.path)}.{_NO_NAME}")) if isinstance(owner, Present) else None


@dataclass(frozen=True, slots=True)
class MemberQuestion:
    """What a member of an entity is."""

    path: str
    owner: Entity
    instance: bool

    def ask(self, view: View) -> Outcome:
        """Look for the member."""
        return self._ask(view, tail(self.path))

    def causes(self, view: View) -> tuple[str, ...] | None:
        """What the owner hides."""
        if as_seen_in(view, self.owner) is None:
            return None
        return _causes(self._ask(view, _NO_NAME))

    def _ask(self, view: View, name: str) -> Outcome:
        present = as_seen_in(view, self.owner)
        if present is not None:
            return view.member(present, name, instance=self.instance)
        above = view.find(self.owner.path)
        return Hidden(self.path, RELEASES_DIFFER) if isinstance(above, Present) else above


def as_seen_in(view: View, entity: Entity) -> Present | None:
    """The entity in a world; None where that world lacks it."""
    if view.is_home_of(entity):
        view.stay_here()
        return Present(entity.symbol, entity.selection.distribution, entity.path)
    return view.present(entity)


def _causes(outcome: Outcome) -> tuple[str, ...]:
    return (outcome.causes or (outcome.reason,)) if isinstance(outcome, Hidden) else ()

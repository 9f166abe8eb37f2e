"""What may have become of a name: other homes, other distributions."""

from __future__ import annotations

from driftcheck.model.releases import PinKind
from driftcheck.resolution.history import Worlds
from driftcheck.resolution.outcomes import Present
from driftcheck.resolution.selections import STANDARD_LIBRARY, Selections
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.resolution.view import View


class Relations:
    """Finds where else a name may live, without judging whether it is the same thing.

    Args:
        provider: Where surfaces come from.
        selections: The selections under the project's pins.
        view: The pinned world.
        worlds: The historical worlds.
    """

    def __init__(self, provider: SurfaceProvider, selections: Selections, view: View, worlds: Worlds) -> None:
        self._provider = provider
        self._selections = selections
        self._view = view
        self._worlds = worlds
        self._families: dict[str, tuple[str, ...]] = {}

    def existed(self, path: str, world: str) -> bool:
        """Whether a path led somewhere in a historical world."""
        view = self._worlds.by_key(world)
        return view is not None and isinstance(view.find(path), Present)

    def homes(self, distribution: str, name: str) -> tuple[str, ...]:
        """Every path of a distribution, in any release, that ends in `name`."""
        return self._provider.find_tail(distribution, name)

    def family(self, distribution: str) -> tuple[str, ...]:
        """Other recorded distributions whose names begin with the same word; those that the pins lead to come first."""
        known = self._families.get(distribution)
        if known is None:
            word = distribution.partition("-")[0]
            others = [n for n in self._provider.distributions() if n.partition("-")[0] == word and n != distribution]
            if distribution == STANDARD_LIBRARY:
                others = []
            known = self._families[distribution] = tuple(
                sorted(others, key=lambda name: (self._is_guessed(name), name))
            )
        return known

    def roots(self, distribution: str) -> tuple[str, ...]:
        """Import names of a distribution that spell its own name: `paint_box`, `paint.box`."""
        first, *rest = distribution.split("-")
        spellings = [first]
        for word in rest:
            spellings = [f"{spelling}{mark}{word}" for spelling in spellings for mark in "._"]
        return tuple(name for name in spellings if distribution in self._provider.distributions_of(name))

    def _is_guessed(self, distribution: str) -> bool:
        if distribution == STANDARD_LIBRARY:
            return False
        selection = self._selections.of(distribution)
        return selection is None or selection.kind is PinKind.NEWEST

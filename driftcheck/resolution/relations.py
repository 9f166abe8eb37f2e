"""What may have become of a name: other homes, other distributions, other names of the same body."""

from __future__ import annotations

from driftcheck.model.names import parent
from driftcheck.model.resolutions import Entity
from driftcheck.resolution.history import Worlds
from driftcheck.resolution.outcomes import Present
from driftcheck.resolution.selections import Selections
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
        self._bodies: dict[tuple[str, str], dict[str, list[str]]] = {}

    def existed(self, path: str, world: str) -> bool:
        """Whether a path led somewhere in a historical world."""
        view = self._worlds.by_key(world)
        return view is not None and isinstance(view.find(path), Present)

    def homes(self, distribution: str, name: str) -> tuple[str, ...]:
        """Every path of a distribution, in any release, that ends in `name`."""
        return self._provider.find_tail(distribution, name)

    def family(self, distribution: str) -> tuple[str, ...]:
        """Recorded distributions that share the first word of a name with `distribution` and are tied to it.

        Those that its releases, or the family's own, require, and those that the project pins.
        """
        known = self._families.get(distribution)
        if known is None:
            known = self._families[distribution] = self._selections.family(distribution)
        return known

    def same_body(self, former: Entity) -> tuple[str, ...]:
        """Names beside a former function or class whose body is the same today, and which were not there then."""
        digest, above = former.symbol.digest, parent(former.symbol.path)
        if digest is None or not above:
            return ()
        paths = self._bodies_in(former.selection.distribution, above).get(digest, ())
        return tuple(path for path in paths if not self.existed(path, former.world))

    def _bodies_in(self, distribution: str, above: str) -> dict[str, list[str]]:
        key = (distribution, above)
        known = self._bodies.get(key)
        if known is None:
            known = self._bodies[key] = {}
            for name in self._provider.children(distribution, above):
                symbol = self._view.bound_at(distribution, f"{above}.{name}")
                if symbol is not None and symbol.digest is not None:
                    known.setdefault(symbol.digest, []).append(symbol.path)
        return known

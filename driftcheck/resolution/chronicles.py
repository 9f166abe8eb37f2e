"""Answers that hold for a run of releases, so that history need not ask every one of them.

Most of what leads to a name does not change from one release to the next. While a question is answered in one
historical world, the window of releases narrows to those for which everything that was looked at is the same;
the answer is then good for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, Protocol, TypeVar

from driftcheck.model.releases import Release
from driftcheck.model.symbols import SymbolSpan
from driftcheck.resolution.lineage import Lineage
from driftcheck.resolution.outcomes import Outcome
from driftcheck.resolution.requirements import required_name

_FOREVER = 1 << 30

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_K_contra = TypeVar("_K_contra", bound=Hashable, contravariant=True)
_V = TypeVar("_V")


class Memory(Protocol[_K_contra, _V]):
    """Where answers are kept; a dictionary will do."""

    def get(self, key: _K_contra, /) -> _V | None:
        """The answer that was kept; None if there is none."""
        ...

    def __setitem__(self, key: _K_contra, value: _V, /) -> None:
        """Keep an answer."""
        ...


class Window:
    """The releases, by ordinal, for which everything that was looked at so far is the same."""

    __slots__ = ("first", "last")

    def __init__(self) -> None:
        self.first = 0
        self.last = _FOREVER

    def narrow(self, first: int, last: int) -> None:
        """Leave out what lies outside of `first` to `last`."""
        self.first = max(self.first, first)
        self.last = min(self.last, last)

    def narrow_by(self, rows: Sequence[SymbolSpan], ordinal: int) -> None:
        """Narrow to the releases around `ordinal` in which the same of these rows hold."""
        for row in rows:
            if row.first <= ordinal <= row.last:
                self.narrow(row.first, row.last)
            elif row.last < ordinal:
                self.first = max(self.first, row.last + 1)
            else:
                self.last = min(self.last, row.first - 1)

    def reset(self) -> tuple[int, int]:
        """Open the window wide; returns what it was, for `join`."""
        held = (self.first, self.last)
        self.first, self.last = 0, _FOREVER
        return held

    def join(self, held: tuple[int, int]) -> None:
        """Narrow by what the window was before."""
        self.narrow(*held)


class Spanned(Generic[K, V]):
    """The memory of one historical world, shared with the worlds of the neighbouring releases."""

    def __init__(self, table: dict[K, list[tuple[int, int, V]]], ordinal: int, window: Window) -> None:
        self._table = table
        self._ordinal = ordinal
        self._window = window

    def get(self, key: K, /) -> V | None:
        """The answer kept for a run of releases that holds this one; the window narrows to the run."""
        for first, last, value in self._table.get(key, ()):
            if first <= self._ordinal <= last:
                self._window.narrow(first, last)
                return value
        return None

    def __setitem__(self, key: K, value: V, /) -> None:
        """Keep an answer for the releases in the window."""
        self._table.setdefault(key, []).append((self._window.first, self._window.last, value))


class Chronicle:
    """What the historical worlds of one distribution share.

    Args:
        releases: Its recorded releases.
        ordinal_of: The ordinal of another distribution's release in the world of one of these; None if not covered.
    """

    def __init__(self, releases: tuple[Release, ...], ordinal_of: Callable[[Release, str], int | None]) -> None:
        self._releases = releases
        self._ordinal_of = ordinal_of
        self._required: frozenset[str] | None = None
        self._others: dict[str, list[int | None]] = {}
        self.found: dict[str, list[tuple[int, int, Outcome]]] = {}
        self.members: dict[tuple[str, str, str], list[tuple[int, int, Outcome]]] = {}
        self.lineages: dict[tuple[str, str], list[tuple[int, int, Lineage]]] = {}

    def stable(self, distribution: str, ordinal: int) -> tuple[int, int]:
        """The run of releases around `ordinal` whose worlds have another distribution at the same release."""
        if self._required is None:
            names = {required_name(line) for release in self._releases for line in release.requires}
            self._required = frozenset(name for name in names if name is not None)
        if distribution not in self._required:
            return 0, _FOREVER
        ordinals = self._others.get(distribution)
        if ordinals is None:
            ordinals = [self._ordinal_of(release, distribution) for release in self._releases]
            self._others[distribution] = ordinals
        first = last = ordinal
        while first > 0 and ordinals[first - 1] == ordinals[ordinal]:
            first -= 1
        while last + 1 < len(ordinals) and ordinals[last + 1] == ordinals[ordinal]:
            last += 1
        return first, last

"""Where more releases are worth recording than a limit allows: which of them tell the most.

Half of them are spread over the whole history. The others go where the public surface is seen to change: between two
recorded releases that differ, the one in the middle is read, and so on until each change stands between neighbours or
the limit is reached. Between two that do not differ nothing is read, since what both agree on is the answer anyway.
A gap weighs as much as it leaves open: the names that differ, times the releases of which it is not known whether they
have them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from packaging.version import Version

Changes = Callable[[Version, Version], int]
"""How many public names differ between two recorded releases."""

_FEWEST = 5
"""So many are always taken of what was published since the last refresh."""


@dataclass(frozen=True, slots=True)
class Thinning:
    """A choice in two parts: what is read in any case, and what may follow once that is known."""

    first: tuple[Version, ...] = ()
    """Read in any case, ascending."""
    worth: tuple[Version, ...] = ()
    """All that it was chosen from, ascending; begins with the newest release that was recorded before, if any."""
    room: int = 0
    """How many more may be read."""

    def next(self, recorded: Collection[Version], failed: Collection[Version], changes: Changes) -> Version | None:
        """The release to read now; None where every change stands between neighbours.

        Args:
            recorded: What is recorded by now.
            failed: What cannot be read.
            changes: Asked about neighbours among what is recorded.
        """
        held = [place for place, version in enumerate(self.worth) if version in recorded]
        widest: tuple[int, int] | None = None
        found = None
        for left, right in pairwise(held):
            between = [version for version in self.worth[left + 1 : right] if version not in failed]
            if not between:
                continue
            weight = changes(self.worth[left], self.worth[right]) * len(between)
            # Of gaps that weigh the same, the newest: pins are mostly young.
            if weight and (widest is None or (weight, right) > widest):
                widest, found = (weight, right), between[len(between) // 2]
        return found


def thin(worth: Sequence[Version], recorded: Collection[Version], limit: int | None) -> Thinning:
    """Choose what to read.

    What was recorded is kept, and gaps in it were looked into when it was read: only what was published later is chosen
    from. So a refresh with nothing new reads nothing, and one more release costs one more.

    Args:
        worth: The releases that are worth recording, ascending.
        recorded: What is recorded already.
        limit: How many are recorded at most; None for all.
    """
    if limit is None or len(worth) <= limit:
        return Thinning(tuple(version for version in worth if version not in recorded))
    latest = max(recorded, default=None)
    fresh = [version for version in worth if latest is None or version > latest]
    room = max(limit - len(recorded), min(_FEWEST, limit))
    if len(fresh) <= room:
        return Thinning(tuple(fresh))
    first = spread_by_lines(fresh, (room + 1) // 2)
    known = (latest,) if latest is not None else ()
    return Thinning(first, (*known, *fresh), room - len(first))


_Line = tuple[int, ...]


def minor_line(version: Version) -> _Line:
    """The epoch with the first two components of the release number."""
    return version.epoch, version.major, version.minor


def major_line(version: Version) -> _Line:
    """The epoch with the first component of the release number."""
    return version.epoch, version.major


def firsts(ordered: Sequence[Version], line: Callable[[Version], _Line]) -> list[Version]:
    """The first release of each line."""
    found: dict[_Line, Version] = {}
    for version in ordered:
        found.setdefault(line(version), version)
    return list(found.values())


def lasts(ordered: Sequence[Version], line: Callable[[Version], _Line]) -> list[Version]:
    """The newest release of each line."""
    return list({line(version): version for version in ordered}.values())


def spread_by_lines(ordered: Sequence[Version], limit: int) -> tuple[Version, ...]:
    """At most `limit` releases; what matters most for telling pins apart is taken first.

    The newest, the first, the newest patch of every major line, of every minor line, the first patch of every minor
    line, then the rest. The first group that does not fit is thinned evenly and ends the choice.
    """
    if len(ordered) <= limit:
        return tuple(ordered)
    kept: set[Version] = set()
    groups = (
        ordered[-1:],
        ordered[:1],
        lasts(ordered, major_line),
        lasts(ordered, minor_line),
        firsts(ordered, minor_line),
        ordered,
    )
    for group in groups:
        fresh = [version for version in group if version not in kept]
        kept.update(_spread(fresh, limit - len(kept)))
    return tuple(version for version in ordered if version in kept)


def _spread(items: Sequence[Version], count: int) -> Sequence[Version]:
    """`count` items at even distances, or all where there are fewer."""
    if len(items) <= count:
        return items
    return [items[(2 * place + 1) * len(items) // (2 * count)] for place in range(count)]

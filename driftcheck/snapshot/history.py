"""Lifespans out of releases: which facts are true of which of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from packaging.version import Version

from driftcheck.model.names import is_private
from driftcheck.model.symbols import Symbol
from driftcheck.snapshot.rows import Facts, encode
from driftcheck.snapshot.schema import FACTS

_IS_PRIVATE = FACTS.index("is_private")

Row = tuple[str, int, int, int, Facts]
"""(path, number, first ordinal, last ordinal, facts): one row of the database."""


class History:
    """Collects the facts of releases, recorded in any order."""

    def __init__(self) -> None:
        self._versions: list[Version] = []
        self._facts: dict[tuple[str, Facts], int] = {}
        """(path, facts) to a bit for each release, in the order of recording."""

    @property
    def versions(self) -> frozenset[Version]:
        """The releases recorded so far."""
        return frozenset(self._versions)

    def record(self, version: Version, symbols: Iterable[Symbol]) -> None:
        """Record the surface of one release."""
        self.record_facts(version, ((symbol.path, encode(symbol)) for symbol in symbols))

    def record_facts(self, version: Version, facts: Iterable[tuple[str, Facts]]) -> None:
        """Record rows of one release.

        Raises:
            ValueError: The release is recorded already.
        """
        if version in self._versions:
            raise ValueError(f"{version} is recorded already")
        bit = 1 << len(self._versions)
        self._versions.append(version)
        known = self._facts
        for key in facts:
            known[key] = known.get(key, 0) | bit

    def changes(self, one: Version, other: Version) -> int:
        """How many public paths have other facts in one of two recorded releases than in the other."""
        first, second = (1 << self._versions.index(version) for version in (one, other))
        return len(
            {
                path
                for (path, facts), present in self._facts.items()
                if bool(present & first) != bool(present & second)
                if facts[_IS_PRIVATE] is None and not is_private(path)
            }
        )

    def restore(self, releases: Sequence[Version], rows: Iterable[tuple[str, int, int, Facts]]) -> None:
        """Take up the rows (path, first, last, facts) of a database written before."""
        offset = len(self._versions)
        self._versions.extend(releases)
        for path, first, last, facts in rows:
            bits = ((1 << (last - first + 1)) - 1) << (first + offset)
            key = (path, facts)
            self._facts[key] = self._facts.get(key, 0) | bits

    def rows(self, order: Sequence[Version]) -> Iterator[Row]:
        """Yield the rows of the database, sorted, for releases in the given (ascending) order."""
        places: Mapping[Version, int] = {version: place for place, version in enumerate(self._versions)}
        bits = [1 << places[version] for version in order]
        # One path at a time: every row at once, beside what is collected, would be most of a refresh's memory.
        for path, group in groupby(sorted(self._facts.items(), key=_path_of), key=_path_of):
            spans = [
                (first, last, tuple("" if value is None else str(value) for value in facts), facts)
                for (_, facts), present in group
                for first, last in _runs(present, bits)
            ]
            for number, (first, last, _, facts) in enumerate(sorted(spans, key=lambda span: span[:3])):
                yield path, number, first, last, facts


def _path_of(item: tuple[tuple[str, Facts], int]) -> str:
    return item[0][0]


def _runs(present: int, bits: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last place of each unbroken run of releases, of which each has its bit."""
    first = None
    for place, bit in enumerate(bits):
        if present & bit:
            first = place if first is None else first
        elif first is not None:
            yield first, place - 1
            first = None
    if first is not None:
        yield first, len(bits) - 1

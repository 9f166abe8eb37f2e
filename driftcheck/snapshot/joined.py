"""What several copies of a distribution's snapshot say together, each of the releases that it answers for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from driftcheck.model.symbols import Symbol, SymbolSpan
from driftcheck.snapshot.database import Database
from driftcheck.snapshot.rows import Facts, encode


@dataclass(frozen=True, slots=True)
class Part:
    """One copy and what it answers for."""

    database: Database
    places: tuple[int | None, ...]
    """By its own ordinals: the ordinal in the whole; None for a release that another part answers for."""


class JoinedDatabase:
    """Answers as one database that holds the releases of all parts would."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._rows: dict[str, tuple[SymbolSpan, ...]] = {}

    def rows(self, path: str) -> tuple[SymbolSpan, ...]:
        """All spans recorded for exactly this path."""
        found = self._rows.get(path)
        if found is None:
            held: dict[Symbol, set[int]] = {}
            for part in self._parts:
                for span in part.database.rows(path):
                    held.setdefault(span.symbol, set()).update(_placed(part, span.first, span.last))
            spans = [SymbolSpan(*run, symbol) for symbol, places in held.items() for run in _runs(places)]
            found = tuple(sorted(spans, key=lambda span: _order(span.first, span.last, encode(span.symbol))))
            self._rows[path] = found
        return found

    def children(self, path: str) -> tuple[str, ...]:
        """Names recorded directly beneath `path` in any release."""
        return tuple(sorted({name for part in self._parts for name in part.database.children(path)}))

    def find_tail(self, tail: str) -> tuple[str, ...]:
        """All recorded paths whose last component is `tail`, sorted."""
        return tuple(sorted({path for part in self._parts for path in part.database.find_tail(tail)}))

    def changed_paths(self, one: int, other: int) -> tuple[str, ...]:
        """Paths of which some span holds one of two releases and not the other; sorted."""
        rows = self.stored()
        return tuple(
            sorted({path for path, first, last, _ in rows if (first <= one <= last) != (first <= other <= last)})
        )

    def stored(self) -> Iterator[tuple[str, int, int, Facts]]:
        """Yield every row (path, first, last, facts), by path and number."""
        held: dict[tuple[str, Facts], set[int]] = {}
        for part in self._parts:
            for path, first, last, facts in part.database.stored():
                held.setdefault((path, facts), set()).update(_placed(part, first, last))
        by_path = sorted(((path, facts, places) for (path, facts), places in held.items()), key=itemgetter(0))
        for path, group in groupby(by_path, key=itemgetter(0)):
            spans = [(*run, facts) for _, facts, places in group for run in _runs(places)]
            for first, last, facts in sorted(spans, key=lambda span: _order(*span)):
                yield path, first, last, facts


def _placed(part: Part, first: int, last: int) -> Iterator[int]:
    """Yield the ordinals in the whole of a span's releases that the part answers for."""
    return (place for place in part.places[first : last + 1] if place is not None)


def _runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each unbroken run of ordinals."""
    first = last = None
    for place in sorted(places):
        if first is None or last is None:
            first = place
        elif place != last + 1:
            yield first, last
            first = place
        last = place
    if first is not None and last is not None:
        yield first, last


def _order(first: int, last: int, facts: Facts) -> tuple[int, int, tuple[str, ...]]:
    """As a history numbers the rows of one path."""
    return first, last, tuple("" if value is None else str(value) for value in facts)

"""One distribution's database, in memory: opened from the bytes that were shipped, and only read."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterator

from driftcheck.errors import SnapshotError
from driftcheck.model.symbols import SymbolSpan
from driftcheck.snapshot.manifest import advice
from driftcheck.snapshot.rows import Facts, decode
from driftcheck.snapshot.schema import FACTS, SCHEMA, SPANS
from driftcheck.snapshot.tails import SEPARATOR, Tails


class Database:
    """One distribution's database, in memory.

    Args:
        distribution: Normalised name, for messages.
        data: The plain database.

    Raises:
        SnapshotError: It is no database, or of another schema.
    """

    def __init__(self, distribution: str, data: bytes | bytearray) -> None:
        self.distribution = distribution
        self._rows: dict[str, tuple[SymbolSpan, ...]] = {}
        self._tails: Tails | None = None
        # Whoever drops the store last closes it, and the collector runs in whatever thread it likes.
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, connection.close)
        try:
            connection.deserialize(data)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.execute("PRAGMA query_only = ON")
            schema = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise SnapshotError(f"snapshot of {distribution}: {error}; {advice(distribution)}") from error
        if schema != SCHEMA:
            raise SnapshotError(f"snapshot of {distribution}: of schema {schema}; {advice(distribution)}")
        self._connection = connection

    def _query(self, query: str, *values: str) -> list[tuple[object, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise SnapshotError(f"snapshot of {self.distribution}: {error}; {advice(self.distribution)}") from error

    def rows(self, path: str) -> tuple[SymbolSpan, ...]:
        """All spans recorded for exactly this path."""
        found = self._rows.get(path)
        if found is None:
            try:
                found = tuple(
                    SymbolSpan(first, last, decode(own, tuple(facts)))  # type: ignore[arg-type]  # as the schema says
                    for first, last, own, *facts in self._query(SPANS, path)
                )
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                raise SnapshotError(
                    f"snapshot of {self.distribution}: damaged at {path}; {advice(self.distribution)}"
                ) from error
            self._rows[path] = found
        return found

    def children(self, path: str) -> tuple[str, ...]:
        """Names recorded directly beneath `path` in any release."""
        # Everything beneath `a.b` sorts between `a.b.` and `a.b/`, the character after the dot.
        query = "SELECT DISTINCT path FROM symbol WHERE path > ? AND path < ?"
        start = len(path) + 1
        found = {str(row[0])[start:].partition(".")[0] for row in self._query(query, f"{path}.", f"{path}/")}
        return tuple(sorted(found))

    def find_tail(self, tail: str) -> tuple[str, ...]:
        """All recorded paths whose last component is `tail`, sorted."""
        if self._tails is None:
            text = self._query("SELECT group_concat(path, ?) FROM symbol", SEPARATOR)[0][0]
            self._tails = Tails(str(text or ""))
        return self._tails.find(tail)

    def changed_paths(self, one: int, other: int) -> tuple[str, ...]:
        """Paths of which some span holds one of two releases and not the other; sorted."""
        query = """
            SELECT DISTINCT path FROM symbol
            WHERE (first <= CAST(?1 AS INTEGER) AND last >= CAST(?1 AS INTEGER))
               != (first <= CAST(?2 AS INTEGER) AND last >= CAST(?2 AS INTEGER))
            ORDER BY path
        """
        return tuple(str(row[0]) for row in self._query(query, str(one), str(other)))

    def stored(self) -> Iterator[tuple[str, int, int, Facts]]:
        """Yield every row (path, first, last, facts), by path and number."""
        query = f"SELECT path, first, last, {', '.join(FACTS)} FROM symbol ORDER BY path, number"  # noqa: S608  # constants
        for path, first, last, *facts in self._query(query):
            yield path, first, last, tuple(facts)  # type: ignore[misc]  # as the schema says

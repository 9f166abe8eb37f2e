"""Reading snapshots: found by import name, opened when asked for, answered from memory."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path

from driftcheck.errors import SnapshotError
from driftcheck.model.names import prefixes
from driftcheck.model.releases import Release
from driftcheck.model.symbols import SymbolSpan
from driftcheck.snapshot.compression import decompress
from driftcheck.snapshot.manifest import Manifest, advice, read_manifest
from driftcheck.snapshot.rows import Facts, decode
from driftcheck.snapshot.schema import CATALOG, DATABASE_SUFFIX, FACTS, MANIFEST_SUFFIX, SCHEMA, SPANS
from driftcheck.snapshot.tails import SEPARATOR, Tails


class SnapshotStore:
    """The snapshots of one or more folders. An earlier folder wins for a distribution that several hold."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        """Take the folders; `open` finds the usual ones."""
        self.folders = folders
        self._owners = _owners(folders)
        self._manifests: dict[str, Manifest | None] = {}
        self._databases: dict[str, _Database] = {}

    @classmethod
    def open(cls, folders: tuple[Path, ...] = ()) -> SnapshotStore:
        """The store over `folders`, or, where none is given, over the user's own folder and the shipped one.

        Raises:
            SnapshotError: A folder that was given holds no snapshots.
        """
        for folder in folders:
            if not (folder / CATALOG).is_file():
                raise SnapshotError(f"{folder}: no snapshots here ({CATALOG} is missing)")
        if not folders:
            folders = tuple(path for path in (user_folder(), shipped_folder()) if (path / CATALOG).is_file())
        return cls(folders)

    def distributions_of(self, path: str) -> tuple[str, ...]:
        """The distributions whose import names are the longest dotted prefix of `path`; () if none is known."""
        for prefix in prefixes(path):
            found = self._owners.get(prefix)
            if found is not None:
                return found
        return ()

    def distributions(self) -> tuple[str, ...]:
        """Every distribution that is recorded, by name."""
        return tuple(sorted({name for names in self._owners.values() for name in names}))

    def releases(self, distribution: str) -> tuple[Release, ...]:
        """The recorded releases, ascending; () where none is."""
        manifest = self.manifest(distribution)
        return manifest.releases if manifest is not None else ()

    def manifest(self, distribution: str) -> Manifest | None:
        """What is recorded of a distribution; None where nothing is.

        Raises:
            SnapshotError: The manifest is damaged.
        """
        if distribution not in self._manifests:
            folder = self._folder(distribution)
            path = folder / f"{distribution}{MANIFEST_SUFFIX}" if folder is not None else None
            self._manifests[distribution] = read_manifest(path) if path is not None else None
        return self._manifests[distribution]

    def rows(self, distribution: str, path: str) -> tuple[SymbolSpan, ...]:
        """All spans recorded for exactly this path."""
        return self._database(distribution).rows(path)

    def children(self, distribution: str, path: str) -> tuple[str, ...]:
        """Names recorded directly beneath `path` in any release."""
        return self._database(distribution).children(path)

    def find_tail(self, distribution: str, tail: str) -> tuple[str, ...]:
        """All recorded paths whose last component is `tail`, sorted."""
        return self._database(distribution).find_tail(tail)

    def changed_paths(self, distribution: str, one: int, other: int) -> tuple[str, ...]:
        """Every path of which some span holds one of two releases, by their ordinals, and not the other; sorted."""
        return self._database(distribution).changed_paths(one, other)

    def export(self, distribution: str) -> bytes:
        """The plain SQLite database, decompressed and verified.

        Raises:
            SnapshotError: The distribution is not recorded, or its snapshot is damaged.
        """
        folder, manifest = self._folder(distribution), self.manifest(distribution)
        if folder is None or manifest is None:
            raise SnapshotError(f"no snapshot of {distribution}; add one with `driftcheck snapshot add {distribution}`")
        path = folder / f"{distribution}{DATABASE_SUFFIX}"
        try:
            packed = path.read_bytes()
        except OSError as error:
            raise SnapshotError(f"{path}: {error.strerror}; {advice(distribution)}") from error
        if hashlib.sha256(packed).hexdigest() != manifest.database_sha256:
            raise SnapshotError(f"{path}: does not match its manifest; {advice(distribution)}")
        try:
            return decompress(packed)
        except ValueError as error:
            raise SnapshotError(f"{path}: damaged ({error}); {advice(distribution)}") from error

    def stored(self, distribution: str) -> Iterator[tuple[str, int, int, Facts]]:
        """Yield every row (path, first, last, facts), to be taken up by a refresh."""
        yield from self._database(distribution).stored()

    def _folder(self, distribution: str) -> Path | None:
        return next((f for f in self.folders if (f / f"{distribution}{MANIFEST_SUFFIX}").is_file()), None)

    def _database(self, distribution: str) -> _Database:
        if distribution not in self._databases:
            self._databases[distribution] = _Database(distribution, self.export(distribution))
        return self._databases[distribution]


class _Database:
    """One distribution's database, in memory."""

    def __init__(self, distribution: str, data: bytes) -> None:
        self.distribution = distribution
        self._rows: dict[str, tuple[SymbolSpan, ...]] = {}
        self._tails: Tails | None = None
        connection = sqlite3.connect(":memory:")
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
        # Everything beneath `a.b` sorts between `a.b.` and `a.b/`, the character after the dot.
        query = "SELECT DISTINCT path FROM symbol WHERE path > ? AND path < ?"
        start = len(path) + 1
        found = {str(row[0])[start:].partition(".")[0] for row in self._query(query, f"{path}.", f"{path}/")}
        return tuple(sorted(found))

    def find_tail(self, tail: str) -> tuple[str, ...]:
        if self._tails is None:
            text = self._query("SELECT group_concat(path, ?) FROM symbol", SEPARATOR)[0][0]
            self._tails = Tails(str(text or ""))
        return self._tails.find(tail)

    def changed_paths(self, one: int, other: int) -> tuple[str, ...]:
        query = """
            SELECT DISTINCT path FROM symbol
            WHERE (first <= CAST(?1 AS INTEGER) AND last >= CAST(?1 AS INTEGER))
               != (first <= CAST(?2 AS INTEGER) AND last >= CAST(?2 AS INTEGER))
            ORDER BY path
        """
        return tuple(str(row[0]) for row in self._query(query, str(one), str(other)))

    def stored(self) -> Iterator[tuple[str, int, int, Facts]]:
        query = f"SELECT path, first, last, {', '.join(FACTS)} FROM symbol ORDER BY path, number"  # noqa: S608  # constants
        for path, first, last, *facts in self._query(query):
            yield path, first, last, tuple(facts)  # type: ignore[misc]  # as the schema says


def shipped_folder() -> Path:
    """The snapshots that come with driftcheck: inside the installed package, or beside it in a checkout."""
    # `importlib.resources` gives the same path, but brings tempfile and zipfile: a thirtieth of a small run.
    package = Path(__file__).parents[1]
    inside = package / "api_snapshots"
    return inside if inside.is_dir() else package.parent / "api_snapshots"


def user_folder() -> Path:
    """The user's own snapshots, layered over the shipped ones."""
    import platformdirs  # noqa: PLC0415  # only where no folder is given

    return Path(platformdirs.user_data_dir("driftcheck", appauthor=False)) / "snapshots"


def _owners(folders: tuple[Path, ...]) -> Mapping[str, tuple[str, ...]]:
    """Import names to distributions, over all folders."""
    owners: dict[str, dict[str, None]] = {}
    for folder in folders:
        path = folder / CATALOG
        try:
            names: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))["import_names"]
            for name, distributions in names.items():
                owners.setdefault(name, {}).update(dict.fromkeys(distributions))
        except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise SnapshotError(
                f"{path}: not a catalog ({error}); mend it with `driftcheck snapshot add NAME`"
            ) from error
    return {name: tuple(sorted(distributions)) for name, distributions in owners.items()}

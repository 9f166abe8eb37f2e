"""Whether a folder of snapshots holds what was written into it, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from driftcheck.errors import SnapshotError
from driftcheck.snapshot.compression import decompress
from driftcheck.snapshot.digests import RowsDigest
from driftcheck.snapshot.layers import Copy, find_copy
from driftcheck.snapshot.manifest import Manifest, rebuild_catalog
from driftcheck.snapshot.schema import CATALOG, DATABASE_SUFFIX, FACTS, MANIFEST_SUFFIX, SCHEMA, TABLES


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not as it was written."""

    path: Path
    what: str
    distribution: str = ""
    """Whose snapshot it is; empty for the catalog."""


def verify_folder(folder: Path) -> Iterator[Trouble]:
    """Yield what is wrong in a folder: databases, manifests, and the catalog over them.

    Every database is read whole: it must be what its manifest says by hash, number of rows and hash of rows, have the
    tables of the schema and nothing else, and hold together as SQLite sees it.
    """
    for name in _distributions(folder):
        path = folder / f"{name}{MANIFEST_SUFFIX}"
        try:
            copy = find_copy(name, folder)
        except SnapshotError as error:
            yield Trouble(path, _said(error, path), name)
            continue
        if copy.manifest.distribution != name:
            yield Trouble(path, f"is of {copy.manifest.distribution}", name)
        else:
            yield from _verify_copy(copy)
    yield from _verify_catalog(folder)


def _distributions(folder: Path) -> list[str]:
    """Everything that has a manifest or a database."""
    named = {path.name.removesuffix(DATABASE_SUFFIX) for path in folder.glob(f"[!.]*{DATABASE_SUFFIX}")}
    described = {path.stem for path in folder.glob(f"[!.]*{MANIFEST_SUFFIX}") if path.name != CATALOG}
    return sorted(named | described)


def _verify_copy(copy: Copy) -> Iterator[Trouble]:
    manifest = copy.manifest
    name = manifest.distribution
    described = copy.folder / f"{name}{MANIFEST_SUFFIX}"
    versions = [release.version for release in manifest.releases]
    if versions != sorted(set(versions)) or not versions:
        yield Trouble(described, "its releases do not ascend", name)
    path = copy.folder / f"{name}{DATABASE_SUFFIX}"
    try:
        data = decompress(copy.packed())
    except (SnapshotError, ValueError) as error:
        yield Trouble(path, _said(error, path), name)
        return
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(data)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.execute("PRAGMA query_only = ON")
            for what in _differences(connection, manifest):
                yield Trouble(path, what, name)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            yield Trouble(path, f"damaged ({error})", name)


def _differences(connection: sqlite3.Connection, manifest: Manifest) -> Iterator[str]:
    """Yield how a database differs from what its manifest and the schema say."""
    schema = connection.execute("PRAGMA user_version").fetchone()[0]
    if schema != SCHEMA:
        yield f"of schema {schema}, not {SCHEMA}"
        return
    objects = _objects(connection)
    if objects != _allowed():
        strange = sorted(f"{kind} {name}" for kind, name, *_ in objects - _allowed())
        missing = sorted(f"{kind} {name}" for kind, name, *_ in _allowed() - objects)
        parts = [f"too much: {', '.join(strange)}"] * bool(strange) + [f"missing: {', '.join(missing)}"] * bool(missing)
        yield f"not the tables of the schema ({'; '.join(parts)})"
        return
    found = connection.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        yield f"damaged ({found})"
        return
    releases = connection.execute("SELECT ordinal, version FROM release ORDER BY ordinal").fetchall()
    if releases != [(release.ordinal, str(release.version)) for release in manifest.releases]:
        yield "its releases are not those of the manifest"
    digest = RowsDigest(releases)
    columns = ", ".join(("path", "number", "first", "last", *FACTS))
    for row in connection.execute(f"SELECT {columns} FROM symbol ORDER BY path, number"):  # noqa: S608  # constants
        digest.add(row)
    if (digest.count, digest.hexdigest()) != (manifest.rows, manifest.rows_sha256):
        yield "its rows are not those that were written"
    within = "SELECT count(*) FROM symbol WHERE first < 0 OR last < first OR last >= ?"
    if connection.execute(within, (len(releases),)).fetchone()[0]:
        yield "some rows are of releases that are not recorded"


def _objects(connection: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    return frozenset(connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"))


@cache
def _allowed() -> frozenset[tuple[str, ...]]:
    """The tables and indexes that the schema makes: no others, and neither views nor triggers."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        return _objects(connection)


def _verify_catalog(folder: Path) -> Iterator[Trouble]:
    path = folder / CATALOG
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        yield Trouble(path, f"cannot be read ({error})")
        return
    if text != rebuild_catalog(folder, skip_damaged=True):
        yield Trouble(path, "does not agree with the manifests")


def _said(error: Exception, path: Path) -> str:
    """What an error says, without the place and the advice, which are told apart."""
    return str(error).removeprefix(f"{path}: ").rpartition("; refresh it")[0] or str(error)

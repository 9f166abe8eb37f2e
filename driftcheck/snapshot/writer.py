"""Writing a snapshot: the whole database at once, the same bytes for the same rows, in place only when complete."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from driftcheck.model.releases import Release
from driftcheck.snapshot.compression import compress
from driftcheck.snapshot.digests import RowsDigest
from driftcheck.snapshot.history import Row
from driftcheck.snapshot.manifest import Manifest, dump_manifest, rebuild_catalog
from driftcheck.snapshot.pending import find_leftovers, pending_path, settle
from driftcheck.snapshot.schema import CATALOG, DATABASE_SUFFIX, FACTS, MANIFEST_SUFFIX, SCHEMA, TABLES

_UNDER_WAY = 3600.0
"""Seconds for which a half-written file may still be another run's, on a machine whose clock is not quite ours."""


def write_snapshot(  # noqa: PLR0913  # all that a snapshot is made of
    folder: Path,
    distribution: str,
    import_names: Sequence[str],
    releases: Sequence[Release],
    rows: Iterable[Row],
    *,
    extractor: int,
    carriers: tuple[str, ...] = (),
) -> Manifest:
    """Write the database and the manifest of one distribution.

    Args:
        folder: Where they go; made if it is missing.
        distribution: Normalised name.
        import_names: Dotted names of its modules outside namespace packages.
        releases: Ascending, ordinals from 0.
        rows: Sorted by path and number.
        extractor: The version of the extractor that read the facts.
        carriers: Of the standard library: what carried its stubs.

    Returns:
        The manifest as written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data, digest = build_database(releases, rows)
    packed = compress(data)
    manifest = Manifest(
        distribution,
        tuple(import_names),
        tuple(releases),
        extractor,
        hashlib.sha256(packed).hexdigest(),
        digest.hexdigest(),
        digest.count,
        carriers,
    )
    # In this order a kill at any moment leaves a database for which one of two manifests speaks (see `pending`).
    described, pending = dump_manifest(manifest).encode(), pending_path(folder, distribution)
    replace_file(pending, described)
    replace_file(folder / f"{distribution}{DATABASE_SUFFIX}", packed)
    try:
        pending.replace(folder / f"{distribution}{MANIFEST_SUFFIX}")
    except FileNotFoundError:  # another run that began meanwhile settled the folder, or wrote the same
        replace_file(folder / f"{distribution}{MANIFEST_SUFFIX}", described)
    return manifest


def write_catalog(folder: Path) -> None:
    """Rebuild the catalog from the manifests of a folder."""
    replace_file(folder / CATALOG, rebuild_catalog(folder).encode())


def remake_catalog(folder: Path) -> None:
    """Make the catalog anew from the manifests that can be read."""
    replace_file(folder / CATALOG, rebuild_catalog(folder, skip_damaged=True).encode())


def mend_catalog(folder: Path) -> None:
    """Put right what runs that were killed left in a folder, so that the next one goes on from all that they recorded.

    Manifests take the place that they waited for, what was half-written an hour ago or more is removed, and a catalog
    that cannot be read is made anew, as is a missing one where anything is recorded.
    """
    settle(folder)
    for path in find_leftovers(folder, older_than=_UNDER_WAY):
        with suppress(OSError):
            path.unlink()
    catalog = folder / CATALOG
    try:
        json.loads(catalog.read_text(encoding="utf-8"))["import_names"]
    except FileNotFoundError:
        if json.loads(rebuild_catalog(folder, skip_damaged=True))["import_names"]:
            remake_catalog(folder)
    except (OSError, ValueError, KeyError, TypeError):
        remake_catalog(folder)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def build_database(releases: Sequence[Release], rows: Iterable[Row]) -> tuple[bytes, RowsDigest]:
    """The plain database, and the digest of its rows.

    Args:
        releases: Ascending, ordinals from 0.
        rows: Sorted by path and number.
    """
    import sqlite_utils  # noqa: PLC0415  # the check path never writes, and this costs more than a whole check

    digest = RowsDigest((release.ordinal, str(release.version)) for release in releases)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot.db"
        database = sqlite_utils.Database(path)
        database.executescript(TABLES)
        database.table("release").insert_all(
            [{"ordinal": release.ordinal, "version": str(release.version)} for release in releases]
        )
        columns = ", ".join(("path", "number", "first", "last", *FACTS))
        marks = ", ".join("?" * (4 + len(FACTS)))
        with database.conn:
            database.conn.executemany(
                f"INSERT INTO symbol ({columns}) VALUES ({marks})",  # noqa: S608  # constants
                _counted(rows, digest),
            )
        database.execute(f"PRAGMA user_version = {SCHEMA}")
        database.vacuum()
        database.conn.close()
        return path.read_bytes(), digest


def _counted(rows: Iterable[Row], digest: RowsDigest) -> Iterator[tuple[object, ...]]:
    """Yield the values of each row, taken up by the digest."""
    for *place, facts in rows:
        values = (*place, *facts)
        digest.add(values)
        yield values

"""The data that ships: whole, of this schema, and what its manifests say."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from driftcheck.snapshot.manifest import read_manifest, rebuild_catalog
from driftcheck.snapshot.schema import CATALOG, MANIFEST_SUFFIX, SCHEMA
from driftcheck.snapshot.store import SnapshotStore, shipped_folder

FOLDER = shipped_folder()
DISTRIBUTIONS = sorted(path.stem for path in FOLDER.glob(f"*{MANIFEST_SUFFIX}") if path.name != CATALOG)


def test_snapshots_ship() -> None:
    assert len(DISTRIBUTIONS) >= 38


def test_the_catalog_is_made_of_the_manifests() -> None:
    assert (FOLDER / CATALOG).read_text(encoding="utf-8") == rebuild_catalog(FOLDER)


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_a_database_is_what_its_manifest_says(distribution: str, tmp_path: Path) -> None:
    manifest = read_manifest(FOLDER / f"{distribution}{MANIFEST_SUFFIX}")
    plain = tmp_path / "plain.db"
    plain.write_bytes(SnapshotStore((FOLDER,)).export(distribution))
    connection = sqlite3.connect(plain)
    try:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM symbol").fetchone() == (manifest.rows,)
        versions = [row[0] for row in connection.execute("SELECT version FROM release ORDER BY ordinal")]
        assert versions == [str(release.version) for release in manifest.releases]
        first, last = connection.execute("SELECT min(first), max(last) FROM symbol").fetchone()
        assert (first, last) >= (0, 0)
        assert last < len(versions)
    finally:
        connection.close()


def test_versions_ascend() -> None:
    for distribution in DISTRIBUTIONS:
        versions = [release.version for release in SnapshotStore((FOLDER,)).releases(distribution)]
        assert versions == sorted(set(versions))

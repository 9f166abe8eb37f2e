from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.model.releases import Release
from driftcheck.model.symbols import Symbol
from driftcheck.snapshot.compression import decompress
from driftcheck.snapshot.history import History
from driftcheck.snapshot.manifest import Manifest
from driftcheck.snapshot.schema import CATALOG, SCHEMA
from driftcheck.snapshot.writer import mend_catalog, replace_file, write_catalog, write_snapshot
from tests.builders import function, module, signature

SURFACES = {
    "1.0": [module("paint"), function("paint.tint", signature("a")), function("paint.gone")],
    "2.0": [module("paint"), function("paint.tint", signature("a", "b="))],
}


def write(
    folder: Path, surfaces: dict[str, Sequence[Symbol]] | None = None, *, distribution: str = "paint"
) -> Manifest:
    surfaces = surfaces or dict(SURFACES)
    history = History()
    for version, symbols in surfaces.items():
        history.record(Version(version), symbols)
    order = sorted(map(Version, surfaces))
    releases = [Release(distribution, version, place) for place, version in enumerate(order)]
    manifest = write_snapshot(folder, distribution, [distribution], releases, history.rows(order), extractor=1)
    write_catalog(folder)
    return manifest


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "one")
    write(tmp_path / "two", dict(reversed(SURFACES.items())))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert sorted(contents(tmp_path / "one")) == ["catalog.json", "paint.db.zst", "paint.json"]


def test_other_rows_give_another_hash(tmp_path: Path) -> None:
    one = write(tmp_path, {"1.0": SURFACES["1.0"]})
    other = write(tmp_path, {"1.0": SURFACES["2.0"]})
    assert one.rows_sha256 != other.rows_sha256
    assert one.database_sha256 != other.database_sha256


def test_the_hash_of_rows_knows_the_releases(tmp_path: Path) -> None:
    assert write(tmp_path, {"1.0": []}).rows_sha256 != write(tmp_path, {"1.1": []}).rows_sha256


def test_the_database_can_be_read_by_anyone(tmp_path: Path) -> None:
    manifest = write(tmp_path)
    plain = tmp_path / "plain.db"
    plain.write_bytes(decompress((tmp_path / "paint.db.zst").read_bytes()))
    connection = sqlite3.connect(plain)
    try:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT version FROM release ORDER BY ordinal").fetchall() == [("1.0",), ("2.0",)]
        assert connection.execute("SELECT count(*) FROM symbol").fetchone() == (manifest.rows,)
    finally:
        connection.close()


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "file"
    replace_file(path, b"old")
    with pytest.raises(TypeError):
        replace_file(path, "no bytes")  # type: ignore[arg-type]  # what fails half-way
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"


def test_the_manifest_says_what_the_database_holds(tmp_path: Path) -> None:
    manifest = write(tmp_path)
    assert (manifest.distribution, manifest.import_names, manifest.rows) == ("paint", ("paint",), 4)
    assert [str(release.version) for release in manifest.releases] == ["1.0", "2.0"]
    assert replace(manifest, rows=0) != manifest


def test_a_damaged_catalog_is_made_anew_from_the_manifests_that_can_be_read(tmp_path: Path) -> None:
    write(tmp_path)
    good = (tmp_path / CATALOG).read_bytes()
    (tmp_path / CATALOG).write_text("garbage", encoding="utf-8")
    (tmp_path / "lacquer.json").write_text("{", encoding="utf-8")
    mend_catalog(tmp_path)
    assert (tmp_path / CATALOG).read_bytes() == good


def test_a_good_catalog_is_left_alone_and_where_nothing_is_recorded_none_is_made(tmp_path: Path) -> None:
    mend_catalog(tmp_path / "nowhere")
    mend_catalog(tmp_path)
    assert not (tmp_path / CATALOG).exists()
    write(tmp_path)
    before = (tmp_path / CATALOG).stat().st_mtime_ns
    mend_catalog(tmp_path)
    assert (tmp_path / CATALOG).stat().st_mtime_ns == before

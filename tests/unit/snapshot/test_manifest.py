from __future__ import annotations

import json
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import SnapshotError
from driftcheck.model.releases import Release
from driftcheck.snapshot.manifest import Manifest, dump_manifest, read_manifest, rebuild_catalog
from driftcheck.snapshot.schema import SCHEMA


def manifest(distribution: str = "paint", *import_names: str) -> Manifest:
    return Manifest(
        distribution,
        import_names or (distribution,),
        (
            Release(distribution, Version("1.0"), 0, "2024-01-02", False, ("colour>=1",), ">=3.8"),
            Release(distribution, Version("1.1"), 1, None, True, ("colour>=1",), None),
            Release(distribution, Version("2.0rc1"), 2, "2024-03-02"),
        ),
        3,
        "a" * 64,
        "b" * 64,
        42,
    )


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "paint.json"
    path.write_text(dump_manifest(manifest()), encoding="utf-8")
    assert read_manifest(path) == manifest()


def test_a_release_is_a_line_so_that_a_change_can_be_reviewed() -> None:
    text = dump_manifest(manifest())
    assert sum('"1.' in line or '"2.0rc1"' in line for line in text.splitlines()) == 3
    assert json.loads(text)["requires"] == [[], ["colour>=1"]]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '"x"', "\x00"])
def test_what_is_no_manifest_is_refused_with_advice(tmp_path: Path, text: str) -> None:
    path = tmp_path / "paint.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SnapshotError, match="driftcheck snapshot add paint"):
        read_manifest(path)


@pytest.mark.parametrize(
    ("field", "value"),
    [("releases", [["1.0"]]), ("releases", [["not a version", None, None, 0]]), ("requires", None), ("rows", None)],
)
def test_a_damaged_manifest_is_refused_with_advice(tmp_path: Path, field: str, value: object) -> None:
    entry = json.loads(dump_manifest(manifest()))
    if value is None:
        del entry[field]
    else:
        entry[field] = value
    path = tmp_path / "paint.json"
    path.write_text(json.dumps(entry), encoding="utf-8")
    with pytest.raises(SnapshotError, match="driftcheck snapshot add paint"):
        read_manifest(path)


def test_a_missing_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="not a snapshot manifest"):
        read_manifest(tmp_path / "paint.json")


def test_another_schema_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "paint.json"
    path.write_text(dump_manifest(manifest()).replace(f'"schema": {SCHEMA}', '"schema": 99'), encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"of schema 99.*driftcheck snapshot add paint"):
        read_manifest(path)


def test_the_catalog_tells_who_provides_an_import_name(tmp_path: Path) -> None:
    for one in (manifest("paint", "paint", "vendor.paint"), manifest("paint-fork", "paint")):
        (tmp_path / f"{one.distribution}.json").write_text(dump_manifest(one), encoding="utf-8")
    (tmp_path / "catalog.json").write_text("left over", encoding="utf-8")
    assert json.loads(rebuild_catalog(tmp_path)) == {
        "schema": SCHEMA,
        "import_names": {"paint": ["paint", "paint-fork"], "vendor.paint": ["paint"]},
    }

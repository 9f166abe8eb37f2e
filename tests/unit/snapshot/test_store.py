from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import SnapshotError
from driftcheck.model.releases import Release
from driftcheck.model.symbols import Symbol
from driftcheck.snapshot.compression import compress
from driftcheck.snapshot.history import History
from driftcheck.snapshot.store import SnapshotStore, shipped_folder
from driftcheck.snapshot.writer import write_catalog, write_snapshot
from tests.builders import attribute, function, klass, module, signature

OLD, NEW = function("paint.tint", signature("a")), function("paint.tint", signature("a", "b="))
BRUSH = [klass("paint.core.Brush"), function("paint.core.Brush.tint")]
SURFACES: dict[str, Sequence[Symbol]] = {
    "1.0": [module("paint"), OLD, attribute("paint.gap"), module("paint.core"), *BRUSH],
    "1.1": [module("paint"), OLD, module("paint.core"), *BRUSH],
    "2.0": [module("paint"), NEW, attribute("paint.gap"), module("paint.tint_tools"), module("paint2")],
}
ADVICE = "driftcheck snapshot add paint"


def write(
    folder: Path,
    surfaces: dict[str, Sequence[Symbol]] = SURFACES,
    *,
    distribution: str = "paint",
    import_names: Sequence[str] = ("paint",),
) -> None:
    history = History()
    for version, symbols in surfaces.items():
        history.record(Version(version), symbols)
    order = sorted(map(Version, surfaces))
    releases = [Release(distribution, version, place) for place, version in enumerate(order)]
    write_snapshot(folder, distribution, import_names, releases, history.rows(order), extractor=1)
    write_catalog(folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "snapshots")
    return tmp_path / "snapshots"


@pytest.fixture
def store(folder: Path) -> SnapshotStore:
    return SnapshotStore.open((folder,))


def spans(store: SnapshotStore, path: str) -> list[tuple[int, int, Symbol]]:
    return [(span.first, span.last, span.symbol) for span in store.rows("paint", path)]


def test_spans_tell_what_was_true_when(store: SnapshotStore) -> None:
    assert spans(store, "paint.tint") == [(0, 1, OLD), (2, 2, NEW)]
    assert [(first, last) for first, last, _ in spans(store, "paint.gap")] == [(0, 0), (2, 2)]
    assert spans(store, "paint.nothing") == []


def test_releases_ascend_and_stand_at_their_ordinal(store: SnapshotStore) -> None:
    assert [(str(r.version), r.ordinal) for r in store.releases("paint")] == [("1.0", 0), ("1.1", 1), ("2.0", 2)]
    assert store.releases("unheard-of") == ()
    assert store.manifest("unheard-of") is None


def test_children_are_the_names_directly_beneath(store: SnapshotStore) -> None:
    assert store.children("paint", "paint") == ("core", "gap", "tint", "tint_tools")
    assert store.children("paint", "paint.core") == ("Brush",)
    assert store.children("paint", "paint.tint") == ()


def test_names_are_found_by_their_tail(store: SnapshotStore) -> None:
    assert store.find_tail("paint", "tint") == ("paint.core.Brush.tint", "paint.tint")
    assert store.find_tail("paint", "tin") == ()


def test_changed_paths_are_those_whose_spans_begin_or_end_between_two_releases(store: SnapshotStore) -> None:
    assert store.changed_paths("paint", 0, 1) == ("paint.gap",)
    assert store.changed_paths("paint", 1, 0) == ("paint.gap",)
    assert "paint.tint" in store.changed_paths("paint", 0, 2)
    assert "paint.nothing" not in store.changed_paths("paint", 0, 2)
    assert store.changed_paths("paint", 2, 2) == ()


@pytest.mark.parametrize("tail", ["*", "?int", "[a-z]*", "tint' OR 1"])
def test_a_tail_is_a_name_and_no_pattern(store: SnapshotStore, tail: str) -> None:
    assert store.find_tail("paint", tail) == ()


def test_the_longest_import_name_tells_the_distribution(tmp_path: Path) -> None:
    write(tmp_path, distribution="paint", import_names=("vendor.paint", "paint"))
    write(tmp_path, distribution="vendor", import_names=("vendor",))
    store = SnapshotStore.open((tmp_path,))
    assert store.distributions_of("vendor.paint.tint") == ("paint",)
    assert store.distributions_of("vendor.other") == ("vendor",)
    assert store.distributions_of("nobody") == ()
    assert store.distributions() == ("paint", "vendor")


def test_the_users_map_goes_before_the_catalogs(tmp_path: Path) -> None:
    write(tmp_path, distribution="paint", import_names=("paint", "paint.tools"))
    write(tmp_path, distribution="paint-gpu", import_names=("paint",))
    names = {"paint": "paint-gpu", "colours": "paint", "hue": "nowhere"}
    store = SnapshotStore.open((tmp_path,), names)
    assert store.distributions_of("paint.tint") == ("paint-gpu",)
    assert store.distributions_of("paint.tools.Brush") == ("paint",)
    assert store.distributions_of("colours.x") == ("paint",)
    assert store.distributions_of("hue") == ("nowhere",)
    assert (store.rows("nowhere", "hue"), store.children("nowhere", "hue"), store.releases("nowhere")) == ((), (), ())
    assert store.distributions() == ("paint", "paint-gpu")


def test_later_folders_fill_up_what_earlier_ones_lack(tmp_path: Path) -> None:
    write(tmp_path / "own", {"9.0": [module("paint"), function("paint.mine")]})
    write(tmp_path / "shipped")
    write(tmp_path / "shipped", {"1.0": [module("brush")]}, distribution="brush", import_names=("brush",))
    store = SnapshotStore.open((tmp_path / "own", tmp_path / "shipped"))
    assert [str(release.version) for release in store.releases("paint")] == ["1.0", "1.1", "2.0", "9.0"]
    assert [release.ordinal for release in store.releases("paint")] == [0, 1, 2, 3]
    assert spans(store, "paint.tint") == [(0, 1, OLD), (2, 2, NEW)]
    assert [(first, last) for first, last, _ in spans(store, "paint.mine")] == [(3, 3)]
    assert store.distributions_of("brush.x") == ("brush",)
    assert len(store.rows("brush", "brush")) == 1


def test_a_stored_history_equals_what_was_recorded(store: SnapshotStore) -> None:
    restored, fresh = History(), History()
    restored.restore([release.version for release in store.releases("paint")], store.stored("paint"))
    for version, symbols in SURFACES.items():
        fresh.record(Version(version), symbols)
    order = [Version(version) for version in SURFACES]
    assert list(restored.rows(order)) == list(fresh.rows(order))


def test_the_plain_database_can_be_exported(store: SnapshotStore) -> None:
    assert store.export("paint").startswith(b"SQLite format 3\x00")
    with pytest.raises(SnapshotError, match="driftcheck snapshot add unheard-of"):
        store.export("unheard-of")


def test_a_database_beside_another_manifest_is_refused(folder: Path, tmp_path: Path) -> None:
    """As a kill between the two files would leave them."""
    write(tmp_path / "new", {"3.0": [module("paint")]})
    (folder / "paint.db.zst").write_bytes((tmp_path / "new" / "paint.db.zst").read_bytes())
    with pytest.raises(SnapshotError, match=f"does not match its manifest.*{ADVICE}"):
        SnapshotStore.open((folder,)).rows("paint", "paint")


@pytest.mark.parametrize("damage", ["truncated", "flipped", "empty", "missing"])
def test_a_damaged_database_is_refused(folder: Path, damage: str) -> None:
    path = folder / "paint.db.zst"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    wrong = {"truncated": path.read_bytes()[:-20], "flipped": bytes(data), "empty": b""}
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(wrong[damage])
    with pytest.raises(SnapshotError, match=ADVICE):
        SnapshotStore.open((folder,)).rows("paint", "paint.tint")


def replace_database(folder: Path, packed: bytes) -> None:
    """Put a database in place as its manifest would describe it."""
    (folder / "paint.db.zst").write_bytes(packed)
    entry = json.loads((folder / "paint.json").read_text())
    entry["database_sha256"] = hashlib.sha256(packed).hexdigest()
    (folder / "paint.json").write_text(json.dumps(entry))


@pytest.mark.parametrize(
    "data", [b"not a database", b"SQLite format 3\x00" + b"\x00" * 4096, compress(b"x")], ids=["text", "zeros", "twice"]
)
def test_what_is_no_database_is_refused(folder: Path, data: bytes) -> None:
    replace_database(folder, compress(data))
    with pytest.raises(SnapshotError, match=ADVICE):
        SnapshotStore.open((folder,)).rows("paint", "paint.tint")


def test_what_is_not_compressed_is_refused(folder: Path) -> None:
    replace_database(folder, b"not zstd")
    with pytest.raises(SnapshotError, match=f"damaged.*{ADVICE}"):
        SnapshotStore.open((folder,)).rows("paint", "paint.tint")


def test_a_page_that_is_damaged_inside_is_refused_when_it_is_met(folder: Path, store: SnapshotStore) -> None:
    data = bytearray(store.export("paint"))
    size = int.from_bytes(data[16:18], "big")
    for place in range(size, len(data)):
        data[place] ^= 0xFF
    replace_database(folder, compress(bytes(data)))
    with pytest.raises(SnapshotError, match=ADVICE):
        SnapshotStore.open((folder,)).rows("paint", "paint.tint")


def test_another_schema_is_refused(folder: Path, store: SnapshotStore, tmp_path: Path) -> None:
    plain = tmp_path / "plain.db"
    plain.write_bytes(store.export("paint"))
    connection = sqlite3.connect(plain)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    replace_database(folder, compress(plain.read_bytes()))
    with pytest.raises(SnapshotError, match=f"of schema 99.*{ADVICE}"):
        SnapshotStore.open((folder,)).rows("paint", "paint.tint")


def test_facts_that_are_no_facts_are_refused(folder: Path, store: SnapshotStore, tmp_path: Path) -> None:
    plain = tmp_path / "plain.db"
    plain.write_bytes(store.export("paint"))
    connection = sqlite3.connect(plain)
    connection.execute("UPDATE symbol SET signatures = '{', kind = 'nonsense' WHERE path = 'paint.tint'")
    connection.commit()
    connection.close()
    replace_database(folder, compress(plain.read_bytes()))
    with pytest.raises(SnapshotError, match=ADVICE):
        SnapshotStore.open((folder,)).rows("paint", "paint.tint")


def test_a_folder_without_a_catalog_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="no snapshots here"):
        SnapshotStore.open((tmp_path,))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"import_names": 3}'])
def test_a_damaged_catalog_is_refused(folder: Path, text: str) -> None:
    (folder / "catalog.json").write_text(text)
    with pytest.raises(SnapshotError, match="not a catalog"):
        SnapshotStore.open((folder,))


def test_shipped_snapshots_lie_in_the_package_or_beside_it() -> None:
    assert shipped_folder().name == "api_snapshots"

"""A user's folder over the shipped one: nothing that either holds is hidden, and damage stops nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import SnapshotError
from driftcheck.model.releases import Release
from driftcheck.model.symbols import Symbol
from driftcheck.snapshot.history import History
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.snapshot.writer import write_catalog, write_snapshot
from tests.builders import attribute, function, module, signature

TINT, NEWER = function("paint.tint", signature("a")), function("paint.tint", signature("a", "b="))
SURFACES: dict[str, Sequence[Symbol]] = {
    "1.0": [module("paint"), TINT, attribute("paint.gap")],
    "1.1": [module("paint"), TINT],
    "2.0": [module("paint"), NEWER, attribute("paint.gap"), module("paint.gap")],
    "3.0": [module("paint"), NEWER],
}


def write(folder: Path, *versions: str, extractor: int = 2) -> Path:
    history = History()
    for version in versions:
        history.record(Version(version), SURFACES[version])
    order = sorted(map(Version, versions))
    releases = [Release("paint", version, place) for place, version in enumerate(order)]
    write_snapshot(folder, "paint", ["paint"], releases, history.rows(order), extractor=extractor)
    write_catalog(folder)
    return folder


def layered(path: Path) -> SnapshotStore:
    return SnapshotStore.open((path / "own", path / "shipped"))


def versions(store: SnapshotStore) -> list[str]:
    return [str(release.version) for release in store.releases("paint")]


def test_copies_together_answer_as_one_that_holds_all(tmp_path: Path) -> None:
    write(tmp_path / "own", "1.0", "1.1", "2.0")
    write(tmp_path / "shipped", "1.0", "3.0")
    whole = SnapshotStore.open((write(tmp_path / "whole", *SURFACES),))
    store = layered(tmp_path)
    assert store.releases("paint") == whole.releases("paint")
    assert list(store.stored("paint")) == list(whole.stored("paint"))
    for path in ("paint", "paint.tint", "paint.gap", "paint.nothing"):
        assert store.rows("paint", path) == whole.rows("paint", path)
    assert store.children("paint", "paint") == whole.children("paint", "paint")
    assert store.find_tail("paint", "gap") == whole.find_tail("paint", "gap")
    for one in range(4):
        for other in range(4):
            assert store.changed_paths("paint", one, other) == whole.changed_paths("paint", one, other)
    assert store.notes == ()


@pytest.mark.parametrize(
    ("own", "shipped", "answering"),
    [
        (("1.0", "2.0"), ("1.0", "2.0", "3.0"), ["shipped"]),
        (("1.0", "2.0", "3.0"), ("1.0", "2.0"), ["own"]),
        (("1.0", "2.0"), ("1.0", "2.0"), ["own"]),
        (("1.1",), ("1.0", "2.0"), ["shipped", "own"]),
        (("3.0",), ("1.0", "2.0"), ["own", "shipped"]),
    ],
)
def test_only_copies_that_add_something_are_opened(
    tmp_path: Path, own: Sequence[str], shipped: Sequence[str], answering: list[str]
) -> None:
    write(tmp_path / "own", *own)
    write(tmp_path / "shipped", *shipped)
    layers = layered(tmp_path).layers("paint")
    assert layers is not None
    assert [copy.folder.name for copy in layers.copies] == answering
    assert versions(layered(tmp_path)) == sorted({*own, *shipped})


def test_what_an_older_extractor_read_makes_no_history_with_what_a_newer_one_did(tmp_path: Path) -> None:
    write(tmp_path / "own", "1.0", "3.0", extractor=1)
    write(tmp_path / "shipped", "1.0", "2.0")
    store = layered(tmp_path)
    assert versions(store) == ["1.0", "2.0"]
    (note,) = store.notes
    assert "paint 3.0 was read by an older driftcheck" in note
    assert "driftcheck snapshot add paint==3.0" in note
    write(tmp_path / "own", "1.0", extractor=1)
    store = layered(tmp_path)
    assert (versions(store), store.notes) == (["1.0", "2.0"], ())


@pytest.mark.parametrize("damage", ["database cut", "database gone", "manifest", "schema", "catalog"])
def test_a_damaged_copy_is_noted_and_the_sound_one_answers(tmp_path: Path, damage: str) -> None:
    own = write(tmp_path / "own", "1.0", "3.0")
    write(tmp_path / "shipped", "1.0", "2.0")
    match damage:
        case "database cut":
            (own / "paint.db.zst").write_bytes((own / "paint.db.zst").read_bytes()[:-3])
        case "database gone":
            (own / "paint.db.zst").unlink()
        case "manifest":
            (own / "paint.json").write_text("{", encoding="utf-8")
        case "schema":
            text = (own / "paint.json").read_text(encoding="utf-8")
            (own / "paint.json").write_text(text.replace('"schema": 1', '"schema": 99'), encoding="utf-8")
        case _:
            (own / "catalog.json").write_text("[]", encoding="utf-8")
    store = layered(tmp_path)
    kept = ["1.0", "2.0", "3.0"] if damage == "catalog" else ["1.0", "2.0"]
    assert versions(store) == kept
    assert store.rows("paint", "paint.tint")[0].symbol == TINT
    (note,) = store.notes
    assert str(own) in note
    assert "driftcheck snapshot add" in note


def test_where_no_copy_is_sound_that_is_an_error(tmp_path: Path) -> None:
    for name in ("own", "shipped"):
        (write(tmp_path / name, "1.0") / "paint.db.zst").unlink()
    with pytest.raises(SnapshotError, match="driftcheck snapshot add paint"):
        layered(tmp_path).releases("paint")


def test_an_import_name_may_be_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "own", "1.0")
    store = SnapshotStore.open((folder,), {"paint.oil": "oil-paint", "brush": "paint"})
    assert store.distributions_of("paint.oil.red") == ("oil-paint",)
    assert store.distributions_of("paint.tint") == ("paint",)
    assert store.distributions_of("brush.hair") == ("paint",)
    assert store.distributions() == ("paint",)

"""A kill at any step of writing leaves a folder that opens, and the next refresh puts all of it right."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.model.releases import Release
from driftcheck.snapshot.history import History
from driftcheck.snapshot.pending import find_leftovers, find_pending, pending_path, settle
from driftcheck.snapshot.schema import CATALOG
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.snapshot.verification import verify_folder
from driftcheck.snapshot.writer import mend_catalog, write_catalog, write_snapshot
from tests.builders import function, module

FILES = ("paint.db.zst", "paint.json")


def write(folder: Path, *versions: str) -> Path:
    history = History()
    for version in versions:
        history.record(Version(version), [module("paint"), function(f"paint.tint_{version[0]}")])
    order = [Version(version) for version in versions]
    releases = [Release("paint", version, place) for place, version in enumerate(order)]
    write_snapshot(folder, "paint", ["paint"], releases, history.rows(order), extractor=1)
    write_catalog(folder)
    return folder


def killed_after(step: int, old: Path, new: Path, folder: Path) -> Path:
    """The folder as it is where a refresh from `old` to `new` was killed after so many of its three steps."""
    folder.mkdir()
    for name in (*FILES, CATALOG):
        if (old / name).exists():
            (folder / name).write_bytes((old / name).read_bytes())
    (folder / ".paint.db.zst.x1y2").write_bytes(b"half")
    if step >= 1:
        pending_path(folder, "paint").write_bytes((new / "paint.json").read_bytes())
    if step >= 2:
        (folder / "paint.db.zst").write_bytes((new / "paint.db.zst").read_bytes())
    if step >= 3:
        pending_path(folder, "paint").replace(folder / "paint.json")
    return folder


def contents(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def age_all(folder: Path) -> None:
    for path in folder.glob(".*"):
        os.utime(path, (time.time() - 7200,) * 2)


@pytest.mark.parametrize("step", range(4))
def test_a_folder_opens_whenever_the_kill_came(tmp_path: Path, step: int) -> None:
    old, new = write(tmp_path / "old", "1.0"), write(tmp_path / "new", "1.0", "2.0")
    folder = killed_after(step, old, new, tmp_path / "killed")
    expected = ["1.0", "2.0"] if step >= 2 else ["1.0"]
    store = SnapshotStore.open((folder,))
    assert [str(release.version) for release in store.releases("paint")] == expected
    assert bool(store.rows("paint", "paint.tint_2")) == (step >= 2)
    assert list(verify_folder(folder)) == []
    layered = SnapshotStore.open((folder, old))
    assert [str(release.version) for release in layered.releases("paint")] == expected
    assert layered.notes == ()
    age_all(folder)
    mend_catalog(folder)
    assert contents(folder) == contents(new if step >= 2 else old)


@pytest.mark.parametrize("step", range(4))
def test_a_first_refresh_that_was_killed_is_gone_on_from(tmp_path: Path, step: int) -> None:
    folder = killed_after(step, tmp_path / "nothing", write(tmp_path / "new", "1.0"), tmp_path / "killed")
    age_all(folder)
    mend_catalog(folder)
    assert contents(folder) == (contents(tmp_path / "new") if step >= 2 else {})


def test_what_may_be_at_work_is_left_alone(tmp_path: Path) -> None:
    folder = killed_after(1, write(tmp_path / "old", "1.0"), write(tmp_path / "new", "2.0"), tmp_path / "killed")
    before = contents(folder)
    mend_catalog(folder)
    assert contents(folder) == before
    assert list(find_leftovers(folder, older_than=3600)) == []
    age_all(folder)
    assert [path.name for path in find_leftovers(folder, older_than=3600)] == [".paint.db.zst.x1y2", ".paint.json.next"]


def test_a_manifest_that_cannot_be_read_does_not_speak(tmp_path: Path) -> None:
    folder = write(tmp_path / "folder", "1.0")
    pending_path(folder, "paint").write_text("{", encoding="utf-8")
    assert find_pending(folder, "paint") is None
    settle(folder)
    assert pending_path(folder, "paint").exists()
    assert [str(release.version) for release in SnapshotStore.open((folder,)).releases("paint")] == ["1.0"]


def test_a_run_that_another_overtakes_still_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def overtaken(self: Path, target: Path) -> Path:
        moved = replace(self, target)
        if target.name == "paint.db.zst":
            settle(target.parent)
        return moved

    monkeypatch.setattr(Path, "replace", overtaken)
    write(tmp_path / "folder", "1.0")
    monkeypatch.undo()
    assert contents(tmp_path / "folder") == contents(write(tmp_path / "undisturbed", "1.0"))

"""The commands that look at snapshots and tidy them, over copies of a small recorded library."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.cli.main import run
from driftcheck.model.releases import Release
from driftcheck.snapshot.compression import compress
from driftcheck.snapshot.history import History
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.snapshot.writer import write_catalog, write_snapshot
from tests.builders import function, module

SURFACES = {
    "1.0": [module("paint"), function("paint.tint")],
    "2.0": [module("paint"), function("paint.shade")],
    "3.0": [module("paint"), function("paint.shade"), function("paint.gloss")],
}


def write(folder: Path, *versions: str, name: str = "paint") -> Path:
    history = History()
    for version in versions:
        history.record(Version(version), SURFACES[version])
    order = [Version(version) for version in versions]
    releases = [
        Release(name, version, place, released="2024-01-02", yanked=str(version) == "2.0", requires_python=">=3.9")
        for place, version in enumerate(order)
    ]
    write_snapshot(folder, name, ["paint"], releases, history.rows(order), extractor=2)
    write_catalog(folder)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return write(tmp_path / "own", "1.0", "2.0")


def snapshot(*arguments: str, folders: tuple[Path, ...]) -> int:
    options = [option for folder in folders for option in ("--snapshots", str(folder))]
    return run([*options, "snapshot", *arguments])


def test_what_is_recorded_is_listed(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert snapshot("list", folders=(own,)) == 0
    assert capsys.readouterr().out == "paint  1.0 to 2.0  (2 releases)\n"
    assert snapshot("list", "--format", "json", folders=(own,)) == 0
    assert json.loads(capsys.readouterr().out) == [{"distribution": "paint", "releases": ["1.0", "2.0"]}]


def test_a_distribution_is_described(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = write(tmp_path / "shipped", "1.0", "3.0")
    assert snapshot("info", "Paint", folders=(own, shipped)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "paint  3 releases, 4 rows"
    assert [line.split()[1] for line in lines[1:3]] == [str(shipped), str(own)]
    assert lines[3] == "  import names: paint"
    assert lines[4].startswith("  schema 1, extractor 2, ")
    assert [line.split() for line in lines[5:]] == [
        ["1.0", "2024-01-02"],
        ["2.0", "2024-01-02", "yanked"],
        ["3.0", "2024-01-02"],
    ]
    assert snapshot("info", "paint", "--format", "json", folders=(own,)) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["distribution"], told["schema"], told["extractor"], told["rows"]) == ("paint", 1, 2, 3)
    assert told["releases"][1] == {
        "version": "2.0",
        "released": "2024-01-02",
        "yanked": True,
        "requires_python": ">=3.9",
    }
    (copy,) = told["copies"]
    assert (copy["folder"], copy["releases"]) == (str(own), ["1.0", "2.0"])
    assert copy["bytes"] == (own / "paint.db.zst").stat().st_size
    assert snapshot("info", "chisel", folders=(own,)) == 2
    assert "driftcheck snapshot add chisel" in capsys.readouterr().err


def test_the_plain_database_is_written(own: Path, tmp_path: Path) -> None:
    target = tmp_path / "paint.db"
    assert snapshot("export", "paint", "--to", str(target), folders=(own,)) == 0
    assert target.read_bytes() == SnapshotStore((own,)).export("paint")
    shipped = write(tmp_path / "shipped", "1.0", "3.0")
    assert snapshot("export", "paint", "--to", str(target), folders=(own, shipped)) == 0
    whole = write(tmp_path / "whole", "1.0", "2.0", "3.0")
    assert target.read_bytes() == SnapshotStore((whole,)).export("paint")
    assert snapshot("export", "paint", "--to", str(tmp_path / "nowhere" / "x.db"), folders=(own,)) == 2


def test_what_is_as_it_was_written_is_clean(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert snapshot("verify", folders=(own,)) == 0
    assert capsys.readouterr().out == f"{own}: 1 snapshot looked at.\n"


def rewrite(folder: Path, statements: str) -> None:
    """Change the database by SQL, and let the manifest agree by its hash."""
    plain = folder.parent / "plain.db"
    plain.write_bytes(SnapshotStore((folder,)).export("paint"))
    connection = sqlite3.connect(plain)
    connection.executescript(statements)
    connection.commit()
    connection.close()
    packed = compress(plain.read_bytes())
    (folder / "paint.db.zst").write_bytes(packed)
    entry = json.loads((folder / "paint.json").read_text(encoding="utf-8"))
    entry["database_sha256"] = hashlib.sha256(packed).hexdigest()
    (folder / "paint.json").write_text(json.dumps(entry), encoding="utf-8")


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ("CREATE VIEW more AS SELECT 1;", "too much: view more"),
        ("CREATE TRIGGER t AFTER INSERT ON symbol BEGIN SELECT 1; END;", "too much: trigger t"),
        ("CREATE INDEX i ON symbol (kind);", "too much: index i"),
        ("DROP TABLE release;", "missing: table release"),
        ("UPDATE symbol SET kind = 'class' WHERE path = 'paint.tint';", "its rows are not those that were written"),
        ("DELETE FROM symbol;", "its rows are not those that were written"),
        ("UPDATE symbol SET last = 7;", "some rows are of releases that are not recorded"),
        ("UPDATE release SET version = '9.0' WHERE ordinal = 1;", "its releases are not those of the manifest"),
        ("PRAGMA user_version = 99;", "of schema 99, not 1"),
    ],
)
def test_what_was_changed_is_named_with_what_mends_it(
    own: Path, capsys: pytest.CaptureFixture[str], statements: str, told: str
) -> None:
    rewrite(own, statements)
    assert snapshot("verify", folders=(own,)) == 1
    out = capsys.readouterr().out
    assert f"{own / 'paint.db.zst'}: " in out
    assert told in out
    assert f"  mend it: driftcheck --snapshots {own} snapshot add paint\n" in out


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("paint.db.zst", b"torn", "paint.db.zst: does not match its manifest\n"),
        ("paint.json", b"{", "paint.json: not a snapshot manifest"),
        ("brush.db.zst", b"", "brush.json: not a snapshot manifest"),
        ("catalog.json", b"{}", "catalog.json: does not agree with the manifests\n  mend it: driftcheck"),
    ],
)
def test_a_file_that_is_damaged_is_named(
    own: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, told: str
) -> None:
    (own / name).write_bytes(content)
    assert snapshot("verify", folders=(own,)) == 1
    assert told in capsys.readouterr().out


def age(path: Path) -> None:
    os.utime(path, (0, 0))


def test_what_others_hold_as_well_and_leftovers_are_removed(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = write(tmp_path / "shipped", "1.0", "2.0", "3.0")
    write(own, "1.0", name="brush")
    for name in (".paint.db.zst.abc", ".catalog.json.xyz", "gone.db.zst"):
        (own / name).write_bytes(b"x")
        age(own / name)
    (own / ".paint.json.now").write_bytes(b"x")
    before = sorted(path.name for path in own.iterdir())
    freed = sum((own / name).stat().st_size for name in ("paint.db.zst", "paint.json")) + 3
    assert snapshot("prune", "--dry-run", folders=(own, shipped)) == 0
    assert capsys.readouterr().out.endswith(f"Would free {freed:,} bytes.\n")
    assert sorted(path.name for path in own.iterdir()) == before
    assert snapshot("prune", folders=(own, shipped)) == 0
    out = capsys.readouterr().out
    assert "Removed paint (2 files, 0.0 MiB): the shipped snapshots hold all its releases.\n" in out
    assert out.endswith(f"Freed {freed:,} bytes.\n")
    assert sorted(path.name for path in own.iterdir()) == [
        ".paint.json.now",
        "brush.db.zst",
        "brush.json",
        "catalog.json",
    ]
    assert snapshot("verify", folders=(own,)) == 0


@pytest.mark.parametrize("case", ["more releases", "newer extractor", "shipped is damaged"])
def test_what_only_the_own_folder_holds_stays(own: Path, tmp_path: Path, case: str) -> None:
    shipped = write(tmp_path / "shipped", *(("1.0",) if case == "more releases" else ("1.0", "2.0", "3.0")))
    if case == "newer extractor":
        text = (own / "paint.json").read_text(encoding="utf-8")
        (own / "paint.json").write_text(text.replace('"extractor": 2', '"extractor": 3'), encoding="utf-8")
    if case == "shipped is damaged":
        (shipped / "paint.db.zst").write_bytes(b"torn")
    assert snapshot("prune", folders=(own, shipped)) == 0
    assert (own / "paint.json").is_file()


def test_a_damaged_copy_of_what_ships_is_removed(own: Path, tmp_path: Path) -> None:
    shipped = write(tmp_path / "shipped", "1.0")
    (own / "paint.db.zst").write_bytes(b"torn")
    assert snapshot("prune", folders=(own, shipped)) == 0
    assert not (own / "paint.json").exists()


def test_what_is_named_is_removed(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert snapshot("prune", "chisel", folders=(own,)) == 2
    assert "no snapshot of chisel here" in capsys.readouterr().err
    assert snapshot("prune", "Paint", folders=(own,)) == 0
    assert [path.name for path in own.iterdir()] == ["catalog.json"]


def test_what_a_kill_left_at_odds_is_named_and_mended_by_removal(own: Path, tmp_path: Path) -> None:
    newer = write(tmp_path / "newer", "1.0", "2.0", "3.0")
    shutil.copy(newer / "paint.db.zst", own)
    assert snapshot("verify", folders=(own,)) == 1
    assert snapshot("prune", "paint", folders=(own,)) == 0
    assert snapshot("verify", folders=(own,)) == 0

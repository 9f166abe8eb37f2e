from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Range, Reading, Said, Statement
from driftcheck.pins.territories import Territories, Territory

EXACT, RANGED = Version("1"), Range(">=1")


def reading(says: Statement, *members: str) -> Reading:
    return Reading((Candidate("fruit", says, PinSource("x")),), members=members)


class Tree:
    """Folders that say something, on a real disk, and a count of how often each was read."""

    def __init__(self, root: Path, **said: Said) -> None:
        self.root = root
        self.said = {root / name.replace("_", "/") if name != "top" else root: what for name, what in said.items()}
        self.reads: list[Path] = []
        for folder in self.said:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "source").touch()
        self.territories = Territories(self._read, self._are_sources)

    def _read(self, folder: Path) -> Said:
        self.reads.append(folder)
        return self.said.get(folder, Said())

    @staticmethod
    def _are_sources(names: Collection[str]) -> bool:
        return "source" in names

    def governing(self, name: str) -> list[str]:
        return [path.relative_to(self.root).as_posix() for path in self.territories.of(self.root / name).folders]


LOCK = Said(locks=(reading(EXACT),))
LIST = Said(lists=(reading(EXACT),))
PROJECT = Said(project_file=reading(RANGED))


def repository(root: Path) -> Path:
    (root / ".git").mkdir()
    return root


def test_a_lock_and_an_environment_end_the_search_and_lists_do_not(tmp_path: Path) -> None:
    installed = Said(environment=reading(EXACT))
    tree = Tree(repository(tmp_path), top=LIST, a=LOCK, a_b=LIST, a_b_c=PROJECT, d=installed)
    assert tree.governing("a/b/c/deep/down") == ["a/b/c", "a/b", "a"]
    assert tree.governing("a/b") == ["a/b", "a"]
    assert tree.governing("d/e") == ["d"]
    assert tree.governing("f") == ["."]


def test_a_lock_that_could_not_be_read_ends_nothing(tmp_path: Path) -> None:
    tree = Tree(repository(tmp_path), top=LOCK, a=Said(locks=(Reading(notes=("broken",)),)))
    assert tree.governing("a") == ["a", "."]


def test_sources_are_read_once_and_folders_without_any_never(tmp_path: Path) -> None:
    tree = Tree(repository(tmp_path), top=LOCK, a_b=LIST)
    for name in ("a/b/x", "a/b/y", "a/b", "c/d", "c/e", "c"):
        tree.governing(name)
    assert sorted(tree.reads) == [tmp_path, tmp_path / "a" / "b"]


def test_what_a_library_ships_holds_nobody_to_anything(tmp_path: Path) -> None:
    tree = Tree(repository(tmp_path), top=LOCK, **{"lib_site-packages_fruit": LIST, "lib_site-packages": LIST})
    assert tree.governing("lib/site-packages/fruit/core") == ["."]


def test_an_inner_repository_is_a_project_of_its_own(tmp_path: Path) -> None:
    tree = Tree(repository(tmp_path), top=LOCK, inner=LIST)
    (tmp_path / "inner" / ".git").write_text("gitdir: elsewhere\n")
    assert tree.governing("inner/code") == ["inner"]


def test_without_a_repository_the_working_folder_is_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Said(locks=(reading(EXACT, "here/member"),))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    tree = Tree(tmp_path, top=workspace, here=PROJECT, here_a=PROJECT, here_member=PROJECT)
    assert tree.governing("here/a") == ["here/a", "here"]
    assert tree.governing("here") == ["here"]
    monkeypatch.chdir("/")
    elsewhere = Tree(tmp_path / "other", top=workspace, a=PROJECT, here_member=PROJECT)
    monkeypatch.chdir(tmp_path / "here")
    elsewhere = Tree(tmp_path / "other", top=workspace, a=PROJECT, here_member=PROJECT)
    assert elsewhere.governing("a") == ["a"]
    assert elsewhere.governing("here/member") == ["here/member", "."]


def test_the_nearest_python_version_file_is_a_part_of_it(tmp_path: Path) -> None:
    tree = Tree(repository(tmp_path), top=LOCK, a=PROJECT)
    for name in (".python-version", "a/b/.python-version"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert tree.territories.of(tmp_path / "c") == Territory((tmp_path,), tmp_path / ".python-version")
    assert tree.territories.of(tmp_path / "a" / "b").python_file == tmp_path / "a" / "b" / ".python-version"


@pytest.mark.parametrize("name", ["missing/folder", "/".join(["deep"] * 1500), "\x00"])
def test_a_folder_that_cannot_be_listed_is_as_good_as_an_empty_one(tmp_path: Path, name: str) -> None:
    assert Tree(repository(tmp_path), top=LOCK).governing(name) == ["."]

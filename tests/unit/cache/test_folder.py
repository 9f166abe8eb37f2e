"""The folder of the memory: made so that nobody commits it, and never a reason to fail."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from driftcheck.cache.folder import FOLDER, Folder, folder_for

NAME = "0" * 40
OTHER = "1" * 40


def test_what_was_written_is_read(tmp_path: Path) -> None:
    folder = Folder(tmp_path / FOLDER)
    assert folder.read(NAME) is None
    folder.write(NAME, "one")
    folder.write(OTHER, "other")
    folder.write(NAME, "two")
    assert (folder.read(NAME), folder.read(OTHER)) == ("two", "other")


def test_it_ignores_itself(tmp_path: Path) -> None:
    Folder(tmp_path / FOLDER).write(NAME, "")
    assert "*" in (tmp_path / FOLDER / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert (tmp_path / FOLDER / "CACHEDIR.TAG").read_text(encoding="utf-8").startswith("Signature: 8a477f597d28d172")


def test_a_folder_that_was_there_is_not_made_to_ignore_itself(tmp_path: Path) -> None:
    Folder(tmp_path).write(NAME, "")
    assert not (tmp_path / ".gitignore").exists()


def test_it_does_not_grow_without_end(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "mine.json").touch()
    names = [f"{number:040x}" for number in range(300)]
    for place, name in enumerate(names):
        folder.write(name, "")
        os.utime(tmp_path / f"{name}.json", (place, place))
    folder.write(OTHER, "")
    kept = {path.stem for path in tmp_path.glob("*.json")}
    assert len(kept) == 256 + 1
    assert {"mine", OTHER, names[-1]} <= kept
    assert names[0] not in kept


def test_what_killed_runs_left_is_swept_up(tmp_path: Path) -> None:
    left = tmp_path / f".{NAME}.0123456789abcdef"
    left.touch()
    os.utime(left, (1, 1))
    Folder(tmp_path).write(OTHER, "")
    assert not left.exists()


@pytest.mark.parametrize("size", [0, 10, 1_000_000])
def test_many_may_write_and_read_at_once(tmp_path: Path, size: int) -> None:
    folder = Folder(tmp_path / FOLDER)

    def work(number: int) -> str | None:
        folder.write(NAME, str(number % 10) * size)
        return folder.read(NAME)

    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(work, range(60)))
    assert all(text is None or (len(set(text)) <= 1 and len(text) == size) for text in read)


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = Folder(tmp_path / "file" / FOLDER)
    folder.write(NAME, "one")
    assert folder.read(NAME) is None


def test_it_is_neither_read_nor_written_through_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / f"{NAME}.json").write_text("planted", encoding="utf-8")
    (tmp_path / FOLDER).symlink_to(elsewhere)
    folder = Folder(tmp_path / FOLDER)
    folder.write(OTHER, "one")
    assert folder.read(NAME) is None
    assert [path.name for path in elsewhere.iterdir()] == [f"{NAME}.json"]


def test_an_entry_that_is_no_file_is_none(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.json").mkdir()
    os.mkfifo(tmp_path / f"{OTHER}.json")
    folder = Folder(tmp_path)
    assert (folder.read(NAME), folder.read(OTHER)) == (None, None)
    folder.write(OTHER, "one")
    assert folder.read(OTHER) == "one"


def test_it_lies_at_the_root_of_the_project(tmp_path: Path) -> None:
    inner = tmp_path / "src" / "app"
    inner.mkdir(parents=True)
    assert folder_for(inner, tmp_path / "src") == tmp_path / "src" / FOLDER
    assert folder_for(inner, tmp_path / "tests") == inner / FOLDER
    (tmp_path / "pyproject.toml").touch()
    assert folder_for(inner, tmp_path / "src") == tmp_path / FOLDER
    (tmp_path / "src" / ".git").mkdir()
    assert folder_for(inner, tmp_path) == tmp_path / "src" / FOLDER

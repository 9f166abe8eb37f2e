"""Against repositories that git itself makes."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from driftcheck.changes.changed_lines import WHOLE, Stretch
from driftcheck.changes.comparisons import Compared, since, staged
from driftcheck.errors import ConfigError
from driftcheck.source.discovery import discover
from driftcheck.source.files import SourceFile


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=N", "-c", "user.email=n@example.invalid", "-c", "commit.gpgsign=false")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, env=environment)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    git(tmp_path, "init", "-q", "-b", "main")
    for name in ("a.py", "b.py", "c.py"):
        (tmp_path / name).write_text(f"# {name}\n" + "".join(f"x{n} = {n}\n" for n in range(20)), encoding="utf-8")
    (tmp_path / "crlf.py").write_bytes(b"a = 1\r\nb = 2\r\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


def edit(place: Path, line: int, text: str) -> None:
    lines = place.read_text(encoding="utf-8").splitlines()
    lines[line - 1] = text
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")


def compare(folder: Path, revision: str = "HEAD", *paths: str) -> Compared:
    return since(revision, discover(paths or (".",), folder), folder, folder)


def changes(compared: Compared) -> dict[str, object]:
    known = compared.changed.files
    return {entry.path: known[entry.path].stretches or known[entry.path].is_whole for entry in compared.entries}


def test_lines_of_the_working_tree_that_differ(repository: Path) -> None:
    edit(repository / "a.py", 3, "new = 1")
    edit(repository / "a.py", 9, "new = 2")
    (repository / "untracked.py").write_text("y = 1\n", encoding="utf-8")
    git(repository, "mv", "b.py", "moved.py")
    edit(repository / "moved.py", 5, "new = 3")
    assert changes(compare(repository)) == {
        "a.py": (Stretch(3, 3), Stretch(9, 9)),
        "moved.py": (Stretch(5, 5),),
        "untracked.py": True,
    }


def test_a_fork_is_where_the_branch_left(repository: Path) -> None:
    git(repository, "checkout", "-qb", "side")
    edit(repository / "a.py", 3, "new = 1")
    git(repository, "commit", "-qam", "side")
    git(repository, "checkout", "-q", "main")
    edit(repository / "b.py", 3, "new = 1")
    git(repository, "commit", "-qam", "main")
    git(repository, "checkout", "-q", "side")
    assert list(changes(compare(repository, "main"))) == ["a.py", "b.py"]
    assert list(changes(compare(repository, "main..."))) == ["a.py"]


def test_what_is_staged_is_what_is_read(repository: Path) -> None:
    edit(repository / "a.py", 3, "staged = 1")
    git(repository, "add", "a.py")
    edit(repository / "a.py", 4, "later = 1")
    edit(repository / "b.py", 1, "not_staged = 1")
    compared = staged(discover(["."], repository), repository, repository)
    texts = {entry.path: entry.text for entry in compared.entries if isinstance(entry, SourceFile)}
    assert list(texts) == ["a.py", "b.py"]
    assert isinstance(texts["a.py"], bytes)
    assert b"staged = 1" in texts["a.py"]
    assert isinstance(texts["b.py"], bytes)
    assert b"later" not in texts["a.py"]
    assert b"not_staged" not in texts["b.py"]
    assert compared.changed.files["a.py"].stretches == (Stretch(3, 3),)
    assert "b.py" not in compared.changed


def test_before_the_first_commit_all_that_is_staged_is_new(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text("a = 1\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    compared = staged(discover(["."], tmp_path), tmp_path, tmp_path)
    assert compared.changed.files["a.py"] == WHOLE
    with pytest.raises(ConfigError, match="--since HEAD: there is no such revision"):
        compare(tmp_path)


def test_cells_of_a_notebook_are_compared_and_not_its_outputs(repository: Path) -> None:
    def write(*sources: str, output: str) -> None:
        cells = [{"cell_type": "code", "source": source, "outputs": [output]} for source in sources]
        (repository / "n.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")

    write("a = 1\nb = 2", "c = 3", output="one")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "two")
    write("a = 1\nb = 2", "c = 3", output="two")
    assert changes(compare(repository)) == {"n.ipynb": False}
    write("first = 0", "a = 1\nb = 9", "c = 3", output="two")
    assert changes(compare(repository)) == {"n.ipynb": (Stretch(1, 1, 1), Stretch(2, 2, 2))}


def test_names_of_all_kinds(repository: Path) -> None:
    for name in ('qu"ote.py', "sp ace.py", "täb\t.py", os.fsdecode(b"n\xff.py")):
        (repository / name).write_text("a = 1\nb = 2\n", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "two")
    for name in ('qu"ote.py', "sp ace.py", "täb\t.py", os.fsdecode(b"n\xff.py")):
        edit(repository / name, 2, "b = 3")
    assert set(changes(compare(repository)).values()) == {(Stretch(2, 2),)}
    assert len(changes(compare(repository))) == 4


@pytest.mark.parametrize("revision", ["", "-x", "--output=stolen", "nowhere", "a..b", "HEAD\nHEAD"])
def test_revisions_that_are_none(repository: Path, revision: str) -> None:
    with pytest.raises(ConfigError, match="--since"):
        compare(repository, revision)
    assert not (repository / "stolen").exists()


def test_no_repository_and_no_git_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(ConfigError, match="lies in no git repository"):
        compare(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="needs git, and there is none"):
        compare(tmp_path)


def test_files_outside_of_the_repository_are_refused(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "a.py"
    elsewhere.touch()
    with pytest.raises(ConfigError, match="lies outside of the repository"):
        compare(repository, "HEAD", str(elsewhere))


def test_nothing_that_a_repository_names_is_run(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("traps")
    sprung = folder / "sprung"
    trap = folder / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    hooks = repository / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "fsmonitor-watchman", "pre-commit"):
        (hooks / hook).write_bytes(trap.read_bytes())
        (hooks / hook).chmod(0o755)
    (repository / ".gitattributes").write_text("*.py diff=evil filter=evil\na.py filter=a=b\n", encoding="utf-8")
    with (repository / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(
            f"[core]\n\tfsmonitor = {trap}\n\tpager = {trap}\n[diff]\n\texternal = {trap}\n"
            f'[diff "evil"]\n\tcommand = {trap}\n\ttextconv = {trap}\n'
            f'[filter "evil"]\n\tclean = {trap}\n\tsmudge = {trap}\n\tprocess = {trap}\n\trequired = true\n'
            f'[filter "a=b"]\n\tclean = {trap}\n\trequired\n'
        )
    edit(repository / "a.py", 3, "new = 1")
    edit(repository / "b.py", 3, "new = 1")
    assert changes(compare(repository)) == {"a.py": (Stretch(3, 3),), "b.py": (Stretch(3, 3),)}
    staged(discover(["."], repository), repository, repository)
    assert not sprung.exists()
    with suppress(subprocess.CalledProcessError):
        git(repository, "status")
    assert sprung.exists(), "the traps are none"

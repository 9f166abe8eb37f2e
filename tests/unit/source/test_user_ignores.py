from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from driftcheck.source.discovery import discover
from driftcheck.source.user_ignores import user_ignore_file


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without a configuration of git."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for name in (".git/HEAD", "a.py", "made.py", "sub/made.py", "kept/made.py"):
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("")
    return root


def write(place: Path, text: str) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def shown(folder: Path, *paths: str) -> list[str]:
    return [entry.path for entry in discover(paths or (".",), folder)]


ALL = ["a.py", "kept/made.py", "made.py", "sub/made.py"]


def test_the_users_own_file_counts_in_every_repository(home: Path, repository: Path) -> None:
    assert shown(repository) == ALL
    write(home / ".config/git/ignore", "made.py\n")
    assert shown(repository) == ["a.py"]
    assert shown(repository / "sub") == []  # the root of the repository lies above
    assert shown(repository, "made.py") == ["made.py"]  # it was named


def test_patterns_are_relative_to_the_root_of_the_repository(home: Path, repository: Path) -> None:
    write(home / ".config/git/ignore", "/made.py\n")
    assert shown(repository) == ["a.py", "kept/made.py", "sub/made.py"]
    assert shown(repository, "sub") == ["sub/made.py"]


def test_files_of_the_repository_go_before_it(home: Path, repository: Path) -> None:
    write(home / ".config/git/ignore", "made.py\n")
    write(repository / ".git/info/exclude", "!/made.py\n")
    write(repository / "kept/.gitignore", "!made.py\n")
    assert shown(repository) == ["a.py", "kept/made.py", "made.py"]


def test_outside_of_a_repository_it_does_not_count(home: Path, repository: Path) -> None:
    write(home / ".config/git/ignore", "made.py\n")
    shutil.rmtree(repository / ".git")
    assert shown(repository) == ALL


def test_the_configuration_names_another_file(home: Path, repository: Path) -> None:
    write(home / ".config/git/ignore", "a.py\n")
    write(home / "mine", "made.py\n")
    write(home / ".config/git/config", "[core]\n\texcludesFile = ~/nothing\n")
    assert shown(repository) == ALL
    write(home / ".gitconfig", "[core]\n\texcludesFile = ~/mine\n")
    assert shown(repository) == ["a.py"]


def test_variables_say_where_it_is_written(home: Path, tmp_path: Path) -> None:
    environment = {"HOME": str(home)}
    assert user_ignore_file(environment) == home / ".config/git/ignore"
    assert user_ignore_file({**environment, "XDG_CONFIG_HOME": str(tmp_path)}) == tmp_path / "git/ignore"
    assert user_ignore_file({"USERPROFILE": str(home)}) == home / ".config/git/ignore"
    assert user_ignore_file({}) is None
    write(home / ".gitconfig", "[core]\nexcludesFile = ~/mine\n")
    assert user_ignore_file(environment) == home / "mine"
    assert user_ignore_file({**environment, "GIT_CONFIG_GLOBAL": os.devnull}) == home / ".config/git/ignore"
    other = write(tmp_path / "other", f"[core]\nexcludesFile = {home}/theirs\n")
    assert user_ignore_file({**environment, "GIT_CONFIG_GLOBAL": str(other)}) == home / "theirs"
    assert user_ignore_file({"GIT_CONFIG_GLOBAL": str(write(other, "[core]\nexcludesFile = ~/x\n"))}) is None


def test_a_repository_does_not_say_which_file_is_read(home: Path, repository: Path) -> None:
    place = write(home / "mine", "made.py\n")
    write(repository / ".git/config", f"[core]\n\texcludesFile = {place}\n")
    assert shown(repository) == ALL


CONFIGURATIONS = [
    "[core]\nexcludesfile = /x/y\n",
    "[CORE]\n\tExcludesFile=/x/y\n",
    "[core] excludesfile = /x/y\n",
    "[core]\nexcludesfile = /x/y ; why\n",
    "[core]\nexcludesfile = /x/y # why\n",
    '[core]\nexcludesfile = "/x/a b;c" # why\n',
    '[core]\nexcludesfile = "/x/a \\"b\\" \\\\c"\n',
    '[core]\nexcludesfile = /x/"a b"/c\n',
    "[core]\nexcludesfile = /x\\\n/y\n",
    "[core]\r\n\texcludesfile = /x/y\r\n",
    "[core]\nexcludesfile = /x\nexcludesfile = /y\n",
    "[core]\nexcludesfile = /x\n[user]\nname = A\n[core]\nexcludesfile = /z\n",
    '[core "sub"]\nexcludesfile = /x\n',
    "[other]\nexcludesfile = /x\n",
    "# [core]\n; excludesfile = /x\n",
    "[core]\n# excludesfile = /x\n",
    '[alias]\nx = "!f() { [core]; }"\n[core]\npager = less\nexcludesfile=/a/b\n',
    "\ufeff[core]\nexcludesfile = /x\n",
    "",
]


@pytest.mark.parametrize("text", CONFIGURATIONS)
def test_the_configuration_is_read_as_git_reads_it(home: Path, text: str) -> None:
    place = write(home / ".gitconfig", text)
    if text.startswith("\ufeff"):
        expected = "/x"  # git reads a file with such a mark, but not each version of it with `--file`
    else:
        command = ["git", "config", "--file", str(place), "--get", "core.excludesFile"]
        expected = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    found = user_ignore_file({"HOME": str(home)})
    assert found == (Path(expected) if expected else home / ".config/git/ignore")


def test_what_a_configuration_includes_counts(home: Path) -> None:
    write(home / ".gitconfig", "[include]\npath = more/one\n[include]\npath = ~/two\n[include]\npath = ~\n")
    write(home / "more/one", "[core]\nexcludesfile = /one\n[include]\npath = one\n")  # itself: git stops as well
    assert user_ignore_file({"HOME": str(home)}) == Path("/one")
    write(home / "two", "[core]\nexcludesfile = /two\n")
    assert user_ignore_file({"HOME": str(home)}) == Path("/two")


@pytest.mark.parametrize("value", ["", "relative/path", "~someone/ignore", "%(prefix)/ignore"])
def test_a_path_that_leads_nowhere_known_is_none(home: Path, value: str) -> None:
    write(home / ".gitconfig", f"[core]\nexcludesfile = {value}\n")
    assert user_ignore_file({"HOME": str(home)}) is None


def test_bad_files_hide_nothing(home: Path, repository: Path) -> None:
    place = home / ".config/git/ignore"
    place.mkdir(parents=True)
    assert shown(repository) == ALL
    place.rmdir()
    os.mkfifo(place)
    assert shown(repository) == ALL
    place.unlink()
    place.write_bytes(b"\xff\xfe\x00!\n\\\nmade.py\n")
    assert shown(repository) == ["a.py"]
    place.write_text("made.py\n" * 200_000)
    assert shown(repository) == ALL
    os.mkfifo(home / ".gitconfig")
    assert shown(repository) == ALL
    (home / ".gitconfig").unlink()
    (home / ".gitconfig").write_bytes(b"[core\n\xff\x00= \n[core]]\nexcludesfile\n= =\n[" + b"x" * 100_000)
    assert shown(repository) == ALL
    (home / ".gitconfig").write_text("[core]\nexcludesfile = /x\0y\n")
    assert shown(repository) == ALL
    (home / ".gitconfig").write_text("[core]\nexcludesfile = /x\n" * 100_000)
    assert user_ignore_file({"HOME": str(home)}) == place

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from driftcheck.errors import ConfigError
from driftcheck.model.findings import SkippedFile
from driftcheck.source.discovery import discover
from driftcheck.source.excluding import Exclusion, Patterns
from driftcheck.source.files import SourceFile, read


def plant(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def shown(folder: Path, *paths: str) -> list[str]:
    return [entry.path for entry in discover(paths or (".",), folder)]


def test_modules_are_found_in_order_of_their_parts(tmp_path: Path) -> None:
    plant(tmp_path, {"b.py": "", "a/z.py": "", "a/b/c.py": "", "a-b.py": "", "notes.txt": "", "stub.pyi": ""})
    assert shown(tmp_path) == ["a/b/c.py", "a/z.py", "a-b.py", "b.py"]


def test_a_named_file_is_taken_whatever_hides_it(tmp_path: Path) -> None:
    plant(tmp_path, {".gitignore": "*.py\n", "made.py": "", "stub.pyi": ""})
    assert shown(tmp_path) == []
    assert shown(tmp_path, "made.py", "stub.pyi") == ["made.py", "stub.pyi"]


def test_a_named_folder_is_searched_though_git_ignores_it(tmp_path: Path) -> None:
    plant(tmp_path, {".git/HEAD": "", ".gitignore": "build/\n", "build/a.py": ""})
    assert shown(tmp_path) == []
    assert shown(tmp_path, "build") == ["build/a.py"]


def test_environments_are_known_by_their_mark_not_by_their_name(tmp_path: Path) -> None:
    plant(tmp_path, {"pv/pyvenv.cfg": "", "pv/lib/a.py": "", "venv/real.py": ""})
    assert shown(tmp_path) == ["venv/real.py"]


@pytest.mark.parametrize("name", ["node_modules", "site-packages", ".git", "__pycache__", ".tox"])
def test_folders_of_tools_are_pruned(tmp_path: Path, name: str) -> None:
    plant(tmp_path, {f"{name}/a.py": "", "kept.py": ""})
    assert shown(tmp_path) == ["kept.py"]


def test_inner_ignore_files_overrule_outer_ones(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            ".git/info/exclude": "private.py\n",
            ".gitignore": "gen_*.py\n/top.py\nout/\n",
            "top.py": "",
            "private.py": "",
            "sub/top.py": "",
            "sub/gen_a.py": "",
            "sub/.gitignore": "!gen_b.py\n",
            "sub/gen_b.py": "",
            "sub/out/a.py": "",
        },
    )
    assert shown(tmp_path) == ["sub/gen_b.py", "sub/top.py"]


def test_exclude_file_counts_without_an_ignore_file(tmp_path: Path) -> None:
    plant(tmp_path, {".git/info/exclude": "private.py\n", "private.py": "", "a.py": ""})
    assert shown(tmp_path) == ["a.py"]


def test_ignore_files_above_the_searched_folder_count(tmp_path: Path) -> None:
    plant(tmp_path, {".git/HEAD": "", ".gitignore": "gen.py\n", "src/gen.py": "", "src/a.py": ""})
    assert shown(tmp_path, "src") == ["src/a.py"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    plant(tmp_path, {"real/a.py": ""})
    (tmp_path / "real" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "linked.py").symlink_to(tmp_path / "real" / "a.py")
    assert shown(tmp_path) == ["linked.py", "real/a.py"]


def test_a_file_named_twice_is_taken_once(tmp_path: Path) -> None:
    plant(tmp_path, {"a/b.py": ""})
    assert shown(tmp_path, ".", "a", "a/b.py", "./a/../a/b.py") == ["a/b.py"]


def test_paths_outside_the_working_folder_are_absolute(tmp_path: Path) -> None:
    plant(tmp_path, {"in/a.py": "", "out/b.py": ""})
    assert shown(tmp_path / "in", "../out") == [(tmp_path / "out/b.py").as_posix()]


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.py: no such file or folder"):
        discover(["nowhere.py"], tmp_path)


def without(folder: Path, *lines: str, forced: bool = False, paths: tuple[str, ...] = (".",)) -> list[str]:
    exclusion = Exclusion((Patterns(lines, folder),), is_forced=forced)
    return [entry.path for entry in discover(paths, folder, exclusion=exclusion)]


def test_what_is_excluded_is_left_out_unless_it_is_named(tmp_path: Path) -> None:
    plant(tmp_path, {"gen/a.py": "", "gen/b_pb2.py": "", "src/c_pb2.py": "", "src/keep_pb2.py": "", "src/d.py": ""})
    patterns = ("/gen/", "*_pb2.py", "!keep_pb2.py")
    assert without(tmp_path, *patterns) == ["src/d.py", "src/keep_pb2.py"]
    assert without(tmp_path, *patterns, paths=("gen", "src/c_pb2.py")) == ["gen/a.py", "src/c_pb2.py"]
    named = ("gen", "src/c_pb2.py", "gen/a.py", "src/d.py")
    assert without(tmp_path, *patterns, forced=True, paths=named) == ["src/d.py"]


def test_forced_exclusion_knows_the_folders_of_tools(tmp_path: Path) -> None:
    plant(tmp_path, {"node_modules/a/b.py": "", "c.py": ""})
    assert without(tmp_path, forced=True, paths=("node_modules/a/b.py", "c.py")) == ["c.py"]


def test_other_patterns_stand_instead_of_the_folders_of_tools(tmp_path: Path) -> None:
    plant(tmp_path, {"node_modules/a.py": "", ".git/b.py": "", "gen/c.py": ""})
    exclusion = Exclusion((Patterns(("gen",), tmp_path),), with_defaults=False)
    assert [entry.path for entry in discover(["."], tmp_path, exclusion=exclusion)] == ["node_modules/a.py"]


def test_nested_ignore_files_take_back_what_outer_ones_say(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            ".git/info/exclude": "*.tmp.py\n",
            ".gitignore": "*.gen.py\n!/keep.gen.py\nclosed/\n",
            "keep.gen.py": "",
            "a/.gitignore": "!*.gen.py\n",
            "a/x.gen.py": "",
            "a/y.tmp.py": "",
            "a/b/.gitignore": "x.gen.py\n",
            "a/b/x.gen.py": "",
            "a/b/z.gen.py": "",
            "closed/.gitignore": "!*\n",
            "closed/never.py": "",
        },
    )
    assert shown(tmp_path) == ["a/b/z.gen.py", "a/x.gen.py", "keep.gen.py"]


def test_lines_that_are_no_patterns_and_ignore_files_that_are_none(tmp_path: Path) -> None:
    plant(tmp_path, {".gitignore": "!\n\\\ngen.py\n", "gen.py": "", "a.py": "", "sub/b.py": ""})
    os.mkfifo(tmp_path / "sub" / ".gitignore")
    assert shown(tmp_path) == ["a.py", "sub/b.py"]


def test_environments_deep_inside_what_is_named(tmp_path: Path) -> None:
    plant(tmp_path, {"tools/one/pv/pyvenv.cfg": "", "tools/one/pv/lib/a.py": "", "tools/one/b.py": ""})
    assert shown(tmp_path, "tools") == ["tools/one/b.py"]
    assert shown(tmp_path, "tools/one/pv") == []


def test_links_that_lead_in_circles_nowhere_and_outside(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "real.py"
    outside.touch()
    (tmp_path / "circle.py").symlink_to("circle.py")
    (tmp_path / "broken.py").symlink_to("nothing.py")
    (tmp_path / "outside.py").symlink_to(outside)
    assert shown(tmp_path) == ["outside.py"]
    with pytest.raises(ConfigError, match=r"circle\.py: cannot be read"):
        shown(tmp_path, "circle.py")


def test_pipes_and_sockets_are_told_and_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.py")
    assert shown(tmp_path) == []
    named = discover(["pipe.py", "socket.py"], tmp_path)
    assert [entry.reason for entry in named if isinstance(entry, SkippedFile)] == ["is no regular file"] * 2
    assert read(SourceFile("pipe.py", tmp_path / "pipe.py")) == SkippedFile("pipe.py", "is no regular file")


def test_paths_that_are_too_long_and_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"n\xff.py")
    plant(tmp_path, {name: ""})
    assert shown(tmp_path) == [name]
    with pytest.raises(ConfigError, match="cannot be read: File name too long"):
        shown(tmp_path, "x" * 5000)
    with pytest.raises(ConfigError, match="is no path"):
        shown(tmp_path, "a\0b")


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, {"closed/a.py": "", "b.py": ""})
    scan = os.scandir

    def refuse(folder: str) -> object:
        if folder.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    # The tests may run as a user whom no permission stops.
    monkeypatch.setattr(os, "scandir", refuse)
    assert discover(["."], tmp_path)[1] == SkippedFile("closed", "cannot be read: Permission denied")

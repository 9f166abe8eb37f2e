from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.errors import ConfigError
from driftcheck.source.discovery import discover


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

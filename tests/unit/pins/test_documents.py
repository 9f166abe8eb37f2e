from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.documents import MAX_BYTES, Document, read_bytes, read_toml, shown, version_of


def test_paths_beneath_the_current_folder_are_told_relative_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(Path("deep/uv.lock")) == "deep/uv.lock"
    assert shown(tmp_path / "uv.lock") == "uv.lock"
    assert shown(tmp_path.parent / "uv.lock") == (tmp_path.parent / "uv.lock").as_posix()


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(PinError, match="larger than"):
        read_bytes(path)


@pytest.mark.parametrize("name", ["missing", "", "\x00"])
def test_what_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(PinError):
        read_bytes(tmp_path / name)


def test_a_wrong_byte_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"a = 1\nb = 2\nc = '\xff'\n")
    with pytest.raises(PinError, match=r"x\.toml:3: expected UTF-8"):
        read_toml(path)


def test_lines_of_tables_are_told_only_where_all_are_seen() -> None:
    document = Document(Path("x"), "[[p]]\na = 1\n\n  [[ p ]]\n[[q]]\n[[p]]\n", {})
    assert document.lines_of_tables("p", 3) == (1, 4, 6)
    assert document.lines_of_tables("p", 2) == (None, None)
    assert document.lines_of_tables("none", 0) == ()


@pytest.mark.parametrize(
    ("text", "version"),
    [("1.0", Version("1.0")), ("1.0+local", Version("1.0")), ("ripe", None), ("", None), ("9" * 9999, None)],
)
def test_versions(text: str, version: Version | None) -> None:
    assert version_of(text) == version

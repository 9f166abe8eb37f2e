from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Candidate, Direct, Reading
from driftcheck.pins.uv_lock import read_uv_lock

FIXTURE = Path(__file__).parent / "fixtures" / "uv.lock"


def read(folder: Path, text: str | bytes) -> Reading:
    path = folder / "uv.lock"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_uv_lock(path)


def named(reading: Reading, name: str) -> list[Candidate]:
    return [candidate for candidate in reading.candidates if candidate.distribution == name]


def test_a_lock_of_the_tool_is_read_without_loss() -> None:
    reading = read_uv_lock(FIXTURE)
    exact = {(c.distribution, str(c.says)) for c in reading.candidates if isinstance(c.says, Version)}
    assert exact == {
        ("blinker", "1.9.0"),
        ("click", "8.5.1"),
        ("colorama", "0.4.6"),
        ("flask", "3.1.3"),
        ("iniconfig", "2.3.1"),
        ("itsdangerous", "2.2.0"),
        ("jinja2", "3.1.6"),
        ("markupsafe", "3.0.4"),
        ("numpy", "2.2.6"),
        ("numpy", "2.4.6"),
        ("numpy", "2.5.5"),
        ("werkzeug", "3.1.9"),
    }
    assert reading.requires_python == ">=3.10"
    assert reading.notes == ()


def test_each_fork_keeps_its_markers() -> None:
    markers = [candidate.markers for candidate in named(read_uv_lock(FIXTURE), "numpy")]
    assert markers == [
        ("python_full_version < '3.11'",),
        ("python_full_version == '3.11.*'",),
        ("python_full_version >= '3.12'",),
    ]


def test_the_line_is_that_of_the_package() -> None:
    lines = FIXTURE.read_text().splitlines()
    for candidate in read_uv_lock(FIXTURE).candidates:
        assert candidate.source.line is not None
        assert lines[candidate.source.line - 1] == "[[package]]"
        assert lines[candidate.source.line] == f'name = "{candidate.distribution}"'


def test_members_of_the_workspace_are_no_releases() -> None:
    reading = read_uv_lock(FIXTURE)
    assert reading.members == ("packages/leaf", ".")
    assert isinstance(named(reading, "leaf")[0].says, Direct)
    assert isinstance(named(reading, "orchard")[0].says, Direct)


@pytest.mark.parametrize(
    ("source", "is_release"),
    [
        ('registry = "https://example.invalid/simple"', True),
        ('url = "https://example.invalid/fruit-1.0-py3-none-any.whl"', True),
        ('git = "https://example.invalid/fruit.git?rev=1#0f0f"', False),
        ('path = "wheels/fruit-1.0-py3-none-any.whl"', False),
        ('directory = "vendor/fruit"', False),
        ('editable = "vendor/fruit"', False),
    ],
)
def test_where_a_package_comes_from(tmp_path: Path, source: str, is_release: bool) -> None:  # noqa: FBT001 - a column
    reading = read(tmp_path, f'version = 1\n[[package]]\nname = "fruit"\nversion = "1.0"\nsource = {{ {source} }}\n')
    assert isinstance(reading.candidates[0].says, Version) is is_release


def test_any_revision_is_read_and_another_version_refused(tmp_path: Path) -> None:
    assert read(tmp_path, "version = 1\nrevision = 99\n") == Reading()
    with pytest.raises(PinError, match="expected version = 1"):
        read(tmp_path, "version = 2\n")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + FIXTURE.read_bytes().replace(b"\n", b"\r\n")
    assert len(read(tmp_path, data).candidates) == len(read_uv_lock(FIXTURE).candidates)


def test_the_line_of_a_mistake_counts_what_was_left_out(tmp_path: Path) -> None:
    text = FIXTURE.read_text() + "\n[[package]]\nname = \n"
    with pytest.raises(PinError) as caught:
        read(tmp_path, text)
    assert caught.value.line == text.count("\n")


def test_a_truncated_lock_names_its_last_line(tmp_path: Path) -> None:
    text = FIXTURE.read_text().partition("\n[[package]]")[0] + '\n[[package]]\nname = "fru'
    with pytest.raises(PinError, match=rf"uv\.lock:{text.count(chr(10)) + 1}: expected TOML"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "version = 1\npackage = 3\n",
        "version = 1\npackage = " + "[" * 100_000,
        "version = 1\nnumber = " + "9" * 10_000,
        b"version = 1\nname = '\xff\xfe'\n",
        b"\x00\x01\x02",
    ],
)
def test_what_is_no_lock_is_refused_with_its_name(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(PinError, match=r"uv\.lock"):
        read(tmp_path, text)


def test_a_strange_package_is_noted_and_the_rest_read(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        'version = 1\n[[package]]\nversion = "1.0"\n[[package]]\nname = "stone"\nversion = "none"\n'
        '[[package]]\nname = "fruit"\nversion = "1.0"\n',
    )
    assert [candidate.says for candidate in named(reading, "fruit")] == [Version("1.0")]
    assert len(reading.notes) == 2
    assert "uv.lock:2: expected the name" in reading.notes[0]
    assert "uv.lock:4: expected a version of stone" in reading.notes[1]

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Direct, Reading, Statement
from driftcheck.pins.pdm_lock import read_pdm_lock

FIXTURE = Path(__file__).parent / "fixtures" / "pdm.lock"


def read(folder: Path, text: str | bytes) -> Reading:
    path = folder / "pdm.lock"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_pdm_lock(path)


def test_a_lock_of_the_tool_is_read_without_loss() -> None:
    reading = read_pdm_lock(FIXTURE)
    assert {(c.distribution, str(c.says)) for c in reading.candidates if isinstance(c.says, Version)} == {
        ("asgiref", "3.12.1"),
        ("asgiref", "3.13.0"),
        ("blinker", "1.9.0"),
        ("click", "8.5.1"),
        ("colorama", "0.4.6"),
        ("exceptiongroup", "1.3.2"),
        ("flask", "3.1.3"),
        ("iniconfig", "2.3.1"),
        ("itsdangerous", "2.2.0"),
        ("jinja2", "3.1.6"),
        ("markupsafe", "3.0.4"),
        ("numpy", "2.2.6"),
        ("numpy", "2.5.5"),
        ("packaging", "26.4"),
        ("pluggy", "1.7.0"),
        ("pygments", "2.21.0"),
        ("pytest", "9.2.0"),
        ("tomli", "2.0.1"),
        ("typing-extensions", "4.16.0"),
        ("werkzeug", "3.1.9"),
    }
    assert reading.notes == ()


def test_folders_are_no_releases() -> None:
    direct = {c.distribution: c.says for c in read_pdm_lock(FIXTURE).candidates if isinstance(c.says, Direct)}
    assert direct == {
        "fruit": Direct("installed from a folder, not from a release"),
        "twig": Direct("installed from a folder (editable)"),
    }


def test_each_target_keeps_its_markers_and_each_package_its_line() -> None:
    found = [c for c in read_pdm_lock(FIXTURE).candidates if c.distribution == "numpy"]
    assert [c.markers for c in found] == [
        ('python_version >= "3.10" and python_version < "3.12"',),
        ('python_version >= "3.12"',),
    ]
    lines = FIXTURE.read_text().splitlines()
    assert all(c.source.line and lines[c.source.line] == f'name = "{c.distribution}"' for c in found)


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ('git = "https://example.invalid/x.git"', Direct("installed from a repository, not from a release")),
        ('url = "https://example.invalid/fruit-1.2-py3-none-any.whl"', Version("1.2")),
        ('url = "https://example.invalid/main.zip"', Direct("installed from an address that tells no version")),
        ('path = "./wheels/fruit-1.2-py3-none-any.whl"', Version("1.2")),
        ('extras = ["peel"]', Version("1.0")),
    ],
)
def test_where_a_package_comes_from(tmp_path: Path, place: str, says: Statement) -> None:
    reading = read(tmp_path, f'[[package]]\nname = "Fruit"\nversion = "1.0"\n{place}\n')
    assert [(c.distribution, c.says) for c in reading.candidates] == [("fruit", says)]


def test_one_target_tells_the_python(tmp_path: Path) -> None:
    assert read(tmp_path, '[[metadata.targets]]\nrequires_python = ">=3.9"\n').requires_python == ">=3.9"
    assert read_pdm_lock(FIXTURE).requires_python is None


def test_a_strange_package_is_noted_and_the_rest_read(tmp_path: Path) -> None:
    reading = read(
        tmp_path, '[[package]]\nversion = "1"\n[[package]]\nname = "a"\n[[package]]\nname = "b"\nversion="1"'
    )
    assert [c.distribution for c in reading.candidates] == ["b"]
    assert [note.rpartition("pdm.lock")[2] for note in reading.notes] == [
        ":1: expected the name and the version of a package",
        ":3: expected the name and the version of a package",
    ]


@pytest.mark.parametrize(
    "text", ["package = 3\n", '[[package]]\nname = "fru', "package = " + "[" * 100_000, b"name = '\xff'", b"\x00"]
)
def test_what_is_no_lock_is_refused_with_its_name(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(PinError, match=r"pdm\.lock"):
        read(tmp_path, text)

from __future__ import annotations

import json
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Direct, Range, Reading, Statement
from driftcheck.pins.pipfile import read_pipfile, read_pipfile_lock

FIXTURES = Path(__file__).parent / "fixtures"


def locked(folder: Path, text: str | bytes) -> Reading:
    path = folder / "Pipfile.lock"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_pipfile_lock(path)


def asked(folder: Path, text: str) -> Reading:
    (folder / "Pipfile").write_text(text)
    return read_pipfile(folder / "Pipfile")


def test_a_lock_of_the_tool_is_read_without_loss() -> None:
    path = FIXTURES / "Pipfile.lock"
    reading = read_pipfile_lock(path)
    root = json.loads(path.read_text())
    written = {
        (name, value["version"].removeprefix("=="))
        for category in ("default", "develop", "docs")
        for name, value in root[category].items()
        if value.get("version", "*") != "*"
    }
    assert {(c.distribution, str(c.says)) for c in reading.candidates if isinstance(c.says, Version)} == written
    assert len(written) == 14
    others = {c.distribution: c.says for c in reading.candidates if not isinstance(c.says, Version)}
    assert others == {"leaf": Direct("installed from a folder (editable)"), "colorama": None}
    assert reading.requires_python == "==3.11.*"
    assert reading.notes == ()


def test_the_line_is_that_of_the_package() -> None:
    path = FIXTURES / "Pipfile.lock"
    lines = path.read_text().splitlines()
    for candidate in read_pipfile_lock(path).candidates:
        assert candidate.source.line is not None
        assert f'"{candidate.distribution}": {{' in lines[candidate.source.line - 1]


def test_what_a_pipfile_of_the_tool_asks_for() -> None:
    reading = read_pipfile(FIXTURES / "Pipfile")
    assert [(c.distribution, c.says, c.source.name, c.source.line) for c in reading.candidates] == [
        ("flask", Range(">=3"), "Pipfile [packages]", 7),
        ("numpy", None, "Pipfile [packages]", 8),
        ("leaf", Direct("installed from a folder (editable)"), "Pipfile [packages]", 9),
        ("colorama", None, "Pipfile [packages]", 10),
        ("pytest", Range("~=8.0"), "Pipfile [dev-packages]", 13),
        ("jinja2", Range("<4"), "Pipfile [docs]", 16),
    ]
    assert reading.candidates[3].markers == ("(sys_platform == 'win32')",)
    assert reading.requires_python == "==3.11.*"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ('"==1.0"', Version("1.0")),
        ('"==1.*"', Range("==1.*")),
        (
            '{git = "https://example.invalid/x.git", ref = "1"}',
            Direct("installed from a repository, not from a release"),
        ),
        ('{path = "leaf"}', Direct("installed from a folder, not from a release")),
        ('{file = "https://example.invalid/fruit-2.0.tar.gz"}', Version("2.0")),
        ('{version = ">=1", extras = ["peel"]}', Range(">=1")),
    ],
)
def test_what_the_value_of_a_package_says(tmp_path: Path, value: str, says: Statement) -> None:
    assert [c.says for c in asked(tmp_path, f"[packages]\nFruit = {value}\n").candidates] == [says]


def test_a_bad_version_is_noted_and_the_rest_read(tmp_path: Path) -> None:
    reading = asked(tmp_path, '[packages]\nfruit = "latest"\nstone = "==1"\n')
    assert [c.distribution for c in reading.candidates] == ["stone"]
    assert reading.notes[0].endswith("Pipfile:2: expected a version such as ==1.0, found 'latest'")


@pytest.mark.parametrize(
    "text",
    ['{\n"default": {\n"fruit": {', "[1]", "[" * 100_000, '{"default": ' + "1" * 10_000 + "}", b'{"a": "\xff"}', ""],
)
def test_what_is_no_lock_is_refused_with_its_name(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(PinError, match=r"Pipfile\.lock"):
        locked(tmp_path, text)


def test_a_truncated_lock_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(PinError, match=r"Pipfile\.lock:3: expected JSON"):
        locked(tmp_path, '{\n"default": {\n"fruit": {')


@pytest.mark.parametrize(
    "text", ['{"default": 1}', '{"default": {"fruit": 1}}', '{"default": {"fruit": {"version": 1}}}']
)
def test_a_strange_value_says_nothing(tmp_path: Path, text: str) -> None:
    assert all(c.says is None for c in locked(tmp_path, text).candidates)

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Direct, Reading
from driftcheck.pins.choice import choose
from driftcheck.pins.pylock import FILE_NAME, read_pylock
from driftcheck.pins.target import target_for

FIXTURE = Path(__file__).parent / "fixtures" / "pylock.toml"
BY_PIP = FIXTURE.with_name("pylock.pip.toml")
"""Made by `pip lock`, its places and digests cut."""
HEAD = 'lock-version = "1.0"\ncreated-by = "hand"\n'


def read(folder: Path, text: str) -> Reading:
    path = folder / "pylock.toml"
    path.write_text(text)
    return read_pylock(path)


def test_a_lock_exported_by_a_tool_is_read_without_loss() -> None:
    reading = read_pylock(FIXTURE)
    said = [(c.distribution, c.says) for c in reading.candidates]
    assert len(said) == 13
    assert ("werkzeug", Version("3.1.9")) in said
    assert isinstance(dict(said)["leaf"], Direct)
    assert reading.requires_python == ">=3.10"


def test_a_lock_that_pip_made_is_read_without_loss() -> None:
    reading = read_pylock(BY_PIP)
    said = {c.distribution: c.says for c in reading.candidates}
    assert len(reading.candidates) == BY_PIP.read_text().count("[[packages]]") == 12
    assert said["markupsafe"] == Version("3.0.4")
    assert said["petal"] == Version("0.3")  # an archive, told by the name of the file
    assert isinstance(said["leaf"], Direct)  # an editable folder
    assert isinstance(said["twig"], Direct)  # a repository
    assert sum(isinstance(says, Version) for says in said.values()) == 10
    assert (reading.requires_python, reading.notes) == (None, ())


@pytest.mark.parametrize(("python", "expected"), [("3.10", "2.2.6"), ("3.11", "2.4.6"), ("3.13", "2.5.5")])
def test_a_fork_is_told_by_the_target_environment(python: str, expected: str) -> None:
    choice = choose(read_pylock(FIXTURE), target_for(Version(python), None))
    assert choice.applying["numpy"].says == Version(expected)


def test_a_package_of_another_platform_is_kept_apart() -> None:
    reading = read_pylock(FIXTURE)
    target = target_for(Version("3.13"), None)
    choice = choose(reading, target)
    where = choice.applying if target.environment["sys_platform"] == "win32" else choice.elsewhere
    assert where["colorama"].says == Version("0.4.6")


@pytest.mark.parametrize("lock", [FIXTURE, BY_PIP])
def test_the_line_is_that_of_the_package(lock: Path) -> None:
    lines = lock.read_text().splitlines()
    for candidate in read_pylock(lock).candidates:
        assert candidate.source.line is not None
        assert lines[candidate.source.line] == f'name = "{candidate.distribution}"'


def test_places_that_are_no_releases(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        HEAD
        + '[[packages]]\nname = "grafts"\n[packages.vcs]\ntype = "git"\ncommit-id = "0f"\n'
        + 'url = "https://example.invalid/g.git"\n'
        + '[[packages]]\nname = "soil"\n[packages.directory]\npath = "soil"\n'
        + '[[packages]]\nname = "fruit"\n[packages.archive]\nurl = "https://example.invalid/fruit-1.5-py3-none-any.whl"\n'
        + "[packages.archive.hashes]\nsha256 = 'ab'\n",
    )
    grafts, soil, fruit = (candidate.says for candidate in reading.candidates)
    assert isinstance(grafts, Direct)
    assert isinstance(soil, Direct)
    assert fruit == Version("1.5")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('lock-version = "1.0"\n', None),
        ('lock-version = "2.0"\ncreated-by = "x"\npackages = []\n', None),
        (HEAD + '[[packages]]\nname = "Not Normal"\n', 3),
        (HEAD + '[[packages]]\nname = "a"\ndirectory = { path = "a" }\n\n[[packages]]\nname = "b"\nversion = "x"\n', 7),
        (HEAD + "[[packages\n", 3),
    ],
)
def test_a_lock_that_breaks_the_standard_is_refused(tmp_path: Path, text: str, line: int | None) -> None:
    with pytest.raises(PinError) as caught:
        read(tmp_path, text)
    assert caught.value.line == line
    assert "pylock.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "valid"),
    [("pylock.toml", True), ("pylock.dev.toml", True), ("pylock.a.b.toml", False), ("xpylock.toml", False)],
)
def test_file_names(name: str, valid: bool) -> None:  # noqa: FBT001 - a column
    assert bool(FILE_NAME.fullmatch(name)) is valid

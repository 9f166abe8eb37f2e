from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Direct, Reading
from driftcheck.pins.choice import choose
from driftcheck.pins.poetry_lock import read_poetry_lock
from driftcheck.pins.target import target_for

FIXTURE = Path(__file__).parent / "fixtures" / "poetry.lock"


def read(folder: Path, text: str) -> Reading:
    path = folder / "poetry.lock"
    path.write_text(text)
    return read_poetry_lock(path)


def test_a_lock_is_read_without_loss() -> None:
    reading = read_poetry_lock(FIXTURE)
    assert [(c.distribution, str(c.says)) for c in reading.candidates if isinstance(c.says, Version)] == [
        ("click", "8.1.8"),
        ("colorama", "0.4.6"),
        ("flask", "3.1.3"),
        ("numpy", "2.2.6"),
        ("numpy", "2.3.4"),
    ]
    assert reading.requires_python == ">=3.10,<4"
    assert reading.notes == ()


def test_a_repository_is_no_release_and_a_mirror_is() -> None:
    says = [candidate.says for candidate in read_poetry_lock(FIXTURE).candidates]
    assert isinstance(says[3], Direct)
    assert says[5] == Version("2.3.4")


def test_an_extra_counts_and_markers_choose() -> None:
    choice = choose(read_poetry_lock(FIXTURE), target_for(Version("3.12"), None))
    assert choice.applying["flask"].says == Version("3.1.3")
    assert choice.applying["numpy"].says == Version("2.3.4")
    assert choice.forked == {"numpy"}


def test_lock_version_1_has_neither_groups_nor_markers(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        '[[package]]\nname = "Fruit"\nversion = "1.0"\ncategory = "main"\noptional = false\npython-versions = "*"\n\n'
        '[metadata]\nlock-version = "1.1"\npython-versions = "*"\n\n[metadata.files]\nfruit = []\n',
    )
    assert [(c.distribution, c.says, c.source.line) for c in reading.candidates] == [("fruit", Version("1.0"), 1)]
    assert reading.requires_python is None


def test_trouble(tmp_path: Path) -> None:
    assert len(read(tmp_path, "[[package]]\nname = 'fruit'\nversion = 'ripe'\n").notes) == 1
    with pytest.raises(PinError, match=r"poetry\.lock"):
        read(tmp_path, "package = 'fruit'\n")

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Range, Reading
from driftcheck.pins.setup_cfg import read_setup_cfg

WRITTEN = """\
[metadata]
name = orchard

[flake8]
ignore = E501,%W

[options]
python_requires = >=3.9
install_requires =
    fruit==1.0
    # not ripe
    stone>=2 ; python_version < "3.12"
tests_require = leaf; twig>1

[options.extras_require]
dev =
    branch~=1.0
    orchard[all]
"""


def read(folder: Path, text: str | bytes) -> Reading:
    path = folder / "setup.cfg"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_setup_cfg(path)


def test_the_lists_of_setuptools(tmp_path: Path) -> None:
    reading = read(tmp_path, WRITTEN)
    assert [(c.distribution, c.says, c.source.name, c.source.line) for c in reading.candidates] == [
        ("fruit", Version("1.0"), "setup.cfg [options]", 10),
        ("stone", Range(">=2"), "setup.cfg [options]", 12),
        ("leaf", None, "setup.cfg [options]", 13),
        ("twig", Range(">1"), "setup.cfg [options]", 13),
        ("branch", Range("~=1.0"), "setup.cfg [options.extras_require]", 17),
    ]
    assert reading.candidates[1].markers == ('python_version < "3.12"',)
    assert reading.requires_python == ">=3.9"
    assert reading.notes == ()


def test_a_list_may_stand_in_files(tmp_path: Path) -> None:
    (tmp_path / "base.txt").write_text("fruit==1\n")
    reading = read(tmp_path, "[options]\ninstall_requires = file: base.txt, missing.txt\n")
    assert [c.distribution for c in reading.candidates] == ["fruit"]
    assert "missing.txt" in reading.notes[0]


def test_a_bad_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    reading = read(tmp_path, "[options]\ninstall_requires =\n  fruit=1\n  stone==1\n")
    assert [c.distribution for c in reading.candidates] == ["stone"]
    assert "setup.cfg:3: expected a requirement" in reading.notes[0]


def test_a_file_of_other_tools_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "[flake8]\nignore = E501\n").is_empty


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fruit = 1\n", "setup.cfg:1: expected a section"),
        ("[options]\nfruit\n", "setup.cfg:2: expected KEY = VALUE"),
        ("[options]\na" + " " * 100_000 + "b\n", "setup.cfg:2: a line longer than"),
        (b"[options]\na = \xff\n", "setup.cfg:2: expected UTF-8"),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_line(tmp_path: Path, text: str | bytes, words: str) -> None:
    with pytest.raises(PinError, match=words):
        read(tmp_path, text)

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Range, Reading
from driftcheck.pins.setup_script import read_setup_script


def read(folder: Path, text: str | bytes) -> Reading:
    path = folder / "setup.py"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_setup_script(path)


def test_what_is_written_out(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "import setuptools\nBASE = ['fruit==1.0']\nDEV: list[str] = [\n    'leaf~=1.0',\n]\n"
        "setuptools.setup(\n    name='orchard',\n    python_requires='>=3.9',\n"
        "    install_requires=BASE + ['stone>=2; python_version < \"3.12\"'],\n"
        "    extras_require={'dev': DEV, 'all': [*DEV, 'orchard[dev]']},\n    tests_require='twig\\nbranch>1',\n)\n",
    )
    assert [(c.distribution, c.says, c.source.name, c.source.line) for c in reading.candidates] == [
        ("fruit", Version("1.0"), "setup.py [install_requires]", 2),
        ("stone", Range(">=2"), "setup.py [install_requires]", 9),
        ("twig", None, "setup.py [tests_require]", 11),
        ("branch", Range(">1"), "setup.py [tests_require]", 11),
        ("leaf", Range("~=1.0"), "setup.py [extras_require]", 4),
        ("leaf", Range("~=1.0"), "setup.py [extras_require]", 4),
    ]
    assert reading.requires_python == ">=3.9"
    assert reading.notes == ()


@pytest.mark.parametrize(
    "text", ["KW = {'install_requires': ['fruit==1']}\nsetup(**KW)", "setup(**dict(install_requires=['fruit==1']))"]
)
def test_dictionaries_that_are_unpacked(tmp_path: Path, text: str) -> None:
    assert [c.distribution for c in read(tmp_path, text).candidates] == ["fruit"]


@pytest.mark.parametrize(
    "text",
    [
        "setup(install_requires=open('r.txt').read().split())",
        "setup(install_requires=['fruit==' + VERSION])",
        "setup(install_requires=[f'fruit=={v}'])",
        "setup(install_requires=names)",
        "a = []\na = ['fruit==1']\nsetup(install_requires=a)",
        "a = b\nb = a\nsetup(install_requires=a)",
        "setup(**options())",
        "a0 = []\n" + "".join(f"a{n + 1} = [*a{n}, *a{n}]\n" for n in range(45)) + "setup(install_requires=a45)",
    ],
)
def test_what_is_computed_is_said_to_be_unknown(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, text)
    assert reading.candidates == ()
    assert "install_requires is made by code that is not run" in reading.notes[0]


@pytest.mark.parametrize(
    "text", ["", "import os\n", "setup()", "setup(install_requires=None)", "setup(tests_require=[])"]
)
def test_nothing_is_said(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Reading()


def test_nothing_is_run(tmp_path: Path) -> None:
    read(tmp_path, f"open({str(tmp_path / 'made')!r}, 'w')\nsetup(install_requires=['fruit'])\n")
    assert not (tmp_path / "made").exists()


def test_a_bad_text_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    reading = read(tmp_path, "setup(install_requires=['fruit=1',\n 'stone==1'])")
    assert [c.distribution for c in reading.candidates] == ["stone"]
    assert "setup.py:1: expected a requirement" in reading.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "setup(\n",
        "print 'x'\n",
        "(" * 100_000,
        "not " * 100_000 + "x",
        b"\x00",
        b"# coding: base64\n",
        b"'\xff'",
        "x = 1\n" * 300_000,
    ],
)
def test_what_is_no_python_is_refused_with_its_name(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(PinError, match=r"setup\.py"):
        read(tmp_path, text)


def test_what_the_interpreter_would_warn_of_is_not_told(tmp_path: Path) -> None:
    assert read(tmp_path, "x = '\\d'\nsetup(install_requires=['fruit'])\n").candidates

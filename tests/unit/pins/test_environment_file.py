from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Direct, Range, Reading
from driftcheck.pins.environment_file import is_environment_file, read_environment_file

WRITTEN = """\
name: orchard
channels:
  - forge
dependencies:
  - python=3.12
  - numpy=2.4
  - pytorch==2.9.1=cpu*
  - forge::pandas >=2,<3
  - libgcc
  - fruit  # [linux]
  - pip
  - pip:
    - stone==1.0
    - -r more.txt
    - -e ./leaf
    - "git+https://example.invalid/twig.git#egg=twig"
"""


def read(folder: Path, text: str) -> Reading:
    (folder / "environment.yml").write_text(text)
    return read_environment_file(folder / "environment.yml")


def test_packages_and_what_is_left_to_pip(tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("leaf==3\n")
    reading = read(tmp_path, WRITTEN)
    assert [(c.distribution, c.says, c.source.line) for c in reading.candidates] == [
        ("numpy", Range("==2.4.*"), 6),
        ("torch", Version("2.9.1"), 7),
        ("pandas", Range("<3,>=2"), 8),
        ("fruit", None, 10),
        ("pip", None, 11),
        ("stone", Version("1.0"), 13),
        ("leaf", Version("3"), 1),
        ("twig", Direct("installed from a repository, not from a release"), 16),
    ]
    assert reading.candidates[6].source.path.endswith("more.txt")
    assert reading.requires_python == "==3.12.*"
    assert reading.notes == ()


def test_a_bad_package_is_noted_and_the_rest_read(tmp_path: Path) -> None:
    reading = read(tmp_path, "dependencies:\n- {{ own }}\n- '{{ own }}'\n- a=1\n- pip: [b==1, 'b 1']\n")
    assert [c.distribution for c in reading.candidates] == ["a", "b"]
    assert [note.partition("environment.yml:")[2][:21] for note in reading.notes] == [
        "2: expected a package",
        "3: expected a package",
        "5: expected a require",
    ]


@pytest.mark.parametrize(
    "text", ["", "galaxy:\n  a: b\n", "dependencies:\n  galaxy: x\n", "variables: {A: b}\n", "- a\n"]
)
def test_files_of_others_say_nothing(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Reading()


def test_what_is_no_list_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PinError, match=r"environment\.yml:2: expected a list of packages"):
        read(tmp_path, "channels: [x]\ndependencies: numpy\n")


def test_file_names() -> None:
    for name in ("environment.yml", "environment.yaml", "environment-dev.yml", "dev-environment.yaml", "env.yml"):
        assert is_environment_file(name)
    for name in ("environments.yml", "config.yml", "environment.yml.j2", "docker-compose.yml", "a_" * 120 + ".yml"):
        assert not is_environment_file(name)

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Direct, Reading
from driftcheck.pins.pixi_lock import read_pixi_lock

FIXTURE = Path(__file__).parent / "fixtures" / "pixi.lock"


def read(folder: Path, text: str) -> Reading:
    (folder / "pixi.lock").write_text(text)
    return read_pixi_lock(folder / "pixi.lock")


def test_a_lock_of_the_tool_is_read_without_loss() -> None:
    reading = read_pixi_lock(FIXTURE)
    assert {(c.distribution, str(c.says)) for c in reading.candidates if isinstance(c.says, Version)} == {
        ("click", "8.3.1"),
        ("colorama", "0.4.6"),
        ("markupsafe", "3.0.4"),
        ("numpy", "2.2.6"),
        ("numpy", "2.4.6"),
        ("pytest", "8.4.2"),
        ("torch", "2.9.1"),
    }
    assert [c.says for c in reading.candidates if c.distribution == "leaf"] == [
        Direct("installed from a folder, not from a release")
    ]
    assert (reading.requires_python, reading.python) == ("==3.12.*", Version("3.12"))
    assert reading.notes == ()


def test_the_default_environment_counts_and_platforms_are_markers() -> None:
    markers = {(c.distribution, str(c.says)): c.markers for c in read_pixi_lock(FIXTURE).candidates}
    assert markers["numpy", "2.4.6"] == ()
    assert markers["numpy", "2.2.6"] == ("'oldest' in dependency_groups",)
    assert markers["colorama", "0.4.6"] == ("sys_platform == 'win32' and platform_machine in 'x86_64 AMD64'",)


def test_the_line_is_that_of_the_package() -> None:
    lines = FIXTURE.read_text().splitlines()
    for candidate in read_pixi_lock(FIXTURE).candidates:
        assert candidate.source.line is not None
        assert lines[candidate.source.line - 1].startswith("- ")


def test_what_the_lock_says_itself_of_distributions_goes_before_names(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "version: 6\npackages:\n- conda: https://c.example.invalid/noarch/fruit-1.0-py_0.conda\n  purls:\n"
        "  - pkg:pypi/apple?source=x\n- conda: https://c.example.invalid/noarch/stone-1.0-0.conda\n  purls: []\n"
        "- conda: https://c.example.invalid/noarch/rock-1.0-0.conda\n  depends: [zlib]\n",
    )
    assert [(c.distribution, str(c.says)) for c in reading.candidates] == [("apple", "1.0")]


def test_the_keys_of_format_5(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "version: 5\npackages:\n- kind: conda\n  name: fruit\n  version: 1.10\n  depends:\n  - python >=3.9\n"
        "- kind: pypi\n  name: stone\n  version: '2.0'\n  url: https://f.example.invalid/stone-2.0-py3-none-any.whl\n"
        "- kind: pypi\n  name: leaf\n  version: 0.1\n  path: .\n  editable: true\n"
        "- kind: pypi\n  name: twig\n  version: 0.1\n  url: git+https://g.example.invalid/twig@00\n",
    )
    assert [(c.distribution, c.says) for c in reading.candidates] == [
        ("fruit", Version("1.10")),
        ("stone", Version("2.0")),
        ("leaf", Direct("installed from a folder (editable)")),
        ("twig", Direct("installed from a repository, not from a release")),
    ]


def test_a_strange_package_is_noted_and_the_rest_read(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "version: 6\npackages:\n- pypi: x\n- conda: nowhere\n- pypi: https://x\n  name: a\n  version: '1'\n"
    )
    assert [c.distribution for c in reading.candidates] == ["a"]
    assert "pixi.lock:3: expected the name" in reading.notes[0]
    assert "pixi.lock:4: expected the address" in reading.notes[1]


@pytest.mark.parametrize(
    "text", ["", "version: 3\n", "version: x\n", "- a\n", "version: 6\npackages: [\n", "version: " + "9" * 9999 + "x"]
)
def test_what_is_no_lock_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(PinError, match=r"pixi\.lock:\d+: expected"):
        read(tmp_path, text)

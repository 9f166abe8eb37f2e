from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Direct
from driftcheck.pins.conda_lock import is_conda_lock, is_explicit_list, read_conda_lock, read_explicit_list

FIXTURE = Path(__file__).parent / "fixtures" / "conda-lock.yml"


def test_a_lock_of_the_tool_is_read_without_loss() -> None:
    reading = read_conda_lock(FIXTURE)
    assert {(c.distribution, str(c.says)) for c in reading.candidates if isinstance(c.says, Version)} == {
        ("appnope", "0.1.4"),
        ("graphviz", "0.21"),
        ("markupsafe", "3.0.4"),
        ("numpy", "2.4.6"),
        ("packaging", "26.0"),
        ("pytest", "8.4.2"),
        ("torch", "2.8.0"),
        ("torch", "2.9.1"),
    }
    assert [c.says for c in reading.candidates if c.distribution == "leaf"] == [
        Direct("installed from a repository, not from a release")
    ]
    assert (reading.requires_python, reading.python) == ("==3.12.*", Version("3.12"))
    assert reading.notes == ()


def test_platforms_and_categories_are_markers() -> None:
    markers = {(c.distribution, str(c.says)): c.markers for c in read_conda_lock(FIXTURE).candidates}
    assert markers["numpy", "2.4.6"] == ()
    assert markers["pytest", "8.4.2"] == ("'dev' in dependency_groups",)
    assert markers["torch", "2.9.1"] == ("sys_platform == 'linux' and platform_machine in 'x86_64 AMD64'",)


@pytest.mark.parametrize("text", ["", "version: 1\n", "package: [\n", "just words"])
def test_what_is_no_lock_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "conda-lock.yml").write_text(text)
    with pytest.raises(PinError, match=r"conda-lock\.yml:\d+: expected"):
        read_conda_lock(tmp_path / "conda-lock.yml")


def test_a_strange_package_is_noted_and_the_rest_read(tmp_path: Path) -> None:
    (tmp_path / "conda-lock.yml").write_text("package:\n- name: a\n- 3\n- {name: b, version: '1', manager: pip}\n")
    reading = read_conda_lock(tmp_path / "conda-lock.yml")
    assert [c.distribution for c in reading.candidates] == ["b"]
    assert len(reading.notes) == 2
    assert "conda-lock.yml:2: expected the name and the version" in reading.notes[0]


def test_an_explicit_list(tmp_path: Path) -> None:
    path = tmp_path / "conda-linux-64.lock"
    path.write_text(
        "# platform: linux-64\n@EXPLICIT\nhttps://c.example.invalid/linux-64/python-3.12.9-h0_0.conda#00\n"
        "https://c.example.invalid/linux-64/libgcc-15.1-h0_0.conda#00\n"
        "https://c.example.invalid/linux-64/pytorch-2.9.1-py312_0.conda#00\nhttps://c.example.invalid/x\n"
    )
    reading = read_explicit_list(path)
    assert [(c.distribution, str(c.says), c.source.line) for c in reading.candidates] == [("torch", "2.9.1", 5)]
    assert (reading.requires_python, reading.python) == ("==3.12.*", Version("3.12"))
    assert reading.notes[0].endswith("conda-linux-64.lock:6: expected the address of a package of conda")
    path.write_text("fruit==1\n")
    with pytest.raises(PinError, match="expected a line @EXPLICIT"):
        read_explicit_list(path)


def test_file_names() -> None:
    assert is_conda_lock("conda-lock.yml")
    assert is_conda_lock("dev.conda-lock.yaml")
    assert not is_conda_lock("conda.yml")
    assert is_explicit_list("conda-osx-arm64.lock")
    assert not is_explicit_list("uv.lock")

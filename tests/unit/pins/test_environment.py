from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Direct
from driftcheck.pins.environment import find_environment, locate_environment, read_environment
from driftcheck.pins.selection import find_pins


def make_environment(root: Path, *installed: str, python: str = "3.12", settings: str | None = None) -> Path:
    site = root / "lib" / f"python{python}" / "site-packages"
    site.mkdir(parents=True)
    (root / "bin").mkdir()
    (root / "bin" / "python").touch()
    (root / "pyvenv.cfg").write_text(settings or f"home = /nowhere/bin\nversion = {python}.4\n")
    for name in installed:
        record = site / f"{name}.dist-info"
        record.mkdir()
        (record / "METADATA").write_text("Metadata-Version: 2.1\nName: x\nVersion: 0\n")
    return site


def said(root: Path) -> dict[str, str]:
    return {candidate.distribution: str(candidate.says) for candidate in read_environment(root).candidates}


def test_the_records_tell_distribution_and_version(tmp_path: Path) -> None:
    make_environment(tmp_path, "Ripe_Fruit-1.2.3", "ruamel.yaml-0.17", "torch-2.1.0+cu118", "old-name-1.0")
    reading = read_environment(tmp_path)
    assert said(tmp_path) == {"ripe-fruit": "1.2.3", "ruamel-yaml": "0.17", "torch": "2.1.0", "old-name": "1.0"}
    assert reading.python == Version("3.12.4")
    assert reading.candidates[0].source.name == "environment"
    assert reading.candidates[0].source.path.endswith("site-packages")


def test_what_an_interrupted_install_left_behind_is_not_installed(tmp_path: Path) -> None:
    make_environment(tmp_path, "~ruit-1.0", "fruit-2.0")
    assert said(tmp_path) == {"fruit": "2.0"}


def test_two_records_of_one_distribution_are_noted(tmp_path: Path) -> None:
    make_environment(tmp_path, "fruit-1.0", "fruit-2.0")
    (note,) = read_environment(tmp_path).notes
    assert note.endswith("site-packages: fruit is recorded twice, as 1.0 and 2.0; 2.0 is used")
    assert said(tmp_path) == {"fruit": "2.0"}


def test_what_an_uninstall_left_behind_is_not_installed(tmp_path: Path) -> None:
    site = make_environment(tmp_path, "fruit-1.0")
    (site / "fruit-2.0.dist-info").mkdir()
    (site / "stone-1.0.dist-info" / "licenses").mkdir(parents=True)
    assert said(tmp_path) == {"fruit": "1.0"}
    assert read_environment(tmp_path).notes == ()


def test_an_environment_of_windows(tmp_path: Path) -> None:
    base, child = tmp_path / "Python312", tmp_path / ".venv"
    for root, release in ((base, "stone-1.0"), (child, "fruit-2.0")):
        record = root / "Lib" / "site-packages" / f"{release}.dist-info"
        record.mkdir(parents=True)
        (record / "METADATA").touch()
    (base / "python.exe").touch()
    (child / "Scripts").mkdir()
    (child / "Scripts" / "python.exe").touch()
    (child / "pyvenv.cfg").write_text(f"home = {base}\r\nversion = 3.12.4\r\n", newline="")
    assert said(locate_environment(child / "Scripts" / "python.exe")) == {"fruit": "2.0"}
    assert read_environment(child).python == Version("3.12.4")
    assert said(locate_environment(base / "python.exe")) == {"stone": "1.0"}
    (child / "pyvenv.cfg").write_text(f"home = {base}\ninclude-system-site-packages = true\nversion = 3.12.4\n")
    assert said(child) == {"fruit": "2.0", "stone": "1.0"}


def test_the_environment_that_this_runs_in_plays_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    (tmp_path / ".git").mkdir()
    (tmp_path / "tool.py").touch()
    assert find_pins(tmp_path).pins == {}


@pytest.mark.parametrize(
    ("origin", "is_release"),
    [
        ({"url": "file:///src/fruit", "dir_info": {"editable": True}}, False),
        ({"url": "https://example.invalid/fruit", "vcs_info": {"vcs": "git", "commit_id": "0f"}}, False),
        ({"url": "https://example.invalid/fruit-1.0-py3-none-any.whl", "archive_info": {}}, True),
    ],
)
def test_the_origin_of_an_install(tmp_path: Path, origin: dict[str, object], is_release: bool) -> None:  # noqa: FBT001
    site = make_environment(tmp_path, "fruit-1.0")
    (site / "fruit-1.0.dist-info" / "direct_url.json").write_text(json.dumps(origin))
    (candidate,) = read_environment(tmp_path).candidates
    assert isinstance(candidate.says, Direct) is not is_release


def test_records_with_unusual_names_are_opened(tmp_path: Path) -> None:
    site = make_environment(tmp_path)
    (site / "fruit-1.0-py3.12.egg-info").mkdir()
    (site / "fruit-1.0-py3.12.egg-info" / "PKG-INFO").write_text("Name: fruit\r\nVersion: 1.0\r\n\r\nVersion: 9\r\n")
    (site / "stone.dist-info").mkdir()
    (site / "stone.dist-info" / "METADATA").write_text("Name: stone\nVersion: 2.0\n\nName: other\n")
    (site / "empty-dev.dist-info").mkdir()
    (site / "broken.egg-info").write_bytes(b"\xff\xfe\x00")
    assert said(tmp_path) == {"fruit": "1.0", "stone": "2.0"}


def test_packages_of_the_base_interpreter_count_where_the_environment_sees_them(tmp_path: Path) -> None:
    base, child = tmp_path / "base", tmp_path / "child"
    make_environment(base, "fruit-1.0", "stone-1.0")
    settings = f"home = {base}/bin\ninclude-system-site-packages = true\nversion_info = 3.12.1.final.0\n"
    make_environment(child, "fruit-2.0", settings=settings)
    assert said(child) == {"fruit": "2.0", "stone": "1.0"}
    assert read_environment(child).python == Version("3.12.1")
    assert read_environment(child).notes == ()


def test_an_environment_is_known_by_its_configuration(tmp_path: Path) -> None:
    assert find_environment(tmp_path) is None
    (tmp_path / "venv").mkdir()
    assert find_environment(tmp_path) is None
    make_environment(tmp_path / ".venv")
    assert find_environment(tmp_path) == tmp_path / ".venv"


def test_what_the_user_may_name(tmp_path: Path) -> None:
    site = make_environment(tmp_path / "here", "fruit-1.0")
    for named in (tmp_path / "here", tmp_path / "here" / "bin" / "python", site):
        assert said(locate_environment(named)) == {"fruit": "1.0"}
    assert read_environment(site).python == Version("3.12")


def test_an_interpreter_outside_any_virtual_environment_is_followed(tmp_path: Path) -> None:
    make_environment(tmp_path / "opt", "fruit-1.0")
    (tmp_path / "opt" / "pyvenv.cfg").unlink()
    (tmp_path / "usr" / "bin").mkdir(parents=True)
    (tmp_path / "usr" / "bin" / "python3").symlink_to(tmp_path / "opt" / "bin" / "python")
    assert said(locate_environment(tmp_path / "usr" / "bin" / "python3")) == {"fruit": "1.0"}


@pytest.mark.parametrize("name", ["missing", "folder", "file"])
def test_anything_else_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(PinError, match="expected an interpreter"):
        locate_environment(tmp_path / name)


def test_a_strange_configuration_is_survived(tmp_path: Path) -> None:
    make_environment(tmp_path, "fruit-1.0", settings="\x00version\n= = =\nversion = ripe\nhome\n")
    assert said(tmp_path) == {"fruit": "1.0"}
    assert read_environment(tmp_path).python == Version("3.12")

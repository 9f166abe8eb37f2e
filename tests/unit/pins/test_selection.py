from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import ConfigError, PinError
from driftcheck.model.releases import PinKind
from driftcheck.pins.selection import PinSet, find_pins

FIXTURES = Path(__file__).parent / "fixtures"


def write(root: Path, **files: str) -> Path:
    """Files by name, `__` standing for a folder's slash and `_` for a dot; beneath the root of a repository."""
    (root / ".git").mkdir(exist_ok=True)
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def environment(root: Path, *installed: str, python: str = "3.12") -> None:
    site = root / "lib" / f"python{python}" / "site-packages"
    site.mkdir(parents=True)
    for name in installed:
        (site / f"{name}.dist-info").mkdir()
        (site / f"{name}.dist-info" / "METADATA").touch()
    (root / "pyvenv.cfg").write_text(f"version = {python}.1\n")


def versions(pins: PinSet) -> dict[str, str]:
    return {name: f"{pin.version or pin.specifier} {pin.source.name}" for name, pin in pins.pins.items()}


def uv_package(name: str, version: str) -> str:
    return f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{ registry = "https://example.invalid" }}\n'


def test_a_folder_without_anything_gives_nothing(tmp_path: Path) -> None:
    assert find_pins(write(tmp_path)) == PinSet({})


def test_the_most_trusted_source_wins_for_each_distribution(tmp_path: Path) -> None:
    names = ["given", "pylock", "uv", "poetry", "list", "installed", "exact", "ranged", "bare"]
    write(
        tmp_path,
        pylock_toml='lock-version = "1.0"\ncreated-by = "x"\n'
        + "".join(
            f'[[packages]]\nname = "{name}"\nversion = "2"\n'
            f'[packages.sdist]\npath = "{name}-2.tar.gz"\nhashes = {{a = "b"}}\n'
            for name in names[:2]
        ),
        uv_lock="version = 1\n" + "".join(uv_package(name, "3") for name in names[:3]),
        poetry_lock="".join(f'[[package]]\nname = "{name}"\nversion = "4"\n' for name in names[:4]),
        requirements_txt="".join(f"{name}==5\n" for name in names[:5]) + "ranged>=5\nexact>=1\ninstalled>1\n",
        pyproject_toml=f"[project]\ndependencies = {[f'{name}==7' for name in names[:7]] + ['ranged<9', 'bare']}\n",
    )
    environment(tmp_path / ".venv", *(f"{name}-6" for name in names[:6]))
    pins = find_pins(tmp_path, given=["given==1"])
    assert versions(pins) == {
        "given": "1 --pin",
        "pylock": "2 pylock.toml",
        "uv": "3 uv.lock",
        "poetry": "4 poetry.lock",
        "list": "5 requirements.txt",
        "installed": "6 environment",
        "exact": "7 pyproject.toml [project.dependencies]",
        "ranged": ">=5 requirements.txt",
    }
    assert pins.pins["ranged"].kind is PinKind.RANGE
    assert [unpinned.distribution for unpinned in pins.unpinned] == ["bare"]
    assert pins.notes == ()


def test_the_nearest_folder_counts_and_a_list_is_completed_by_those_above(tmp_path: Path) -> None:
    write(
        tmp_path,
        requirements_txt="fruit==1\nstone==1\n",
        deep__requirements_txt="fruit==2\n",
        deep__down__pyproject_toml="[tool.ruff]\nline-length = 100\n",
        deep__down__module_py="",
    )
    assert versions(find_pins(tmp_path / "deep" / "down")) == {
        "fruit": "2 requirements.txt",
        "stone": "1 requirements.txt",
    }
    assert versions(find_pins(tmp_path)) == {"fruit": "1 requirements.txt", "stone": "1 requirements.txt"}


def test_the_search_ends_at_the_root_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path, requirements_txt="fruit==1\n", inner__notes_md="")
    (tmp_path / "inner" / ".git").write_text("gitdir: elsewhere\n")
    assert find_pins(tmp_path / "inner").pins == {}


def test_a_member_is_governed_by_the_lock_of_its_workspace(tmp_path: Path) -> None:
    write(
        tmp_path,
        uv_lock=(FIXTURES / "uv.lock").read_text(),
        packages__leaf__pyproject_toml='[project]\nname = "leaf"\ndependencies = ["markupsafe>=2"]\n',
        packages__other__pyproject_toml='[project]\nname = "other"\ndependencies = ["markupsafe>=2"]\n',
    )
    environment(tmp_path / ".venv", "pluggy-1.0", python="3.11")
    pins = find_pins(tmp_path / "packages" / "leaf")
    assert str(pins.pins["markupsafe"].version) == "3.0.4"
    assert str(pins.pins["numpy"].version) == "2.4.6"
    assert str(pins.pins["pluggy"].version) == "1.0"


def test_a_lock_above_governs_what_no_nearer_pins_do(tmp_path: Path) -> None:
    write(
        tmp_path,
        uv_lock="version = 1\n" + uv_package("fruit", "2.5") + uv_package("stone", "1.0") + uv_package("leaf", "3.0"),
        other__pyproject_toml='[project]\nname = "other"\ndependencies = ["fruit>=2", "stone>=2", "bark"]\n',
        other__code__notes_md="",
    )
    found = find_pins(tmp_path / "other" / "code")
    assert versions(found) == {
        "fruit": "2.5 uv.lock",
        "leaf": "3.0 uv.lock",
        "stone": ">=2 pyproject.toml [project.dependencies]",
    }
    assert [unpinned.distribution for unpinned in found.unpinned] == ["bark"]


def test_a_fork_is_told_by_the_python_that_is_asked_for(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "uv.lock", write(tmp_path) / "uv.lock")
    for python, expected in (("3.10", "2.2.6"), ("3.11", "2.4.6"), ("3.14", "2.5.5")):
        pins = find_pins(tmp_path, python_version=Version(python))
        assert str(pins.pins["numpy"].version) == expected
        assert f"for Python {python} on" in pins.notes[0]
    assert str(find_pins(tmp_path, newest_python=Version("3.11")).pins["numpy"].version) == "2.4.6"


def test_which_python_the_code_is_checked_for(tmp_path: Path) -> None:
    write(tmp_path, pyproject_toml='[project]\nrequires-python = ">=3.9"\n')
    assert find_pins(tmp_path).python is None
    assert find_pins(tmp_path).requires_python == ">=3.9"
    environment(tmp_path / ".venv", python="3.11")
    assert find_pins(tmp_path).python == Version("3.11.1")
    (tmp_path / ".python-version").write_text("3.12\n")
    assert find_pins(tmp_path).python == Version("3.12")
    environment(tmp_path / "elsewhere", "fruit-1.0", python="3.13")
    named = find_pins(tmp_path, python=tmp_path / "elsewhere")
    assert named.python == Version("3.13.1")
    assert versions(named) == {"fruit": "1.0 environment"}
    asked = find_pins(tmp_path, python=tmp_path / "elsewhere", python_version=Version("3.14"))
    assert asked.python == Version("3.14")


def test_requirement_files_count_in_a_sensible_order(tmp_path: Path) -> None:
    write(
        tmp_path,
        requirements_txt="a==1\n",
        requirements_in="a>=0\nb==4\nc==5\n",
        **{"requirements-dev_txt": "a==2\nb==2\n"},
        requirements__test_txt="a==3\nb==3\nc==3\n",
    )
    assert versions(find_pins(tmp_path)) == {
        "a": "1 requirements.txt",
        "b": "2 requirements-dev.txt",
        "c": "3 test.txt",
    }


def test_a_broken_file_is_noted_and_hides_no_other(tmp_path: Path) -> None:
    write(
        tmp_path,
        uv_lock="version = 1\n[[package]\n",
        poetry_lock="package = 1\n",
        pylock_toml="",
        requirements_txt="fruit==1\nbad line\n",
        pyproject_toml="[project]\nname = \n",
    )
    pins = find_pins(tmp_path)
    assert versions(pins) == {"fruit": "1 requirements.txt"}
    assert len(pins.notes) == 5
    assert any("uv.lock:2: " in note for note in pins.notes)
    assert any("pyproject.toml:2: " in note for note in pins.notes)


def test_what_the_user_names_must_be_readable(tmp_path: Path) -> None:
    write(
        tmp_path, uv_lock="version = 1\n[[package]\n", requirements_txt="fruit==1\n", notes_md="", held_txt="fruit==3"
    )
    with pytest.raises(PinError, match=r"uv\.lock:2"):
        find_pins(tmp_path, lock=tmp_path / "uv.lock")
    with pytest.raises(PinError, match=r"missing\.txt"):
        find_pins(tmp_path, lock=tmp_path / "missing.txt")
    with pytest.raises(ConfigError, match="expected pylock"):
        find_pins(tmp_path, lock=tmp_path / "notes.md")
    with pytest.raises(PinError, match="expected an interpreter"):
        find_pins(tmp_path, python=tmp_path / "missing")
    assert versions(find_pins(tmp_path, lock=tmp_path / "held.txt")) == {"fruit": "3 held.txt"}


def test_a_pin_for_another_python_yields_to_the_environment(tmp_path: Path) -> None:
    write(tmp_path, requirements_txt="fruit==1 ; python_version < '3.8'\nstone==1 ; python_version < '3.8'\n")
    environment(tmp_path / "venv", "fruit-2.0")
    assert versions(find_pins(tmp_path)) == {"fruit": "2.0 environment", "stone": "1 requirements.txt"}


def test_nothing_stands_in_the_way_of_another_process(tmp_path: Path) -> None:
    pins = find_pins(write(tmp_path, requirements_txt="fruit==1\nstone>1\nleaf\n"))
    assert pickle.loads(pickle.dumps(pins)) == pins


def test_an_environment_above_completes_ranges_and_no_list_of_versions(tmp_path: Path) -> None:
    write(
        tmp_path,
        pyproject_toml='[project]\ndependencies = ["stone>=1"]\n',
        service__requirements_txt="fruit==1\n",
        member__pyproject_toml='[project]\ndependencies = ["fruit>=1"]\n',
    )
    environment(tmp_path / ".venv", "fruit-2.0", "stone-3.0", python="3.11")
    assert versions(find_pins(tmp_path / "member")) == {"fruit": "2.0 environment", "stone": "3.0 environment"}
    found = find_pins(tmp_path / "service")
    assert versions(found) == {
        "fruit": "1 requirements.txt",
        "stone": ">=1 pyproject.toml [project.dependencies]",
    }
    assert found.python is None


def test_other_declarations_count_last(tmp_path: Path) -> None:
    write(
        tmp_path,
        setup_cfg="[options]\ninstall_requires =\n    fruit>=1\n    stone>=1\n",
        pyproject_toml='[project]\ndependencies = ["fruit>=2"]\n',
    )
    assert versions(find_pins(tmp_path)) == {
        "fruit": ">=2 pyproject.toml [project.dependencies]",
        "stone": ">=1 setup.cfg [options]",
    }


def test_a_folder_that_does_not_exist_is_no_trouble(tmp_path: Path) -> None:
    write(tmp_path, requirements_txt="fruit==1\n")
    assert versions(find_pins(tmp_path / "missing" / "deep")) == {"fruit": "1 requirements.txt"}


def test_locks_of_other_tools_come_after_and_declarations_last(tmp_path: Path) -> None:
    names = ["poetry", "pdm", "pipfile-lock", "pixi", "conda", "explicit", "list", "installed", "project", "script"]
    conda = "https://c.example.invalid/noarch/{}-{}-py_0.conda"
    write(
        tmp_path,
        poetry_lock='[[package]]\nname = "poetry"\nversion = "1"\n',
        pdm_lock="".join(f'[[package]]\nname = "{name}"\nversion = "2"\n' for name in names[:2]),
        Pipfile_lock=json.dumps({"default": {name: {"version": "==3"} for name in names[:3]}}),
        pixi_lock="version: 6\npackages:\n"
        + "".join(f"- conda: {conda.format(name, 4)}\n  depends: [python]\n" for name in names[:4]),
        requirements_txt="".join(f"{name}==7\n" for name in names[:7]),
        pyproject_toml=f"[project]\ndependencies = {[f'{name}==9' for name in names[:9]]}\n",
        setup_py=f"setup(install_requires={[f'{name}==10' for name in names]})",
        **{
            "conda-lock_yml": "package:\n"
            + "".join(f"- {{name: {name}, version: '5', manager: pip}}\n" for name in names[:5]),
            "conda-linux-64_lock": "@EXPLICIT\n" + "".join(f"{conda.format(name, 6)}\n" for name in names[:6]),
        },
        setup_cfg="[options]\ninstall_requires =\n  ranged>=1\n",
        environment_yml="dependencies:\n- env==11\n- script==12\n",
        Pipfile="[packages]\nranged = '==13'\n",
    )
    environment(tmp_path / ".venv", *(f"{name}-8" for name in names[:8]))
    assert versions(find_pins(tmp_path)) == {
        "poetry": "1 poetry.lock",
        "pdm": "2 pdm.lock",
        "pipfile-lock": "3 Pipfile.lock",
        "pixi": "4 pixi.lock",
        "conda": "5 conda-lock.yml",
        "explicit": "6 conda-linux-64.lock",
        "list": "7 requirements.txt",
        "installed": "8 environment",
        "project": "9 pyproject.toml [project.dependencies]",
        "script": "10 setup.py [install_requires]",
        "env": "11 environment.yml",
        "ranged": "13 Pipfile [packages]",
    }
    assert find_pins(tmp_path).notes == ()


def test_broken_files_of_other_tools_hide_no_source(tmp_path: Path) -> None:
    write(
        tmp_path,
        pdm_lock="[[package]\n",
        Pipfile_lock="{\n",
        Pipfile="[packages\n",
        pixi_lock="version: [\n",
        setup_cfg="x\n",
        setup_py="setup(\n",
        environment_yml="dependencies: [\n",
        requirements_txt="fruit==1\n",
        **{"conda-lock_yml": "package: &a [*a]\n", "conda-linux-64_lock": "x\n"},
    )
    pins = find_pins(tmp_path)
    assert versions(pins) == {"fruit": "1 requirements.txt"}
    assert len(pins.notes) == 9
    assert all("expected" in note for note in pins.notes)


def test_a_lock_with_the_interpreter_says_more_than_the_range_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "p"\nrequires-python = ">=3.9"\n')
    (tmp_path / "conda-lock.yml").write_text(
        "package:\n- {name: python, version: 3.11.4, manager: conda, platform: linux-64}\n"
    )
    pins = find_pins(tmp_path)
    assert (pins.python, pins.requires_python) == (Version("3.11"), ">=3.9")
    (tmp_path / ".python-version").write_text("3.12\n")
    assert find_pins(tmp_path).python == Version("3.12")
    assert find_pins(tmp_path, python_version=Version("3.13")).python == Version("3.13")

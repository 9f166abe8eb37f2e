from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.utils import canonicalize_name
from packaging.version import Version

import driftcheck.pins.conda_packages
from driftcheck.pins.conda_packages import distribution_of, interpreter_of, markers_for, named_in


@pytest.mark.parametrize(
    ("package", "distribution"),
    [
        ("numpy", "numpy"),
        ("ruamel.yaml", "ruamel-yaml"),
        ("PyTables", "tables"),
        ("pytorch", "torch"),
        ("opencv", "opencv-python"),
        ("graphviz", None),
        ("python-graphviz", "graphviz"),
        ("libgcc", None),
        ("_openmp_mutex", None),
        ("librosa", "librosa"),
    ],
)
def test_the_distribution_that_a_package_is_made_from(package: str, distribution: str | None) -> None:
    assert distribution_of(package) == distribution


def test_the_table_is_tidy() -> None:
    path = Path(driftcheck.pins.conda_packages.__file__).parent / "data" / "conda_names.toml"
    table = tomllib.loads(path.read_text())
    assert list(table["renamed"]) == sorted(table["renamed"])
    assert all(canonicalize_name(name) == name for name in table["renamed"].values())
    assert all(
        canonicalize_name(package) != name for package, name in table["renamed"].items() if package != "ruamel_yaml"
    )
    foreign = table["foreign"]["names"]
    assert sorted(set(foreign)) == foreign
    assert not set(foreign) & table["renamed"].keys()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://conda.example.invalid/linux-64/some-name-1.2.3-py312_0.conda", ("some-name", "1.2.3")),
        ("https://conda.example.invalid/noarch/fruit-1.0-pyh_1.tar.bz2#00ff", ("fruit", "1.0")),
        ("https://conda.example.invalid/fruit.conda", None),
        ("fruit-1.0-py3-none-any.whl", None),
    ],
)
def test_name_and_version_in_an_address(address: str, expected: tuple[str, str] | None) -> None:
    assert named_in(address) == expected


def test_platforms_become_markers() -> None:
    among = frozenset({"linux-64", "osx-arm64", "win-64"})
    assert markers_for(among, among) == ()
    assert markers_for(among, among, "'dev' in dependency_groups") == ("'dev' in dependency_groups",)
    (marker,) = markers_for(["win-64"], among)
    assert Marker(marker).evaluate({"sys_platform": "win32", "platform_machine": "AMD64"})
    assert not Marker(marker).evaluate({"sys_platform": "linux", "platform_machine": "x86_64"})


def test_the_python_of_an_interpreter() -> None:
    assert interpreter_of(["3.12.9", "3.12.1"]) == Version("3.12")
    assert interpreter_of(["3.12.9", "3.13.1"]) is interpreter_of(["x"]) is interpreter_of([]) is None

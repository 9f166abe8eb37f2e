from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Candidate, Direct, Range, Reading
from driftcheck.pins.pyproject import read_pyproject


def read(folder: Path, text: str) -> Reading:
    path = folder / "pyproject.toml"
    path.write_text(text)
    return read_pyproject(path)


def named(reading: Reading, name: str) -> list[Candidate]:
    return [candidate for candidate in reading.candidates if candidate.distribution == name]


def test_standard_dependencies(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        """
[project]
name = "Orchard"
requires-python = ">=3.10,<3.14"
dependencies = [
    "fruit>=1.2,<2",
    "stone==2.0",
    "leaf",
    "grafts @ git+https://example.invalid/grafts",
]
[project.optional-dependencies]
web = ["flower~=3.0", "orchard[all]"]
""",
    )
    assert [(c.distribution, c.says, c.source.line) for c in reading.candidates] == [
        ("fruit", Range("<2,>=1.2"), 6),
        ("stone", Version("2.0"), 7),
        ("leaf", None, 8),
        ("grafts", Direct("installed from a repository, not from a release"), 9),
        ("flower", Range("~=3.0"), 12),
    ]
    assert reading.candidates[0].source.name == "pyproject.toml [project.dependencies]"
    assert reading.candidates[4].source.name == "pyproject.toml [project.optional-dependencies.web]"
    assert reading.requires_python == ">=3.10,<3.14"
    assert reading.notes == ()


def test_dependency_groups_include_each_other(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        '[dependency-groups]\ntest = ["fruit==1.0"]\ndev = [{include-group = "test"}, "stone>=2"]\n',
    )
    assert {(c.distribution, c.source.name) for c in reading.candidates} == {
        ("fruit", "pyproject.toml [dependency-groups.test]"),
        ("fruit", "pyproject.toml [dependency-groups.dev]"),
        ("stone", "pyproject.toml [dependency-groups.dev]"),
    }


def test_requirements_of_groups_are_found_as_they_are_written(tmp_path: Path) -> None:
    written = ["stone>=2, <3", "Fruit_Bowl [ripe] ==1.0", "leaf==1.0;python_version>'3.8'"]
    lines = "".join(f'  "{text}",\n' for text in written)
    reading = read(tmp_path, f"[dependency-groups]\ntest = [\n{lines}]\n")
    assert [candidate.source.line for candidate in reading.candidates] == [3, 4, 5]


@pytest.mark.parametrize(
    "groups",
    [
        'dev = [{include-group = "dev"}]',
        'dev = [{include-group = "other"}]\nother = [{include-group = "dev"}]',
        'dev = [{include-group = "missing"}]',
        'dev = "fruit"',
        "dev = [3]",
        'dev = ["not a requirement"]',
        'Dev = ["fruit"]\ndev = ["stone"]',
    ],
)
def test_a_broken_group_is_noted_and_the_others_read(tmp_path: Path, groups: str) -> None:
    reading = read(tmp_path, f'[project]\ndependencies = ["leaf==1.0"]\n[dependency-groups]\n{groups}\n')
    assert [candidate.says for candidate in named(reading, "leaf")] == [Version("1.0")]
    assert reading.notes
    assert all("pyproject.toml" in note for note in reading.notes)


def test_poetry(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        """
[tool.poetry]
name = "orchard"
[tool.poetry.dependencies]
python = "^3.9"
fruit = "^1.2"
stone = "2.0.1"
leaf = { version = "~3.1", optional = true }
"grafts" = { git = "https://example.invalid/grafts.git", branch = "main" }
soil = { path = "../soil", develop = true }
wheel_only = { url = "https://example.invalid/wheel_only-4.0-py3-none-any.whl" }
split = [{ version = "<2", python = "<3.11" }, { version = "^2", python = ">=3.11", markers = "os_name == 'posix'" }]
anything = "*"
[tool.poetry.dev-dependencies]
old = "^0.3"
[tool.poetry.group.docs.dependencies]
flower = ">=5"
""",
    )
    says = {candidate.distribution: candidate.says for candidate in reading.candidates}
    assert says["fruit"] == Range("<2,>=1.2")
    assert says["stone"] == Version("2.0.1")
    assert says["leaf"] == Range("<3.2,>=3.1")
    assert isinstance(says["grafts"], Direct)
    assert isinstance(says["soil"], Direct)
    assert says["wheel-only"] == Version("4.0")
    assert says["anything"] is None
    assert says["old"] == Range("<0.4,>=0.3")
    assert says["flower"] == Range(">=5")
    assert "python" not in says
    assert [candidate.markers for candidate in named(reading, "split")] == [
        ("(python_full_version < '3.11')",),
        ("(os_name == 'posix') and (python_full_version >= '3.11')",),
    ]
    assert named(reading, "fruit")[0].source.line == 6
    assert reading.requires_python == ">=3.9,<4"


def test_uv_sources_overrides_and_constraints(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        """
[project]
name = "orchard"
dependencies = ["fruit", "leaf", "soil"]
[tool.uv]
dev-dependencies = ["flower==1.0"]
constraint-dependencies = ["stone==2.0"]
override-dependencies = ["soil==3.0"]
[tool.uv.sources]
leaf = { workspace = true }
fruit = [{ git = "https://example.invalid/fruit", marker = "sys_platform == 'linux'" }]
mirror = { index = "elsewhere" }
""",
    )
    assert isinstance(named(reading, "leaf")[0].says, Direct)
    assert named(reading, "fruit")[0].markers == ("sys_platform == 'linux'",)
    assert named(reading, "soil")[0].says == Version("3.0")
    assert named(reading, "stone")[0].says == Version("2.0")
    assert named(reading, "flower")[0].says == Version("1.0")
    assert not named(reading, "mirror")


def test_requirement_files_that_the_build_takes_dependencies_from(tmp_path: Path) -> None:
    (tmp_path / "needs.txt").write_text("fruit==1.0\n")
    reading = read(
        tmp_path,
        '[project]\nname = "orchard"\ndynamic = ["dependencies"]\n'
        '[tool.setuptools.dynamic]\ndependencies = { file = ["needs.txt", "missing.txt"] }\n',
    )
    assert [candidate.source.name for candidate in named(reading, "fruit")] == ["needs.txt"]
    assert "missing.txt" in reading.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[tool.ruff]\nline-length = 120\n",
        "project = 3",
        "[project]\nname = 3\n[tool.poetry]\ndependencies = 3\ngroup = 'x'\n",
        "tool = []",
        "[tool]\npoetry = 3\nuv = 3\npdm = 3\nsetuptools = { dynamic = 3 }\n",
        "[tool.uv]\nsources = { fruit = 3 }\n",
        "[tool.poetry.dependencies]\npython = 3\n",
        "dependency-groups = 3",
    ],
)
def test_nothing_is_said(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).is_empty


@pytest.mark.parametrize(
    "text",
    [
        '[project]\ndependencies = "fruit==1.0"\n',
        '[project]\ndependencies = ["fruit 1.0"]\n',
        '[tool.poetry.dependencies]\nfruit = "ripe"\n',
    ],
)
def test_a_mistake_is_noted(tmp_path: Path, text: str) -> None:
    assert "pyproject.toml" in read(tmp_path, text).notes[0]


def test_what_is_no_toml_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PinError, match=r"pyproject\.toml:2: expected TOML"):
        read(tmp_path, "[project]\nname = \n")

"""What is in force, as the commands see it: options over the file, the file over the defaults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from driftcheck import Checker, check_source
from driftcheck.cli.main import run


@pytest.fixture
def project(tmp_path: Path, snapshots: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    text = f"[tool.driftcheck]\nsnapshots = [{str(snapshots)!r}]\nimport-names = {{ colours = 'Paint' }}\n"
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("paint==2.0\n", encoding="utf-8")
    (tmp_path / "app").mkdir()
    (tmp_path / "app/main.py").write_text("from paint import tint\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("project")
def test_values_are_shown_with_their_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "show", "app"]) == 0
    lines = [line.split("  # ") for line in capsys.readouterr().out.splitlines()]
    assert [(value.strip().split(" = ")[0], source) for value, source in lines] == [
        ("fetch", "default"),
        ("offline", "default"),
        ("import-names", "pyproject.toml:3"),
        ("snapshots", "pyproject.toml:2"),
        ("cache-dir", "default"),
        ("python-version", "default"),
        ("platform", "default"),
        ("select", "default"),
        ("extend-select", "default"),
        ("ignore", "default"),
        ("severity", "default"),
        ("per-file-ignores", "default"),
        ("per-package-ignores", "default"),
        ("deprecations", "default"),
        ("exclude", "default"),
        ("extend-exclude", "default"),
        ("force-exclude", "default"),
        ("baseline", "default"),
    ]
    assert lines[7][0].strip() == 'select = ["ALL"]'
    assert lines[2][0].strip() == 'import-names = { "colours" = "paint" }'
    assert lines[5][0].strip() == "python-version = (not set)"


@pytest.mark.usefixtures("project")
def test_values_as_data(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--snapshots", str(snapshots), "config", "show", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["file"] == "pyproject.toml"
    values = {value["key"]: value for value in document["values"]}
    assert values["snapshots"]["source"] == {"name": "--snapshots", "line": None}
    assert values["import-names"]["value"] == {"colours": "paint"}
    assert values["fetch"] == {"key": "fetch", "value": False, "source": {"name": "default", "line": None}}


@pytest.mark.usefixtures("project")
def test_a_check_and_its_pins_follow_the_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["app", "--format", "concise"]) == 1
    assert "DC101 paint.tint was removed" in capsys.readouterr().out
    assert run(["pins"]) == 0
    assert "2.0" in capsys.readouterr().out.splitlines()[2].split()[4]


def test_the_map_goes_before_the_catalog(project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lookup", "--config", "pyproject.toml", "--pin", "paint==2.0", "paint.tint"]) == 0
    assert "absent" in capsys.readouterr().out
    text = f"snapshots = [{str(snapshots)!r}]\nimport-names = {{ paint = 'pigment' }}\n"
    (project / "driftcheck.toml").write_text(text, encoding="utf-8")
    assert run(["app", "--format", "json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["summary"]["not_covered"]
    assert entry == {"name": "pigment", "reason": "no snapshot"}


def test_isolated_reads_no_configuration(project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "driftcheck.toml").write_text("nonsense = 1\n", encoding="utf-8")
    assert run(["app"]) == 2
    assert "driftcheck.toml:1: unknown key 'nonsense'" in capsys.readouterr().err
    assert run(["--snapshots", str(snapshots), "check", "--isolated", "app"]) == 1
    capsys.readouterr()
    assert run(["check", "--isolated", "--config", "driftcheck.toml"]) == 2
    assert "--isolated reads no configuration" in capsys.readouterr().err


def test_the_command_line_goes_before_the_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "odd.toml").write_text("python-version = '3.8'\nfetch = true\noffline = true\n", encoding="utf-8")
    assert run(["config", "show", "--config", "odd.toml"]) == 0
    assert 'python-version = "3.8"' in capsys.readouterr().out
    assert run(["check", "--config", "odd.toml", "--python-version", "x"]) == 2
    assert "--python-version x" in capsys.readouterr().err


def test_the_library_is_told_by_its_arguments_alone(project: Path, snapshots: Path) -> None:
    (project / "driftcheck.toml").write_text("nonsense = 1\n", encoding="utf-8")
    checker = Checker(pins=["paint==2.0"], snapshots=[snapshots], import_names={"colours": "Paint"})
    assert [finding.code for finding in checker.check_source("from paint import tint\n").findings] == ["DC101"]
    assert not check_source("import colours\n", pins=["paint==2.0"], snapshots=[snapshots]).findings

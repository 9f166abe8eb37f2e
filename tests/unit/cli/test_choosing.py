"""The choice of rules, by options and by configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from driftcheck.cli.main import run
from driftcheck.cli.output import source_lines


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "requirements.txt").write_text("paint==2.0\n", encoding="utf-8")
    (tmp_path / "app").mkdir()
    code = "import paint\n\npaint.tint('red')\npaint.shade('red', hue=1)\n"
    (tmp_path / "app/main.py").write_text(code, encoding="utf-8")
    (tmp_path / "app/torn.py").write_text("def (:\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    source_lines.cache_clear()
    return tmp_path


def found(snapshots: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    run(["--snapshots", str(snapshots), "check", "--format", "jsonl", *arguments])
    told = capsys.readouterr()
    assert not told.err
    return [f"{one['code']} {one['severity']}" for one in map(json.loads, told.out.splitlines())]


def test_options(project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    torn = "DC901 error"
    assert found(snapshots, capsys) == ["DC101 error", "DC301 error", torn]
    assert found(snapshots, capsys, "--select", "DC3") == ["DC301 error", torn]
    assert found(snapshots, capsys, "--select", "DC3,removed-symbol") == ["DC101 error", "DC301 error", torn]
    assert found(snapshots, capsys, "--ignore=DC1", "--ignore", "unchecked-file") == ["DC301 error"]
    assert found(snapshots, capsys, "--per-file-ignores", "torn.py:DC901,DC101") == ["DC101 error", "DC301 error"]
    (project / "driftcheck.toml").write_text("select = ['DC1']\nignore = ['DC901']\n", encoding="utf-8")
    assert found(snapshots, capsys) == ["DC101 error"]
    assert found(snapshots, capsys, "--extend-select", "DC3") == ["DC101 error", "DC301 error"]
    assert found(snapshots, capsys, "--select", "DC3") == ["DC301 error", torn]


def test_configuration(project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """
severity = { DC1 = "warning", unchecked-file = "off" }
[per-file-ignores]
"app/m*.py" = ["DC301"]
"""
    (project / "driftcheck.toml").write_text(text, encoding="utf-8")
    assert found(snapshots, capsys) == ["DC101 warning"]
    (project / "driftcheck.toml").write_text("[per-package-ignores]\nPaint = ['DC1']\n", encoding="utf-8")
    assert found(snapshots, capsys) == ["DC301 error", "DC901 error"]
    (project / "driftcheck.toml").write_text("[per-package-ignores]\n'paint.shade' = ['ALL']\n", encoding="utf-8")
    assert found(snapshots, capsys) == ["DC101 error", "DC901 error"]
    (project / "driftcheck.toml").write_text("[severity]\nALL = 'information'\n", encoding="utf-8")
    assert run(["--snapshots", str(snapshots)]) == 0


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--select=DC104", "driftcheck: --select DC104: there is no rule 'DC104'; did you mean DC"),
        ("--ignore=removed", "driftcheck: --ignore removed: there is no rule 'removed'; did you mean removed-symbol?"),
        ("--extend-select=,", "driftcheck: --extend-select: names no rule"),
        ("--per-file-ignores=DC101", "driftcheck: --per-file-ignores DC101: expected PATTERN:RULE"),
    ],
)
@pytest.mark.usefixtures("project")
def test_what_no_rule_is_called(option: str, said: str, snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--snapshots", str(snapshots), "check", option]) == 2
    assert capsys.readouterr().err.startswith(said)


def test_what_the_project_says_itself(project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "[[deprecations]]\nsymbol = 'paint.shade'\nuse = 'acme.shade'\nmessage = 'One \\u202e house.'\n"
    (project / "driftcheck.toml").write_text(text, encoding="utf-8")
    assert run(["--snapshots", str(snapshots), "check", "--select", "DC2", "app/main.py"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "app/main.py:4:7  DC201  paint.shade is deprecated (the configuration says so)"
    assert lines[3] == "   use acme.shade        from the configuration: One \\u202e house."
    assert run(["config", "show"]) == 0
    shown = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("deprecations"))
    assert shown.startswith('deprecations = [{ symbol = "paint.shade", use = "acme.shade", message = "One')
    assert shown.endswith("# driftcheck.toml:1")

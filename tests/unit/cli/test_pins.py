"""`driftcheck pins`, and the options that say which pins count."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from driftcheck import Checker, DriftcheckError
from driftcheck.cli.main import run

USE = "import paint\npaint.tint('red')\n"
FILES = {
    "requirements.txt": "paint==2.0\nfruit==1.5\nstone>=1\nleaf\n",
    "tool.py": USE,
    "service/requirements.txt": (
        "paint==1.5 ; sys_platform != 'win32'\n"
        "paint==2.0 ; sys_platform == 'win32'\n"
        "bark @ git+https://example.invalid/bark\n"
    ),
    "service/app.py": USE,
    "script.py": '# /// script\n# dependencies = ["paint<2"]\n# ///\n' + USE,
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def drift(snapshots: Path, *arguments: str) -> int:
    return run(["--snapshots", str(snapshots), *arguments])


@pytest.mark.usefixtures("project")
def test_the_table_tells_what_counts_and_where_it_is_written(
    snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drift(snapshots, "pins", "tool.py", "--platform", "linux") == 0
    assert capsys.readouterr().out == (
        "Python 3.13 on linux (not pinned, the newest recorded release)\n"
        "DISTRIBUTION  VERSION  KIND   SOURCE              SNAPSHOT  IMPORT NAMES\n"
        "fruit         1.5      exact  requirements.txt:2  none\n"
        "paint         2.0      exact  requirements.txt:1  2.0       paint\n"
        "stone         >=1      range  requirements.txt:3  none\n"
        "Not pinned: leaf (named without a version), requirements.txt:4\n"
    )


@pytest.mark.usefixtures("project")
def test_there_is_a_table_for_each_universe(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, "pins", "--platform", "linux") == 0
    tables = capsys.readouterr().out.split("\n\n")
    assert [table.splitlines()[0] for table in tables] == [
        "script.py: 1 file, Python 3.13 on linux (not pinned, the newest recorded release)",
        "service: 1 file, Python 3.13 on linux (not pinned, the newest recorded release)",
        ".: 1 file, Python 3.13 on linux (not pinned, the newest recorded release)",
    ]
    assert tables[0].splitlines()[2].split() == ["paint", "1.9", "range", "script.py:2", "1.9", "paint"]
    lines = tables[1].splitlines()
    assert "paint         1.5      exact  service/requirements.txt:1  1.0 and 1.9  paint" in lines
    assert "fruit         1.5      exact  requirements.txt:2          none" in lines
    assert "Not pinned: bark (installed from a repository, not from a release), service/requirements.txt:3" in lines
    (note,) = [line for line in tables[2].splitlines() if line.startswith("Note: ")]
    assert note == (
        "Note: service/requirements.txt: several versions are pinned; "
        "for Python 3.13 on linux: paint 1.5 (elsewhere 2.0)"
    )


@pytest.mark.parametrize(
    ("files", "expected", "kind"),
    [
        ({}, "Python 3.13 on linux (not pinned, the newest recorded release)", "newest"),
        (
            {"pyproject.toml": "[project]\nname = 'x'\nversion = '1'\nrequires-python = '>=3.9'\n"},
            "Python 3.13 on linux (the newest recorded release that >=3.9 allows)",
            "range",
        ),
        ({".python-version": "3.12\n"}, "Python 3.12 on linux", "exact"),
    ],
)
def test_the_python_is_told_and_whether_anything_pins_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snapshots: Path,
    capsys: pytest.CaptureFixture[str],
    files: dict[str, str],
    expected: str,
    kind: str,
) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert drift(snapshots, "pins", "--platform", "linux") == 0
    assert capsys.readouterr().out.splitlines() == [expected, "Nothing is pinned."]
    assert drift(snapshots, "pins", "--platform", "linux", "--format", "json") == 0
    (universe,) = json.loads(capsys.readouterr().out)["universes"]
    assert universe["python_kind"] == kind


@pytest.mark.usefixtures("project")
def test_the_document_has_the_same(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, "pins", "service", "--format", "json", "--platform", "windows") == 0
    (universe,) = json.loads(capsys.readouterr().out)["universes"]
    assert (universe["place"], universe["files"], universe["platform"]) == ("service", 1, "win32")
    assert universe["pins"][1] == {
        "distribution": "paint",
        "version": "2.0",
        "kind": "exact",
        "specifier": None,
        "source": {"name": "requirements.txt", "path": "service/requirements.txt", "line": 2},
        "snapshot": ["2.0"],
        "import_names": ["paint"],
    }
    assert [one["distribution"] for one in universe["not_pinned"]] == ["bark", "leaf"]


@pytest.mark.usefixtures("project")
def test_the_users_map_shows(snapshots: Path, capsys: pytest.CaptureFixture[str], project: Path) -> None:
    (project / "driftcheck.toml").write_text('import-names = { pips = "fruit" }\nplatform = "macos"\n')
    assert drift(snapshots, "pins", "--format", "json", "tool.py") == 0
    (universe,) = json.loads(capsys.readouterr().out)["universes"]
    assert universe["pins"][0]["import_names"] == ["pips"]
    assert universe["platform"] == "darwin"


@pytest.mark.usefixtures("project")
def test_every_environment_can_be_shown_and_checked(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, "pins", "service", "--all-environments", "--python-version", "3.13") == 0
    heads = [line for line in capsys.readouterr().out.splitlines() if line.startswith("service: ")]
    assert len(heads) == 2
    drift(snapshots, "check", "service", "--all-environments", "--format", "json")
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [(finding["code"], finding["pinned"]) for finding in findings] == [("DC101", "2.0")]
    assert findings[0]["environments"] == ["Python 3.13 on win32, paint 2.0"]
    assert "only in 1 of 2 environments" in findings[0]["message"]


@pytest.mark.usefixtures("project")
def test_a_lock_that_is_named_goes_first(snapshots: Path, project: Path) -> None:
    (project / "held.txt").write_text("paint==1.0\n", encoding="utf-8")
    (project / "used.py").write_text("import paint\npaint.shade('red')\n", encoding="utf-8")
    assert drift(snapshots, "used.py") == 0
    assert drift(snapshots, "--lock", "held.txt", "used.py") == 1
    assert drift(snapshots, "--lock", "missing.txt", "used.py") == 2
    (project / "held.toml").touch()
    assert drift(snapshots, "--lock", "held.toml", "used.py") == 2
    checker = Checker(snapshots=[snapshots], lock=project / "held.txt")
    assert [finding.code for finding in checker.check_paths(["used.py"]).findings] == ["DC102"]


@pytest.mark.usefixtures("project")
def test_a_platform_that_is_none_is_refused(snapshots: Path, capsys: pytest.CaptureFixture[str], project: Path) -> None:
    assert drift(snapshots, "--platform", "amiga", "tool.py") == 2
    assert "--platform amiga: expected one of linux, darwin, win32, macos, windows" in capsys.readouterr().err
    (project / "driftcheck.toml").write_text("platform = 3\n")
    assert drift(snapshots, "tool.py") == 2
    assert "driftcheck.toml:1: platform: expected one of linux" in capsys.readouterr().err
    with pytest.raises(DriftcheckError, match="amiga"):
        Checker(snapshots=[snapshots], platform="amiga")


@pytest.mark.usefixtures("project")
def test_the_library_takes_the_platform(snapshots: Path) -> None:
    def pinned(platform: str) -> list[str | None]:
        checker = Checker(snapshots=[snapshots], platform=platform)
        return [finding.pinned for finding in checker.check_paths(["service"]).findings]

    assert pinned("macos") == []
    assert pinned("windows") == ["2.0"]


@pytest.mark.usefixtures("project")
def test_standard_input_may_be_a_script(
    snapshots: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FILES["script.py"].encode())))
    assert drift(snapshots, "-", "--format", "json") == 1
    document = json.loads(capsys.readouterr().out)
    assert [finding["pinned"] for finding in document["findings"]] == ["1.9"]
    assert document["findings"][0]["source"] == {"name": "script block [dependencies]", "path": "-", "line": 2}

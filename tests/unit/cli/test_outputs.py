"""Several reports of one run: each whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from driftcheck.cli.formats import place_in_repository
from driftcheck.cli.main import run
from driftcheck.cli.output import source_lines
from driftcheck.cli.writing import write_whole

SOURCE = "import paint\npaint.tint(1)\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "main.py").write_text(SOURCE, encoding="utf-8")
    (folder / "requirements.txt").write_text("paint==2.0\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    source_lines.cache_clear()
    place_in_repository.cache_clear()
    return folder


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def drift(snapshots: Path, *arguments: str) -> int:
    return run(["--snapshots", str(snapshots), "check", *arguments])


def test_one_run_writes_several_reports_beside_the_printed_one(
    snapshots: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = [f"--output={name}" for name in ("sarif=a.sarif", "junit=a.xml", "gitlab=a.json", "full=a.txt")]
    assert drift(snapshots, "--format", "concise", "--color", "always", *wanted) == 1
    assert "\x1b[" in capsys.readouterr().out
    (result,) = json.loads((project / "a.sarif").read_text())["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "app/main.py", "uriBaseId": "%SRCROOT%"}
    assert location["region"]["startLine"] == 2
    assert len(ET.parse(project / "a.xml").findall(".//testcase")) == 1
    assert json.loads((project / "a.json").read_text())[0]["location"]["path"] == "app/main.py"
    text = (project / "a.txt").read_text()
    assert text.startswith("main.py:2:7  DC101  paint.tint was removed")
    assert "\x1b" not in text
    assert not [name for name in names_in(project) if name.startswith(".a")]


def test_a_dash_is_standard_output(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, "--output", "agent=-") == 1
    assert capsys.readouterr().out == (
        "main.py:2:7 DC101 paint.tint@2.0 -> paint.shade\n1 finding; 0 files not checked\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output", "runes=a"], "no format 'runes'"),
        (["--output", "json"], "expected FORMAT=FILE"),
        (["--output", "json="], "expected FORMAT=FILE"),
        (["--output", "json=nowhere/a.json"], "there is no folder nowhere"),
        (["--output", "json=main.py/a.json"], "there is no folder main.py"),
        (["--output", "json=."], "is a folder"),
        (["--output", "json=-", "--format", "concise"], "standard output takes one report"),
        (["--output", "json=-", "--output", "sarif=-"], "standard output takes one report"),
        (["--output", "json=a", "--output", "sarif=a"], "json goes to that file already"),
        (["-q", "-v"], "opposite"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_checked(
    snapshots: Path, project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    before = names_in(project)
    assert drift(snapshots, *arguments) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert names_in(project) == before


def test_a_file_that_fails_leaves_what_was_there(
    snapshots: Path, project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "a.json").write_text("before", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    assert drift(snapshots, "--output", "json=a.json") == 2
    assert "a.json: cannot be written: No space left on device" in capsys.readouterr().err
    assert (project / "a.json").read_text() == "before"
    assert names_in(project) == ["a.json", "main.py", "requirements.txt"]


def test_a_file_keeps_its_permissions_and_its_link(project: Path) -> None:
    kept, new, link = project / "kept", project / "new", project / "link"
    kept.write_bytes(b"old")
    kept.chmod(0o640)
    link.symlink_to(kept)
    mask = os.umask(0o022)
    try:
        write_whole(link, b"x")
        write_whole(new, b"y")
    finally:
        os.umask(mask)
    assert (kept.read_bytes(), link.is_symlink()) == (b"x", True)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (kept, new)] == [0o640, 0o644]


def test_what_is_no_regular_file_is_written_to_as_it_is() -> None:
    write_whole(Path(os.devnull), b"x")
    assert not Path(os.devnull).is_file()


def test_quiet_prints_findings_and_twice_quiet_nothing(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, "--format", "concise", "-q", "--statistics") == 1
    assert [line.split(": ")[0] for line in capsys.readouterr().out.splitlines()] == ["main.py:2:7"]
    assert drift(snapshots, "-qq", "--output", "json=a.json") == 1
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")
    assert Path("a.json").stat().st_size


def test_verbose_says_where_pins_come_from_and_what_is_unknown_where(
    snapshots: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "main.py").write_text(SOURCE + "paint.Brush().dip(1).dry()\n", encoding="utf-8")
    assert drift(snapshots, "-v") == 1
    shown = capsys.readouterr().out
    assert "          paint 2.0, requirements.txt:1\n" in shown
    assert "Unknown, by file:\n       1  main.py: 1 " in shown
    drift(snapshots, "-v", "--format", "json")
    (file,) = json.loads(capsys.readouterr().out)["summary"]["unknown_by_file"]
    assert (file["path"], file["reasons"][0]["count"]) == ("main.py", 1)


def test_the_old_name_of_full_is_understood(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drift(snapshots, "--format", "text")
    text = capsys.readouterr().out
    drift(snapshots)
    assert capsys.readouterr().out == text


def test_paths_are_those_of_the_repository(project: Path) -> None:
    assert place_in_repository("main.py") == "app/main.py"
    assert place_in_repository("--pin") == "--pin"
    outside = project.parent.parent
    assert place_in_repository(outside.as_posix()) == outside.as_posix()

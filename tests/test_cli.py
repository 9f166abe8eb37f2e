"""The command line as users meet it, over real snapshots of small releases."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from driftcheck import Checker, check_paths, check_source
from driftcheck.cli.main import run
from driftcheck.cli.output import source_lines
from driftcheck.extraction.surface import extract_surface
from driftcheck.snapshot.writer import write_catalog
from tests.builders import record, standard_library

PAINT = {
    "1.9": """
import warnings

def tint(colour, hue=None):
    '''Lighten.'''
    warnings.warn("tint is deprecated since 1.5, use paint.shade instead", DeprecationWarning)

def shade(colour, hue=None): ...
""",
    "2.0": "def shade(colour): ...\n",
}
PROJECT = {
    "requirements.txt": "paint==2.0\n",
    "app/main.py": "from paint import tint\nimport paint\n\npaint.shade('red', hue=3)\n",
    "app/fine.py": "from paint import shade\n",
}


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshots")
    extracted = {v: extract_surface("paint", {"paint/__init__.py": text.encode()}) for v, text in PAINT.items()}
    record(folder, "paint", {version: list(surface.symbols) for version, surface in extracted.items()})
    record(folder, "python", {"3.12": standard_library(), "3.13": standard_library()})
    write_catalog(folder)
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("NO_COLOR", "FORCE_COLOR", "DRIFTCHECK_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    for name, text in PROJECT.items():
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    # Lines are kept by relative path, and the project of the test before has the same ones.
    source_lines.cache_clear()
    return tmp_path


def drift(snapshots: Path, *arguments: str) -> int:
    return run(["--snapshots", str(snapshots), *arguments])


@pytest.mark.usefixtures("project")
def test_a_project_is_checked_by_its_own_pins(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, ".") == 1
    shown, _, counted = capsys.readouterr().out.rstrip().rpartition("\n")
    assert shown == (
        "app/main.py:1:19  DC101  paint.tint was removed in paint 2.0 (deprecated since 1.5); pinned 2.0\n"
        "   1 | from paint import tint\n"
        "     |                   ^^^^\n"
        "   use paint.shade        from the paint 1.9 warning; checked: exists in paint 2.0\n"
        "\n"
        "app/main.py:4:20  DC301  paint.shade(hue) was removed in paint 2.0; pinned 2.0\n"
        "   4 | paint.shade('red', hue=3)\n"
        "     |                    ^^^\n"
        "\n"
        "2 findings (2 errors), 2 files checked."
    )
    assert counted.endswith(" library references resolved.")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["check"], 1),
        (["app/fine.py"], 0),
        (["--exit-zero"], 0),
        (["--pin", "paint==1.9", "app/fine.py"], 0),
        (["nowhere"], 2),
        (["--pin", "paint"], 2),
        (["--python-version", "two"], 2),
        (["--format", "runes"], 2),
        (["--no-such-option"], 2),
    ],
)
def test_exit_codes_tell_findings_from_failures(snapshots: Path, arguments: list[str], code: int) -> None:
    assert drift(snapshots, *arguments) == code


@pytest.mark.usefixtures("project")
def test_what_went_wrong_is_one_line(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, "nowhere\x1b[31m") == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "driftcheck: nowhere\\u001b[31m: no such file or folder\n")


@pytest.mark.usefixtures("project")
def test_json_lines_are_findings_only(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drift(snapshots, "--format", "jsonl")
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["code"], first["symbol"], first["removed_in"]) == ("DC101", "paint.tint", "2.0")
    assert first["replacement"]["targets"] == ["paint.shade"]
    assert (second["code"], second["symbol"]) == ("DC301", "paint.shade(hue)")


@pytest.mark.usefixtures("project")
def test_statistics_follow_the_report_where_asked_for(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drift(snapshots, "app", "--format", "concise")
    report = capsys.readouterr().out
    drift(snapshots, "app", "--format", "concise", "--statistics")
    told = capsys.readouterr().out
    assert told.startswith(report + "\nStatistics: 100.0% of 2 attributes and calls of libraries judged.\n")
    assert told.endswith("Findings by rule:\n       1  DC101\n       1  DC301\n")


ANSWER = """First

```python
from paint import tint
```

1. then

   ```python
   tint = 3
   import paint
   paint.shade('red', hue=3)
   ```
"""


def piped(snapshots: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run with `text` on standard input."""
    command = [sys.executable, "-m", "driftcheck", "--snapshots", str(snapshots), *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("project")
def test_an_answer_is_checked_from_standard_input(snapshots: Path) -> None:
    done = piped(snapshots, ANSWER, "-", "--stdin-filename", "app/answer.md")
    assert done.returncode == 1
    assert "app/answer.md:4:19  DC101  paint.tint was removed" in done.stdout
    assert "app/answer.md:12:23  DC301  paint.shade(hue)" in done.stdout
    assert "   12 |    paint.shade('red', hue=3)\n" in done.stdout


@pytest.mark.usefixtures("project")
def test_standard_input_is_a_module_unless_it_is_called_otherwise(snapshots: Path) -> None:
    done = piped(snapshots, "from paint import tint\n", "-", "--format", "concise")
    assert (done.returncode, done.stdout[:16]) == (1, "-:1:19: DC101 pa")
    assert piped(snapshots, "", "-", "app").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "files"),
    [([], 2), (["--markdown"], 4), (["answer.md"], 1), (["app", "notes/answer.md", "answer.md"], 4)],
)
def test_markdown_is_checked_where_it_is_named_or_asked_for(
    project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], files: int
) -> None:
    for name in ("answer.md", "notes/answer.md"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(ANSWER, encoding="utf-8")
    drift(snapshots, "--format", "json", *arguments)
    assert json.loads(capsys.readouterr().out)["summary"]["files"] == files


def test_pieces_of_an_answer_may_stand_for_themselves(project: Path, snapshots: Path) -> None:
    answer = project / "answer.md"
    answer.write_text("```py\nimport paint\n```\n```py\npaint.tint()\n```\n", encoding="utf-8")
    assert drift(snapshots, "answer.md") == 1
    assert drift(snapshots, "answer.md", "--fences", "separate") == 0
    checker = Checker(snapshots=(snapshots,), fences="separate")
    assert checker.check_paths(["answer.md"]).findings == ()
    assert [f.code for f in Checker(snapshots=(snapshots,)).check_paths(["answer.md"]).findings] == ["DC101"]


def test_cells_of_a_notebook_are_shown(project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cells = [{"cell_type": "code", "source": source} for source in ("%pwd\nimport paint", "#\npaint.tint()")]
    (project / "app" / "notes.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert drift(snapshots, "app") == 1
    assert "app/notes.ipynb:cell 2:2:7  DC101  paint.tint was" in (shown := capsys.readouterr().out)
    assert "   2 | paint.tint()\n     |       ^^^^\n" in shown


@pytest.mark.usefixtures("project")
def test_the_document_tells_what_was_covered(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drift(snapshots, "--format", "json")
    summary = json.loads(capsys.readouterr().out)["summary"]
    (paint,) = summary["distributions"]
    assert (paint["pinned"], paint["kind"], paint["snapshot"]) == ("2.0", "exact", ["2.0"])
    assert (paint["source"]["path"], paint["source"]["line"]) == ("requirements.txt", 1)
    assert summary["files"] == 2


def test_a_torn_file_is_told_and_the_others_are_checked(
    project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "app" / "torn.py").write_text("def broken(:\n", encoding="utf-8")
    assert drift(snapshots, "--format", "concise") == 1
    out = capsys.readouterr().out
    assert "app/torn.py:1:1: DC901 not checked: " in out
    assert "app/main.py:1:19: DC101" in out
    assert "Not checked: 1, for the reasons given." in out


def test_a_pin_beyond_the_snapshots_is_information(
    project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "requirements.txt").write_text("paint==9.0\n", encoding="utf-8")
    assert drift(snapshots, "--format", "concise") == 0
    out = capsys.readouterr().out
    assert "requirements.txt:1:1: DC402 paint 9.0 is not covered: the snapshots hold 1.9 to 2.0" in out
    assert "Not covered: paint 9.0 (the snapshots hold 1.9 to 2.0)." in out


def test_without_a_pin_the_newest_release_answers_and_that_is_said(
    project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "requirements.txt").unlink()
    assert drift(snapshots, "--format", "concise") == 1
    out = capsys.readouterr().out
    assert "not pinned, 2.0 is the newest recorded release" in out
    assert "Not pinned, so the newest recorded release: paint 2.0." in out


@pytest.mark.usefixtures("project")
def test_colour_is_for_terminals_and_for_who_asks(
    snapshots: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def coloured(*options: str) -> bool:
        drift(snapshots, *options)
        return "\x1b[" in capsys.readouterr().out

    assert not coloured()
    assert coloured("--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert coloured()
    assert not coloured("--color", "never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured()


def test_a_damaged_snapshot_is_refused_by_name(project: Path, snapshots: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in snapshots.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    packed = copy / "paint.db.zst"
    packed.write_bytes(packed.read_bytes()[:-10])
    done = subprocess.run(
        [sys.executable, "-m", "driftcheck", "--snapshots", str(copy), "app"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("driftcheck: ")
    assert done.stderr.count("\n") == 1
    assert "driftcheck snapshot add paint" in done.stderr


def test_a_damaged_copy_is_a_note_where_another_is_sound(
    project: Path, snapshots: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for file in snapshots.iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    (own / "paint.db.zst").write_bytes(b"torn")
    arguments = ["--snapshots", str(own), "--snapshots", str(snapshots), "--format", "concise", str(project / "app")]
    assert run(arguments) == 1
    out = capsys.readouterr().out
    assert "DC101" in out
    assert f"Note: {own / 'paint.db.zst'}: does not match its manifest" in out


def test_a_reader_that_stops_is_no_error(project: Path, snapshots: Path) -> None:
    (project / "long.py").write_text("import paint\n" + "paint.tint\n" * 5000, encoding="utf-8")
    command = f'"{sys.executable}" -m driftcheck --snapshots "{snapshots}" --format concise | head -n 1'
    done = subprocess.run(command, shell=True, cwd=project, capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_lookup_answers_line_by_line(
    snapshots: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["paint.tint", "paint.shade", "paint.shade(hue)", "paint.nothing", "unheard.of", "not a path"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(asked)))
    assert drift(snapshots, "lookup", "--format", "jsonl", "--pin", "paint==2.0", "-") == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["path"] for answer in answers] == asked
    assert [answer["verdict"] for answer in answers] == ["absent", "present", "absent", "absent", "unknown", "unknown"]
    assert answers[0]["replacement"]["targets"] == ["paint.shade"]
    assert answers[0]["lifespan"]["spans"] == [{"first": "1.9", "last": "1.9"}]
    assert {"reason", "confidence", "evidence"} <= set(answers[0])


def test_lookup_answers_for_people(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, "lookup", "--pin", "paint==1.9", "paint.tint") == 0
    assert capsys.readouterr().out == "paint.tint  deprecated  use paint.shade\n"


def test_lookup_looks_at_no_project(project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "requirements.txt").write_text("paint==1.9\n", encoding="utf-8")
    assert drift(snapshots, "lookup", "--format", "jsonl", "paint.tint") == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "absent"


@pytest.mark.usefixtures("project")
def test_pins_are_shown_with_their_source(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, "pins") == 0
    _, header, row = (line.split() for line in capsys.readouterr().out.splitlines())
    assert header == ["DISTRIBUTION", "VERSION", "KIND", "SOURCE", "SNAPSHOT", "IMPORT", "NAMES"]
    assert row == ["paint", "2.0", "exact", "requirements.txt:1", "2.0", "paint"]


def test_the_library_gives_what_the_command_shows(project: Path, snapshots: Path) -> None:
    report = check_paths([project / "app"], snapshots=[snapshots])
    assert [finding.code for finding in report.findings] == ["DC101", "DC301"]
    checker = Checker(pins=["paint==2.0"], snapshots=[snapshots])
    assert [finding.symbol for finding in checker.check_source("from paint import tint\n").findings] == ["paint.tint"]
    assert not check_source("from paint import tint\n", pins=["paint==1.8"], snapshots=[snapshots]).findings[1:]


@pytest.mark.parametrize(
    "command", [[], ["check"], ["lookup"], ["explain"], ["diff"], ["pins"], ["snapshot"], ["snapshot", "add"]]
)
def test_every_command_explains_itself(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    assert "Usage: driftcheck" in capsys.readouterr().out


def test_python_runs_it_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "driftcheck", "--version"], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.startswith("driftcheck ")


def test_what_was_said_is_remembered_at_the_root_of_the_project(
    project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for _ in range(3):
        drift(snapshots, "app")
        said.append(capsys.readouterr().out)
    drift(snapshots, "app", "--no-cache")
    assert {*said} == {capsys.readouterr().out}
    assert len(list((project / ".driftcheck_cache").glob("*.json"))) == 1


@pytest.mark.parametrize("arguments", [["app", "--no-cache"], ["app", "--diff"], ["-", "--stdin-filename", "app/x.py"]])
def test_drafts_and_standard_input_leave_nothing_behind(
    arguments: list[str], project: Path, snapshots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"import paint\n")))
    drift(snapshots, *arguments)
    assert not (project / ".driftcheck_cache").exists()


def test_it_may_be_remembered_elsewhere(project: Path, snapshots: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "driftcheck.toml").write_text('cache-dir = "written"\n', encoding="utf-8")
    drift(snapshots, "app")
    monkeypatch.setenv("DRIFTCHECK_CACHE_DIR", str(project / "told"))
    drift(snapshots, "app")
    drift(snapshots, "app", "--cache-dir", "given")
    assert all(list((project / name).glob("*.json")) for name in ("written", "told", "given"))
    assert not (project / ".driftcheck_cache").exists()

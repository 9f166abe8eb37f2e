"""What is looked at, what is known, and how a check ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from driftcheck.cli import check
from driftcheck.cli.main import run
from driftcheck.cli.output import source_lines

MAIN = "import paint\n\n\ndef render():\n    paint.tint('red')\n"


@pytest.fixture
def project(tmp_path: Path, snapshots: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI", raising=False)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "driftcheck.toml").write_text(f"snapshots = [{str(snapshots)!r}]\n", encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("paint==2.0\n", encoding="utf-8")
    (tmp_path / "app").mkdir()
    (tmp_path / "app/main.py").write_text(MAIN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    source_lines.cache_clear()
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=N", "-c", "user.email=n@example.invalid", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[int], dict[str, int]]:
    run([*arguments, "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    return [finding["line"] for finding in told["findings"]], told["summary"]["hidden"]


def test_what_a_baseline_knows_is_hidden_and_counted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--baseline", "known.json", "--update-baseline"]) == 0
    told = capsys.readouterr()
    assert "Hidden by the baseline: 1 finding." in told.out
    assert told.err == "driftcheck: known.json: holds 1 finding now\n"
    (project / "app/main.py").write_text(f"# moved\n\n{MAIN}    paint.tint('blue')\n\n\npaint.tint('top')\n")
    assert document(capsys, "--baseline", "known.json") == (
        [8, 11],
        {"baseline": 1, "comments": 0, "unchanged_lines": 0},
    )


def test_what_comments_silence_is_counted_if_it_is_wanted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "app/main.py").write_text(f"{MAIN}    paint.tint('blue')  # driftcheck: ignore[DC101]\n")
    assert document(capsys)[1]["comments"] == 1
    assert document(capsys, "--ignore", "DC101")[1]["comments"] == 0
    run([])
    assert "Silenced by comments: 1 finding." in capsys.readouterr().out


def test_a_baseline_loses_what_is_gone_and_in_ci_only_says_so(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with (project / "driftcheck.toml").open("a", encoding="utf-8") as file:
        file.write("baseline = 'meta/known.json'\n")
    (project / "meta").mkdir()
    assert run(["--update-baseline"]) == 0
    kept = (project / "meta/known.json").read_bytes()
    assert b'"path": "../app/main.py", "code": "DC101", "symbol": "paint.tint", "scope": "render", "count": 1' in kept
    (project / "app/main.py").write_text("import paint\n", encoding="utf-8")
    monkeypatch.setenv("CI", "true")
    capsys.readouterr()
    assert run([]) == 0
    assert "1 finding of it gone; --update-baseline takes" in capsys.readouterr().err
    monkeypatch.delenv("CI")
    for arguments in (["app/main.py"], ["--pin", "paint==1.9"]):
        assert run(arguments) == 0
    assert (project / "meta/known.json").read_bytes() == kept
    assert run([]) == 0
    assert "1 finding of it gone, and taken out of it" in capsys.readouterr().err
    assert b'"findings": []' in (project / "meta/known.json").read_bytes()


def test_a_file_that_cannot_be_read_is_known_and_still_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "app/torn.py").write_text("def broken(:\n", encoding="utf-8")
    assert run(["app/torn.py"]) == 1
    assert run(["--baseline", "known.json", "--update-baseline"]) == 0
    assert "Not checked: 1" in capsys.readouterr().out


def test_fixes_take_no_notice_of_a_baseline(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--baseline", "known.json", "--update-baseline"]) == 0
    assert run(["--baseline", "known.json", "--fix", "--unsafe-fixes"]) == 0
    assert "paint.shade('red')" in (project / "app/main.py").read_text(encoding="utf-8")
    assert "1 finding of it gone" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--update-baseline"], "name the file with --baseline"),
        (["--baseline", "no.json"], "no.json: there is no such baseline"),
        (["--baseline", "requirements.txt", "--update-baseline"], "requirements.txt:1: expected the JSON"),
        (["--baseline", "no/no.json", "--update-baseline"], "there is no such folder"),
        (["--since", "HEAD", "--staged"], "give no --since"),
        (["--since", "HEAD", "--fix"], "a fix looks at whole files"),
        (["--staged", "--baseline", "k", "--update-baseline"], "a baseline knows whole files"),
        (["--since", "HEAD", "-"], "standard input has no history"),
        (["--files-from", "list", "-"], "standard input is checked alone"),
        (["--files-from", "nowhere"], "--files-from nowhere: cannot be read"),
        (["--exclude", "\\"], "is no pattern"),
        (["nowhere.py"], "no such file or folder"),
    ],
)
@pytest.mark.usefixtures("project")
def test_what_cannot_be_done_is_said(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert said in capsys.readouterr().err


def test_only_changed_lines_count(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "one")
    assert run(["--since", "HEAD"]) == 0
    assert capsys.readouterr().err == ""
    (project / "app/main.py").write_text(MAIN + "    paint.tint('blue')\n", encoding="utf-8")
    (project / "app/new.py").write_text("from paint import tint\n", encoding="utf-8")
    assert document(capsys, "--since", "HEAD") == ([6, 1], {"baseline": 0, "comments": 0, "unchanged_lines": 1})
    git(project, "add", "app/main.py")
    (project / "app/main.py").write_text("\n\n", encoding="utf-8")
    assert run(["--staged"]) == 1
    told = capsys.readouterr().out
    assert "app/main.py:6:11  DC101" in told
    assert "   6 |     paint.tint('blue')" in told
    assert "On lines that did not change: 1 finding." in told


def test_files_come_from_a_list(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "app/tool").write_text("#!/usr/bin/env python3\nfrom paint import tint\n", encoding="utf-8")
    (project / "app/notes.txt").write_text("no Python\n", encoding="utf-8")
    for separator in ("\n", "\r\n", "\0"):
        names = ["app/main.py", "app/tool", "app/notes.txt", "requirements.txt", ""]
        (project / "list").write_bytes(separator.join(names).encode())
        assert document(capsys, "--files-from", "list")[0] == [5, 2]
    (project / "list").write_text("app/main.py\ngone.py\n", encoding="utf-8")
    assert run(["--files-from", "list"]) == 2
    assert "list:2: gone.py: no such file or folder" in capsys.readouterr().err
    (project / "list").write_text("", encoding="utf-8")
    assert run(["--files-from", "list"]) == 0
    assert capsys.readouterr().err == "driftcheck: warning: no Python files found\n"


def test_exclusions_are_configured_and_forced(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (project / "driftcheck.toml").open("a", encoding="utf-8") as file:
        file.write("extend-exclude = ['/app/']\n")
    assert run([]) == 0
    assert "no Python files found" in capsys.readouterr().err
    assert run(["app/main.py"]) == 1
    assert run(["app/main.py", "--force-exclude"]) == 0
    assert run(["--exclude", "nothing", "--isolated", "--pin", "paint==2.0", "app"]) in {0, 1}


def test_an_interrupted_check_is_quiet(project: Path) -> None:
    # Whoever starts the tests in the background has them, and so their children, ignore the signal.
    heeding = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heeding}; from driftcheck.__main__ import main; sys.argv[1:] = ['-']; print('ready', flush=True); main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    # It has begun to read once it has taken more than a pipe holds.
    process.stdin.write(b"#" * 1_000_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate()
    assert (process.returncode, complaints.strip()) == (130, b"")


def test_a_closed_output_is_quiet_and_a_full_one_is_said(project: Path) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m driftcheck app >&-', shell=True, cwd=project, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")
    full = subprocess.run(
        f'"{sys.executable}" -m driftcheck app >/dev/full', shell=True, cwd=project, capture_output=True, check=False
    )
    assert full.returncode == 2
    assert full.stderr == b"driftcheck: standard output cannot be written: No space left on device\n"


@pytest.mark.usefixtures("project")
def test_an_internal_error_names_itself(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by zero\x1b[31m")

    monkeypatch.delenv("DRIFTCHECK_TRACEBACK", raising=False)
    monkeypatch.setattr(check, "select", fail)
    assert run(["app"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("driftcheck: internal error: ZeroDivisionError: by zero\\u001b[31m")
    assert "please report it" in told
    assert told.count("\n") == 1

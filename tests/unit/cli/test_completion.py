"""What the shells make of the scripts that they are given."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from driftcheck.cli.main import run

NOTHING: Mapping[str, str] = {}
BASH = """
source /dev/stdin
compopt() { COMPREPLY+=("<files>"); }
COMP_WORDS=(%s); COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
_driftcheck_completion driftcheck
printf '%%s\\n' "${COMPREPLY[@]}"
"""


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["completion", shell]) == 0
    return capsys.readouterr().out


def told(command: list[str], folder: Path, text: str = "", asked: Mapping[str, str] = NOTHING) -> list[str]:
    """The lines that a shell prints which finds the program, or the program itself."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "HOME": str(folder), **asked}
    done = subprocess.run(command, input=text, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("driftcheck comp", ["completion"]),
        ("driftcheck check --format j", ["json", "jsonl", "junit"]),
        ("driftcheck check --format = j", ["json", "jsonl", "junit"]),  # `--format=j`, as readline divides it
        ("driftcheck check --format = json --col", ["--color"]),
        ("driftcheck check --baseline = a", ["<files>"]),
    ],
)
def test_bash(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, offered: list[str]) -> None:
    found = told(["bash", "-c", BASH % words], tmp_path, script("bash", capsys))
    if offered == ["completion"]:
        found = [one for one in found if one != "<files>"]  # a path may stand there as well
    assert found == offered


@pytest.mark.shells
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("driftcheck comp", ["completion"]),
        ("driftcheck check --format j", ["json", "jsonl", "junit"]),
        ("driftcheck check --format=j", ["--format=json", "--format=jsonl", "--format=junit"]),
        ("driftcheck check --baseline=k", ["--baseline=known.json"]),
        ("driftcheck check k", ["known.json"]),
    ],
)
def test_fish(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, offered: list[str]) -> None:
    (tmp_path / "known.json").touch()
    (tmp_path / "driftcheck.fish").write_text(script("fish", capsys), encoding="utf-8")
    asked = f"source driftcheck.fish; complete -C '{line}'"
    assert [one.partition("\t")[0] for one in told(["fish", "--no-config", "-c", asked], tmp_path)] == offered


@pytest.mark.parametrize(
    ("line", "word", "offered"),
    [
        ("driftcheck comp", "comp", ["plain,completion", "file,comp"]),
        ("driftcheck check --format j", "j", ["plain,json", "plain,jsonl", "plain,junit"]),
        ("driftcheck check --format=j", "--format=j", ["plain,json", "plain,jsonl", "plain,junit"]),
        ("driftcheck check k", "k", ["file,k"]),
    ],
)
def test_what_fish_is_answered(tmp_path: Path, line: str, word: str, offered: list[str]) -> None:
    asked = {"_DRIFTCHECK_COMPLETE": "fish_complete", "COMP_WORDS": line, "COMP_CWORD": word}
    found = told(["driftcheck"], tmp_path, asked=asked)
    assert [one.partition("\t")[0] for one in found] == offered


def test_fish_puts_the_option_before_its_value(capsys: pytest.CaptureFixture[str]) -> None:
    found = script("fish", capsys)
    assert found.index("set -l option (string match --regex") < found.index("for completion in ")
    assert found.count('echo "$option$place"') == 2
    assert 'echo "$option$metadata[2]"' in found
    assert "echo $metadata[2]" not in found


def test_fish_is_given_whole_descriptions(capsys: pytest.CaptureFixture[str]) -> None:
    assert '(string split --max 1 "," $completion)' in script("fish", capsys)


def test_zsh_keeps_the_option_before_its_value(capsys: pytest.CaptureFixture[str]) -> None:
    found = script("zsh", capsys)
    assert found.index("compset -P 1 '*='") < found.index("for type key descr")
    assert " -U" not in found  # it would have the value take the place of the option

"""What other programs start driftcheck by: the hook of pre-commit, and the action."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import click

from driftcheck.cli.check import command

ROOT = Path(__file__).parent.parent
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
OPTIONS = {name for one in command.params if isinstance(one, click.Option) for name in one.opts}


def scripts() -> list[str]:
    """The scripts of the action, without what indents them."""
    blocks = re.findall(r"^      run: \|\n((?:        .*\n|\n)+)", ACTION, re.MULTILINE)
    return [re.sub(r"^ {8}", "", block, flags=re.MULTILINE) for block in blocks]


def test_the_hook_is_offline_and_leaves_out_what_is_excluded() -> None:
    (entry,) = re.findall(r"^  entry: (.*)$", HOOKS, re.MULTILINE)
    words = entry.split()
    assert words[:2] == ["driftcheck", "check"]
    assert {"--offline", "--force-exclude"} <= set(words[2:]) <= OPTIONS
    assert "types_or: [python, pyi, jupyter]" in HOOKS


def test_what_the_action_is_given_never_becomes_a_script() -> None:
    assert scripts()
    assert not [line for script in scripts() for line in script.splitlines() if "${{" in line]
    assert not re.findall(r"^ +run: .*\$\{\{", ACTION, re.MULTILINE)


def test_the_action_leaves_the_jobs_own_python_alone() -> None:
    assert "update-environment: false" in ACTION
    assert "GITHUB_PATH" not in ACTION
    assert "GITHUB_ENV" not in ACTION


def test_every_script_of_the_action_names_its_shell_and_what_it_reads() -> None:
    steps = re.split(r"^    - ", ACTION.partition("  steps:\n")[2], flags=re.MULTILINE)[1:]
    outputs = set(re.findall(r"steps\.([\w-]+)\.outputs", ACTION))
    assert outputs <= set(re.findall(r"\bid: ([\w-]+)$", ACTION, re.MULTILINE))
    assert set(re.findall(r"inputs\.([\w-]+)", ACTION)) == set(
        re.findall(r"^  ([\w-]+):$", ACTION.partition("inputs:\n")[2].partition("\noutputs:")[0], re.MULTILINE)
    )
    for step in steps:
        assert ("uses: " in step) != ("run: " in step)
        assert ("shell: bash" in step) == ("run: " in step)
        given = set(re.findall(r"^        (\w+): \$\{\{", step, re.MULTILINE))
        script = step.partition("run: ")[2]
        own = {"GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "ARGS", "PATHS"} | set(re.findall(r"(\w+)=", script))
        assert set(re.findall(r"\$\{?(\w+)", script)) <= given | own | {"line"}, step


def test_the_action_hands_arguments_on_as_they_are(tmp_path: Path) -> None:
    program = tmp_path / "driftcheck"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$REPORTS/given"\ntouch "$REPORTS/driftcheck.md"\nexit 1\n')
    program.chmod(0o755)
    (check,) = (script for script in scripts() if 'driftcheck" check' in script)
    variables = {
        "PATH": os.environ["PATH"],
        "BIN": str(tmp_path),
        "PATHS": "src\n$(touch stolen) -x\n",
        "ARGS": "--pin\npaint==2.0; touch stolen\n",
        "SUMMARY": "true",
        "REPORTS": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }
    done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", check], cwd=tmp_path, env=variables, check=False)
    assert done.returncode == 0
    given = (tmp_path / "given").read_text(encoding="utf-8").splitlines()
    assert given[-5:] == ["--pin", "paint==2.0; touch stolen", "--", "src", "$(touch stolen) -x"]
    assert (tmp_path / "output").read_text(encoding="utf-8") == "exit-code=1\n"
    assert (tmp_path / "summary").exists()
    assert not (tmp_path / "stolen").exists()

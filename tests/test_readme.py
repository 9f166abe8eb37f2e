from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from driftcheck.cli.main import run
from driftcheck.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_lists_every_rule_and_no_other() -> None:
    rows = re.findall(r"^\| (DC\d{3}) \| ([a-z-]+) \|", README, re.MULTILINE)
    assert rows == [(rule.code, rule.name) for rule in RULES]


def test_the_session_is_what_the_command_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    run(["examples/storefront"])
    printed = capsys.readouterr().out
    session = README.partition("$ driftcheck examples/storefront\n")[2].partition("\n    …")[0]
    shown = [block for block in textwrap.dedent(session).split("\n\n") if block.strip()]
    assert len(shown) >= 3
    for block in shown:
        assert block.strip("\n") in printed

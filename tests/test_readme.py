from __future__ import annotations

import re
from pathlib import Path

import pytest

from driftcheck.cli.formats import FORMATS
from driftcheck.rules import RULES
from scripts.record_session import session, with_session

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_lists_every_rule_and_no_other() -> None:
    rows = re.findall(r"^\| (DC\d{3}) \| ([a-z-]+) \|", README, re.MULTILINE)
    assert rows == [(rule.code, rule.name) for rule in RULES]


def test_the_session_is_what_the_command_prints() -> None:
    assert with_session(README, session()) == README


def test_a_readme_without_a_session_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a session"):
        with_session("# nothing", "shown")


def test_every_format_has_its_line() -> None:
    rows = re.findall(r"^\| `([a-z]+)` \|", README, re.MULTILINE)
    assert rows == [name for name in FORMATS if name != "text"]

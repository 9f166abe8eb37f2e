from __future__ import annotations

import re
from pathlib import Path

from driftcheck.rules import RULES

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_table_lists_every_rule_and_no_other() -> None:
    rows = re.findall(r"^\| (DC\d{3}) \| ([a-z-]+) \|", README, re.MULTILINE)
    assert rows == [(rule.code, rule.name) for rule in RULES]

from __future__ import annotations

import pytest

from tests.ecosystem.measuring import Measured, Told
from tests.ecosystem.table import rate, table
from tests.ecosystem.verdicts import Judged, judge, read_verdicts

VERDICTS = """
[[easel]]
file = "easel/legacy/*.py"
symbol = "paint.tint"
verdict = "true"
why = "the import is in a branch for paint 1"

[[easel]]
file = "easel/frame.py"
symbol = "paint.*"
verdict = "false"
why = "set by a metaclass"
"""


def told(path: str, symbol: str, code: str = "DC101") -> Told:
    return Told(path, 3, code, symbol, "", "certain")


def measured(*findings: Told, name: str = "easel", lines: int = 200_000) -> Measured:
    return Measured(name, "2.0", lines, 3, 1.0, 90, 10, (("type not recorded", 10),), findings)


def test_findings_are_judged_by_the_first_verdict_that_fits() -> None:
    dead, wrong = told("easel/legacy/a.py", "paint.tint"), told("easel/frame.py", "paint.Brush")
    strange = told("easel/frame.py", "glue.stick", "DC304")
    judged = judge(measured(dead, wrong, strange), read_verdicts(VERDICTS))
    assert judged == Judged(true=(dead,), false=(wrong,), unread=(strange,))


def test_a_verdict_speaks_of_its_own_distribution_only() -> None:
    one = told("easel/frame.py", "paint.Brush")
    assert judge(measured(one, name="frame"), read_verdicts(VERDICTS)) == Judged(unread=(one,))


def test_findings_that_break_nothing_need_no_reader() -> None:
    assert judge(measured(told("easel/frame.py", "paint.old", "DC201")), ()) == Judged()


@pytest.mark.parametrize("entry", ['verdict = "maybe"\nwhy = "so"', 'verdict = "true"\nwhy = " "'])
def test_a_verdict_is_clear_and_says_why(entry: str) -> None:
    with pytest.raises(ValueError, match="true or false, and why"):
        read_verdicts(f'[[easel]]\nfile = "*"\nsymbol = "*"\n{entry}\n')


def test_what_nobody_has_read_counts_against_the_bar() -> None:
    rows = [(measured(), Judged(false=(told("a.py", "paint.x"),), unread=(told("a.py", "paint.y"),)))]
    assert rate(rows) == 1.0
    assert rate([]) == 0.0


def test_the_table_tells_what_was_found() -> None:
    one = told("easel/frame.py", "paint.Brush")
    rows = [(measured(one, told("easel/frame.py", "paint.old", "DC201")), Judged(true=(one,)))]
    lines = list(table(rows, "The snapshots hold 3."))
    assert "| easel | 2.0 | 200,000 | 90.0% | DC101 1 | 1 |  |  | DC201 1 |" in lines
    assert "- 1 findings that say that code fails or will (DC1xx, DC3xx): 1 true, 0 false, 0 unread." in lines
    assert "| type not recorded | 10 | 100.0% |" in lines

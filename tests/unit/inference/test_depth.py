"""What no walk gets through is counted, and hides nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.inference.depth import TOO_DEEP
from tests.workbench import run, told

LONG = ".stroke()" * 3000


@pytest.mark.parametrize(
    "statement",
    [
        f"x = Brush(){LONG}",
        f"rows = [Brush(){LONG}]",
        f"for x in Brush(){LONG}: pass",
        f"with Brush(){LONG} as x: pass",
        f"if Brush(){LONG}: pass",
        f"@Brush(){LONG}\ndef g(): ...",
        f"class Mine(Brush(){LONG}): ...",
        f"x = {'-' * 3000}1",
    ],
    ids=["assignment", "call", "for", "with", "if", "decorator", "base", "operators"],
)
def test_the_rest_of_the_file_is_checked(statement: str, tmp_path: Path) -> None:
    code = f"from paint import Brush\nrows = []\n{statement}\nBrush().dip()\ndef f():\n    Brush().dip()\n"
    results = run({"main.py": code, "other.py": "from paint import Brush\nBrush().dip()\n"}, tmp_path)
    assert len(told(results)) == 3
    (main,) = [one for one in results if one.path == "main.py"]
    assert dict(main.unknown_reasons)[TOO_DEEP] == 1


def test_a_body_behind_a_long_head_is_checked(tmp_path: Path) -> None:
    code = f"from paint import Brush\nfor x in Brush(){LONG}:\n    Brush().dip()\n"
    assert len(told(run({"main.py": code}, tmp_path))) == 1


def test_what_such_a_statement_binds_is_not_known(tmp_path: Path) -> None:
    code = f"from paint import Brush\nx = Brush()\nx = Brush(){LONG}\nx.dip()\ny = Brush()\n"
    assert told(run({"main.py": code}, tmp_path)) == []

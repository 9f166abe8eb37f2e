from __future__ import annotations

import pytest

from driftcheck.source.masking import Masked, mask
from driftcheck.source.parsing import GRAMMAR, Trouble


def masked(*lines: str) -> Masked:
    found = mask(lines)
    assert isinstance(found, Masked), found
    assert len(found.lines) == len(lines)
    return found


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["%matplotlib inline", "import paint"], ["pass", "import paint"]),
        (["!pip install paint \\", "  --upgrade", "x = 1"], ["pass", "", "x = 1"]),
        (["if x:", "    !ls {x}"], ["if x:", "    pass"]),
        (["pip install paint", "$ ls", "conda install paint"], ["pass", "pass", "pass"]),
        (["brush.dip?", "?brush", "brushes[0].dip??"], ["pass", "pass", "pass"]),
        (["files = !ls", "a, b = %sql select 1"], ["files = _", "a, b = _"]),
        (["%timeit -n 10 brush.dip()"], ["pass"]),
        (["%cd ~/it's", "x = 1"], ["pass", "x = 1"]),
    ],
)
def test_what_is_not_python_is_masked(lines: list[str], expected: list[str]) -> None:
    assert masked(*lines) == Masked(tuple(expected), {})


def test_python_is_left_as_it_is() -> None:
    lines = ("text = '''", "!ls", "'''", "x = (1", "     % 2)", "brush.dip()", "await brush", "def f(): ...")
    assert masked(*lines) == Masked(lines, {})


def test_what_is_measured_runs_where_it_stands() -> None:
    assert masked("if x:", "    %time y = f(x)") == Masked(("if x:", "    y = f(x)"), {1: 6})


def test_a_session_keeps_its_code_and_drops_its_output() -> None:
    found = masked("", ">>> if x:", "...     f(x)", "...", "1 2 3", ">>> %time g(x)", ">>>")
    assert found == Masked(("", "if x:", "    f(x)", "", "", "g(x)", ""), {1: 4, 2: 4, 3: 3, 5: 10, 6: 3})


def test_prompts_within_code_are_no_session() -> None:
    assert mask(("x = 1", ">>> y")) == Trouble(f"invalid syntax ({GRAMMAR})", 2)


def test_code_that_does_not_parse_is_told_with_its_line() -> None:
    assert mask(("!ls", "def f(:")) == Trouble(f"invalid syntax ({GRAMMAR})", 2)


def test_many_magics_are_masked_at_once() -> None:
    assert masked(*["!ls"] * 5000).lines == ("pass",) * 5000

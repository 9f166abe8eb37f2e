from __future__ import annotations

import pytest

from driftcheck.model.locations import Location
from driftcheck.reporting.excerpts import excerpt


def marked(line: str, column: int, end: int) -> str:
    """The part of the shown line that the carets are under."""
    shown = excerpt(line, Location("a.py", 1, column, 1, end))
    return shown.text[shown.offset : shown.offset + shown.length]


def test_carets_are_under_the_name() -> None:
    assert marked("df = df.append(row)", 9, 15) == "append"


def test_tabs_are_widened_before_counting() -> None:
    assert marked("\tdf.append(\trow)", 5, 11) == "append"


def test_wide_characters_take_two_cells() -> None:
    shown = excerpt('x = "漢字".foo', Location("a.py", 1, 10, 1, 13))
    assert (shown.offset, shown.length) == (11, 3)


def test_a_very_long_line_is_cut_around_the_name() -> None:
    line = "x" * 5000 + " append " + "y" * 5000
    shown = excerpt(line, Location("a.py", 1, 5002, 1, 5008))
    assert len(shown.text) < 400
    assert shown.text[shown.offset : shown.offset + shown.length] == "append"


@pytest.mark.parametrize(("column", "end"), [(50, 60), (4, 4), (1, 500)])
def test_positions_beyond_the_line_do_no_harm(column: int, end: int) -> None:
    shown = excerpt("abc", Location("a.py", 1, column, 1, end))
    assert shown.text == "abc"
    assert shown.length >= 1


def test_a_span_over_lines_is_marked_to_the_end_of_the_first() -> None:
    shown = excerpt("call(first,", Location("a.py", 1, 6, 3, 2))
    assert shown.text[shown.offset : shown.offset + shown.length] == "first,"

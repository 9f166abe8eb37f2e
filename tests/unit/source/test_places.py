from __future__ import annotations

from driftcheck.model.locations import Location
from driftcheck.source.places import Fragment, assemble


def test_a_program_of_fragments_knows_where_it_comes_from() -> None:
    text, places = assemble([Fragment(("a", "b"), 4), Fragment(("c",), 1, 7, {0: 3})])
    assert text == "a\nb\nc\n"
    assert [places.line(number) for number in (1, 2, 3, 4)] == [(0, 4), (0, 5), (7, 1), (7, 2)]


def test_columns_count_what_was_taken_away() -> None:
    _, places = assemble([Fragment(("(a", "b)"), 4, shifts={0: 2, 1: 5})])
    assert places.locate(Location("x.md", 1, 2, 2, 3)) == Location("x.md", 4, 4, 5, 8)


def test_cells_come_before_lines() -> None:
    places = [Location("x", 9, 1, 9, 1, cell=1), Location("x", 2, 1, 2, 1, cell=2), Location("x", 3, 1, 3, 1)]
    assert [place.line for place in sorted(places)] == [3, 9, 2]

from __future__ import annotations

import pytest

from driftcheck.source.logical_lines import LogicalLine, logical_lines


def lines_of(text: str) -> list[tuple[int, int, set[int]]]:
    return [(line.first, line.last, set(line.ends)) for line in logical_lines(text) if line.first]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1\nb = 2\n", [(1, 1, {1}), (2, 2, {2})]),
        ("a = 1; b = 2\n", [(1, 1, {1})]),
        ("f(\n  1,\n\n  2,\n)\n", [(1, 5, {1, 2, 3, 4, 5})]),
        ("a = 1 + \\\n  2\n", [(1, 2, {2})]),
        ('a = """\nb\n""" + c\n', [(1, 3, {3})]),
        ('f("""\nb\n""",\n d)\n', [(1, 4, {3, 4})]),
        ("@old\n@new\ndef f(\n a):\n  pass\n", [(1, 1, {1}), (2, 2, {2}), (3, 4, {3, 4}), (5, 5, {5})]),
        ("if a: b\nelse:\n\tc\n", [(1, 1, {1}), (2, 2, {2}), (3, 3, {3})]),
        ("# one\n\n# two\na\n", [(4, 4, {4})]),
        ("a\r\nb\r\n", [(1, 1, {1}), (2, 2, {2})]),
        ("a\rb\r", [(1, 1, {1}), (2, 2, {2})]),
        ("a\n\x0c\nb\x0c\n", [(1, 1, {1}), (3, 3, {3})]),
        ("\ufeffa\nb", [(1, 1, {1}), (2, 2, {2})]),
        ("def f():\n\tif a:\n        \tb\n\tc\n", [(1, 1, {1}), (2, 2, {2}), (3, 3, {3}), (4, 4, {4})]),
        ("", []),
    ],
)
def test_statements_and_where_their_lines_may_be_written_on(text: str, expected: list[object]) -> None:
    assert lines_of(text) == expected


def test_comments_belong_to_the_statement_that_they_stand_in() -> None:
    text = "# alone\nf(  # one\n  # two\n)  # three\n"
    found = [(line.first, [(c.line, c.column, c.text) for c in line.comments]) for line in logical_lines(text)]
    assert found == [(0, [(1, 1, "# alone")]), (2, [(2, 5, "# one"), (3, 3, "# two"), (4, 4, "# three")])]


def test_a_text_that_ends_in_the_middle_is_read_as_far_as_it_goes() -> None:
    assert list(logical_lines("a\nf(\n")) == [LogicalLine(1, 1, (), frozenset({1}))]

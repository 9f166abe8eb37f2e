from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model.suppressions import Scope, Suppression
from driftcheck.source.suppressions import find_suppressions


def found(text: str) -> list[Suppression]:
    return list(find_suppressions("a.py", text))


def only(comment: str) -> Suppression:
    (one,) = found(f"x = 1  {comment}\n")
    return one


@pytest.mark.parametrize(
    ("comment", "scope", "rules", "reason"),
    [
        ("# driftcheck: ignore", "ignore", [], ""),
        ("#driftcheck:ignore", "ignore", [], ""),
        ("# driftcheck: ignore because", "ignore", [], "because"),
        ("# driftcheck: ignore - because", "ignore", [], "- because"),
        ("# driftcheck: ignore[DC101]", "ignore", ["DC101"], ""),
        ("# driftcheck: ignore [ DC101 ,dc201, ]  because of #12", "ignore", ["DC101", "dc201"], "because of #12"),
        ("# driftcheck: ignore[removed symbol]", "ignore", ["removed symbol"], ""),
        ("# driftcheck: file-ignore[removed-symbol]", "file-ignore", ["removed-symbol"], ""),
        ("# DRIFTCHECK: IGNORE[DC101]", "ignore", ["DC101"], ""),
        ("#NOQA:dc101", "noqa", ["dc101"], ""),
        ("# noqa: DC101", "noqa", ["DC101"], ""),
        ("# NoQA : dc101,dc201 DC301", "noqa", ["dc101", "dc201", "DC301"], ""),
        ("# noqa: F401, DC101 because", "noqa", ["DC101"], ""),
        ("# a word  # noqa: DC101", "noqa", ["DC101"], ""),
    ],
)
def test_what_a_comment_says(comment: str, scope: str, rules: list[str], reason: str) -> None:
    one = only(comment)
    assert (one.scope, [rule.written for rule in one.rules], one.reason) == (scope, rules, reason)
    assert not one.trouble
    assert (one.statement is None) == (one.scope is Scope.FILE)


@pytest.mark.parametrize(
    "comment",
    [
        "# driftcheck:",
        "# driftcheck: ignroe[DC101]",
        "# driftcheck: ignore[DC101",
        "# driftcheck: ignore[DC101[1]]",
        "# driftcheck: ignore(DC101)",
        "# driftcheck: ignore DC101",
        "# driftcheck: ignore dc101, dc201",
        "# driftcheck: ignore: DC101",
        "# driftcheck: ignore, because",
        "# driftcheck: ignore-file",
        "# driftcheck: ignored",
        "# driftcheck: ignore[]",
        "# driftcheck: ignore[ , ]",
        "# driftcheck: noqa",
    ],
)
def test_what_cannot_be_understood_is_never_taken_for_everything(comment: str) -> None:
    one = only(comment)
    assert one.trouble
    assert not one.rules


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "#NOQA because",
        "# noqa: F401",
        "# noqa: F401, E501 because",
        "# noqa:",
        "# noqa: because",
        "# noqa-able",
        "# noqa_",
        "# see driftcheck: ignore",
        "# driftcheck ignores this",
        "# flake8: noqa",
        "# ruff: noqa: DC101",
        "# noqa: XDC101",
        "# noqa: DC1",
    ],
)
def test_what_is_for_others_is_left_to_them(comment: str) -> None:
    assert found(f"x = 1  {comment}\n") == []


def test_several_in_one_comment_and_where_they_stand() -> None:
    text = "漢 = 1  # type: ignore  # noqa: E501, DC101  # driftcheck: ignore[DC201, DC301]  why #3  # fmt: skip\n"
    shared, own = found(text)
    line = text.rstrip("\n")
    assert line[shared.location.column - 1 : shared.location.end_column - 1] == "# noqa: E501, DC101"
    assert line[own.location.column - 1 : own.location.end_column - 1] == "# driftcheck: ignore[DC201, DC301]  why #3"
    places = [rule.location for rule in (*shared.rules, *own.rules)]
    assert [line[place.column - 1 : place.end_column - 1] for place in places] == ["DC101", "DC201", "DC301"]
    assert shared.is_shared
    assert not own.is_shared


def test_strings_are_no_comments() -> None:
    text = 'a = "# driftcheck: ignore"\nb = """\n# noqa: DC101\n"""\nc = f"{a}  # noqa"\nd = \'# noqa\' # noqa: DC101\n'
    assert [one.location.line for one in found(text)] == [6]


def test_the_lines_of_a_statement() -> None:
    text = "f(\n  1,  # driftcheck: ignore\n)\n# driftcheck: ignore\nif (a or\n    b):  # noqa: DC101\n    pass\n"
    lines = [one.statement and (one.statement.line, one.statement.end_line) for one in found(text)]
    assert lines == [(1, 3), None, (5, 6)]


def test_behind_code_that_is_a_comment_it_sleeps() -> None:
    assert found("# x = 1  # driftcheck: ignore[DC101]\n# x = 1  # noqa: DC101\n") == []
    (one,) = found("# a word  # driftcheck: file-ignore[DC101]\n")
    assert one.scope is Scope.FILE


@given(st.text(alphabet=st.sampled_from("#noqadriftcheck: ignore[]DC101,\\\"'()\n\r\t\x0c\ufeff漢f"), max_size=80))
def test_whatever_the_text_it_survives(text: str) -> None:
    for one in find_suppressions("a.py", f"{text}  # noqa\n"):
        assert one.location.line > 0


def test_a_comment_of_many_parts_is_read_as_far_as_anybody_writes_one() -> None:
    assert len(found(f"x = 1  {'#noqa:DC101' * 100_000}\n")) == 20

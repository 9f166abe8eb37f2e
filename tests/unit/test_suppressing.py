from __future__ import annotations

import pytest

from driftcheck.model.findings import FileVerdict, Finding, Severity
from driftcheck.model.locations import Location
from driftcheck.source.suppressions import find_suppressions
from driftcheck.suppressing import unsuppressed


def finding(line: int, code: str = "DC101", path: str = "a.py") -> Finding:
    return Finding(Location(path, line, 1, line, 2), code, "any", Severity.ERROR, "paint.tint", "gone")


def verdict(text: str, *findings: Finding) -> FileVerdict:
    return FileVerdict("a.py", findings, suppressions=find_suppressions("a.py", text))


def left(*verdicts: FileVerdict, active: str = "") -> list[tuple[int, int, str]]:
    found = unsuppressed(verdicts, lambda code, _: not active or code in active.split())
    return sorted((one.location.line, one.location.column, one.code) for one in found.left)


def test_the_statement_that_holds_the_finding_counts() -> None:
    text = "f(\n  a,\n)  # noqa: DC101\nb(); c()  # driftcheck: ignore[DC101]\nd \\\n + e  # noqa: DC101\nf\n"
    assert left(verdict(text, *(finding(line) for line in (2, 4, 5, 7)))) == [(7, 1, "DC101")]


def test_only_the_rules_that_are_named() -> None:
    text = "a  # driftcheck: ignore[DC101]\na  # driftcheck: ignore[deprecated-symbol, DC101]\n"
    found = [finding(1), finding(1, "DC301"), finding(2), finding(2, "DC201")]
    assert left(verdict(text, *found)) == [(1, 1, "DC301")]


def test_a_rule_that_is_not_wanted_is_not_called_unused() -> None:
    text = "a  # driftcheck: ignore[DC201]\nb  # driftcheck: ignore[DC101, DC201]\nc  # driftcheck: ignore\n"
    found = verdict(text, finding(2), finding(3, "DC301"))
    assert left(found, active="DC101 DC900") == []
    assert left(found) == [(1, 4, "DC900"), (2, 32, "DC900")]


def test_what_any_of_several_verdicts_on_a_file_needs_is_used() -> None:
    text = "a  # driftcheck: ignore[DC101]\nb  # driftcheck: ignore[DC101]\n"
    assert left(verdict(text), verdict(text, finding(1))) == [(2, 4, "DC900")]


def test_a_file_is_silenced_in_all_its_parts() -> None:
    text = "# driftcheck: file-ignore[DC101]\na\n"
    assert left(verdict(text, finding(2)), verdict("b\n", finding(1), finding(1, "DC201"))) == [(1, 1, "DC201")]
    assert left(verdict("# driftcheck: file-ignore\na\n", finding(2))) == []


def test_what_speaks_of_comments_is_not_silenced_by_a_comment_on_everything() -> None:
    assert left(verdict("a  # noqa  # driftcheck: ignore\n")) == [(1, 12, "DC900")]
    assert left(verdict("# driftcheck: file-ignore[DC900]\na  # driftcheck: ignore\n")) == []


def test_cells_are_told_apart() -> None:
    suppressions = find_suppressions("a.py", "a  # noqa: DC101\n")
    (one,) = suppressions
    assert one.statement is not None
    elsewhere = Location("a.py", 1, 1, 1, 2, cell=2)
    other = Finding(elsewhere, "DC101", "any", Severity.ERROR, "paint.tint", "gone")
    assert left(FileVerdict("a.py", (other,), suppressions=suppressions)) == [(1, 1, "DC101"), (1, 4, "DC900")]


@pytest.mark.parametrize("size", [200, 20_000])
def test_one_statement_may_hold_many_of_both(size: int) -> None:
    text = "x = [\n" + "a,  # noqa: DC101\n" * size + "]\n"
    assert left(verdict(text, *(finding(line) for line in range(2, size)))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a  # driftcheck: ignore[DC1]\n", "there is no rule 'DC1'; did you mean"),
        ("a  # driftcheck: ignore[removed-symbl]\n", "there is no rule 'removed-symbl'; did you mean removed-symbol?"),
        ("a  # driftcheck: ignore[zzz]\n", "there is no rule 'zzz'; there are DC101, DC102,"),
        ("a  # driftcheck: ignore removed-symbol\n", "rules stand in brackets, as in `ignore[removed-symbol]`"),
        ("a  # driftcheck: ignore[DC201, DC101]\n", "silences nothing: DC201 and DC101 find nothing here"),
        ("# driftcheck: ignore\na\n", "silences nothing: no statement stands on its line"),
        ("# driftcheck: file-ignore\na\n", "silences nothing: no rule finds anything in this file"),
    ],
)
def test_what_is_said_of_a_comment(text: str, said: str) -> None:
    (one,) = unsuppressed([verdict(text)], lambda *_: True).left
    assert said in one.message
    assert (one.replacement is not None) == one.message.startswith("silences nothing")


def test_what_is_silenced_is_kept_apart() -> None:
    text = "# driftcheck: file-ignore[DC900]\na  # noqa: DC101\nb  # driftcheck: ignore\n"
    heard = unsuppressed([verdict(text, finding(2), finding(4))], lambda *_: True)
    assert [one.location.line for one in heard.left] == [4]
    assert [(one.location.line, one.code) for one in heard.silenced] == [(2, "DC101"), (3, "DC900")]

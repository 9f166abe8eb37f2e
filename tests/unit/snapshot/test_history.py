from __future__ import annotations

import itertools

import pytest
from packaging.version import Version

from driftcheck.model.symbols import Symbol
from driftcheck.snapshot.history import History, Row
from tests.builders import attribute, function, module, signature

OLD, NEW = function("paint.tint", signature("a")), function("paint.tint", signature("a", "b="))
RELEASES: dict[str, list[Symbol]] = {
    "1.0": [OLD, function("paint.gone"), function("paint.gap")],
    "1.1": [OLD, function("paint.gone")],
    "1.10": [OLD, function("paint.gap")],
    "2.0": [NEW, function("paint.gap")],
}
ORDER = [Version(version) for version in RELEASES]


def recorded(versions: list[str]) -> History:
    history = History()
    for version in versions:
        history.record(Version(version), RELEASES[version])
    return history


def spans(history: History, path: str, order: list[Version] = ORDER) -> list[tuple[int, int, int]]:
    return [(number, first, last) for row, number, first, last, _ in history.rows(order) if row == path]


def test_what_neighbours_share_is_one_row() -> None:
    history = recorded(list(RELEASES))
    assert spans(history, "paint.tint") == [(0, 0, 2), (1, 3, 3)]
    assert spans(history, "paint.gone") == [(0, 0, 1)]


def test_what_comes_back_has_two_spans() -> None:
    assert spans(recorded(list(RELEASES)), "paint.gap") == [(0, 0, 0), (1, 2, 3)]


@pytest.mark.parametrize("versions", list(itertools.permutations(RELEASES)))
def test_the_order_of_recording_changes_nothing(versions: tuple[str, ...]) -> None:
    assert list(recorded(list(versions)).rows(ORDER)) == list(recorded(list(RELEASES)).rows(ORDER))


def test_rows_come_sorted_by_path_and_number() -> None:
    keys = [row[:2] for row in recorded(list(RELEASES)).rows(ORDER)]
    assert keys == sorted(keys)


def test_several_facts_of_one_path_are_numbered() -> None:
    history = History()
    history.record(Version("1.0"), [module("paint.mapper"), function("paint.mapper")])
    assert spans(history, "paint.mapper", [Version("1.0")]) == [(0, 0, 0), (1, 0, 0)]


def stored(rows: list[Row]) -> list[tuple[str, int, int, tuple[object, ...]]]:
    return [(path, first, last, facts) for path, _, first, last, facts in rows]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_history_taken_up_again_equals_one_recorded_afresh(count: int) -> None:
    known = ORDER[:count]
    before = list(recorded([str(version) for version in known]).rows(known))
    history = History()
    history.restore(known, stored(before))
    for version in ORDER[count:]:
        history.record(version, RELEASES[str(version)])
    assert list(history.rows(ORDER)) == list(recorded(list(RELEASES)).rows(ORDER))


def test_an_older_release_may_be_added_to_what_was_taken_up() -> None:
    known = [ORDER[1], ORDER[3]]
    before = list(recorded(["1.1", "2.0"]).rows(known))
    history = History()
    history.restore(known, stored(before))
    history.record(ORDER[2], RELEASES["1.10"])
    history.record(ORDER[0], RELEASES["1.0"])
    assert list(history.rows(ORDER)) == list(recorded(list(RELEASES)).rows(ORDER))


def test_a_release_is_recorded_once() -> None:
    history = recorded(["1.0"])
    assert history.versions == {Version("1.0")}
    with pytest.raises(ValueError, match=r"1\.0 is recorded already"):
        history.record(Version("1.0"), [attribute("paint.x")])

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from driftcheck.extraction.thinning import Thinning, spread_by_lines, thin


def numbered(*versions: str) -> list[Version]:
    return [Version(version) for version in versions]


def shown(versions: Sequence[Version]) -> list[str]:
    return [str(version) for version in versions]


def test_the_ends_and_the_newest_of_each_major_line_come_first() -> None:
    every = numbered(*(f"{major}.{minor}.{patch}" for major in (1, 2, 3) for minor in range(6) for patch in (0, 1)))
    assert shown(spread_by_lines(every, 4)) == ["1.0.0", "1.5.1", "2.5.1", "3.5.1"]


def test_minor_lines_are_thinned_evenly() -> None:
    kept = [version.minor for version in spread_by_lines(numbered(*(f"1.{minor}.0" for minor in range(100))), 11)]
    gaps = [after - before for before, after in pairwise(kept)]
    assert (kept[0], kept[-1], len(kept)) == (0, 99, 11)
    assert max(gaps) - min(gaps) <= 6


def test_one_alone_is_the_newest() -> None:
    assert shown(spread_by_lines(numbered("1.0", "2.0", "3.0"), 1)) == ["3.0"]


def test_without_a_limit_and_within_it_all_that_is_not_recorded_is_read() -> None:
    worth = numbered("1.0", "1.1", "1.2")
    assert thin(worth, set(numbered("1.1")), None) == Thinning(tuple(numbered("1.0", "1.2")))
    assert thin(worth, set(), 3) == Thinning(tuple(worth))


def test_half_of_a_limit_is_spread_and_the_rest_kept_for_changes() -> None:
    worth = numbered(*(f"1.{minor}" for minor in range(20)))
    thinning = thin(worth, set(), 7)
    assert (len(thinning.first), thinning.room) == (4, 3)
    assert {worth[0], worth[-1]} <= set(thinning.first)


def test_of_what_is_recorded_only_the_newer_is_chosen_from() -> None:
    worth = numbered(*(f"1.{minor}" for minor in range(20)))
    recorded = set(worth[:18:3])
    assert thin(worth, recorded, 6) == Thinning(tuple(worth[16:]))
    assert thin(worth, set(worth[:20:3]) | {worth[-1]}, 6) == Thinning()


def test_many_new_ones_are_thinned_from_the_newest_recorded_on() -> None:
    worth = numbered(*(f"1.{minor}" for minor in range(40)))
    thinning = thin(worth, set(worth[:10]), 12)
    assert thinning.worth == tuple(worth[9:])
    assert (thinning.first[-1], len(thinning.first), thinning.room) == (worth[-1], 3, 2)


def test_what_cannot_be_read_is_passed_over() -> None:
    worth = numbered("1.0", "1.1", "1.2", "1.3")
    thinning = Thinning((), tuple(worth), 2)
    ends = {worth[0], worth[3]}
    assert thinning.next(ends, {worth[2]}, lambda *_: 1) == worth[1]
    assert thinning.next(ends, {worth[1], worth[2]}, lambda *_: 1) is None


def carried_out(worth: Sequence[Version], surfaces: dict[Version, int], limit: int) -> list[Version]:
    """Read as a refresh does."""
    thinning = thin(worth, set(), limit)
    recorded = set(thinning.first)
    for _ in range(thinning.room):
        version = thinning.next(recorded, set(), lambda one, other: abs(surfaces[one] - surfaces[other]))
        if version is None:
            break
        assert version not in recorded
        recorded.add(version)
    return sorted(recorded)


steps = st.lists(st.sampled_from([0, 0, 0, 1, 5]), min_size=1, max_size=60)


def grown(steps: list[int]) -> dict[Version, int]:
    return {Version(f"1.{place}"): sum(steps[: place + 1]) for place in range(len(steps))}


@given(steps, st.integers(1, 70))
def test_the_limit_is_kept_and_the_newest_is_read(steps: list[int], limit: int) -> None:
    surfaces = grown(steps)
    recorded = carried_out(list(surfaces), surfaces, limit)
    assert len(recorded) <= limit
    assert recorded[-1] == max(surfaces)


@given(steps)
def test_every_change_is_dated_where_the_limit_allows_it(steps: list[int]) -> None:
    surfaces = grown(steps)
    worth = list(surfaces)
    limit = max(1, len(worth) - 1)
    recorded = carried_out(worth, surfaces, limit)
    if len(recorded) == limit:
        return
    for before, after in pairwise(recorded):
        is_neighbour = worth.index(after) == worth.index(before) + 1
        assert is_neighbour or surfaces[before] == surfaces[after]


def test_a_release_in_which_nothing_changes_is_left_out() -> None:
    worth = numbered(*(f"1.{minor}" for minor in range(32)))
    surfaces = {version: int(version >= worth[11]) for version in worth}
    recorded = carried_out(worth, surfaces, 16)
    assert {worth[10], worth[11]} <= set(recorded)
    assert len(recorded) < 13


def test_a_gap_weighs_by_what_it_leaves_open() -> None:
    worth = numbered(*(f"1.{minor}" for minor in range(12)))
    thinning = Thinning((), tuple(worth), 1)
    recorded = {worth[0], worth[2], worth[11]}
    changes = {(worth[0], worth[2]): 5, (worth[2], worth[11]): 3}
    assert thinning.next(recorded, set(), lambda one, other: changes[one, other]) == worth[7]

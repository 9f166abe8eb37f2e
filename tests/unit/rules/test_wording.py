from __future__ import annotations

from dataclasses import replace

import pytest
from packaging.version import Version

from driftcheck.model.releases import Lifespan, PinKind, PinSource, Release, Selection, Span
from driftcheck.model.symbols import Deprecation
from driftcheck.rules.wording import (
    added_in,
    arrival,
    deprecated_on,
    deprecated_since,
    deprecation_remark,
    deprecation_state,
    held_to,
    is_next,
    removal,
    removed_in,
    removed_on,
)
from tests.builders import release


def held(version: str, *recorded: str, kind: PinKind = PinKind.EXACT) -> Selection:
    releases = tuple(release("paint", each, index) for index, each in enumerate(recorded or (version,)))
    return Selection("paint", Version(version), kind, PinSource("requirements.txt"), releases)


def lifespan(
    *spans: tuple[str, str], before: str | None = None, after: str | None = None, deprecated: str | None = None
) -> Lifespan:
    return Lifespan(
        tuple(Span(release("paint", first), release("paint", last)) for first, last in spans),
        before=release("paint", before) if before else None,
        after=release("paint", after) if after else None,
        deprecated=release("paint", deprecated) if deprecated else None,
    )


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("1.5.3", "2.0.0"), ("1.5.3", "1.6.0"), ("1.5.3", "1.5.4"), ("1.5.3", "2.0"), ("3.11", "3.12"), ("2.0rc1", "2.0")],
)
def test_neighbouring_lines_date_a_change(earlier: str, later: str) -> None:
    assert is_next(Version(earlier), Version(later))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("1.5.3", "2.0.3"), ("1.5.3", "2.1.0"), ("1.5.3", "1.7.0"), ("1.5.3", "3.0.0"), ("1.5.3", "1.5.5")],
)
def test_what_lies_between_may_have_made_the_change(earlier: str, later: str) -> None:
    assert not is_next(Version(earlier), Version(later))


def test_a_removal_between_neighbours_is_dated() -> None:
    assert removal(lifespan(("1.0", "1.5.3"), after="2.0.0"), held("2.2.3")) == "was removed in paint 2.0.0"


def test_a_removal_on_the_way_is_not_dated() -> None:
    said = removal(lifespan(("1.0", "1.5.3"), after="2.0.3"), held("2.2.3"))
    assert said == "is gone by paint 2.0.3, last seen in 1.5.3"


def test_a_removal_that_nothing_dates_names_the_last_sighting() -> None:
    gap = lifespan(("1.0", "1.5.3"), ("3.0", "3.0"))
    assert removal(gap, held("2.2.3")) == "is gone from paint 2.2.3, last seen in 1.5.3"
    assert removed_in(gap, Version("2.2.3")) is None


def test_a_name_that_came_back_is_dated_by_its_gap() -> None:
    first = Span(release("paint", "1.0"), release("paint", "1.23.5"), after=release("paint", "1.24.0"))
    gap = Lifespan((first, Span(release("paint", "2.0.0"), release("paint", "2.1.0"))))
    assert removed_in(gap, Version("1.26.4")) == "1.24.0"
    assert added_in(gap, Version("1.26.4")) == "2.0.0"
    assert removal(gap, held("1.26.4")) == "was removed in paint 1.24.0"


def test_what_the_pinned_version_has_is_neither_gone_nor_to_come() -> None:
    alive = lifespan(("1.0", "3.0"))
    assert removed_in(alive, Version("2.0")) is None
    assert added_in(alive, Version("2.0")) is None


def test_arrivals_are_dated_between_neighbours_only() -> None:
    assert arrival(lifespan(("2.0.0", "2.1"), before="1.9.2"), held("1.4")) == "arrives only in paint 2.0.0"
    later = arrival(lifespan(("2.0.3", "2.1"), before="1.9.2"), held("1.4"))
    assert later == "is not in paint 1.4 yet, first seen in 2.0.3"


def test_the_libraries_own_date_of_deprecation_comes_first() -> None:
    recorded = lifespan(("1.0", "1.5.3"), deprecated="1.4.0")
    assert deprecated_since(Deprecation("warning", since="1.3"), recorded) == "1.3"
    assert deprecated_since(Deprecation("warning"), recorded) == "1.4.0"
    assert deprecated_since(None, None) is None


def test_a_deprecation_tells_what_it_knows() -> None:
    assert deprecation_state(Deprecation("warning"), None) == "is deprecated"
    full = deprecation_state(Deprecation("decorator", since="2.1", removal="3.0"), None)
    assert full == "is deprecated since 2.1, to be removed in 3.0"


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (held("2.2.3"), "pinned 2.2.3"),
        (held("2.2.1", "2.2.0", "2.2.3"), "pinned 2.2.1, judged by 2.2.0 and 2.2.3"),
        (held("2.2.3", kind=PinKind.RANGE), "2.2.3 is the newest recorded release the range allows"),
        (held("2.2.3", kind=PinKind.IMPLIED), "2.2.3 follows from the pins"),
        (held("2.2.3", kind=PinKind.NEWEST), "not pinned, 2.2.3 is the newest recorded release"),
    ],
)
def test_a_version_is_shown_with_what_holds_the_project_to_it(selection: Selection, said: str) -> None:
    assert held_to(selection) == said


@pytest.mark.parametrize(
    ("unmarked", "marked", "said"),
    [
        ("1.3.5", "1.4.0", "deprecated since 1.4.0"),
        ("0.0.1", "0.0.354", "deprecated by 0.0.354"),
        (None, "1.4.0", "deprecated by 1.4.0"),
    ],
)
def test_a_mark_is_dated_only_where_no_release_lies_before_it(unmarked: str | None, marked: str, said: str) -> None:
    known = lifespan(("0.0.1", "1.5.3"), deprecated=marked)
    known = replace(known, unmarked=release("paint", unmarked) if unmarked else None)
    assert deprecation_remark(Deprecation("warning"), known) == said
    assert deprecation_state(Deprecation("warning"), known) == f"is {said}"
    assert deprecation_remark(Deprecation("warning", since="1.2"), known) == "deprecated since 1.2"


def days(known: Lifespan, **released: str) -> Lifespan:
    """The same lifespan, with the days on which releases were published."""

    def dated(one: Release | None) -> Release | None:
        return replace(one, released=released.get(f"v{one.version}".replace(".", "_"))) if one else None

    return replace(known, after=dated(known.after), deprecated=dated(known.deprecated))


def test_the_day_of_a_removal_is_that_of_the_release_that_lacks_the_symbol() -> None:
    known = days(lifespan(("1.0", "1.9"), after="2.0"), v2_0="2023-04-03")
    assert removed_on(known, Version("2.2")) == "2023-04-03"
    assert removed_on(lifespan(("1.0", "1.9"), after="2.0"), Version("2.2")) is None
    assert removed_on(lifespan(("1.0", "1.9")), Version("2.2")) is None
    assert removed_on(known, Version("1.5")) is None
    assert removed_on(None, Version("1.5")) is None


@pytest.mark.parametrize(
    ("since", "day"), [(None, "2022-01-23"), ("1.4", "2022-01-23"), ("1.3.0", None), ("the last major release", None)]
)
def test_the_day_of_a_deprecation_is_that_of_the_release_it_names(since: str | None, day: str | None) -> None:
    known = days(lifespan(("1.0", "1.9"), deprecated="1.4.0"), v1_4_0="2022-01-23")
    assert deprecated_on(Deprecation("docstring", since=since), known) == day


def test_without_a_history_no_day_is_known() -> None:
    assert deprecated_on(Deprecation("docstring", since="1.4"), None) is None
    assert deprecated_on(None, lifespan(("1.0", "1.9"))) is None

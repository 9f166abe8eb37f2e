from __future__ import annotations

from packaging.version import Version

from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Direct, Range, Reading, Statement
from driftcheck.pins.choice import believe, choose, remarks
from driftcheck.pins.target import target_for

TARGET = target_for(Version("3.12"), None)
OLD, NEW = "python_version < '3.11'", "python_version >= '3.11'"


def candidate(says: Statement, *markers: str, source: str = "list", name: str = "fruit") -> Candidate:
    return Candidate(name, says, PinSource(source), markers)


def chosen(*candidates: Candidate) -> Statement:
    choice = choose(Reading(candidates), TARGET)
    return believe([choice])[0].says


def test_markers_tell_versions_apart() -> None:
    versions = candidate(Version("1"), OLD), candidate(Version("2"), NEW)
    choice = choose(Reading(versions), TARGET)
    assert choice.applying["fruit"] is versions[1]
    assert remarks([choice], believe([choice]), TARGET) == (
        f"list: several versions are pinned; for Python 3.12 on {TARGET.system}: fruit 2 (elsewhere 1)",
    )


def test_of_several_versions_the_newest_counts_and_is_told() -> None:
    choice = choose(Reading((candidate(Version("2")), candidate(Version("1")))), TARGET)
    assert choice.applying["fruit"].says == Version("2")
    assert remarks([choice], believe([choice]), TARGET) == ("list: fruit is pinned to 1 and 2; 2 is used",)


def test_choices_that_do_not_count_are_not_told() -> None:
    firm = choose(Reading((candidate(Version("3"), source="first"),)), TARGET)
    doubled = choose(Reading((candidate(Version("2")), candidate(Version("1")))), TARGET)
    assert remarks([firm, doubled], believe([firm, doubled]), TARGET) == ()


def test_without_an_extra_comes_before_with_one() -> None:
    assert chosen(candidate(Version("2"), "extra == 'new'"), candidate(Version("1"))) == Version("1")


def test_a_version_comes_before_ranges_of_the_same_source() -> None:
    assert chosen(candidate(Range(">=1")), candidate(Version("1.5")), candidate(None)) == Version("1.5")


def test_ranges_of_one_list_hold_together() -> None:
    assert chosen(candidate(Range(">=1")), candidate(None), candidate(Range("<2"))) == Range(">=1,<2")


def test_ranges_of_another_list_do_not_narrow() -> None:
    assert chosen(candidate(Range(">=1"), source="a"), candidate(Range("<1"), source="b")) == Range(">=1")


def test_a_place_without_a_version_is_kept() -> None:
    assert chosen(candidate(Range(">=1")), candidate(Direct("a folder"))) == Direct("a folder")


def test_which_source_is_believed() -> None:
    def first(*sources: tuple[Candidate, ...]) -> Statement:
        return believe([choose(Reading(source), TARGET) for source in sources])[0].says

    exact, other = (candidate(Version("1")),), (candidate(Version("2")),)
    ranged, named, place = (candidate(Range(">=1")),), (candidate(None),), (candidate(Direct("a folder")),)
    abroad = (candidate(Version("3"), OLD),)
    assert first(exact, other) == Version("1")
    assert first(ranged, other) == Version("2")
    assert first(named, ranged) == Range(">=1")
    assert first(place, other) == Direct("a folder")
    assert first(abroad, ranged) == Range(">=1")
    assert first(named, abroad) == Version("3")
    assert first(abroad, other) == Version("2")

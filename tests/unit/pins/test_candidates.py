from __future__ import annotations

from packaging.version import Version

from driftcheck.model.releases import Pin, PinKind, PinSource, Unpinned
from driftcheck.pins.candidates import Candidate, Direct, Range, Reading

SOURCE = PinSource("list", "list.txt", 3)


def test_what_the_rest_of_the_program_is_told() -> None:
    assert Candidate("fruit", Version("1"), SOURCE).settle() == Pin("fruit", Version("1"), PinKind.EXACT, SOURCE)
    assert Candidate("fruit", Range(">1"), SOURCE).settle() == Pin("fruit", None, PinKind.RANGE, SOURCE, ">1")
    assert Candidate("fruit", Direct("a folder"), SOURCE).settle() == Unpinned("fruit", "a folder", SOURCE)
    assert Candidate("fruit", None, SOURCE).settle() == Unpinned("fruit", "named without a version", SOURCE)


def test_an_empty_reading_says_nothing() -> None:
    assert Reading().is_empty
    assert not Reading(notes=("x",)).is_empty
    assert not Reading(requires_python=">=3").is_empty

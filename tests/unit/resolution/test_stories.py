from __future__ import annotations

from collections.abc import Mapping, Sequence

from packaging.version import Version

from driftcheck.model.differences import SignatureChange
from driftcheck.model.stories import Story, Turn
from driftcheck.model.symbols import Parameter, Symbol
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.stories import tell
from tests.builders import (
    alias,
    deprecation,
    function,
    klass,
    module,
    pins,
    signature,
    standard_library,
    surface_provider,
)

MARK = deprecation("use shade")


def story(releases: Mapping[str, Sequence[Symbol]], path: str) -> Story:
    surfaces = {version: [module("paint"), *symbols] for version, symbols in releases.items()}
    provider = surface_provider({"paint": surfaces, "python": {"3.12": standard_library()}})
    told = tell(Environment(provider, pins(paint=max(releases)), python=Version("3.12")), path)
    assert told is not None
    return told


def turns(releases: Mapping[str, Sequence[Symbol]], path: str) -> list[tuple[str, Turn]]:
    return [(str(event.release.version), event.turn) for event in story(releases, path).events]


def test_a_name_lives_and_dies() -> None:
    lives = {
        "1.0": [],
        "1.1": [function("paint.tint")],
        "1.2": [function("paint.tint", deprecation=MARK)],
        "1.3": [function("paint.tint")],
        "2.0": [],
        "2.1": [function("paint.tint")],
    }
    assert turns(lives, "paint.tint") == [
        ("1.1", Turn.CAME),
        ("1.2", Turn.DEPRECATED),
        ("1.3", Turn.CLEARED),
        ("2.0", Turn.LEFT),
        ("2.1", Turn.CAME),
    ]
    assert story(lives, "paint.tint").present == (False, True, True, True, False, True)


def test_what_is_in_the_first_recorded_release_may_be_older() -> None:
    assert turns({"1.0": [function("paint.tint")]}, "paint.tint") == [("1.0", Turn.RECORDED)]


def test_a_definition_moves_behind_its_name() -> None:
    told = story(
        {
            "1.0": [alias("paint.tint", "paint.a.tint"), function("paint.a.tint")],
            "2.0": [alias("paint.tint", "paint.b.tint"), function("paint.b.tint")],
        },
        "paint.tint",
    )
    assert [(event.turn, event.definition) for event in told.events] == [
        (Turn.RECORDED, "paint.a.tint"),
        (Turn.MOVED, "paint.b.tint"),
    ]


def test_the_way_to_call_it_changes() -> None:
    told = story(
        {
            "1.0": [klass("paint.Brush"), function("paint.Brush.dip", signature("hue", "tone="))],
            "2.0": [klass("paint.Brush"), function("paint.Brush.dip", signature("hue", "*", "deep="))],
        },
        "paint.Brush.dip",
    )
    event = told.events[1]
    assert (event.turn, event.lost, event.signature) == (Turn.CALLED, ("tone",), SignatureChange(came=("deep=",)))


def test_a_name_that_only_raises_is_gone_with_the_words_it_raises() -> None:
    told = story(
        {"1.0": [function("paint.tint")], "2.0": [function("paint.tint", raises=True, deprecation=MARK)]}, "paint.tint"
    )
    assert [(event.turn, event.deprecation) for event in told.events[1:]] == [(Turn.LEFT, MARK)]


def test_beneath_an_open_namespace_a_name_is_only_no_longer_listed() -> None:
    opened = {"1.0": [function("paint.tint")], "2.0": []}
    provider = surface_provider(
        {
            "paint": {v: [module("paint", open_reason="dynamic"), *s] for v, s in opened.items()},
            "python": {"3.12": standard_library()},
        }
    )
    told = tell(Environment(provider, pins(paint="2.0"), python=Version("3.12")), "paint.tint")
    assert told is not None
    assert [event.turn for event in told.events] == [Turn.RECORDED, Turn.HIDDEN]


def test_a_parameter_has_a_story_of_its_own() -> None:
    marked = Parameter("hue", deprecation=MARK)
    releases = {
        "1.0": [function("paint.tint", signature("tone"))],
        "1.1": [function("paint.tint", signature("tone", "hue="))],
        "1.2": [function("paint.tint", signature("tone", marked))],
        "1.3": [function("paint.tint", signature("tone", "hue="))],
        "2.0": [function("paint.tint", signature("tone"))],
    }
    assert turns(releases, "paint.tint(hue)") == [
        ("1.1", Turn.CAME),
        ("1.2", Turn.DEPRECATED),
        ("1.3", Turn.CLEARED),
        ("2.0", Turn.LEFT),
    ]


def test_nothing_is_told_of_what_no_distribution_provides() -> None:
    provider = surface_provider({"python": {"3.12": standard_library()}})
    assert tell(Environment(provider, {}, python=Version("3.12")), "chisel.cut") is None

from __future__ import annotations

from dataclasses import replace

import pytest
from packaging.version import Version

from driftcheck.model.releases import INSTALLED, PinKind, PinSource
from driftcheck.resolution.selections import Selections
from tests.builders import MemorySurfaces, module, pin, pins, range_pin, surface_provider

PYTHON = Version("3.12")


def paint(
    *versions: str, yanked: tuple[str, ...] = (), requires_python: dict[str, str] | None = None
) -> MemorySurfaces:
    return surface_provider(
        {"paint": {version: [module("paint")] for version in versions}},
        yanked=[("paint", version) for version in yanked],
        requires_python={("paint", version): text for version, text in (requires_python or {}).items()},
    )


def chosen(surfaces: MemorySurfaces, version: str | None = None, specifier: str | None = None) -> list[str]:
    given = {}
    if version:
        given["paint"] = pin("paint", version)
    if specifier is not None:
        given["paint"] = range_pin("paint", specifier)
    selection = Selections(surfaces, given, PYTHON).of("paint")
    assert selection is not None
    return [str(release.version) for release in selection.releases]


@pytest.mark.parametrize(
    ("version", "answering"),
    [
        ("1.0", ["1.0"]),
        ("1.0.0", ["1.0"]),
        ("1.1", ["1.0", "1.2"]),
        ("1.2+local", ["1.2"]),
        ("0.9", []),
        ("3.0", []),
        ("2.0rc1", ["2.0rc1"]),
        ("1.5", ["1.2", "2.0"]),
    ],
)
def test_a_pin_is_answered_by_its_release_or_its_neighbours(version: str, answering: list[str]) -> None:
    assert chosen(paint("1.0", "1.2", "2.0rc1", "2.0"), version) == answering


@pytest.mark.parametrize(
    ("specifier", "answering"),
    [
        ("<2", ["1.2"]),
        (">=1", ["2.0"]),
        ("==1.*", ["1.2"]),
        (">2", []),
        (">=1.3,<1.4", []),
        ("not a range", ["2.0"]),
        (">=2.1rc1", ["2.1rc1"]),
    ],
)
def test_a_range_is_answered_by_the_newest_release_it_allows(specifier: str, answering: list[str]) -> None:
    assert chosen(paint("1.0", "1.2", "2.0", "2.1rc1"), specifier=specifier) == answering


def test_a_range_that_allows_no_recorded_release_names_the_bound_it_is_about() -> None:
    selection = Selections(paint("1.0"), {"paint": range_pin("paint", ">=4")}, PYTHON).of("paint")
    assert selection is not None
    assert selection.version == Version("4")
    nameless = Selections(paint("1.0"), {"paint": range_pin("paint", "==4.*")}, PYTHON).of("paint")
    assert nameless is not None
    assert nameless.version == Version("1.0")


def test_yanked_and_unfit_releases_are_left_out_where_there_is_a_choice() -> None:
    assert chosen(paint("1.0", "2.0", yanked=("2.0",))) == ["1.0"]
    assert chosen(paint("1.0", "2.0", yanked=("2.0",)), "2.0") == ["2.0"]
    assert chosen(paint("1.0", "2.0", requires_python={"2.0": ">=3.13"})) == ["1.0"]
    assert chosen(paint("2.0", requires_python={"2.0": ">=3.13"})) == ["2.0"]
    assert chosen(paint("1.0", "2.0rc1")) == ["1.0"]
    assert chosen(paint("2.0rc1")) == ["2.0rc1"]
    assert chosen(paint("2.0", yanked=("2.0",))) == ["2.0"]


def test_a_pinned_distribution_without_surfaces_is_uncovered_and_an_unknown_one_is_nothing() -> None:
    selections = Selections(paint("1.0"), pins(wax="1.0"), PYTHON)
    wax = selections.of("wax")
    assert wax is not None
    assert not wax.is_covered
    assert selections.of("crayon") is None
    assert Selections(paint("1.0"), {"wax": range_pin("wax", ">1")}, PYTHON).of("wax") is None


@pytest.mark.parametrize(("python", "version"), [("3.12.4", "3.12"), ("3.9", "3.9"), ("3.20", "3.12"), ("3.7", None)])
def test_the_language_is_chosen_by_its_minor_version(python: str, version: str | None) -> None:
    surfaces = surface_provider({"python": {"3.9": [module("os")], "3.12": [module("os")]}})
    selection = Selections(surfaces, {}, Version(python)).of("python")
    assert selection is not None
    assert [str(release.version) for release in selection.releases] == ([version] if version else [])
    assert Selections(paint("1.0"), {}, PYTHON).of("python") is None


def test_implied_releases_imply_others_and_the_pins_win() -> None:
    surfaces = surface_provider(
        {
            "paint": {"1.0": [module("paint")]},
            "wax": {"1.0": [module("wax")], "2.0": [module("wax")]},
            "oil": {"1.0": [module("oil")], "2.0": [module("oil")], "3.0": [module("oil")]},
        },
        requires={
            ("paint", "1.0"): ("wax<2", "oil", "not a requirement at all ;;", "oil<3; python_version < '3'"),
            ("wax", "1.0"): ("oil<2",),
            ("wax", "2.0"): ("oil<3",),
        },
    )
    implied = Selections(surfaces, pins(paint="1.0"), PYTHON).of("oil")
    assert implied is not None
    assert (implied.kind, str(implied.version)) == (PinKind.IMPLIED, "1.0")
    pinned = Selections(surfaces, pins(paint="1.0", oil="3.0"), PYTHON).of("oil")
    assert pinned is not None
    assert (pinned.kind, str(pinned.version)) == (PinKind.EXACT, "3.0")


def test_ranges_that_allow_nothing_recorded_leave_nothing_to_judge_by() -> None:
    surfaces = surface_provider(
        {"paint": {"1.0": [module("paint")]}, "wax": {"1.0": [module("wax")]}}, requires={("paint", "1.0"): ("wax>5",)}
    )
    selection = Selections(surfaces, pins(paint="1.0"), PYTHON).of("wax")
    assert selection is not None
    assert (selection.kind, selection.version, selection.releases) == (PinKind.IMPLIED, Version("5"), ())


@pytest.mark.parametrize(
    ("ranges", "beside"),
    [
        (("wax>=2.1,<3",), ["2.0", "3.0"]),
        (("wax~=2.1.0",), ["2.0", "3.0"]),
        (("wax>3",), []),
        (("wax<2,>1", "wax>3"), []),
    ],
)
def test_a_range_between_two_recorded_releases_is_judged_by_both(ranges: tuple[str, ...], beside: list[str]) -> None:
    surfaces = surface_provider(
        {
            "paint": {"1.0": [module("paint")]},
            "wax": {"1.0": [module("wax")], "2.0": [module("wax")], "3.0": [module("wax")]},
        },
        requires={("paint", "1.0"): ranges},
    )
    selection = Selections(surfaces, pins(paint="1.0"), PYTHON).of("wax")
    assert selection is not None
    assert [str(release.version) for release in selection.releases] == beside


def test_what_an_extra_asks_for_holds_nothing_back_and_implies_nothing_else() -> None:
    surfaces = surface_provider(
        {
            "paint": {"1.0": [module("paint")]},
            "wax": {"1.0": [module("wax")], "2.0": [module("wax")]},
            "oil": {"1.0": [module("oil")], "2.0": [module("oil")]},
            "gum": {"1.0": [module("gum")], "2.0": [module("gum")]},
        },
        requires={
            ("paint", "1.0"): ("wax", "wax<2; extra == 'old'", "oil<2; extra == 'oils'", "gum>5; extra == 'new'"),
            ("oil", "1.0"): ("wax<2",),
        },
    )
    selections = Selections(surfaces, pins(paint="1.0"), PYTHON)
    chosen = {name: selections.of(name) for name in ("wax", "oil", "gum")}
    assert {name: (s.kind, str(s.version)) for name, s in chosen.items() if s is not None} == {
        "wax": (PinKind.IMPLIED, "2.0"),
        "oil": (PinKind.IMPLIED, "1.0"),
        "gum": (PinKind.NEWEST, "2.0"),
    }


def test_what_extras_of_an_installed_release_ask_for_is_not_there() -> None:
    surfaces = surface_provider(
        {"paint": {"1.0": [module("paint")]}, "oil": {"1.0": [module("oil")], "2.0": [module("oil")]}},
        requires={("paint", "1.0"): ("oil<2; extra == 'oils'",)},
    )
    installed = replace(pin("paint", "1.0"), source=PinSource(INSTALLED))
    selection = Selections(surfaces, {"paint": installed}, PYTHON).of("oil")
    assert selection is not None
    assert (selection.kind, str(selection.version)) == (PinKind.NEWEST, "2.0")


def test_a_world_of_the_past_keeps_what_its_requirements_allow() -> None:
    surfaces = surface_provider(
        {
            "paint": {"1.0": [module("paint")], "2.0": [module("paint")]},
            "wax": {"1.0": [module("wax")], "2.0": [module("wax")]},
        },
        requires={("paint", "1.0"): ("wax<2",)},
    )
    now = Selections(surfaces, pins(paint="2.0", wax="2.0"), PYTHON)
    past = Selections(surfaces, pins(paint="1.0"), PYTHON, around=now)
    assert str(past.of("wax").version) == "1.0"  # type: ignore[union-attr] # it is recorded
    recent = Selections(surfaces, pins(paint="2.0"), PYTHON, around=now)
    assert recent.of("wax") is now.of("wax")
    assert past.is_pinned("wax")


def test_a_marker_that_cannot_be_evaluated_requires_nothing() -> None:
    surfaces = surface_provider(
        {"paint": {"1.0": [module("paint")]}, "wax": {"1.0": [module("wax")], "2.0": [module("wax")]}},
        requires={("paint", "1.0"): ("wax<2; implementation_name === 'pypy'",)},
    )
    selection = Selections(surfaces, pins(paint="1.0"), PYTHON).of("wax")
    assert selection is not None
    assert (selection.kind, str(selection.version)) == (PinKind.NEWEST, "2.0")

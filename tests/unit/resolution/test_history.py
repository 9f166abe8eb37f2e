from __future__ import annotations

import random

import pytest
from packaging.version import Version

from driftcheck.model.symbols import Kind, Symbol
from driftcheck.resolution.history import Worlds, lifespan_of, unmarked
from driftcheck.resolution.outcomes import Absent, Hidden, Outcome, Present
from driftcheck.resolution.questions import ImportQuestion, PathQuestion
from driftcheck.resolution.selections import Selections
from tests.builders import MemorySurfaces, alias, deprecation, function, klass, module, pins, release, surface_provider

RELEASES = tuple(release("paint", f"{number}.0", number) for number in range(5))


@pytest.mark.parametrize(
    ("present", "spans"),
    [
        ("ynnnn", ["0.0-0.0"]),
        ("nyynn", ["1.0-2.0"]),
        ("yynyy", ["0.0-1.0", "3.0-4.0"]),
        ("yy?yn", ["0.0-3.0"]),
        ("?y???", ["1.0-1.0"]),
    ],
)
def test_spans_are_unbroken_runs(present: str, spans: list[str]) -> None:
    lifespan = lifespan_of(RELEASES, [c == "y" for c in present], [c == "?" for c in present])
    assert lifespan is not None
    assert [f"{span.first.version}-{span.last.version}" for span in lifespan.spans] == spans


def test_the_edges_of_a_lifespan_say_what_is_known() -> None:
    lifespan = lifespan_of(RELEASES, [False, True, False, True, False], [False] * 5)
    assert lifespan is not None
    assert (lifespan.before, lifespan.after) == (RELEASES[0], RELEASES[4])
    assert [span.after for span in lifespan.spans] == [RELEASES[2], RELEASES[4]]
    unclear = lifespan_of(RELEASES, [False, True, False, False, True], [True, False, False, False, False])
    assert unclear is not None
    assert (unclear.before, unclear.after) == (None, None)
    assert lifespan_of(RELEASES, [False] * 5, [False] * 5) is None


def random_surface(chooser: random.Random, root: str, other: str) -> list[Symbol]:
    """Some modules, aliases, classes and stars, so that paths lead through one another in many ways."""
    names = ("a", "b", "C", "D")
    symbols: dict[str, Symbol] = {root: module(root), f"{root}.m": module(f"{root}.m")}
    for _ in range(chooser.randrange(4, 12)):
        above = chooser.choice((root, f"{root}.m"))
        path = f"{above}.{chooser.choice(names)}"
        target = f"{chooser.choice((root, f'{root}.m', other))}.{chooser.choice(names)}"
        symbols[path] = chooser.choice(
            (
                alias(path, target),
                function(path, deprecation=deprecation("going") if chooser.random() < 0.3 else None),
                klass(path, target) if chooser.random() < 0.7 else klass(path),
                module(path, open_reason="hook" if chooser.random() < 0.3 else None),
            )
        )
        if symbols[path].kind == "class":
            member = f"{path}.{chooser.choice(names)}"
            symbols[member] = function(member)
    if chooser.random() < 0.4:
        symbols[f"{root}.*"] = alias(f"{root}.*", chooser.choice((other, f"{root}.m")))
    return list(symbols.values())


def random_world(chooser: random.Random) -> MemorySurfaces:
    surfaces: dict[str, dict[str, list[Symbol]]] = {"paint": {}, "wax": {}}
    for distribution, other in (("paint", "wax"), ("wax", "paint")):
        surface = random_surface(chooser, distribution, other)
        for number in range(6):
            if chooser.random() < 0.5:
                surface = random_surface(chooser, distribution, other)
            surfaces[distribution][f"{number}.0"] = surface
    requires = {("paint", f"{number}.0"): (f"wax<={chooser.randrange(6)}",) for number in range(6)}
    return surface_provider(surfaces, requires=requires)


def gist(outcome: Outcome) -> object:
    """An answer without what depends on where a circle of aliases is entered."""
    match outcome:
        case Present(symbol, distribution, path, evidence):
            return (path, "leads nowhere") if symbol.kind is Kind.ALIAS else (symbol, distribution, path, evidence)
        case Hidden(path, _, _, causes):
            return path, bool(causes)
        case Absent():
            return outcome


@pytest.mark.parametrize("seed", range(60))
def test_asking_by_runs_of_releases_answers_as_asking_every_release(seed: int) -> None:
    chooser = random.Random(seed)
    surfaces = random_world(chooser)
    around = Selections(surfaces, pins(paint="5.0"), Version("3.12"))
    shared = Worlds(surfaces, around)
    paths = [
        ".".join(("paint", *(chooser.choice(("a", "b", "C", "D", "m")) for _ in range(chooser.randrange(1, 4)))))
        for _ in range(12)
    ]
    for question in [kind(path) for path in paths for kind in (PathQuestion, ImportQuestion)]:
        for distribution in ("paint", "wax"):
            by_runs = [gist(outcome) for outcome in shared.trace(distribution, question).outcomes]
            worlds = [Worlds(surfaces, around).at(entry) for entry in surfaces.releases(distribution)]
            assert by_runs == [gist(question.ask(view)) for view in worlds], (question, distribution)


def test_the_release_before_the_first_mark_dates_it() -> None:
    paint = tuple(release("paint", version, place) for place, version in enumerate(["1.3.5", "1.4.0", "1.5.3"]))
    assert unmarked(paint, paint[1]) == paint[0]
    assert unmarked(paint, paint[0]) is None
    assert unmarked(paint, None) is None


def test_stubs_of_the_standard_library_date_no_mark() -> None:
    python = tuple(release("python", version, place) for place, version in enumerate(["3.12", "3.13"]))
    assert unmarked(python, python[1]) is None

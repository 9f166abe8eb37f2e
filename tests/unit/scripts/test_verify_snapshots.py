from __future__ import annotations

from random import Random

import pytest
from packaging.version import Version

from driftcheck.model.releases import Release
from driftcheck.model.symbols import Binding
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import look_up
from scripts.verify_snapshots import (
    Origin,
    Outcome,
    Pool,
    VerificationError,
    draw_sample,
    fitting_python,
    group,
    judge,
    parameters_of,
    read_answers,
)
from tests.builders import attribute, function, klass, module, pins, signature, surface_provider

POOL = Pool(
    frozenset({"paint", "paint.oil"}),
    ("paint", "paint.oil", "paint.oil.Oil"),
    ("paint", "paint.oil", "paint.oil.Oil", "paint.oil.Oil.mix", "paint.tint"),
    ("paint.shade",),
    ("paint.tint(colour)",),
)
PYTHONS = {Version(f"3.{minor}"): f"python3.{minor}" for minor in (8, 11, 13)}


@pytest.mark.parametrize(
    ("path", "truth", "outcome"),
    [
        ("paint.tint", True, Outcome.RIGHT),
        ("paint.tint", False, Outcome.FALSE_PRESENT),
        ("paint.gone", False, Outcome.RIGHT),
        ("paint.gone", True, Outcome.FALSE_ABSENT),
        ("paint.gone", None, Outcome.NO_TRUTH),
        ("paint.Brush.width", False, Outcome.NO_TRUTH),
        ("paint.Lazy.magic", True, Outcome.UNKNOWN),
        ("paint.removed", True, Outcome.NO_TRUTH),
    ],
)
def test_verdicts_are_held_against_the_truth(path: str, *, truth: bool | None, outcome: Outcome) -> None:
    symbols = [
        module("paint"),
        function("paint.tint"),
        function("paint.removed", raises=True),
        klass("paint.Brush"),
        attribute("paint.Brush.width", binding=Binding.INSTANCE),
        klass("paint.Lazy", open_reason="class defines __getattr__"),
    ]
    provider = surface_provider({"paint": {"1.0": symbols}})
    environment = Environment(provider, pins(paint="1.0"), python=Version("3.12"))
    assert judge(look_up(environment, path), truth) is outcome


def test_a_sample_depends_on_its_seed_alone_and_tells_where_each_path_comes_from() -> None:
    def draw(seed: int) -> dict[str, Origin]:
        return draw_sample(POOL, ["paint.oil.Oil.thin"], 20, Random(seed))

    sample = draw(1)
    assert sample == draw(1)
    assert sample != draw(2)
    assert sample["paint.shade"] is Origin.ELSEWHERE
    assert sample["paint.oil.Oil.thin"] is Origin.LISTED
    assert sample["paint.tint(colour)"] is Origin.PARAMETER
    invented = {path for path, origin in sample.items() if origin is Origin.INVENTED}
    assert invented
    assert not invented & {*POOL.recorded, *POOL.elsewhere}


def test_paths_are_grouped_by_the_innermost_module() -> None:
    paths = ["paint.oil.Oil.mix", "paint.tint(colour)", "paint.oil.thin", "wax.melt"]
    assert group(POOL, paths) == {
        "paint": ["paint.tint(colour)"],
        "paint.oil": ["paint.oil.Oil.mix", "paint.oil.thin"],
        "wax": ["wax.melt"],
    }


def test_parameters_are_those_that_can_be_named_and_a_constructor_lends_them_to_its_class() -> None:
    constructor = function("paint.Brush.__init__", signature("colour", "/", "width", "*rest", "**more"))
    assert list(parameters_of(constructor)) == ["paint.Brush(width)"]
    assert list(parameters_of(klass("paint.Brush"))) == []


def test_what_an_interpreter_said_before_it_went_down_counts_for_the_modules_it_was_done_with() -> None:
    said = '{"path": "a.x", "exists": true}\n{"module": "a"}\n{"path": "b.x", "exists": false}\n{"path": "b.y", "ex'
    finished, answers = read_answers(said)
    assert finished == {"a"}
    assert answers == [{"path": "a.x", "exists": True}]


@pytest.mark.parametrize(
    ("released", "requires", "minor"),
    [
        ("2023-01-01", None, 11),
        ("2025-01-01", None, 13),
        ("2019-01-01", None, 8),
        ("2025-01-01", "<3.12", 11),
        ("2019-01-01", ">=3.10", 11),
        (None, None, 8),
    ],
)
def test_a_release_is_run_by_an_interpreter_of_its_time(released: str | None, requires: str | None, minor: int) -> None:
    release = Release("paint", Version("1.0"), 0, released, requires_python=requires)
    assert fitting_python(release, PYTHONS) == (Version(f"3.{minor}"), f"python3.{minor}")


def test_the_standard_library_is_asked_of_its_own_interpreter_only() -> None:
    assert fitting_python(Release("python", Version("3.11"), 0), PYTHONS)[1] == "python3.11"
    with pytest.raises(VerificationError):
        fitting_python(Release("python", Version("3.12"), 0), PYTHONS)

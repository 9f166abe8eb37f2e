from __future__ import annotations

from packaging.version import Version

from driftcheck.equivalents.imports import find_for_import
from driftcheck.model.replacements import Fit, Replacement, ReplacementKind
from driftcheck.model.resolutions import Missing
from driftcheck.model.symbols import Symbol
from driftcheck.resolution.environment import Environment
from tests.builders import deprecation, function, module, pins, standard_library, surface_provider

OLD = [
    module("paint.legacy", deprecation=deprecation("Use `paint.modern` instead.")),
    function("paint.legacy.tint"),
    function("paint.legacy.mix", deprecation=deprecation("Use `paint.blend` instead.")),
    function("paint.legacy.wash", deprecation=deprecation("Use `paint.modern.rinse` instead.")),
    function("paint.legacy.melt", deprecation=deprecation("Melt no more.")),
]


def seek(now: list[Symbol], *names: str) -> Replacement | None:
    """The replacement for `from paint.legacy import names`, where the module is gone."""
    provider = surface_provider(
        {
            "python": {"3.12": standard_library()},
            "paint": {"1.0": [module("paint"), *OLD], "2.0": [module("paint"), *now]},
        }
    )
    environment = Environment(provider, pins(paint="2.0"), python=Version("3.12"))
    missing = environment.path("paint.legacy")
    assert isinstance(missing, Missing)
    return find_for_import(missing, [f"paint.legacy.{name}" for name in names], environment)


MODERN = [module("paint.modern"), function("paint.modern.tint"), function("paint.modern.rinse")]


def test_a_module_that_went_as_a_whole_is_replaced_as_a_whole() -> None:
    found = seek(MODERN, "tint")
    assert found is not None
    assert found.targets == ("paint.modern",)


def test_a_name_that_is_not_in_the_successor_of_its_module_has_its_own() -> None:
    found = seek([*MODERN, function("paint.blend")], "mix")
    assert found is not None
    assert (found.text, found.targets, found.fit) == ("paint.blend", ("paint.blend",), Fit.BY_HAND)


def test_names_that_went_in_several_directions_are_told_one_by_one() -> None:
    found = seek([*MODERN, function("paint.blend")], "mix", "wash", "tint")
    assert found is not None
    assert found.text == "mix: paint.blend, wash: paint.modern.rinse, paint.modern.tint"
    assert found.targets == ("paint.blend", "paint.modern.rinse", "paint.modern.tint")
    assert found.fit is Fit.BY_HAND


def test_prose_about_a_name_does_not_stand_before_the_successor_of_its_module() -> None:
    found = seek(MODERN, "melt")
    assert found is not None
    assert (found.kind is ReplacementKind.ADVICE, found.targets) == (False, ("paint.modern",))


def test_nothing_is_made_up() -> None:
    assert seek([], "tint") is None

from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.model.releases import PinKind
from driftcheck.model.resolutions import Confidence, Found, Missing, Resolution, Unknown
from driftcheck.model.symbols import Binding, Kind, Symbol
from driftcheck.resolution.environment import Environment
from tests.builders import (
    Surfaces,
    alias,
    attribute,
    deprecation,
    function,
    klass,
    module,
    pins,
    range_pin,
    signature,
    standard_library,
    surface_provider,
)

PYTHON = {"3.12": standard_library()}


def environment(surfaces: Surfaces, **versions: str) -> Environment:
    return Environment(surface_provider({"python": PYTHON, **surfaces}), pins(**versions), python=Version("3.12"))


def found(resolution: Resolution) -> Found:
    assert isinstance(resolution, Found), resolution
    return resolution


def missing(resolution: Resolution) -> Missing:
    assert isinstance(resolution, Missing), resolution
    return resolution


def unknown(resolution: Resolution) -> Unknown:
    assert isinstance(resolution, Unknown), resolution
    return resolution


def test_follows_aliases_to_the_definition_and_keeps_the_path_of_the_code() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [
                    klass("paint.core.tone.Tone"),
                    alias("paint.core.Tone", "paint.core.tone.Tone"),
                    alias("paint.Tone", "paint.core.Tone"),
                ]
            }
        },
        paint="1.0",
    )
    entity = found(env.member(found(env.module("paint")).entity, "Tone", instance=False)).entity
    assert entity.path == "paint.Tone"
    assert entity.symbol.path == "paint.core.tone.Tone"
    assert entity.selection.version == Version("1.0")


def test_a_name_that_is_gone_tells_its_history_and_what_it_was() -> None:
    old = deprecation("Use shade instead", since="1.1")
    env = environment(
        {
            "paint": {
                "1.0": [function("paint.tint")],
                "1.1": [function("paint.tint", deprecation=old)],
                "2.0": [function("paint.shade")],
                "2.1": [function("paint.shade")],
            }
        },
        paint="2.1",
    )
    gone = missing(env.path("paint.tint"))
    assert gone.confidence is Confidence.CERTAIN
    assert gone.deprecation == old
    assert gone.former is not None
    assert gone.former.world == "paint==1.1"
    assert gone.lifespan is not None
    assert gone.lifespan.ended_before(Version("2.1"))
    assert str(gone.lifespan.last) == "paint 1.1"
    assert str(gone.lifespan.after) == "paint 2.0"
    assert str(gone.lifespan.deprecated) == "paint 1.1"


def test_a_name_of_a_later_release_starts_after_the_pin() -> None:
    env = environment({"paint": {"1.0": [module("paint")], "2.0": [function("paint.shade")]}}, paint="1.0")
    early = missing(env.path("paint.shade"))
    assert early.lifespan is not None
    assert early.lifespan.starts_after(Version("1.0"))
    assert early.former is None


def test_a_name_that_no_release_had_has_no_lifespan() -> None:
    env = environment({"paint": {"1.0": [module("paint")]}}, paint="1.0")
    never = missing(env.path("paint.magic"))
    assert never.lifespan is None
    assert never.confidence is Confidence.CERTAIN


def test_the_shortest_missing_prefix_is_what_is_missing() -> None:
    env = environment({"paint": {"1.0": [function("paint.old.deep.tint")], "2.0": [module("paint")]}}, paint="2.0")
    assert missing(env.module("paint.old.deep")).path == "paint.old"
    assert missing(env.path("paint.old.deep.tint")).path == "paint.old"
    lifespan = missing(env.module("paint.old.deep")).lifespan
    assert lifespan is not None


def test_an_open_module_hides_what_no_release_listed() -> None:
    env = environment({"paint": {"1.0": [module("paint", open_reason="module __getattr__")]}}, paint="1.0")
    assert unknown(env.path("paint.magic")).reason == "open namespace: module __getattr__"


def test_an_open_module_that_was_open_the_same_way_has_lost_what_it_listed() -> None:
    lazy = module("paint", open_reason="module __getattr__")
    env = environment({"paint": {"1.0": [lazy, function("paint.tint")], "2.0": [lazy]}}, paint="2.0")
    gone = missing(env.path("paint.tint"))
    assert gone.confidence is Confidence.LIKELY
    assert "1.0" in gone.reason


def test_an_open_module_that_was_closed_before_may_still_have_the_name() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [function("paint.tint")],
                "2.0": [module("paint", open_reason="module __getattr__")],
            }
        },
        paint="2.0",
    )
    unknown(env.path("paint.tint"))


def test_an_announced_removal_is_believed_in_an_open_module() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [function("paint.tint", deprecation=deprecation("going"))],
                "2.0": [module("paint", open_reason="module __getattr__")],
            }
        },
        paint="2.0",
    )
    assert missing(env.path("paint.tint")).confidence is Confidence.LIKELY


def test_a_package_with_an_attribute_hook_cannot_hide_a_removed_module() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [module("paint"), module("paint.oils")],
                "2.0": [module("paint", open_reason="module __getattr__")],
            }
        },
        paint="2.0",
    )
    assert missing(env.module("paint.oils")).confidence is Confidence.LIKELY
    unknown(env.module("paint.magic"))


def test_members_come_from_base_classes_of_other_distributions_and_of_the_language() -> None:
    env = environment(
        {
            "paint": {"1.0": [klass("paint.Tone", "canvas.Mark", "builtins.dict")]},
            "canvas": {
                "3.0": [
                    klass("canvas.core.Mark"),
                    alias("canvas.Mark", "canvas.core.Mark"),
                    function("canvas.core.Mark.draw"),
                ]
            },
        },
        paint="1.0",
        canvas="3.0",
    )
    tone = found(env.path("paint.Tone")).entity
    draw = found(env.member(tone, "draw", instance=True)).entity
    assert draw.path == "paint.Tone.draw"
    assert draw.symbol.path == "canvas.core.Mark.draw"
    found(env.member(tone, "keys", instance=True))
    found(env.member(tone, "__eq__", instance=True))
    found(env.member(tone, "mro", instance=False))
    assert missing(env.member(tone, "mro", instance=True)).lifespan is None
    assert missing(env.member(tone, "erase", instance=True)).path == "paint.Tone.erase"


def test_a_member_lost_by_a_base_class_elsewhere_is_dated_by_that_distribution() -> None:
    env = environment(
        {
            "paint": {"1.0": [klass("paint.Tone", "canvas.Mark")]},
            "canvas": {
                "3.0": [klass("canvas.Mark"), function("canvas.Mark.draw")],
                "4.0": [klass("canvas.Mark")],
            },
        },
        paint="1.0",
        canvas="4.0",
    )
    gone = missing(env.member(found(env.path("paint.Tone")).entity, "draw", instance=True))
    assert gone.selection.distribution == "canvas"
    assert gone.former is not None
    assert gone.former.world == "canvas==3.0"


@pytest.mark.parametrize("base", ["elsewhere.Base", "paint.Lost"])
def test_a_base_class_that_cannot_be_found_hides_members(base: str) -> None:
    env = environment({"paint": {"1.0": [klass("paint.Tone", base)]}}, paint="1.0")
    reason = unknown(env.member(found(env.path("paint.Tone")).entity, "draw", instance=True)).reason
    assert reason == f"open namespace: unresolved base {base}"


def test_generic_bases_hide_nothing() -> None:
    env = environment({"paint": {"1.0": [klass("paint.Tone", "typing.Generic")]}}, paint="1.0")
    missing(env.member(found(env.path("paint.Tone")).entity, "draw", instance=True))


def test_a_dangling_alias_exists_and_hides_its_members() -> None:
    env = environment({"paint": {"1.0": [alias("paint.np", "elsewhere")]}}, paint="1.0")
    entity = found(env.path("paint.np")).entity
    assert entity.symbol.kind is Kind.ALIAS
    unknown(env.member(entity, "array", instance=False))


def test_circular_aliases_end() -> None:
    env = environment({"paint": {"1.0": [alias("paint.a", "paint.b"), alias("paint.b", "paint.a")]}}, paint="1.0")
    assert found(env.path("paint.a")).entity.symbol.kind is Kind.ALIAS


def test_star_imports_from_another_distribution_bring_its_names() -> None:
    env = environment(
        {
            "paint": {"1.0": [alias("paint.*", "canvas")]},
            "canvas": {"3.0": [function("canvas.draw"), function("canvas._hidden")]},
        },
        paint="1.0",
        canvas="3.0",
    )
    assert found(env.path("paint.draw")).entity.symbol.path == "canvas.draw"
    missing(env.path("paint._hidden"))
    missing(env.path("paint.erase"))


def test_a_submodule_of_the_same_name_as_a_member_is_found_by_import_only() -> None:
    env = environment(
        {"paint": {"1.0": [module("paint"), module("paint.mix"), function("paint.mix"), function("paint.mix.stir")]}},
        paint="1.0",
    )
    assert found(env.path("paint.mix")).entity.symbol.kind is Kind.FUNCTION
    assert found(env.module("paint.mix")).entity.symbol.kind is Kind.MODULE
    found(env.path("paint.mix.stir"))


def test_a_module_that_imports_its_own_submodule_binds_that_submodule() -> None:
    env = environment(
        {"paint": {"1.0": [alias("paint.mix", "paint.mix"), module("paint.mix"), function("paint.mix.stir")]}},
        paint="1.0",
    )
    assert found(env.path("paint.mix")).entity.symbol.kind is Kind.MODULE


def test_conditional_definitions_are_judged_for_the_language_of_the_project() -> None:
    surfaces = surface_provider(
        {
            "paint": {
                "1.0": [
                    function("paint.new", condition="python>=3.12"),
                    function("paint.old", condition="python>=3.8 and python<3.10"),
                    function("paint.odd", condition="platform is odd"),
                ]
            }
        }
    )
    env = Environment(surfaces, pins(paint="1.0"), python=Version("3.11.4"))
    missing(env.path("paint.new"))
    missing(env.path("paint.old"))
    found(env.path("paint.odd"))
    found(Environment(surfaces, pins(paint="1.0"), python=Version("3.12.1")).path("paint.new"))


def test_a_name_that_only_raises_is_missing() -> None:
    env = environment({"paint": {"1.0": [klass("paint.Tone")], "2.0": [klass("paint.Tone", raises=True)]}}, paint="2.0")
    gone = missing(env.path("paint.Tone"))
    assert gone.reason
    assert gone.lifespan is not None
    assert str(gone.lifespan.last) == "paint 1.0"
    assert gone.former is not None


def test_members_of_values_are_those_of_their_types() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [
                    klass("paint.Tone"),
                    function("paint.Tone.mix"),
                    attribute("paint.red", "paint.Tone"),
                    attribute("paint.maybe", "paint.Tone | None"),
                    attribute("paint.either", "paint.Tone | builtins.str"),
                    attribute("paint.any"),
                    function("paint.Tone.lighter", signature(returns="typing.Self"), binding=Binding.PROPERTY),
                ]
            }
        },
        paint="1.0",
    )
    found(env.path("paint.red.mix"))
    found(env.path("paint.maybe.mix"))
    missing(env.path("paint.red.melt"))
    assert unknown(env.path("paint.either.mix")).reason == "members of a union differ"
    assert unknown(env.path("paint.any.mix")).reason == "value of unknown type"
    found(env.path("paint.Tone.lighter.mix"))


def test_members_of_an_enumeration_are_its_instances() -> None:
    env = environment(
        {"paint": {"1.0": [klass("paint.Tone", "enum.Enum"), attribute("paint.Tone.RED", "builtins.int")]}},
        paint="1.0",
    )
    found(env.path("paint.Tone.RED.value"))
    missing(env.path("paint.Tone.RED.melt"))


def test_functions_have_what_every_function_has_and_may_have_more() -> None:
    env = environment({"paint": {"1.0": [function("paint.tint")]}}, paint="1.0")
    found(env.path("paint.tint.__name__"))
    unknown(env.path("paint.tint.cache_clear"))


def test_every_module_has_the_attributes_of_modules() -> None:
    env = environment({"paint": {"1.0": [module("paint")]}}, paint="1.0")
    for name in ("__name__", "__file__", "__path__", "__dict__"):
        found(env.path(f"paint.{name}"))


def test_between_two_recorded_releases_both_must_agree() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [function("paint.both"), function("paint.first")],
                "2.0": [function("paint.both")],
            }
        },
        paint="1.5",
    )
    found(env.path("paint.both"))
    assert unknown(env.path("paint.first")).reason == "releases differ"
    assert missing(env.path("paint.neither")).confidence is Confidence.LIKELY
    selection = env.selection("paint")
    assert selection is not None
    assert [str(release.version) for release in selection.releases] == ["1.0", "2.0"]


@pytest.mark.parametrize("last", [None, "hook"])
def test_a_name_that_one_neighbour_lacks_and_the_other_keeps_to_raise_is_gone(last: str | None) -> None:
    raising = function("paint.tint", raises=True)
    lacking = [module("paint", open_reason=last), function("paint.shade")]
    announced = function("paint.tint", deprecation=deprecation("Use shade."))
    for between in ([[raising], lacking], [lacking, [raising]]):
        env = environment({"paint": {"1.0": [announced], "2.0": between[0], "3.0": between[1]}}, paint="2.5")
        gone = missing(env.path("paint.tint"))
        assert gone.deprecation is not None


def test_a_member_of_a_class_is_asked_in_both_neighbours() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [klass("paint.old.Tone"), alias("paint.Tone", "paint.old.Tone"), function("paint.old.Tone.mix")],
                "2.0": [klass("paint.new.Tone"), alias("paint.Tone", "paint.new.Tone"), function("paint.new.Tone.mix")],
            }
        },
        paint="1.5",
    )
    tone = found(env.path("paint.Tone")).entity
    found(env.member(tone, "mix", instance=True))
    missing(env.member(tone, "melt", instance=True))


def test_outside_the_recorded_range_nothing_is_said() -> None:
    env = environment({"paint": {"1.0": [module("paint")]}}, paint="2.0")
    assert unknown(env.path("paint.tint")).reason == "not covered"
    selection = env.selection("paint")
    assert selection is not None
    assert not selection.is_covered


def test_what_nobody_provides_is_not_tracked() -> None:
    env = environment({"paint": {"1.0": [module("paint")]}})
    assert env.tracks("paint.tint")
    assert not env.tracks("crayon")
    assert unknown(env.module("crayon")).reason == "not tracked"


def test_without_a_pin_the_newest_release_answers_and_nothing_is_certain() -> None:
    env = environment({"paint": {"1.0": [function("paint.tint")], "2.0": [module("paint")]}})
    gone = missing(env.path("paint.tint"))
    assert gone.confidence is Confidence.LIKELY
    assert gone.selection.kind is PinKind.NEWEST


def test_requirements_of_pinned_releases_imply_others() -> None:
    surfaces = surface_provider(
        {
            "paint": {"1.0": [alias("paint.draw", "canvas.draw")]},
            "canvas": {"3.0": [function("canvas.draw")], "4.0": [module("canvas")]},
            "brush": {"1.0": [module("brush")], "2.0": [module("brush")]},
        },
        requires={
            ("paint", "1.0"): ("canvas<4,>=2", "brush<2; extra == 'hair'", "nothing-known"),
        },
    )
    env = Environment(surfaces, pins(paint="1.0"), python=Version("3.12"))
    assert found(env.path("paint.draw")).entity.selection.kind is PinKind.IMPLIED
    assert str(env.selection("canvas").releases[0]) == "canvas 3.0"  # type: ignore[union-attr] # covered above
    assert str(env.selection("brush").releases[0]) == "brush 1.0"  # type: ignore[union-attr] # an extra's range is a hint


def test_a_range_takes_the_newest_release_it_allows() -> None:
    surfaces = surface_provider(
        {
            "paint": {
                "1.0": [module("paint")],
                "1.1": [module("paint")],
                "1.2": [module("paint")],
                "2.0": [module("paint")],
            }
        },
        yanked=[("paint", "1.2")],
    )
    env = Environment(surfaces, {"paint": range_pin("paint", "<2")}, python=Version("3.12"))
    selection = env.selection("paint")
    assert selection is not None
    assert selection.version == Version("1.1")
    assert selection.kind is PinKind.RANGE


def test_a_definition_takes_its_shortest_public_path() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [
                    klass("paint.core.tone.Tone"),
                    alias("paint.Tone", "paint.core.tone.Tone"),
                    alias("paint.io.Tone", "paint.core.tone.Tone", is_public=False),
                    alias("paint._x.Tone", "paint.core.tone.Tone"),
                    klass("paint.core.tone.Tone.Part"),
                ]
            }
        },
        paint="1.0",
    )
    assert found(env.definition("paint.core.tone.Tone")).entity.path == "paint.Tone"
    assert found(env.definition("paint.core.tone.Tone.Part")).entity.path == "paint.Tone.Part"


def test_what_stands_in_a_module_is_no_member_of_the_class_that_hides_the_module() -> None:
    symbols = [
        module("paint.kinds.tone"),
        klass("paint.kinds.tone.tone"),
        alias("paint.kinds.tone", "paint.kinds.tone.tone"),
        alias("paint.tone", "paint.kinds.tone.tone"),
        function("paint.kinds.tone.mix"),
    ]
    env = environment({"paint": {"1.0": symbols}}, paint="1.0")
    resolution = env.definition("paint.kinds.tone.mix")
    assert not isinstance(resolution, Found) or resolution.entity.path != "paint.tone.mix"


def test_what_only_private_packages_above_it_hold_is_public_elsewhere() -> None:
    definition = "paint._core.tone.Tone"
    symbols = [klass(definition), alias("paint._core.Tone", definition), alias("paint.kinds.Tone", definition)]
    env = environment({"paint": {"1.0": symbols}}, paint="1.0")
    assert found(env.definition(definition)).entity.path == "paint.kinds.Tone"


@pytest.mark.parametrize("other", ["paint.brushes.Tone", "paint.aaa.Tone", "easel.Tone"])
def test_of_paths_as_long_the_nearest_to_the_definition_wins_and_its_own_package_before_another(other: str) -> None:
    env = environment(
        {
            "paint": {
                "1.0": [
                    klass("paint.tone._impl.Tone"),
                    alias("paint.tone.Tone", "paint.tone._impl.Tone"),
                    alias(other, "paint.tone._impl.Tone"),
                ]
            }
        },
        paint="1.0",
    )
    assert found(env.definition("paint.tone._impl.Tone")).entity.path == "paint.tone.Tone"


def test_a_removed_class_keeps_its_last_surface_and_its_own_advice() -> None:
    old = deprecation("Use invoke instead.")
    env = environment(
        {
            "paint": {
                "1.0": [
                    klass("paint.Chain"),
                    function("paint.Chain.run", signature(returns="paint.Answer"), deprecation=old),
                    function("paint.Chain.invoke"),
                    klass("paint.Answer"),
                    klass("paint.Kept"),
                ],
                "2.0": [klass("paint.Kept")],
            }
        },
        paint="2.0",
    )
    chain = missing(env.path("paint.Chain")).former
    assert chain is not None
    assert found(env.member(chain, "invoke", instance=True)).entity.world == "paint==1.0"
    run = missing(env.member(chain, "run", instance=True))
    assert run.deprecation == old
    assert run.path == "paint.Chain.run"
    unknown(env.member(chain, "walk", instance=True))
    assert found(env.definition("paint.Answer", chain.world)).entity.world == "paint==1.0"
    assert found(env.definition("paint.Kept", chain.world)).entity.world == ""
    assert missing(env.definition("paint.Answer")).former is not None


def test_deprecated_names_come_with_their_lifespan() -> None:
    old = deprecation("going")
    env = environment(
        {
            "paint": {
                "1.0": [function("paint.core.tint"), alias("paint.tint", "paint.core.tint")],
                "1.1": [function("paint.core.tint"), alias("paint.tint", "paint.core.tint", deprecation=old)],
            }
        },
        paint="1.1",
    )
    there = found(env.path("paint.tint"))
    assert there.deprecation == old
    assert there.lifespan is not None
    assert str(there.lifespan.deprecated) == "paint 1.1"
    assert found(env.path("paint.core.tint")).deprecation is None


def test_subclasses_are_known_through_aliases() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [
                    klass("paint.core.Base"),
                    alias("paint.Base", "paint.core.Base"),
                    klass("paint.Tone", "paint.Base"),
                    klass("paint.Odd", "elsewhere.Thing"),
                ]
            }
        },
        paint="1.0",
    )
    tone = found(env.path("paint.Tone")).entity
    assert env.is_subclass(tone, "paint.Base") is True
    assert env.is_subclass(tone, "builtins.str") is False
    assert env.is_subclass(found(env.path("paint.Odd")).entity, "paint.Base") is None


def test_instance_attributes_are_there_on_instances_and_on_the_class_path() -> None:
    field = Symbol("paint.Tone.hue", Kind.ATTRIBUTE, binding=Binding.INSTANCE)
    env = environment({"paint": {"1.0": [klass("paint.Tone"), field]}}, paint="1.0")
    tone = found(env.path("paint.Tone")).entity
    found(env.member(tone, "hue", instance=True))
    found(env.member(tone, "hue", instance=False))


@pytest.mark.parametrize(("pinned", "rejected"), [("paint_gpu", "paint"), ("paint", "paint_gpu")])
def test_of_two_owners_of_an_import_name_the_pinned_one_answers(pinned: str, rejected: str) -> None:
    surfaces: Surfaces = {
        "paint": {"1.0": [function("paint.tint"), function("paint.only_paint")]},
        "paint-gpu": {"1.0": [function("paint.tint"), function("paint.only_paint_gpu")]},
    }
    env = environment(surfaces, **{pinned: "1.0"})
    owner = found(env.module("paint")).entity
    assert owner.selection.distribution == pinned.replace("_", "-")
    assert found(env.path(f"paint.only_{pinned}")).entity.selection.distribution == pinned.replace("_", "-")
    gone = missing(env.path(f"paint.only_{rejected}"))
    assert gone.selection.distribution == pinned.replace("_", "-")


def test_an_import_name_that_a_pinned_distribution_without_a_snapshot_is_called_by_is_disputed() -> None:
    surfaces: Surfaces = {"liquid-paint": {"1.0": [module("paint"), function("paint.tint")], "2.0": [module("paint")]}}
    provider = surface_provider({"python": PYTHON, **surfaces}, imports={"paint": ("liquid-paint",)})
    alone = Environment(provider, pins(**{"liquid-paint": "2.0"}), python=Version("3.12"))
    disputed = Environment(provider, pins(**{"liquid-paint": "2.0", "paint": "7"}), python=Version("3.12"))
    assert missing(alone.path("paint.roll")).lifespan is None
    assert unknown(disputed.path("paint.roll")).reason == "not covered"
    assert missing(disputed.path("paint.tint")).lifespan is not None

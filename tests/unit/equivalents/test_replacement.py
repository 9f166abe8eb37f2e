from __future__ import annotations

from collections.abc import Sequence

import pytest
from packaging.version import Version

from driftcheck.equivalents.replacement import find_replacement
from driftcheck.model.releases import PinKind
from driftcheck.model.replacements import Replacement, ReplacementKind, Trust
from driftcheck.model.resolutions import ArgumentOutcome, Entity, Found, Missing
from driftcheck.model.symbols import Deprecation, Parameter, Symbol
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import look_up
from tests.builders import (
    Surfaces,
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


def seek(
    surfaces: Surfaces, path: str, requires: dict[tuple[str, str], tuple[str, ...]] | None = None
) -> Replacement | None:
    """The replacement for a path in the newest release of `paint`, which alone is pinned."""
    provider = surface_provider({"python": {"3.12": standard_library()}, **surfaces}, requires=requires)
    newest = max(surfaces["paint"], key=Version)
    environment = Environment(provider, pins(paint=newest), python=Version("3.12"))
    subject = look_up(environment, path).subject
    assert isinstance(subject, (Found, Missing)) or (isinstance(subject, tuple) and len(subject) == 2)
    return find_replacement(subject, environment)


def gone(message: str | Deprecation, now: Sequence[Symbol], path: str = "paint.tint") -> Replacement | None:
    evidence = deprecation(message) if isinstance(message, str) else message
    return seek({"paint": {"1.0": [function(path, deprecation=evidence)], "2.0": [module("paint"), *now]}}, path)


def targets(found: Replacement | None) -> tuple[str, ...]:
    assert found is not None
    return found.targets


def test_the_librarys_words_name_a_neighbour() -> None:
    found = gone("Use `shade` instead.", [function("paint.shade")])
    assert found is not None
    assert found.kind is ReplacementKind.RENAMED
    assert found.trust is Trust.LIBRARY
    assert found.targets == ("paint.shade",)
    assert found.evidence is not None
    assert found.evidence.release == "paint 1.0"
    assert found.install is None


@pytest.mark.parametrize("written", ["paint.shade", "p.shade", ".shade", "shade()", ":func:`~paint.shade`"])
def test_names_are_understood_in_every_short_form(written: str) -> None:
    assert targets(gone(f"Use {written} instead.", [function("paint.shade")])) == ("paint.shade",)


def test_a_candidate_that_does_not_exist_is_not_offered() -> None:
    assert gone("Use `paint.shade` instead.", []) is None


def test_a_candidate_that_is_itself_deprecated_is_followed_to_the_end() -> None:
    found = gone(
        "Use `shade` instead.",
        [function("paint.shade", deprecation=deprecation("Use `glow` instead.")), function("paint.glow")],
    )
    assert targets(found) == ("paint.glow",)


def test_two_names_that_replace_each_other_are_no_answer() -> None:
    found = gone(
        "Use `shade` instead.",
        [
            function("paint.shade", deprecation=deprecation("Use `glow` instead.")),
            function("paint.glow", deprecation=deprecation("Use `shade` instead.")),
        ],
    )
    assert found is None or found.kind is ReplacementKind.ADVICE


def test_members_are_sought_on_their_class_first() -> None:
    found = seek(
        {
            "paint": {
                "1.0": [
                    klass("paint.Tone"),
                    function("paint.Tone.iter", deprecation=deprecation("Use .items instead.")),
                ],
                "2.0": [klass("paint.Tone"), function("paint.Tone.items"), function("paint.items")],
            }
        },
        "paint.Tone.iter",
    )
    assert targets(found) == ("paint.Tone.items",)


def test_builtins_are_offered_without_their_module() -> None:
    found = gone("`paint.text` is an alias for the builtin `str`. Use `str` itself.", [], "paint.text")
    assert found is not None
    assert found.targets == ("builtins.str",)
    assert found.text == "str"


def test_a_name_that_moved_to_another_distribution_must_be_installed() -> None:
    found = seek(
        {
            "paint": {
                "1.0": [klass("paint.Settings", deprecation=deprecation("Moved to the `paint-settings` package."))],
                "2.0": [module("paint")],
            },
            "paint-settings": {"5.0": [klass("paint_settings.Settings")]},
        },
        "paint.Settings",
    )
    assert found is not None
    assert found.targets == ("paint_settings.Settings",)
    assert found.kind is ReplacementKind.MOVED
    assert found.install == "paint-settings"


def test_the_language_need_not_be_installed_although_nothing_pins_it() -> None:
    old = function("paint.tint", deprecation=deprecation("Use `builtins.str` instead."))
    provider = surface_provider(
        {"python": {"3.12": standard_library()}, "paint": {"1.0": [old], "2.0": [module("paint")]}}
    )
    environment = Environment(provider, pins(paint="2.0"), python=Version("3.12"), python_kind=PinKind.NEWEST)
    subject = look_up(environment, "paint.tint").subject
    assert isinstance(subject, Missing)
    found = find_replacement(subject, environment)
    assert found is not None
    assert (found.targets, found.install) == (("builtins.str",), None)


def test_a_distribution_that_the_pins_imply_need_not_be_installed() -> None:
    found = seek(
        {
            "paint": {
                "1.0": [klass("paint.Settings", deprecation=deprecation("Use `wax.Settings`."))],
                "2.0": [module("paint")],
            },
            "wax": {"5.0": [klass("wax.Settings")]},
        },
        "paint.Settings",
        {("paint", "2.0"): ("wax>=4",)},
    )
    assert found is not None
    assert found.distribution == "wax"
    assert found.install is None


def test_a_private_home_is_offered_by_its_public_path() -> None:
    found = gone(
        "Use `paint._core.shade` instead.", [function("paint._core.shade"), alias("paint.shade", "paint._core.shade")]
    )
    assert targets(found) == ("paint.shade",)


def test_prose_without_a_name_is_advice() -> None:
    found = gone("tint is deprecated. Mix the colours yourself instead.", [])
    assert found is not None
    assert found.kind is ReplacementKind.ADVICE
    assert found.text == "Mix the colours yourself instead."


def test_an_expression_given_as_data_is_what_to_write() -> None:
    evidence = Deprecation("decorator", alternative="Sequence, e.g., `prompt | llm`")
    found = gone(evidence, [klass("paint.flow.Sequence")], "paint.Chain")
    assert found is not None
    assert found.kind is ReplacementKind.EXPRESSION
    assert found.text == "prompt | llm"
    assert found.targets == ("paint.flow.Sequence",)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Use `issubclass(value, pt.Shade)` instead.", "issubclass(value, paint.Shade)"),
        ("Use `pt.Shade(<tone>).depth` instead.", "paint.Shade(<tone>).depth"),
        ("Use `issubclass(value, pt.Gone)` instead.", "Use `issubclass(value, pt.Gone)` instead."),
        ("Use `frame.mix(frame.tone)` instead.", "Use `frame.mix(frame.tone)` instead."),
    ],
)
def test_code_in_prose_is_what_to_write_where_each_name_in_it_exists(words: str, text: str) -> None:
    found = gone(words, [klass("paint.Shade")])
    assert found is not None
    assert found.text == text


def test_an_old_alias_leads_to_what_it_stood_for() -> None:
    found = seek(
        {
            "paint": {"1.0": [alias("paint.Markup", "wax.Markup")], "2.0": [module("paint")]},
            "wax": {"3.0": [klass("wax.Markup")]},
        },
        "paint.Markup",
        {("paint", "2.0"): ("wax",)},
    )
    assert found is not None
    assert found.targets == ("wax.Markup",)
    assert found.kind is ReplacementKind.MOVED


def test_an_old_alias_of_something_unrecorded_is_told_as_unproven() -> None:
    found = seek({"paint": {"1.0": [alias("paint.Markup", "wax.Markup")], "2.0": [module("paint")]}}, "paint.Markup")
    assert found is not None
    assert (found.kind, found.targets) == (ReplacementKind.ADVICE, ())
    assert found.text == "Use wax.Markup (not checked: no snapshot)."


def test_the_same_name_at_a_new_home_is_a_suggestion() -> None:
    found = seek(
        {"paint": {"1.0": [klass("paint.old.Tone")], "2.0": [module("paint"), klass("paint.fresh.Tone")]}},
        "paint.old.Tone",
    )
    assert found is not None
    assert found.trust is Trust.INFERRED
    assert found.targets == ("paint.fresh.Tone",)


def test_a_home_that_was_there_before_is_another_thing() -> None:
    found = seek(
        {
            "paint": {
                "1.0": [klass("paint.old.Tone"), klass("paint.fresh.Tone")],
                "2.0": [module("paint"), klass("paint.fresh.Tone")],
            }
        },
        "paint.old.Tone",
    )
    assert found is None


def test_what_moved_as_a_whole_is_found_at_the_same_place_in_the_family() -> None:
    found = seek(
        {
            "paint": {"1.0": [klass("paint.oils.Tone"), klass("paint.wax.Tone")], "2.0": [module("paint")]},
            "paint-classic": {"1.0": [klass("paint_classic.oils.Tone"), klass("paint_classic.wax.Tone")]},
        },
        "paint.oils.Tone",
    )
    assert found is not None
    assert found.targets == ("paint_classic.oils.Tone",)
    assert found.install == "paint-classic"


def test_a_family_may_share_one_root() -> None:
    found = seek(
        {
            "paint": {"1.0": [klass("paint.oils.Tone"), klass("paint.wax.Tone")], "2.0": []},
            "paint-core": {
                "1.0": [klass("paint.core.oils.Tone"), klass("paint.core.wax.Tone"), klass("paint.core.Tone")]
            },
        },
        "paint.oils.Tone",
        {("paint", "2.0"): ("paint-core",)},
    )
    assert targets(found) == ("paint.core.oils.Tone",)


def test_what_a_home_imports_from_a_stranger_did_not_go_there() -> None:
    tone = klass("tone.Tone")
    found = seek(
        {
            "paint": {
                "1.0": [klass("paint.Tone")],
                "2.0": [module("paint"), klass("paint.kinds.Tone"), alias("paint.bridge.Tone", "tone.Tone")],
            },
            "tone": {"1.0": [tone]},
        },
        "paint.Tone",
        {("paint", "2.0"): ("tone",)},
    )
    assert targets(found) == ("paint.kinds.Tone",)


def test_members_of_a_class_that_moved_are_sought_at_its_new_home() -> None:
    old = deprecation("Use invoke instead.")
    found = seek(
        {
            "paint": {
                "1.0": [klass("paint.Chain"), function("paint.Chain.run", deprecation=old)],
                "2.0": [module("paint")],
            },
            "paint-classic": {"1.0": [klass("paint_classic.Chain"), function("paint_classic.Chain.invoke")]},
        },
        "paint.Chain.run",
    )
    assert targets(found) == ("paint_classic.Chain.invoke",)


def test_what_never_was_and_what_is_to_come_have_no_replacement() -> None:
    provider = surface_provider({"paint": {"1.0": [module("paint")], "2.0": [function("paint.glow")]}})
    environment = Environment(provider, pins(paint="1.0"), python=Version("3.12"))
    for path in ("paint.glow", "paint.magic"):
        missing = environment.path(path)
        assert isinstance(missing, Missing)
        assert find_replacement(missing, environment) is None


def parameter(message: str, now: tuple[str, ...], *others: Symbol) -> Replacement | None:
    old = Parameter("gloss", deprecation=deprecation(message))
    return seek(
        {
            "paint": {
                "1.0": [function("paint.mix", signature("a", old))],
                "2.0": [function("paint.mix", signature("a", *now)), *others],
            }
        },
        "paint.mix(gloss)",
    )


def test_a_parameter_is_replaced_by_another_that_the_callable_takes() -> None:
    found = parameter("Use `shine` instead.", ("shine=",))
    assert found is not None
    assert found.kind is ReplacementKind.PARAMETER
    assert found.targets == ("shine",)


def test_a_parameter_that_the_callable_does_not_take_is_not_offered() -> None:
    assert parameter("Use `shine` instead.", ()) is None or parameter("Use `shine` instead.", ()).targets == ()  # type: ignore[union-attr] # just asked


def test_a_parameter_may_give_way_to_a_function() -> None:
    assert targets(parameter("Use `paint.polish` instead.", (), function("paint.polish"))) == ("paint.polish",)


def test_a_callable_with_its_outcome_can_be_asked_directly() -> None:
    provider = surface_provider({"paint": {"1.0": [function("paint.mix", signature("a"))]}})
    environment = Environment(provider, pins(paint="1.0"), python=Version("3.12"))
    resolution = environment.path("paint.mix")
    assert isinstance(resolution, Found)
    outcome = environment.parameter(resolution.entity, "magic")
    assert isinstance(outcome, ArgumentOutcome)
    callee: Entity = resolution.entity
    assert find_replacement((callee, outcome), environment) is None


def test_words_that_are_read_through_an_incidental_import_end_at_the_public_home() -> None:
    now = [module("paint.core"), alias("paint.core.pt", "paint"), function("paint.shade")]
    assert targets(gone("Use pt.shade instead.", now, path="paint.core.tint")) == ("paint.shade",)


def test_of_several_homes_of_the_same_thing_the_one_beneath_the_old_root_is_offered() -> None:
    tone = klass("tone.Tone")
    then = [module("paint"), alias("paint.Tone", "tone.Tone"), module("tone"), tone]
    now = [module("paint"), module("paint.kinds"), alias("paint.kinds.Tone", "tone.Tone"), module("tone"), tone]
    assert targets(seek({"paint": {"1.0": then, "2.0": now}}, "paint.Tone")) == ("paint.kinds.Tone",)

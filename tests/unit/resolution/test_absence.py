from __future__ import annotations

from dataclasses import replace

import pytest
from packaging.version import Version

from driftcheck.model.resolutions import PINNED, Arguments, Confidence, Found, Missing, Resolution, Unknown
from driftcheck.model.symbols import NAMESPACE_PACKAGE, Symbol
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
    signature,
    standard_library,
    surface_provider,
)

LAZY = module("paint", open_reason="module __getattr__")


def environment(surfaces: Surfaces, **versions: str) -> Environment:
    return Environment(surface_provider(surfaces), pins(**versions), python=Version("3.12"))


def test_a_name_listed_only_later_beside_the_same_open_namespace_is_not_there_yet() -> None:
    env = environment({"paint": {"1.0": [LAZY], "2.0": [LAZY, function("paint.glow")]}}, paint="1.0")
    early = env.path("paint.glow")
    assert isinstance(early, Missing)
    assert early.confidence is Confidence.LIKELY
    assert early.lifespan is not None
    assert early.lifespan.starts_after(Version("1.0"))


def test_a_name_listed_once_the_namespace_closed_may_have_been_there_before() -> None:
    env = environment({"paint": {"1.0": [LAZY], "2.0": [module("paint"), function("paint.glow")]}}, paint="1.0")
    assert isinstance(env.path("paint.glow"), Unknown)


def test_a_module_gone_from_a_package_that_does_more_than_hook_attributes_may_still_be_there() -> None:
    tricky = module("paint", open_reason="sys.modules replaced")
    env = environment({"paint": {"1.0": [module("paint.oils")], "2.0": [tricky]}}, paint="2.0")
    assert isinstance(env.module("paint.oils"), Unknown)
    same = environment({"paint": {"1.0": [tricky, module("paint.oils")], "2.0": [tricky]}}, paint="2.0")
    assert isinstance(same.module("paint.oils"), Missing)


def test_a_member_of_an_open_class_needs_evidence_too() -> None:
    hooked = klass("paint.Tone", open_reason="class defines __getattr__")
    old = function("paint.Tone.mix")
    env = environment({"paint": {"1.0": [hooked, old], "2.0": [hooked]}}, paint="2.0")
    tone = env.path("paint.Tone")
    assert isinstance(tone, Found)
    assert isinstance(env.member(tone.entity, "mix", instance=True), Missing)
    assert isinstance(env.member(tone.entity, "magic", instance=True), Unknown)


def test_the_owner_is_followed_through_history_by_its_public_path_or_its_definition() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [klass("paint.core.Tone"), function("paint.core.Tone.mix")],
                "2.0": [klass("paint.core.Tone"), alias("paint.Tone", "paint.core.Tone")],
            }
        },
        paint="2.0",
    )
    tone = env.path("paint.Tone")
    assert isinstance(tone, Found)
    gone = env.member(tone.entity, "mix", instance=True)
    assert isinstance(gone, Missing)
    assert gone.lifespan is not None
    assert str(gone.lifespan.last) == "paint 1.0"


def test_what_a_longer_path_was_is_told_although_a_prefix_is_what_is_missing() -> None:
    old = deprecation("Use shade instead")
    env = environment(
        {"paint": {"1.0": [function("paint.old.tint", deprecation=old)], "2.0": [module("paint")]}}, paint="2.0"
    )
    whole = env.departed("paint.old.tint")
    assert whole is not None
    assert (whole.path, whole.deprecation) == ("paint.old.tint", old)
    assert env.departed("paint") is None
    hooked = environment({"paint": {"1.0": [LAZY, function("paint.tint")], "2.0": [LAZY]}}, paint="2.0")
    assert hooked.departed("paint.tint") is not None
    assert hooked.departed("paint.magic") is None


def test_the_language_has_a_history_of_its_own() -> None:
    def library(*more: Symbol) -> list[Symbol]:
        return [*standard_library(), module("tools"), *more]

    surfaces = surface_provider(
        {
            "python": {
                "3.8": library(function("tools.old", condition="python<3.9")),
                "3.11": library(function("tools.new")),
                "3.12": library(function("tools.new")),
            }
        }
    )
    env = Environment(surfaces, {}, python=Version("3.12.1"))
    gone = env.path("tools.old")
    assert isinstance(gone, Missing)
    assert gone.confidence is Confidence.CERTAIN
    assert gone.former is not None
    assert gone.former.world == "python==3.8"


def test_a_definition_of_a_past_world_is_answered_from_the_present_where_it_lives_on() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [klass("paint.old.Tone"), alias("paint.Tone", "paint.old.Tone"), klass("paint.old.Gone")],
                "2.0": [klass("paint.new.Tone"), alias("paint.Tone", "paint.new.Tone")],
            }
        },
        paint="2.0",
    )
    tone = env.definition("paint.old.Tone", "paint==1.0")
    assert isinstance(tone, Found)
    assert (tone.entity.world, tone.entity.symbol.path) == (PINNED, "paint.new.Tone")
    gone = env.definition("paint.old.Gone", "paint==1.0")
    assert isinstance(gone, Found)
    assert gone.entity.world == "paint==1.0"
    assert isinstance(env.definition("paint.old.Never", "paint==1.0"), Missing)
    assert isinstance(env.definition("paint.old.Gone", "paint==9.9"), Missing)
    assert env.definition("list[int]") == Unknown("list[int]", "not a name")


def test_classes_of_the_past_are_asked_in_their_own_world() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [
                    klass("paint.Base"),
                    klass("paint.Tone", "paint.Base"),
                    function("paint.Tone.__init__", signature("hue")),
                    function("paint.Tone.mix", signature(returns="typing.Self")),
                    function("paint.tint", signature()),
                ],
                "2.0": [module("paint")],
            }
        },
        paint="2.0",
    )
    gone = env.path("paint.Tone")
    assert isinstance(gone, Missing)
    former = gone.former
    assert former is not None
    assert env.is_subclass(former, "paint.Base") is True
    made = env.call(former, Arguments(), bound=True)
    assert not isinstance(made, Unknown)
    assert made.returns == "paint.Tone"
    tint = env.path("paint.tint")
    assert isinstance(tint, Missing)
    assert tint.former is not None
    assert env.is_subclass(tint.former, "paint.Base") is None


def test_a_member_listed_only_later_may_have_been_put_into_an_open_class_before() -> None:
    hooked = klass("paint.Tone", open_reason="class defines __getattr__")
    env = environment({"paint": {"1.0": [hooked], "2.0": [hooked, function("paint.Tone.mix")]}}, paint="1.0")
    assert isinstance(env.path("paint.Tone.mix"), Unknown)


@pytest.mark.parametrize(("name", "answer"), [("thin", Missing), ("__add__", Unknown)])
def test_operators_that_a_stub_no_longer_lists_may_have_moved(name: str, answer: type[Resolution]) -> None:
    described = klass("paint.Tone", open_reason="compiled, described by a stub only")
    env = environment(
        {
            "paint": {
                "1.0": [module("paint"), described, function(f"paint.Tone.{name}")],
                "2.0": [module("paint"), described],
            }
        },
        paint="2.0",
    )
    assert isinstance(env.path(f"paint.Tone.{name}"), answer)


@pytest.mark.parametrize(
    ("reason", "name", "is_missing"),
    [
        ("names bound in a loop", attribute("paint.oil"), False),
        ("names bound in a loop", attribute("paint.oil", "builtins.int"), True),
        ("names bound in a loop", alias("paint.oil", "oil"), True),
        ("names bound in a loop", function("paint.oil"), False),
        ("names bound in a loop", klass("paint.oil"), True),
        ("module __getattr__", function("paint.oil"), True),
        ("names bound by a call", function("paint.oil"), False),
        ("star import of an open module", attribute("paint.oil"), True),
        ("compiled, described by a stub only", attribute("paint.oil", "builtins.int"), False),
        ("compiled, described by a stub only", function("paint.oil"), True),
    ],
)
def test_what_code_or_a_hook_may_have_made_may_be_made_still(reason: str, name: Symbol, *, is_missing: bool) -> None:
    opened = module("paint", open_reason=reason)
    env = environment({"paint": {"1.0": [opened, name], "2.0": [opened]}}, paint="2.0")
    assert isinstance(env.path("paint.oil"), Missing if is_missing else Unknown)


def test_what_a_decorator_may_have_taken_over_may_still_be_there() -> None:
    made = klass("paint.Tone", open_reason="class decorator not known")
    releases = {"1.0": [module("paint"), made, function("paint.Tone.mix")], "2.0": [module("paint"), made]}
    assert isinstance(environment({"paint": releases}, paint="2.0").path("paint.Tone.mix"), Unknown)


def test_a_list_kept_by_others_tells_what_went_whether_or_not_it_was_all_before() -> None:
    listed = module("paint", open_reason="described by a stub only")
    closed = [module("paint"), function("paint.glow")]
    gone = environment({"paint": {"1.0": closed, "2.0": [listed]}}, paint="2.0").path("paint.glow")
    assert isinstance(gone, Missing)
    assert gone.confidence is Confidence.LIKELY
    incidental = [module("paint"), replace(function("paint.glow"), is_public=False)]
    unlisted = environment({"paint": {"1.0": incidental, "2.0": [listed]}}, paint="2.0")
    assert isinstance(unlisted.path("paint.glow"), Unknown)
    hooked = environment({"paint": {"1.0": closed, "2.0": [LAZY]}}, paint="2.0")
    assert isinstance(hooked.path("paint.glow"), Unknown)


@pytest.mark.parametrize(
    ("now", "answer"), [("compiled module without a stub", Unknown), ("compiled, described by a stub only", Missing)]
)
def test_what_a_package_took_from_a_module_that_went_dark_may_still_be_there(
    now: str, answer: type[Resolution]
) -> None:
    package = module("paint", open_reason="star import of an open module")
    before = module("paint._fast", open_reason="compiled, described by a stub only")
    was = [package, before, klass("paint._fast.Tree"), alias("paint.Tree", "paint._fast.Tree")]
    env = environment({"paint": {"1.0": was, "2.0": [package, module("paint._fast", open_reason=now)]}}, paint="2.0")
    assert isinstance(env.path("paint.Tree"), answer)


def test_what_came_from_a_base_that_was_exchanged_for_one_out_of_sight_may_be_there() -> None:
    mixin = [klass("paint.Mixin"), function("paint.Mixin.mix")]
    then = [module("paint"), *mixin, klass("paint.Tone", "wax.Base", "paint.Mixin"), function("paint.Tone.own")]
    now = [module("paint"), klass("paint.Tone", "wax.Base")]
    env = environment({"paint": {"1.0": then, "2.0": now}}, paint="2.0")
    assert isinstance(env.path("paint.Tone.mix"), Unknown)
    assert isinstance(env.path("paint.Tone.own"), Missing), "what it defined itself was listed beside the same base"
    seen = [module("paint"), klass("paint.Tone")]
    assert isinstance(environment({"paint": {"1.0": then, "2.0": seen}}, paint="2.0").path("paint.Tone.mix"), Missing)


def test_what_a_base_elsewhere_had_may_be_there_where_nothing_is_recorded_of_it() -> None:
    old = function("wax.Base.mix", deprecation=deprecation("Use stir instead."))
    provider = surface_provider(
        {
            "paint": {
                "1.0": [klass("paint.Tone", "wax.Base")],
                "2.0": [klass("paint.Tone", "wax.Base")],
            },
            "wax": {"1.0": [klass("wax.Base"), old]},
        },
        requires={("paint", "1.0"): ("wax<2",), ("paint", "2.0"): ("wax>5",)},
    )
    env = Environment(provider, pins(paint="2.0"), python=Version("3.12"))
    assert isinstance(env.path("paint.Tone.mix"), Unknown)


def test_of_a_namespace_package_modules_may_come_from_elsewhere_and_nothing_else() -> None:
    shared = module("paint", open_reason="namespace package")
    old = [shared, module("paint.oils"), function("paint.mix")]
    env = environment({"paint": {"1.0": old, "2.0": [shared, module("paint.wax")]}}, paint="2.0")
    assert isinstance(env.path("paint.oils"), Unknown)
    assert isinstance(env.module("paint.oils"), Unknown)
    assert isinstance(env.path("paint.mix"), Missing)


def test_what_lies_beneath_a_regular_package_in_a_namespace_is_that_package_s_own() -> None:
    shared = module("paint", open_reason="namespace package")
    old = [shared, module("paint.core"), module("paint.core.oils")]
    env = environment({"paint": {"1.0": old, "2.0": old[:2]}}, paint="2.0")
    assert isinstance(env.module("paint.core.oils"), Missing)


def test_a_name_that_people_wrote_an_end_down_for_is_gone_where_it_is_listed_no_more() -> None:
    asked: list[tuple[str, tuple[str, ...], str]] = []

    def testimony(distribution: str, paths: tuple[str, ...], version: str) -> bool:
        asked.append((distribution, paths, version))
        return "paint.tint" in paths

    tricky = module("paint", open_reason="names bound in a loop")
    old = [tricky, function("paint.core.tint"), alias("paint.tint", "paint.core.tint"), function("paint.shade")]
    provider = surface_provider({"paint": {"1.0": old, "2.0": [tricky]}})
    env = Environment(provider, pins(paint="2.0"), python=Version("3.12"), testimony=testimony)
    gone = env.path("paint.tint")
    assert isinstance(gone, Missing)
    assert gone.confidence is Confidence.LIKELY
    assert asked == [("paint", ("paint.tint", "paint.core.tint"), "2.0")]
    assert isinstance(env.path("paint.shade"), Unknown)
    assert isinstance(env.path("paint.invented"), Unknown)


def test_what_became_a_namespace_package_binds_no_names_of_its_own() -> None:
    spread = module("paint", open_reason=NAMESPACE_PACKAGE)
    old = [module("paint"), function("paint.tint"), module("paint.oils")]
    env = environment({"paint": {"1.0": old, "2.0": [spread, module("paint.core")]}}, paint="2.0")
    gone = env.path("paint.tint")
    assert isinstance(gone, Missing)
    assert gone.confidence is Confidence.LIKELY
    assert isinstance(env.module("paint.oils"), Unknown), "another distribution may bring it"
    assert isinstance(env.path("paint.invented"), Unknown)

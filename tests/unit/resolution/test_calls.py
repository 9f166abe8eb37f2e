from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.model.resolutions import (
    ArgumentOutcome,
    Arguments,
    ArgumentStatus,
    Bound,
    Confidence,
    Entity,
    Found,
    Unknown,
)
from driftcheck.model.symbols import TELLS_OF_NONE, Binding, Parameter, ParameterKind, Symbol
from driftcheck.resolution.environment import Environment
from tests.builders import (
    Surfaces,
    deprecation,
    function,
    klass,
    module,
    pins,
    signature,
    standard_library,
    surface_provider,
)


def environment(surfaces: Surfaces, **versions: str) -> Environment:
    provider = surface_provider({"python": {"3.12": standard_library()}, **surfaces})
    return Environment(provider, pins(**versions), python=Version("3.12"))


def entity(env: Environment, path: str) -> Entity:
    resolution = env.path(path)
    assert isinstance(resolution, Found), resolution
    return resolution.entity


def call(env: Environment, path: str, *positional: str | None, bound: bool = True, **keywords: str | None) -> Bound:
    made = env.call(entity(env, path), Arguments(positional, tuple(keywords.items())), bound=bound)
    assert isinstance(made, Bound), made
    return made


def only(made: Bound) -> ArgumentOutcome:
    assert len(made.outcomes) == 1, made.outcomes
    return made.outcomes[0]


def test_a_keyword_that_the_signature_takes_is_fine() -> None:
    env = environment(
        {"paint": {"1.0": [function("paint.mix", signature("a", "b=", returns="paint.Tone"))]}}, paint="1.0"
    )
    made = call(env, "paint.mix", None, b=None)
    assert made.returns == "paint.Tone"
    assert made.outcomes == ()


def test_definitions_for_other_platforms_are_ways_to_call_as_well() -> None:
    variants = [function("paint.mix", signature("a", "flags=")), function("paint.mix", signature("a", "tag="))]
    made = [
        klass("paint.Map"),
        *(function("paint.Map.__new__", *v.signatures, binding=Binding.CLASS) for v in variants),
    ]
    env = environment({"paint": {"1.0": [*variants, *made]}}, paint="1.0")
    for path in ("paint.mix", "paint.Map"):
        assert call(env, path, None, flags=None).outcomes == ()
        assert call(env, path, None, tag=None).outcomes == ()
        assert only(call(env, path, None, gloss=None)).keyword == "gloss"


def test_a_keyword_that_earlier_releases_took_is_removed() -> None:
    old = Parameter("gloss", deprecation=deprecation("Use shine instead"))
    env = environment(
        {
            "paint": {
                "1.0": [function("paint.mix", signature("a", "gloss="))],
                "1.1": [function("paint.mix", signature("a", old))],
                "2.0": [function("paint.mix", signature("a", "shine="))],
            }
        },
        paint="2.0",
    )
    outcome = only(call(env, "paint.mix", None, gloss="True"))
    assert outcome.status is ArgumentStatus.REMOVED
    assert outcome.deprecation is not None
    assert outcome.lifespan is not None
    assert str(outcome.lifespan.last) == "paint 1.1"
    assert str(outcome.lifespan.deprecated) == "paint 1.1"
    assert outcome.confidence is Confidence.CERTAIN


def test_a_keyword_of_a_later_release_is_unreleased_and_one_of_none_is_unknown() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [function("paint.mix", signature("a"))],
                "2.0": [function("paint.mix", signature("a", "shine="))],
            }
        },
        paint="1.0",
    )
    assert only(call(env, "paint.mix", None, shine=None)).status is ArgumentStatus.UNRELEASED
    assert only(call(env, "paint.mix", None, magic=None)).status is ArgumentStatus.UNKNOWN


def test_a_keyword_passed_on_unnamed_is_fine_unless_its_removal_was_announced() -> None:
    announced = Parameter("gloss", deprecation=deprecation("going"))
    env = environment(
        {
            "paint": {
                "1.0": [function("paint.mix", signature("a", "dry=", announced))],
                "2.0": [function("paint.mix", signature("a", "**rest"))],
            }
        },
        paint="2.0",
    )
    assert call(env, "paint.mix", None, dry=None, magic=None).outcomes == ()
    outcome = only(call(env, "paint.mix", None, gloss=None))
    assert outcome.status is ArgumentStatus.REMOVED
    assert outcome.confidence is Confidence.LIKELY


def test_a_keyword_that_is_not_meant_to_be_given_any_more_is_removed_where_it_was_named() -> None:
    rest = Parameter("rest", ParameterKind.VAR_KEYWORD, annotation=TELLS_OF_NONE)
    env = environment(
        {
            "paint": {
                "1.0": [function("paint.mix", signature("a", "gloss="))],
                "2.0": [function("paint.mix", signature("a", rest))],
            }
        },
        paint="2.0",
    )
    assert call(env, "paint.mix", None, magic=None).outcomes == ()
    outcome = only(call(env, "paint.mix", None, gloss=None))
    assert (outcome.status, outcome.confidence) == (ArgumentStatus.REMOVED, Confidence.LIKELY)


def test_a_deprecated_keyword_is_told() -> None:
    old = Parameter("gloss", deprecation=deprecation("Use shine instead"))
    env = environment({"paint": {"1.0": [function("paint.mix", signature("a", old))]}}, paint="1.0")
    assert only(call(env, "paint.mix", None, gloss=None)).status is ArgumentStatus.DEPRECATED


@pytest.mark.parametrize(("path", "count"), [("builtins.hash", 1), ("heapq.push", 0)])
def test_what_a_stub_takes_by_position_only_python_code_may_take_by_name(path: str, count: int) -> None:
    language = [*standard_library(), module("heapq"), function(path, signature("item", "/"))]
    env = Environment(surface_provider({"python": {"3.12": language}}), {}, python=Version("3.12"))
    assert len(call(env, path, item=None).outcomes) == count


def test_a_positional_only_parameter_is_not_taken_by_keyword() -> None:
    env = environment({"paint": {"1.0": [function("paint.mix", signature("a", "/"))]}}, paint="1.0")
    assert only(call(env, "paint.mix", a=None)).status is ArgumentStatus.UNKNOWN


def test_nothing_is_said_of_a_function_without_a_recorded_signature() -> None:
    env = environment({"paint": {"1.0": [function("paint.mix")]}}, paint="1.0")
    assert isinstance(env.call(entity(env, "paint.mix"), Arguments(), bound=True), Unknown)


def test_a_class_is_called_by_the_nearest_constructor() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [
                    klass("paint.Base"),
                    function("paint.Base.__init__", signature("hue")),
                    klass("paint.Tone", "paint.Base"),
                    klass("paint.Bare"),
                    klass("paint.Record", signatures=(signature("hue", "depth="),)),
                    klass("paint.Child", "paint.Record"),
                ]
            }
        },
        paint="1.0",
    )
    made = call(env, "paint.Tone", hue=None)
    assert made.returns == "paint.Tone"
    assert made.outcomes == ()
    assert only(call(env, "paint.Tone", gloss=None)).status is ArgumentStatus.UNKNOWN
    assert only(call(env, "paint.Bare", gloss=None)).status is ArgumentStatus.UNKNOWN
    assert call(env, "paint.Child", depth=None).outcomes == ()


@pytest.mark.parametrize(
    "symbols",
    [
        [klass("paint.Tone", "elsewhere.Base")],
        [
            klass("paint.Tone", metaclass="paint.Meta"),
            klass("paint.Meta", "builtins.type"),
            function("paint.Meta.__call__"),
        ],
        [klass("paint.Tone", open_reason="decorated by something unread")],
        [klass("paint.Tone"), function("paint.Tone.__init__")],
    ],
)
def test_a_class_that_may_be_called_in_unseen_ways_takes_anything(symbols: list[Symbol]) -> None:
    env = environment({"paint": {"1.0": symbols}}, paint="1.0")
    made = call(env, "paint.Tone", gloss=None)
    assert made.returns == "paint.Tone"
    assert made.outcomes == ()


def test_the_overload_that_the_arguments_choose_tells_what_comes_back() -> None:
    overloads = (
        signature("path:builtins.str", "*", "lazy:typing.Literal[True]", returns="paint.Stream"),
        signature("path:builtins.str", "*", "lazy=:typing.Literal[False]", returns="paint.Tone"),
        signature("path:builtins.str", "*", "lazy=:builtins.bool", returns="paint.Tone | paint.Stream"),
    )
    env = environment({"paint": {"1.0": [function("paint.read", *overloads)]}}, paint="1.0")
    assert call(env, "paint.read", "'x'").returns == "paint.Tone"
    assert call(env, "paint.read", "'x'", lazy="True").returns == "paint.Stream"
    assert call(env, "paint.read", "'x'", lazy="False").returns == "paint.Tone"
    assert call(env, "paint.read", "'x'", lazy=None).returns == "paint.Stream | paint.Tone"


def test_an_argument_that_every_overload_takes_alike_does_not_blur_the_choice() -> None:
    overloads = (
        signature("path:paint.Path", "lazy:typing.Literal[True]", returns="paint.Stream"),
        signature("path:paint.Path", "lazy=:typing.Literal[False]", returns="paint.Tone"),
        signature("path:paint.Path", "lazy=:builtins.bool", returns="paint.Tone | paint.Stream"),
        signature("path:paint.Path", "lazy=:builtins.bool"),
    )
    env = environment({"paint": {"1.0": [function("paint.read", *overloads)]}}, paint="1.0")
    assert call(env, "paint.read", None).returns == "paint.Tone"
    assert call(env, "paint.read", None, lazy=None).returns == "paint.Stream | paint.Tone"


def test_overloads_that_look_alike_are_not_told_apart() -> None:
    overloads = (signature("parts", returns="paint.Tone"), signature("parts", returns="paint.Tiles"))
    env = environment({"paint": {"1.0": [function("paint.join", *overloads)]}}, paint="1.0")
    assert call(env, "paint.join", None).returns == "paint.Tone | paint.Tiles"


def test_none_chooses_the_overload_that_takes_none() -> None:
    overloads = (
        signature("size:builtins.int", returns="paint.Tiles"),
        signature("size=:None", returns="paint.Tone"),
    )
    env = environment({"paint": {"1.0": [function("paint.cut", *overloads)]}}, paint="1.0")
    assert call(env, "paint.cut").returns == "paint.Tone"
    assert call(env, "paint.cut", size="None").returns == "paint.Tone"
    assert call(env, "paint.cut", size="3").returns == "paint.Tiles"


def test_an_unbound_method_takes_its_receiver_first() -> None:
    overloads = (signature("a:builtins.int", returns="builtins.int"), signature(returns="builtins.str"))
    env = environment({"paint": {"1.0": [klass("paint.Tone"), function("paint.Tone.mix", *overloads)]}}, paint="1.0")
    assert call(env, "paint.Tone.mix", "paint.Tone", bound=False).returns == "builtins.str"
    assert call(env, "paint.Tone.mix", "3").returns == "builtins.int"


def test_a_method_of_the_class_has_no_receiver_to_give() -> None:
    symbol = function("paint.Tone.make", signature("a", returns="typing.Self"), binding=Binding.CLASS)
    env = environment({"paint": {"1.0": [klass("paint.Tone"), symbol]}}, paint="1.0")
    assert call(env, "paint.Tone.make", None, bound=False).returns == "typing.Self"


def test_between_two_releases_a_keyword_must_fail_in_both() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [function("paint.mix", signature("a", "gloss="))],
                "2.0": [function("paint.mix", signature("a"))],
                "3.0": [function("paint.mix", signature("a"))],
            }
        },
        paint="1.5",
    )
    assert call(env, "paint.mix", None, gloss=None).outcomes == ()


def test_a_call_of_something_gone_still_tells_what_it_gave() -> None:
    env = environment(
        {
            "paint": {
                "1.0": [klass("paint.Tone"), function("paint.mix", signature("a", returns="paint.Tone"))],
                "2.0": [module("paint")],
            }
        },
        paint="2.0",
    )
    gone = env.path("paint.mix")
    former = getattr(gone, "former", None)
    assert isinstance(former, Entity)
    made = env.call(former, Arguments((None,), (("magic", None),)), bound=True)
    assert isinstance(made, Bound)
    assert made.returns == "paint.Tone"
    assert made.callee.world == "paint==1.0"
    assert made.outcomes == ()

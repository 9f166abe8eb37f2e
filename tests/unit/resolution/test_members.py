from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.model.resolutions import Entity, Found, Missing, Resolution, Unknown
from driftcheck.model.symbols import Binding, Symbol
from driftcheck.resolution.environment import Environment
from tests.builders import (
    alias,
    attribute,
    function,
    klass,
    module,
    pins,
    signature,
    standard_library,
    surface_provider,
)


def environment(*symbols: Symbol, others: tuple[Symbol, ...] = (), language: bool = True) -> Environment:
    surfaces = {"paint": {"1.0": [module("paint"), *symbols]}, "wax": {"1.0": [module("wax"), *others]}}
    if language:
        surfaces["python"] = {"3.12": standard_library()}
    return Environment(surface_provider(surfaces), pins(paint="1.0", wax="1.0"), python=Version("3.12"))


def entity(env: Environment, path: str) -> Entity:
    resolution = env.path(path)
    assert isinstance(resolution, Found), resolution
    return resolution.entity


def definition(resolution: Resolution) -> str:
    assert isinstance(resolution, Found), resolution
    return resolution.entity.symbol.path


def test_a_star_import_from_an_open_module_hides_what_it_does_not_list() -> None:
    opened = module("wax.oils", open_reason="names bound by a function")
    env = environment(alias("paint.*", "wax.oils"), others=(opened, function("wax.oils.melt")))
    assert definition(env.path("paint.melt")) == "wax.oils.melt"
    assert env.path("paint.magic") == Unknown("paint.magic", "open namespace: names bound by a function")


def test_a_star_import_does_not_ask_attribute_hooks() -> None:
    hooked = module("wax.oils", open_reason="module __getattr__")
    env = environment(alias("paint.*", "wax.oils"), others=(hooked,))
    assert isinstance(env.path("paint.magic"), Missing)


def test_a_star_import_from_an_untracked_module_hides_everything_else() -> None:
    env = environment(alias("paint.*", "crayon"))
    assert env.path("paint.magic") == Unknown("paint.magic", "open namespace: star import from crayon")


def test_a_star_import_from_a_module_that_is_known_to_be_missing_brings_nothing() -> None:
    assert isinstance(environment(alias("paint.*", "wax.later")).path("paint.magic"), Missing)


def test_modules_that_star_import_one_another_end() -> None:
    env = environment(alias("paint.*", "wax"), others=(alias("wax.*", "paint"), function("wax.melt")))
    assert definition(env.path("paint.melt")) == "wax.melt"
    assert isinstance(env.path("paint.magic"), Missing)


def test_another_distribution_may_provide_what_lies_beneath_a_namespace_package() -> None:
    surfaces = surface_provider(
        {
            "paint": {"1.0": [module("art"), function("art.mix")]},
            "wax": {"1.0": [module("art.wax"), function("art.wax.melt")]},
        },
        imports={"art": ("paint",), "art.wax": ("wax",)},
    )
    env = Environment(surfaces, pins(paint="1.0", wax="1.0"), python=Version("3.12"))
    art = env.module("art")
    assert isinstance(art, Found)
    assert definition(env.member(art.entity, "wax", instance=False)) == "art.wax"
    assert definition(env.path("art.wax.melt")) == "art.wax.melt"


def test_of_several_distributions_with_an_import_name_the_pinned_one_answers() -> None:
    surfaces = surface_provider({"aaa": {"1.0": [module("art")]}, "paint": {"1.0": [function("art.mix")]}})
    env = Environment(surfaces, pins(paint="1.0"), python=Version("3.12"))
    assert definition(env.path("art.mix")) == "art.mix"
    assert isinstance(env.path("art.magic"), Missing)


def test_what_only_a_distribution_that_nothing_asks_for_has_is_absent_unless_it_is_a_module() -> None:
    surfaces = surface_provider(
        {
            "aaa": {"1.0": [module("art"), function("art.blend"), module("art.oil"), function("art.oil.thin")]},
            "paint": {"1.0": [module("art"), function("art.mix")]},
        }
    )
    env = Environment(surfaces, pins(paint="1.0"), python=Version("3.12"))
    assert isinstance(env.path("art.blend"), Missing)
    assert definition(env.path("art.oil.thin")) == "art.oil.thin"
    both = Environment(surfaces, pins(paint="1.0", aaa="1.0"), python=Version("3.12"))
    assert definition(both.path("art.blend")) == "art.blend"


def test_an_import_name_that_a_required_distribution_has_is_not_a_later_release_s_alone() -> None:
    surfaces = surface_provider(
        {"paint": {"1.0": [module("paint")], "2.0": [module("paint"), module("wax"), module("oil")]}},
        requires={("paint", "1.0"): ("wax>=1.4",)},
    )
    env = Environment(surfaces, pins(paint="1.0"), python=Version("3.12"))
    assert env.path("wax") == Unknown("wax", "not tracked")
    assert isinstance(env.path("oil"), Missing)


def test_every_module_has_what_the_language_gives_to_modules() -> None:
    env = environment()
    assert definition(env.path("paint.__file__")) == "paint.__file__"
    assert definition(env.path("paint.__eq__")) == "builtins.object.__eq__"
    assert isinstance(env.path("paint.__magic__"), Missing)


def test_no_module_has_the_attribute_hook_that_stubs_lend_to_all() -> None:
    env = Environment(
        surface_provider(
            {
                "paint": {"1.0": [module("paint")]},
                "python": {"3.12": [*standard_library(), function("types.ModuleType.__getattr__")]},
            }
        ),
        pins(paint="1.0"),
        python=Version("3.12"),
    )
    assert isinstance(env.path("paint.__getattr__"), Missing)


@pytest.mark.parametrize("name", ["__slots__", "__abstractmethods__", "__match_args__"])
def test_every_class_may_have_what_features_of_the_language_set(name: str) -> None:
    assert isinstance(environment(klass("paint.Brush")).path(f"paint.Brush.{name}"), Found)


def test_a_value_that_is_some_class_may_have_any_member() -> None:
    env = environment(attribute("paint.Made", "builtins.type"))
    assert env.path("paint.Made.tint") == Unknown("paint.Made.tint", "value of unknown type")


def test_a_submodule_beside_a_dangling_import_of_the_same_name_is_what_counts() -> None:
    env = environment(module("paint.mix"), alias("paint.mix", "crayon.mix"), function("paint.mix.stir"))
    assert definition(env.path("paint.mix.stir")) == "paint.mix.stir"


def test_what_a_module_member_hides_its_namesake_module_may_have() -> None:
    env = environment(module("paint.mix"), klass("paint.mix"), function("paint.mix.stir"))
    assert definition(env.path("paint.mix.stir")) == "paint.mix.stir"


def test_the_class_object_has_the_members_of_its_metaclass() -> None:
    env = environment(
        klass("paint.Meta", "builtins.type"), function("paint.Meta.make"), klass("paint.Tone", metaclass="paint.Meta")
    )
    tone = entity(env, "paint.Tone")
    assert definition(env.member(tone, "make", instance=False)) == "paint.Meta.make"
    assert definition(env.member(tone, "mro", instance=False)) == "builtins.type.mro"
    assert isinstance(env.member(tone, "make", instance=True), Missing)


@pytest.mark.parametrize("metaclass", ["crayon.Meta", "paint.Open"])
def test_an_unseen_metaclass_hides_members_of_the_class_object(metaclass: str) -> None:
    opened = klass("paint.Open", "builtins.type", open_reason="class defines __getattr__")
    env = environment(opened, klass("paint.Tone", metaclass=metaclass))
    tone = entity(env, "paint.Tone")
    assert isinstance(env.member(tone, "make", instance=False), Unknown)
    assert isinstance(env.member(tone, "make", instance=True), Missing)


def test_a_metaclass_that_is_no_type_by_its_bases_still_is_one() -> None:
    env = environment(klass("paint.Meta"), klass("paint.Tone", metaclass="paint.Meta"))
    assert definition(env.member(entity(env, "paint.Tone"), "mro", instance=False)) == "builtins.type.mro"


def test_a_protocol_is_an_abstract_class() -> None:
    abstract = (
        module("abc"),
        klass("abc.ABCMeta", "builtins.type"),
        function("abc.ABCMeta.register", signature("cls")),
    )
    shape = (klass("paint.Shape", "typing.Protocol"), klass("paint.Round", "paint.Shape"))
    provider = surface_provider(
        {"paint": {"1.0": [module("paint"), *shape]}, "python": {"3.12": [*standard_library(), *abstract]}}
    )
    env = Environment(provider, pins(paint="1.0"), python=Version("3.12"))
    found = env.member(entity(env, "paint.Round"), "register", instance=False)
    assert definition(found) == "abc.ABCMeta.register"
    assert isinstance(env.member(entity(env, "paint.Round"), "register", instance=True), Missing)


def test_classes_below_another_are_known() -> None:
    stroke, dash = klass("paint.Stroke"), klass("paint.Dash", "paint.Stroke")
    env = environment(stroke, dash, attribute("paint.Dash.gap"), function("paint.length", signature()))
    below = entity(env, "paint.Stroke")
    assert env.is_known_below(below, "gap")
    assert not env.is_known_below(below, "length")
    assert not env.is_known_below(entity(env, "paint.Dash"), "wide")


def test_what_another_base_gives_to_a_class_below_is_known() -> None:
    env = environment(
        klass("paint.Stroke"),
        klass("paint.Plain", "wax.Texture"),
        klass("paint.Dash", "wax.Texture", "paint.Stroke"),
        others=(klass("wax.Texture"), function("wax.Texture.strip", signature())),
    )
    below = entity(env, "paint.Stroke")
    assert env.is_known_below(below, "strip")
    assert not env.is_known_below(below, "stripe")


def test_without_the_language_special_names_are_unknown_and_others_are_not() -> None:
    env = environment(klass("paint.Tone"), language=False)
    tone = entity(env, "paint.Tone")
    assert isinstance(env.member(tone, "__hash__", instance=True), Unknown)
    assert isinstance(env.member(tone, "__dict__", instance=True), Found)
    assert isinstance(env.member(tone, "magic", instance=True), Missing)


def test_members_are_taken_in_the_order_of_the_language() -> None:
    env = environment(
        klass("paint.Top"),
        function("paint.Top.mix"),
        klass("paint.Left", "paint.Top"),
        klass("paint.Right", "paint.Top"),
        function("paint.Right.mix"),
        klass("paint.Bottom", "paint.Left", "paint.Right"),
        klass("paint.Odd", "paint.Top", "paint.Left"),
    )
    assert definition(env.member(entity(env, "paint.Bottom"), "mix", instance=True)) == "paint.Right.mix"
    assert definition(env.member(entity(env, "paint.Odd"), "mix", instance=True)) == "paint.Top.mix"


def test_a_class_that_derives_from_itself_hides_members() -> None:
    env = environment(klass("paint.A", "paint.B"), klass("paint.B", "paint.A"))
    assert isinstance(env.member(entity(env, "paint.A"), "mix", instance=True), Unknown)


def test_typed_dictionaries_have_the_members_of_dictionaries() -> None:
    env = environment(klass("paint.Options", "typing.TypedDict"))
    assert definition(env.member(entity(env, "paint.Options"), "keys", instance=True)) == "builtins.dict.keys"


def test_a_class_attribute_may_be_an_alias_of_another_member() -> None:
    env = environment(klass("paint.Tone"), function("paint.Tone.mix"), alias("paint.Tone.blend", "paint.Tone.mix"))
    assert definition(env.member(entity(env, "paint.Tone"), "blend", instance=True)) == "paint.Tone.mix"


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("paint.Tone", Found),
        ("typing.Optional[paint.Tone]", Found),
        ("typing.Union[paint.Tone, None]", Found),
        ("typing.ClassVar[paint.Tone]", Found),
        ("builtins.type[paint.Tone]", Found),
        ("builtins.object", Unknown),
        ("?", Unknown),
        ("T", Unknown),
        ("None", Unknown),
        ("typing.ClassVar", Unknown),
        ("builtins.type[?]", Unknown),
        ("paint.Tone | ?", Unknown),
        ("paint.opened", Unknown),
        ("paint.Opened", Unknown),
        ("typing.Self", Unknown),
        ("builtins.dict[builtins.str, 'a|b']", Missing),
    ],
)
def test_members_of_a_value_follow_its_type(expression: str, answer: type[Resolution]) -> None:
    env = environment(
        klass("paint.Tone"),
        function("paint.Tone.mix"),
        klass("paint.Opened", open_reason="class decorator not known"),
        attribute("paint.opened"),
        attribute("paint.value", expression),
    )
    assert isinstance(env.path("paint.value.mix"), answer)


def test_a_property_of_unknown_type_hides_members_and_a_method_has_those_of_functions() -> None:
    env = environment(
        klass("paint.Tone"),
        function("paint.Tone.hue", signature(), binding=Binding.PROPERTY),
        function("paint.Tone.mix", signature()),
    )
    assert isinstance(env.path("paint.Tone.hue.magic"), Unknown)
    assert isinstance(env.path("paint.Tone.mix.magic"), Unknown)
    assert isinstance(env.path("paint.Tone.mix.__name__"), Found)


def test_a_private_member_bears_the_name_of_its_class() -> None:
    env = environment(klass("paint._Brush"), attribute("paint._Brush.__width"), klass("paint.Pen", "paint._Brush"))
    assert definition(env.path("paint.Pen._Brush__width")) == "paint._Brush.__width"
    assert isinstance(env.path("paint.Pen._Pen__width"), Missing)


def test_a_value_of_an_interface_has_members_of_its_own() -> None:
    env = environment(
        klass("paint.Tool", "typing.Protocol"),
        attribute("paint.Tool.width"),
        klass("paint.Brush"),
        attribute("paint.tool", "paint.Tool"),
        attribute("paint.brush", "paint.Brush"),
    )
    assert isinstance(env.path("paint.tool.width"), Found)
    assert isinstance(env.path("paint.tool.hair"), Unknown)
    assert isinstance(env.path("paint.brush.hair"), Missing)


def test_what_derives_from_a_class_and_cannot_be_listed_may_have_what_it_had() -> None:
    provider = {
        "paint": {
            "1.0": [klass("paint.Stroke"), klass("paint.text.Dash", "paint.Stroke"), function("paint.text.Dash.size")],
            "2.0": [
                klass("paint.Stroke"),
                klass("paint.text.Dash", "paint.Stroke", open_reason="class decorator not known"),
            ],
            "3.0": [klass("paint.Stroke"), klass("paint.text.Dash", "paint.Stroke")],
        }
    }
    for pinned, is_known in (("1.0", True), ("2.0", True), ("3.0", False)):
        env = Environment(surface_provider(provider), pins(paint=pinned), python=Version("3.12"))
        stroke = env.path("paint.Stroke")
        assert isinstance(stroke, Found)
        assert env.is_known_below(stroke.entity, "size") is is_known

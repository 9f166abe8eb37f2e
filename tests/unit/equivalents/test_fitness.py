from __future__ import annotations

from collections.abc import Sequence

import pytest
from packaging.version import Version

from driftcheck.equivalents.fitness import is_called_alike
from driftcheck.equivalents.replacement import find_replacement
from driftcheck.model.replacements import Fit
from driftcheck.model.symbols import Parameter, Signature, Symbol
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import look_up
from tests.builders import (
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


def fit(old: Sequence[Symbol], new: Sequence[Symbol], path: str) -> tuple[Fit, str | None]:
    provider = surface_provider(
        {
            "paint": {"1.0": [module("paint"), *old], "2.0": [module("paint"), *new]},
            "paint-extra": {"1.0": [module("paint_extra"), function("paint_extra.tint", signature("a"))]},
            "python": {"3.12": standard_library()},
        }
    )
    environment = Environment(provider, pins(paint="2.0"), python=Version("3.12"))
    subject = look_up(environment, path).subject
    assert subject is not None
    found = find_replacement(subject, environment)
    assert found is not None
    return found.fit, found.module


def words(message: str, path: str = "paint.tint") -> Symbol:
    return function(path, signature("a"), deprecation=deprecation(message))


SHADE = function("paint.shade", signature("a"))


def test_what_the_library_calls_renamed_takes_the_place_of_the_old() -> None:
    assert fit([words("tint was renamed to shade")], [SHADE], "paint.tint") == (Fit.DROP_IN, "paint")


def test_what_is_merely_to_be_used_instead_may_mean_something_else() -> None:
    assert fit([words("use paint.shade instead")], [SHADE], "paint.tint")[0] is Fit.ADAPTED


def test_what_is_called_in_another_way_is_for_people() -> None:
    other = function("paint.shade", signature("b"))
    assert fit([words("tint was renamed to shade")], [other], "paint.tint")[0] is Fit.BY_HAND


def test_what_takes_the_same_at_least_is_for_the_author_to_look_at() -> None:
    old = function("paint.tint", signature("a", "b="), deprecation=deprecation("tint was renamed to shade"))
    assert fit([old], [SHADE], "paint.tint")[0] is Fit.ADAPTED


def test_another_sort_of_thing_is_for_people() -> None:
    assert fit([words("tint was renamed to shade")], [attribute("paint.shade")], "paint.tint")[0] is Fit.BY_HAND


def test_the_same_name_elsewhere_takes_the_place_of_the_old() -> None:
    moved = function("paint.tones.tint", signature("a"))
    assert fit([words("use paint.tones.tint")], [moved], "paint.tint") == (Fit.DROP_IN, "paint.tones")


def test_what_must_be_installed_first_is_for_the_author_to_look_at() -> None:
    assert fit([words("use paint_extra.tint")], [], "paint.tint") == (Fit.ADAPTED, "paint_extra")


def test_what_only_has_the_same_name_is_for_the_author_to_look_at() -> None:
    moved = function("paint.tones.tint", signature("a"))
    assert fit([function("paint.tint", signature("a"))], [moved], "paint.tint")[0] is Fit.ADAPTED


def test_what_the_old_name_was_an_alias_of_is_the_very_thing() -> None:
    both = [klass("paint.tones.Tone")]
    assert fit([alias("paint.Tone", "paint.tones.Tone"), *both], both, "paint.Tone") == (Fit.DROP_IN, "paint.tones")


def test_a_member_is_not_moved_to_another_class() -> None:
    old = [klass("paint.Brush"), words("use paint.Tool.dip", "paint.Brush.dip")]
    new = [klass("paint.Brush"), klass("paint.Tool"), function("paint.Tool.dip", signature("a"))]
    assert fit(old, new, "paint.Brush.dip")[0] is Fit.BY_HAND


def test_a_member_that_is_inherited_under_its_new_name_is_reached_on_the_same_object() -> None:
    tool = klass("paint.Tool", "builtins.object")
    brush = klass("paint.Brush", "paint.Tool")
    old = [tool, brush, words("dip was renamed to paint.Tool.wet", "paint.Brush.dip")]
    new = [tool, brush, function("paint.Tool.wet", signature("a"))]
    assert fit(old, new, "paint.Brush.dip")[0] is Fit.DROP_IN


def test_a_parameter_is_renamed_where_the_library_says_renamed() -> None:
    def old(message: str) -> list[Symbol]:
        marked = Parameter("hue", deprecation=deprecation(message))
        return [function("paint.mix", signature(marked))]

    new = [function("paint.mix", signature("tone="))]
    assert fit(old("hue was renamed to tone"), new, "paint.mix(hue)")[0] is Fit.DROP_IN
    assert fit(old("use tone instead"), new, "paint.mix(hue)")[0] is Fit.ADAPTED


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [
        (signature("a", "b="), signature("a", "b="), True),
        (signature("a"), signature("a", "b=", "*", "c="), True),
        (signature("a"), signature("a", "b"), False),
        (signature("a"), signature("b"), False),
        (signature("a="), signature("a"), False),
        (signature("a", "/"), signature("b", "/"), True),
        (signature("a"), signature("a", "/"), False),
        (signature("a", "b"), signature("a", "*", "b"), False),
        (signature("*", "b"), signature("b"), True),
        (signature("*", "b"), signature("c="), False),
        (signature("*args"), signature("a="), False),
        (signature("**more"), signature("**rest"), True),
    ],
)
def test_calls_that_the_old_took_mean_the_same_to_the_new(old: Signature, new: Signature, alike: bool) -> None:  # noqa: FBT001
    assert is_called_alike((old,), (new,)) is alike


def test_what_is_not_known_to_be_called_is_not_called_alike() -> None:
    assert not is_called_alike((), (signature(),))
    assert not is_called_alike((signature(),), ())

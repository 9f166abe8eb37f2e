from __future__ import annotations

import pytest

from driftcheck.model.resolutions import Arguments
from driftcheck.model.symbols import Parameter
from driftcheck.resolution.overloads import Fit, choose, fits, judge, returned
from tests.builders import signature


@pytest.mark.parametrize(
    ("value", "annotation", "fit"),
    [
        (None, "builtins.int", Fit.PERHAPS),
        ("3", None, Fit.PERHAPS),
        ("3", "typing.Any", Fit.YES),
        ("3", "paint.Tone | typing.Any", Fit.YES),
        ("3", "builtins.int", Fit.YES),
        ("3", "builtins.float", Fit.YES),
        ("True", "builtins.int", Fit.YES),
        ("'x'", "builtins.int", Fit.NO),
        ("b'x'", "builtins.str", Fit.NO),
        ("'x'", "builtins.int | builtins.str", Fit.YES),
        ("'x'", "paint.Path", Fit.PERHAPS),
        ("True", "typing.Literal[True]", Fit.YES),
        ("True", "typing.Literal[False]", Fit.NO),
        ("'r'", "typing.Literal['w', 'r']", Fit.YES),
        ("builtins.bool", "typing.Literal[False]", Fit.PERHAPS),
        ("builtins.str", "typing.Literal[False]", Fit.NO),
        ("paint.Tone", "typing.Literal[False]", Fit.PERHAPS),
        ("builtins.list[builtins.int]", "builtins.list[builtins.str]", Fit.PERHAPS),
        ("builtins.list[builtins.int]", "builtins.list", Fit.YES),
        ("None", "None", Fit.YES),
        ("None", "builtins.int | None", Fit.YES),
        ("None", "builtins.int", Fit.NO),
        ("None", "typing.Literal[1]", Fit.NO),
        ("None", "paint.Tone", Fit.PERHAPS),
        ("None", "builtins.int | typing.Any", Fit.YES),
        ("3", "None", Fit.NO),
        ("paint.Tone", "None", Fit.NO),
        ("builtins.int | builtins.str", "builtins.int", Fit.PERHAPS),
        ("builtins.int | builtins.bool", "builtins.int", Fit.YES),
    ],
)
def test_whether_a_value_can_be_given(value: str | None, annotation: str | None, fit: Fit) -> None:
    assert judge(value, Parameter("x", annotation=annotation)) is fit


@pytest.mark.parametrize(
    ("arguments", "fit"),
    [
        (Arguments(("1",)), Fit.YES),
        (Arguments(), Fit.NO),
        (Arguments(has_star=True), Fit.PERHAPS),
        (Arguments(has_double_star=True), Fit.PERHAPS),
        (Arguments(("1", "2")), Fit.YES),
        (Arguments(("1", "2", "3")), Fit.NO),
        (Arguments(("1",), (("a", "1"),)), Fit.NO),
        (Arguments((), (("a", "1"), ("c", "2"))), Fit.YES),
        (Arguments(("1",), (("d", "1"),)), Fit.NO),
    ],
)
def test_whether_a_call_has_a_place_for_every_argument(arguments: Arguments, fit: Fit) -> None:
    assert fits(signature("a", "b=", "*", "c="), arguments, frozenset()) is fit


def test_what_is_left_over_goes_to_the_star_parameters() -> None:
    loose = signature("a", "*rest:builtins.int", "**options")
    assert fits(loose, Arguments(("1", "2", "3"), (("x", "1"),)), frozenset()) is Fit.YES
    assert fits(loose, Arguments(("1", "'x'"), ()), frozenset({"rest"})) is Fit.NO


def test_a_call_that_fits_nothing_chooses_nothing() -> None:
    assert choose((signature("a"),), Arguments(("1", "2"))) == []


def test_what_comes_back_is_known_only_if_every_choice_says() -> None:
    assert returned([signature(returns="paint.A"), signature(returns="paint.B"), signature(returns="paint.A")]) == (
        "paint.A | paint.B"
    )
    assert returned([signature(), signature(returns="paint.B")]) is None
    assert returned([]) is None

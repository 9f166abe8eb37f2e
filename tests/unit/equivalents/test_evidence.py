from __future__ import annotations

import pytest

from driftcheck.equivalents.evidence import advice_in, candidates_in, plain, quote
from driftcheck.model.symbols import Deprecation


def said(message: str) -> list[str]:
    return [candidate.text for candidate in candidates_in(Deprecation("warning", message=message))]


def given(alternative: str) -> list[str]:
    return [candidate.text for candidate in candidates_in(Deprecation("decorator", alternative=alternative))]


@pytest.mark.parametrize(
    ("message", "names"),
    [
        ("The frame.join method is deprecated. Use paint.merge instead.", ["paint.merge"]),
        ("iteritems is deprecated and will be removed in a future version. Use .items instead.", [".items"]),
        ("`in1d` is deprecated. Use `p.isin` instead.", ["p.isin"]),
        ("The `dict` method is deprecated; use `dump` instead.", ["dump"]),
        ("Deprecated in favor of `wax.bar` and `wax.baz`.", ["wax.bar", "wax.baz"]),
        ("Use FINE or Sampling.FINE instead.", ["FINE", "Sampling.FINE"]),
        ("Use textbbox or textlength instead.", ["textbbox", "textlength"]),
        ("`hue` was renamed to `tone` in version 1.2.", ["tone"]),
        ("Use :func:`~paint.core.mix` instead.", ["paint.core.mix"]),
        ("Use :meth:`mix <paint.Tone.mix>` instead.", ["paint.Tone.mix"]),
        ("The ``base()`` function is now available as paint.orm.base().", ["paint.orm.base"]),
        ("`Settings` has been moved to the `paint-settings` package.", ["paint-settings"]),
        ("Please use get_names_out instead.", ["get_names_out"]),
        ("`shade` should be used in place of tint.", ["shade"]),
        ("You should migrate to `@tone_validator` validators.", ["tone_validator"]),
        ("Please import from wax: `from wax.oils import Oil`", ["wax.oils.Oil", "wax"]),
        ("Use `mix(a, b)` instead.", ["mix"]),
        ("Use mix_all instead, e.g. mix_all(a, **kwargs)", ["mix_all"]),
        ("Use shade, i.e. the new way.", ["shade"]),
        ("'paint.tint' is deprecated. Import 'wax.tint' instead.", ["wax.tint"]),
        ("Import of tint is deprecated. It does not do this instead.", []),
        ("Use of `tint` is deprecated.", []),
        ("Run setup code while creating the application instead.", []),
        ("tint is deprecated.", []),
        ("", []),
    ],
)
def test_names_that_a_message_offers(message: str, names: list[str]) -> None:
    assert said(message) == names


@pytest.mark.parametrize(
    ("alternative", "names"),
    [
        ("invoke", ["invoke"]),
        ("wax.Oil", ["wax.Oil"]),
        ("`foo` or `bar`", ["foo", "bar"]),
        ("Sequence, e.g., `prompt | llm`", ["Sequence", "prompt | llm"]),
        ("Use the new method", []),
    ],
)
def test_names_that_are_given_as_data(alternative: str, names: list[str]) -> None:
    assert given(alternative) == names
    assert all(candidate.is_data for candidate in candidates_in(Deprecation("decorator", alternative=alternative)))


def test_advice_is_the_sentence_that_says_what_to_do() -> None:
    evidence = Deprecation("warning", message="Hook is deprecated. Run setup code\n earlier instead. See the docs.")
    assert advice_in(evidence) == "Run setup code earlier instead."
    assert advice_in(Deprecation("warning", message="Hook is deprecated.")) == ""
    assert (
        advice_in(Deprecation("decorator", alternative="Go through the :class:`Tone` class"))
        == "Go through the Tone class"
    )


def test_what_is_shown_has_no_control_characters_and_is_short() -> None:
    assert plain("Use \x1b]0;x\x07`x`\n\u202einstead") == "Use ]0;x`x` instead"
    assert len(quote(Deprecation("warning", message="word " * 200))) == 200

"""Paths by their last component: the same answer from a search and from an index."""

from __future__ import annotations

import pytest

from driftcheck.snapshot.tails import SEPARATOR, Tails

PATHS = ("paint", "paint.mix", "paint.remix", "paint.oil", "paint.oil.mix", "paint.oil.mix.er", "mix", "paint.mix")


@pytest.mark.parametrize("searches_before", [0, 100])
def test_paths_with_this_last_component_are_found_once_each(searches_before: int) -> None:
    tails = Tails(SEPARATOR.join(PATHS))
    for _ in range(searches_before):
        tails.find("oil")
    assert tails.find("mix") == ("mix", "paint.mix", "paint.oil.mix")
    assert tails.find("er") == ("paint.oil.mix.er",)
    assert tails.find("paint") == ("paint",)
    assert tails.find("x") == ()


@pytest.mark.parametrize("searches_before", [0, 100])
def test_a_surface_without_paths_has_none(searches_before: int) -> None:
    tails = Tails("")
    for _ in range(searches_before):
        tails.find("oil")
    assert tails.find("mix") == ()

"""Storing a surface and reading it gives it back; the order in which releases are read changes nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import Version

from driftcheck.model.releases import Release
from driftcheck.model.symbols import Symbol
from driftcheck.snapshot.history import History
from driftcheck.snapshot.rows import decode, encode
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.snapshot.writer import write_catalog, write_snapshot
from tests.strategies import surfaces, symbols

VERSIONS = [Version(f"1.{minor}") for minor in range(5)]


@given(symbols)
def test_a_symbol_survives_its_row(symbol: Symbol) -> None:
    assert decode(symbol.path, encode(symbol)) == symbol


@given(st.lists(surfaces, min_size=1, max_size=5), st.randoms(use_true_random=False), st.integers(0, 5))
def test_however_a_history_comes_about_its_rows_are_the_same(
    releases: list[list[Symbol]], random: Random, restored: int
) -> None:
    order = VERSIONS[: len(releases)]
    recorded = list(zip(order, releases, strict=True))
    fresh = History()
    for version, found in recorded:
        fresh.record(version, found)
    random.shuffle(recorded)
    known = sorted(version for version, _ in recorded[:restored])
    first, second = History(), History()
    for version, found in recorded[:restored]:
        first.record(version, found)
    second.restore(known, ((path, start, end, facts) for path, _, start, end, facts in first.rows(known)))
    for version, found in recorded[restored:]:
        second.record(version, found)
    assert list(second.rows(order)) == list(fresh.rows(order))


@given(st.lists(surfaces, min_size=1, max_size=3))
@settings(max_examples=20, deadline=None)
def test_every_release_is_read_back_as_it_was_recorded(releases: list[list[Symbol]]) -> None:
    history = History()
    order = VERSIONS[: len(releases)]
    for version, found in zip(order, releases, strict=True):
        history.record(version, found)
    described = [Release("paint", version, place) for place, version in enumerate(order)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_snapshot(folder, "paint", ["paint"], described, history.rows(order), extractor=1)
        write_catalog(folder)
        store = SnapshotStore.open((folder,))
        for ordinal, found in enumerate(releases):
            for path in {symbol.path for symbol in found}:
                spans = store.rows("paint", path)
                present = {span.symbol for span in spans if span.first <= ordinal <= span.last}
                assert present == {symbol for symbol in found if symbol.path == path}

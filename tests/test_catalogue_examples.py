"""The examples of the catalogue, through the shipped snapshots: what is written before is found, what is written after
is not, and neither is what a fix makes of the first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from driftcheck.config import Settings
from driftcheck.engine import check
from driftcheck.equivalents.catalogue import FOLDER, Entry, read_entries
from driftcheck.mending import mend
from driftcheck.model.findings import Finding
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.source.files import SourceFile


@cache
def store() -> SnapshotStore:
    return SnapshotStore.open()


def examples() -> Iterator[tuple[str, Entry]]:
    for path in sorted(FOLDER.glob("*.toml")):
        for entry in read_entries(path.stem):
            if entry.before is not None:
                yield path.stem, entry


def settings_for(distribution: str, entry: Entry) -> Settings:
    """The newest recorded release that the entry is about and of which something is known."""
    releases = [r for r in store().releases(distribution) if entry.releases.contains(r.version, prereleases=True)]
    assert entry.before is not None
    for release in reversed(releases):
        settings = Settings(Path("/nowhere"), (f"{distribution}=={release.version}",))
        if about(check(source(entry.before), settings, store()).findings, entry):
            return settings
    raise AssertionError(f"found in no release of {len(releases)}")


def source(text: str) -> list[SourceFile]:
    return [SourceFile("main.py", Path("/nowhere/main.py"), text.encode())]


def about(findings: tuple[Finding, ...], entry: Entry) -> list[Finding]:
    """The findings on a symbol of the entry, or on a module above it."""
    return [
        f
        for f in findings
        if any(s == f.symbol or s.removesuffix("*").startswith(f"{f.symbol}.") for s in entry.symbols)
    ]


@pytest.mark.parametrize(
    ("distribution", "entry"), [pytest.param(name, entry, id=entry.symbols[0]) for name, entry in examples()]
)
def test_what_the_catalogue_shows_is_so(distribution: str, entry: Entry) -> None:
    settings = settings_for(distribution, entry)
    assert entry.before is not None
    assert entry.after is not None
    assert not about(check(source(entry.after), settings, store()).findings, entry)
    repair = mend(source(entry.before), settings, store(), unsafe=True)
    if any(file.is_changed for file in repair.files):
        assert not about(repair.report.findings, entry)

"""The examples of the catalogue, through the shipped snapshots: what is written before is found, what is written after
holds in that release, and so does what a fix makes of the first.

Examples of one release are checked together, each as a file of its own: five hundred projects would take a minute.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.config.settings import Settings
from driftcheck.engine import check
from driftcheck.equivalents.catalogue import FOLDER, Entry, read_entries
from driftcheck.inquiry import settle_without_project
from driftcheck.mending import mend
from driftcheck.model.findings import Finding
from driftcheck.resolution.lookup import Standing, look_up
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.source.files import SourceFile

_FAILS = ("DC1", "DC3")
"""The families of rules that say that code does not run."""


@dataclass(frozen=True, slots=True)
class Example:
    """One entry that shows what it means."""

    distribution: str
    number: int
    entry: Entry

    @property
    def file(self) -> str:
        """Where its code is put."""
        return f"example_{self.number}.py"


@dataclass(frozen=True, slots=True)
class Proof:
    """What the checker makes of one example in the newest release in which it finds what is written before."""

    version: Version
    found: tuple[Finding, ...] = ()
    after: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = ()
    """What it still finds where a fix has written something."""


@cache
def store() -> SnapshotStore:
    return SnapshotStore.open()


@cache
def examples(distribution: str) -> tuple[Example, ...]:
    entries = enumerate(read_entries(distribution))
    return tuple(Example(distribution, number, entry) for number, entry in entries if entry.before is not None)


EXAMPLES = tuple(example for path in sorted(FOLDER.glob("*.toml")) for example in examples(path.stem))


@cache
def proofs(distribution: str) -> dict[int, Proof]:
    """The proof of each example, by its number; none where no release of which something is recorded shows it."""
    proven: dict[int, Proof] = {}
    for release in reversed(store().releases(distribution)):
        left = [
            example
            for example in examples(distribution)
            if example.number not in proven and example.entry.releases.contains(release.version, prereleases=True)
        ]
        if left:
            proven |= prove(left, release.version)
    return proven


def prove(left: list[Example], version: Version) -> dict[int, Proof]:
    """The proofs that one release gives."""
    distribution = left[0].distribution
    settings = Settings(Path("/nowhere"), (f"{distribution}=={version}",))
    found = by_file(check([source(e.file, e.entry.before) for e in left], settings, store()).findings)
    here = [e for e in left if about(found.get(e.file, ()), e.entry, version)]
    if not here:
        return {}
    after = by_file(check([source(e.file, e.entry.after) for e in here], settings, store()).findings)
    repair = mend([source(e.file, e.entry.before) for e in here], settings, store(), unsafe=True)
    changed = {file.path for file in repair.files if file.is_changed}
    fixed = by_file(finding for finding in repair.report.findings if finding.location.path in changed)
    return {
        e.number: Proof(
            version,
            tuple(about(found[e.file], e.entry, version)),
            tuple(f for f in after.get(e.file, ()) if f.code.startswith(_FAILS)),
            tuple(about(fixed.get(e.file, ()), e.entry, version)),
        )
        for e in here
    }


def source(path: str, text: str | None) -> SourceFile:
    assert text is not None
    return SourceFile(path, Path("/nowhere") / path, text.encode())


def by_file(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    files: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        files[finding.location.path] = (*files.get(finding.location.path, ()), finding)
    return files


def about(findings: Iterable[Finding], entry: Entry, version: Version) -> list[Finding]:
    """The findings on a symbol of the entry, or on a module above it."""
    return [
        f
        for f in findings
        if entry.holds_for(f.symbol, version)
        or any(s.removesuffix("*").startswith(f"{f.symbol}.") for s in entry.symbols)
    ]


@pytest.mark.parametrize("example", [pytest.param(e, id=f"{e.distribution}-{e.entry.symbols[0]}") for e in EXAMPLES])
def test_what_the_catalogue_shows_is_so(example: Example) -> None:
    proof = proofs(example.distribution).get(example.number)
    assert proof is not None, "what is written before is found in no recorded release"
    assert proof.after == ()
    assert proof.fixed == ()


@pytest.mark.parametrize("example", [pytest.param(e, id=f"{e.distribution}-{e.entry.symbols[0]}") for e in EXAMPLES])
def test_what_it_says_to_write_is_there(example: Example) -> None:
    proof = proofs(example.distribution)[example.number]
    environment = settle_without_project(store(), (f"{example.distribution}=={proof.version}",), None)
    offered = [f.replacement for f in proof.found if f.replacement is not None]
    targets = {target for replacement in offered for target in replacement.targets if "." in target}
    there = {Standing.PRESENT, Standing.DEPRECATED}
    assert not [target for target in targets if look_up(environment, target).verdict not in there]


def test_nearly_every_entry_has_an_example() -> None:
    entries = sum(len(read_entries(path.stem)) for path in FOLDER.glob("*.toml"))
    assert len(EXAMPLES) >= 0.95 * entries

"""The refresh, read from top to bottom: releases, files, surfaces, history, snapshot."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from pathlib import Path
from time import monotonic, process_time

from packaging.version import Version

from driftcheck.errors import DownloadError, SnapshotError
from driftcheck.extraction import standard_library
from driftcheck.extraction.archives import open_release
from driftcheck.extraction.carriers import described, published_carriers, surfaces
from driftcheck.extraction.facts_cache import FactsCache, KeptFacts
from driftcheck.extraction.facts_store import FactsLibrary
from driftcheck.extraction.installed import InstalledRelease, open_installed
from driftcheck.extraction.policy import Policy
from driftcheck.extraction.published import PublishedRelease
from driftcheck.extraction.reading import read_release
from driftcheck.extraction.registry import Registry
from driftcheck.extraction.stub_distributions import StubDistribution, stubs_of
from driftcheck.extraction.surface import EXTRACTOR
from driftcheck.model.releases import Release
from driftcheck.model.symbols import Symbol
from driftcheck.outlook import Outlook, look_ahead, look_back
from driftcheck.snapshot.history import History
from driftcheck.snapshot.manifest import database_size
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.snapshot.writer import write_snapshot

Progress = Callable[[str, str, int, int], None]
"""Told (distribution, what is being read, how many releases are done, of how many)."""

_YOUNG_OBJECTS = 150_000
"""So many objects are made before the collector looks: the trees of some ten modules."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did for one distribution."""

    distribution: str
    recorded: int
    """Releases in the snapshot now."""
    added: int
    failures: tuple[tuple[str, str], ...] = ()
    """(release, reason) of each release that could not be read; the others are recorded all the same."""
    rows: int = 0
    database_bytes: int = 0
    """Of the compressed database."""
    modules: int = 0
    visited: int = 0
    bytes_fetched: int = 0
    bytes_published: int = 0
    cpu_seconds: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Clock:
    """When a refresh began."""

    cpu: float = field(default_factory=process_time)
    wall: float = field(default_factory=monotonic)

    def measured(self, done: Refreshed) -> Refreshed:
        """What was done, with the time that it took."""
        return replace(done, cpu_seconds=process_time() - self.cpu, seconds=monotonic() - self.wall)


def refresh(  # noqa: PLR0913  # what to read, from where, into what
    distribution: str,
    policy: Policy,
    folder: Path,
    registry: Registry,
    *,
    known: SnapshotStore | None = None,
    facts: FactsLibrary | None = None,
    progress: Progress = lambda *_: None,
) -> Refreshed:
    """Bring the snapshot of one distribution up to date.

    Args:
        distribution: Normalised name; `python` is the standard library.
        policy: Which releases to record.
        folder: Where the snapshot is written.
        registry: Where releases are read from.
        known: Snapshots whose releases need not be read again.
        facts: Modules read in earlier runs, which need not be read again; None keeps nothing.
        progress: Told how far it is.

    Raises:
        DownloadError: The registry does not know the distribution, or cannot be reached.
    """
    started = _Clock()
    outlook = look_ahead(distribution, policy, registry, known)
    recorded = outlook.recorded.manifest
    if known is not None and recorded is not None and not outlook.has_changes:
        size = known.size(distribution)
        return started.measured(
            Refreshed(distribution, len(recorded.releases), 0, rows=recorded.rows, database_bytes=size)
        )
    if distribution == standard_library.DISTRIBUTION:
        return _refresh_python(folder, registry, progress, started)
    store = facts.store(distribution) if facts is not None else None
    session = _Session(distribution, known, store)
    stubs = stubs_of(distribution, registry, store)
    versions = {*outlook.fresh, *session.lost}
    wanted = [release for release in outlook.published if release.version in versions]
    for version in sorted(session.lost - {release.version for release in wanted}):
        session.failures.append((str(version), "recorded before, but must be read again, and is published no more"))
    most = len(wanted) + outlook.thinning.room
    for place, release in enumerate(chain(wanted, session.telling(outlook))):
        progress(distribution, str(release.version), place, most)
        with _collector_patient():
            session.read_published(registry, release, stubs)
    if store is not None:
        store.close()
    del stubs  # with what it read, before compressing takes its share of memory
    return session.write(folder, started)


def refresh_installed(
    releases: Iterable[InstalledRelease], folder: Path, known: SnapshotStore | None
) -> list[Refreshed]:
    """Record the releases of an environment, each added to what is known of its distribution."""
    done = []
    for release in releases:
        started = _Clock()
        session = _Session(release.name, known)
        if release.version not in session.history.versions:
            session.read_installed(release)
        for version in sorted(session.lost - session.history.versions):
            session.failures.append((str(version), "recorded before, but must be read again from an index"))
        done.append(session.write(folder, started))
    return done


class _Session:
    """The releases of one distribution on their way into a snapshot."""

    def __init__(self, distribution: str, known: SnapshotStore | None, kept: KeptFacts | None = None) -> None:
        self.distribution = distribution
        self.history = History()
        self.releases: dict[Version, Release] = {}
        self.import_names: set[str] = set()
        self.cache = FactsCache(kept)
        self.failures: list[tuple[str, str]] = []
        self.tally = Refreshed(distribution, 0, 0)
        self.lost: frozenset[Version] = frozenset()
        """Releases that were recorded, but by another extractor, or in a snapshot that is damaged."""
        if known is not None:
            self._take_up(known)

    def _take_up(self, known: SnapshotStore) -> None:
        """Go on from what is recorded, so that only new releases are read."""
        recorded = look_back(self.distribution, known)
        self.lost, manifest = recorded.lost, recorded.manifest
        if manifest is None:
            return
        releases = {release.version: release for release in manifest.releases}
        history = History()
        try:
            history.restore(list(releases), known.stored(self.distribution))
        except SnapshotError:  # the file is what was written, and what was written is no database
            self.lost = frozenset(releases)
            return
        self.history, self.releases = history, releases
        self.import_names = set(manifest.import_names)

    def telling(self, outlook: Outlook) -> Iterator[PublishedRelease]:
        """Yield the releases between those recorded that date more changes, each to be read before the next."""
        published = {release.version: release for release in outlook.published}
        changes = cache(self.history.changes)
        tried = {*outlook.fresh, *outlook.again}
        for _ in range(outlook.thinning.room):
            version = outlook.thinning.next(self.history.versions, tried, changes)
            if version is None:
                return
            tried.add(version)
            yield published[version]

    def read_published(self, registry: Registry, release: PublishedRelease, stubs: StubDistribution | None) -> None:
        """Read and record a release of the registry; a bad archive is a failure with a name, not the end."""
        try:
            files = open_release(registry, release)
            types = stubs.facts_for(release.version) if stubs is not None else None
            read = read_release(self.distribution, files, self.cache, types)
        except DownloadError as error:
            self.failures.append((str(release.version), str(error)))
            return
        except Exception as error:  # noqa: BLE001  # a fault of ours met in one text must not cost all other releases
            self.failures.append((str(release.version), f"cannot be read: {type(error).__name__}: {error}"))
            return
        described = Release(
            self.distribution,
            release.version,
            0,
            release.released,
            release.yanked,
            read.requires,
            read.requires_python or release.requires_python,
        )
        self.record(described, read.surface.symbols, read.surface.import_names)
        tally = self.tally
        self.tally = replace(
            tally,
            modules=tally.modules + read.modules,
            visited=tally.visited + read.visited,
            bytes_fetched=tally.bytes_fetched + read.bytes_fetched,
            bytes_published=tally.bytes_published + read.bytes_published,
        )

    def read_installed(self, release: InstalledRelease) -> None:
        """Read and record an installed release."""
        try:
            read = read_release(self.distribution, open_installed(release), self.cache)
        except DownloadError as error:
            self.failures.append((str(release.version), str(error)))
            return
        except Exception as error:  # noqa: BLE001  # as above: the other distributions are still to be read
            self.failures.append((str(release.version), f"cannot be read: {type(error).__name__}: {error}"))
            return
        described = Release(self.distribution, release.version, 0, None, False, read.requires, read.requires_python)
        self.record(described, read.surface.symbols, read.surface.import_names)

    def record(self, release: Release, symbols: Sequence[Symbol], import_names: Sequence[str]) -> None:
        """Take up the surface of one release."""
        self.releases[release.version] = release
        self.import_names |= set(import_names)
        self.history.record(release.version, symbols)
        self.tally = replace(self.tally, added=self.tally.added + 1)

    def write(self, folder: Path, started: _Clock, carriers: tuple[str, ...] = ()) -> Refreshed:
        """Write what was read; nothing is written where nothing could be."""
        done = replace(self.tally, failures=tuple(self.failures))
        if not self.releases:
            return started.measured(done)
        self.cache = FactsCache()
        order = sorted(self.releases)
        releases = [replace(self.releases[version], ordinal=place) for place, version in enumerate(order)]
        manifest = write_snapshot(
            folder,
            self.distribution,
            sorted(self.import_names),
            releases,
            self.history.rows(order),
            extractor=EXTRACTOR,
            carriers=carriers,
        )
        size = database_size(folder, self.distribution)
        return started.measured(replace(done, recorded=len(order), rows=manifest.rows, database_bytes=size))


def _refresh_python(folder: Path, registry: Registry, progress: Progress, started: _Clock) -> Refreshed:
    """The standard library: each version of Python from the copy of its stubs that still describes it."""
    session = _Session(standard_library.DISTRIBUTION, None)
    carriers = published_carriers(registry)
    with _collector_patient():
        for place, (version, surface) in enumerate(surfaces(carriers, registry)):
            progress(session.distribution, str(version), place, len(standard_library.VERSIONS))
            session.record(Release(session.distribution, version, 0), surface.symbols, surface.import_names)
    return session.write(folder, started, described(carriers))


@contextmanager
def _collector_patient() -> Iterator[None]:
    """Syntax trees are many small objects that live and die together: let the collector look at some modules at a time.

    Without it the trees of a large release stay until its end, for they hold themselves (2,200 modules: 495 MB, with it
    256); at its usual thresholds it takes a quarter of the time.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()

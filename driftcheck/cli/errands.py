"""Refreshing many distributions: one after the other, or each in a process of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from driftcheck.errors import DownloadError
from driftcheck.extraction.facts_store import FactsLibrary
from driftcheck.extraction.policy import Policy
from driftcheck.extraction.registry import Registry
from driftcheck.extraction.surface import EXTRACTOR
from driftcheck.refresh import Progress, Refreshed, refresh
from driftcheck.snapshot.store import SnapshotStore


@dataclass(frozen=True, slots=True)
class Sources:
    """Where refreshes read and write; all of it can be told to another process."""

    folder: Path
    """Snapshots are written here."""
    known: tuple[Path, ...]
    """Folders of snapshots whose releases need not be read again."""
    cache: Path
    """Of the user: pages of the index, and facts of modules."""
    index_url: str | None = None

    @property
    def facts(self) -> FactsLibrary:
        """Modules that were read before."""
        return FactsLibrary(self.cache / "facts", EXTRACTOR)


@dataclass(frozen=True, slots=True)
class Errand:
    """One distribution to be refreshed."""

    distribution: str
    policy: Policy
    sources: Sources


def run(errands: Sequence[Errand], jobs: int, progress: Progress) -> Iterator[Refreshed | DownloadError]:
    """Yield what came of each errand, in the order given.

    Args:
        errands: What to do.
        jobs: Processes at one time. Each serves one distribution, so what one takes of memory is not held for the next.
        progress: Told how far it is: by release in this process, by distribution where there are others.
    """
    if jobs == 1:
        for errand in errands:
            yield _run_one(errand, progress)
        return
    alone = []
    with _pool(jobs) as pool:
        futures = [(errand, pool.submit(_run_one, errand)) for errand in errands]
        for place, (errand, future) in enumerate(futures):
            progress("refresh", errand.distribution, place, len(errands))
            try:
                yield future.result()
            except BrokenExecutor:  # a process was killed, perhaps for its memory, and takes its siblings along
                alone.append(errand)
    for errand in alone:
        with _pool(1) as pool:
            try:
                yield pool.submit(_run_one, errand).result()
            except BrokenExecutor:
                yield DownloadError(f"{errand.distribution}: its process was ended before it was done")


def _pool(jobs: int) -> ProcessPoolExecutor:
    # A fork would copy the threads of the progress bar in whatever state they are.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), max_tasks_per_child=1)


def _run_one(errand: Errand, progress: Progress = lambda *_: None) -> Refreshed | DownloadError:
    """Refresh one distribution; that the registry does not have it is a result, not the end of the others."""
    sources = errand.sources
    known = SnapshotStore(sources.known) if sources.known else None
    try:
        with Registry(sources.index_url, cache=sources.cache / "index") as registry:
            return refresh(
                errand.distribution,
                errand.policy,
                sources.folder,
                registry,
                known=known,
                facts=sources.facts,
                progress=progress,
            )
    except DownloadError as error:
        return error

"""Many distributions: one after the other, each in a process of its own, or wherever an executor takes them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from driftcheck.errors import DriftcheckError, SnapshotError
from driftcheck.extraction.authentication import without_users
from driftcheck.extraction.facts_store import FactsLibrary
from driftcheck.extraction.policy import Policy
from driftcheck.extraction.registry import Registry
from driftcheck.extraction.surface import EXTRACTOR
from driftcheck.outlook import Outlook, look_ahead
from driftcheck.refresh import Progress, Refreshed, refresh
from driftcheck.snapshot.layers import find_copy
from driftcheck.snapshot.schema import CATALOG
from driftcheck.snapshot.store import SnapshotStore

_T = TypeVar("_T")
_P = ParamSpec("_P")


@dataclass(frozen=True, slots=True)
class Sources:
    """Where refreshes read and write, all of it as absolute paths: it is told to processes that stand elsewhere."""

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

    @property
    def store(self) -> SnapshotStore | None:
        """What is known; None where nothing is. A worker on another machine need not have all that is here."""
        held = tuple(path for path in self.known if (path / CATALOG).is_file())
        return SnapshotStore(held) if held else None


@dataclass(frozen=True, slots=True)
class Errand:
    """One distribution to be refreshed."""

    distribution: str
    policy: Policy
    sources: Sources


@dataclass(frozen=True, slots=True)
class Failed:
    """A distribution of which nothing came."""

    distribution: str
    reason: str


class LocalPool(ThreadPoolExecutor):
    """Makes each call in a process of its own, so many at one time.

    What one call takes of memory is not held for the next, and a process that is ended takes no other along.
    """

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Make a call as soon as one of the processes may begin."""
        return super().submit(lambda: _apart(fn, *args, **kwargs))


def run(
    work: Callable[[Errand, Progress], _T],
    errands: Sequence[Errand],
    executor: Executor | None,
    progress: Progress,
    *,
    has_arrived: Callable[[Errand, _T], bool] = lambda *_: True,
) -> Iterator[_T | Failed]:
    """Yield what came of each errand: in the order given, then those that were lost once.

    What an executor loses (a process that was ended, a worker that went, files that were written elsewhere) is done
    once more, in a process of its own.

    Args:
        work: What is done for an errand: a function of a module, so that it can be told to another process.
        errands: For whom.
        executor: Makes the calls; None for this process, one after the other. Left open.
        progress: Told how far it is: by release in this process, by distribution where there are others.
        has_arrived: Whether what an executor made is where this process finds it.
    """
    if executor is None:
        for errand in errands:
            yield _attempt(work, errand, progress)
        return
    lost = []
    futures: list[Future[_T | Failed]] = []
    try:
        futures.extend(executor.submit(_attempt, work, errand) for errand in errands)
        for place, (errand, future) in enumerate(zip(errands, futures, strict=True)):
            progress("refresh", errand.distribution, place, len(errands))
            try:
                done = future.result()
            except Exception:  # noqa: BLE001  # the work never raises: whatever it is, the executor lost it
                lost.append(errand)
                continue
            if isinstance(done, Failed) or has_arrived(errand, done):
                yield done
            else:
                lost.append(errand)
    finally:
        for future in futures:
            future.cancel()
    for errand in lost:
        try:
            yield _apart(_attempt, work, errand)
        except BrokenExecutor:
            yield Failed(errand.distribution, "its process was ended before it was done")


def refresh_one(errand: Errand, progress: Progress) -> Refreshed:
    """Refresh one distribution."""
    with _registry(errand.sources, errand.sources.cache / "index") as registry:
        return refresh(
            errand.distribution,
            errand.policy,
            errand.sources.folder,
            registry,
            known=errand.sources.store,
            facts=errand.sources.facts,
            progress=progress,
        )


def is_recorded(errand: Errand, done: Refreshed) -> bool:
    """Whether what a refresh says that it recorded can be read here."""
    if not done.added:
        return True
    try:
        copy = find_copy(errand.distribution, errand.sources.folder)
        copy.packed()
    except SnapshotError:
        return False
    return len(copy.manifest.releases) == done.recorded


def look_ahead_one(errand: Errand, progress: Progress) -> Outlook:
    """What a refresh of one distribution would do; no page is kept, for this writes nothing at all."""
    progress(errand.distribution, "", 0, 1)
    with _registry(errand.sources, None) as registry:
        return look_ahead(errand.distribution, errand.policy, registry, errand.sources.store)


def _registry(sources: Sources, cache: Path | None) -> Registry:
    return Registry(sources.index_url, cache=cache)


def _attempt(
    work: Callable[[Errand, Progress], _T], errand: Errand, progress: Progress = lambda *_: None
) -> _T | Failed:
    """Do an errand; that it fails is a result, not the end of the others."""
    try:
        return work(errand, progress)
    except DriftcheckError as error:
        return Failed(errand.distribution, str(error))
    except Exception as error:  # noqa: BLE001  # a full disk, a fault of ours: the others are still to be done
        return Failed(errand.distribution, f"cannot be refreshed: {type(error).__name__}: {without_users(str(error))}")


def _apart(call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Make one call in a new process. A fork would copy the threads of the progress bar in whatever state they are."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(call, *args, **kwargs).result()

"""Portions judged in processes of their own."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from driftcheck.inference.layout import Layout
from driftcheck.judging import judge_portion, sweep
from driftcheck.model.declarations import Declaration
from driftcheck.model.findings import SkippedFile
from driftcheck.model.releases import Pin, PinKind
from driftcheck.portions import Judged, Portion
from driftcheck.resolution.environment import Environment
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.source.files import SourceFile
from driftcheck.universes import environment_of

LOST = "was not checked: the process that looked at it was ended"

_PATIENCE = 5.0
"""Seconds that a process gets to end once it was told to."""

Told = tuple[Judged, tuple[str, ...]]
"""What there is to say of a portion, and what was found wrong with snapshots, one line each."""


@dataclass(frozen=True, slots=True)
class _World:
    """What another process makes an environment and a layout of."""

    folders: tuple[Path, ...]
    import_names: Mapping[str, str]
    pins: Mapping[str, Pin]
    python: Version
    python_kind: PinKind
    files: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True)
class _Errand:
    """A portion, as another process is told of it."""

    world: bytes
    """A `_World`, packed once for all portions that share it."""
    files: tuple[SourceFile, ...]
    declarations: tuple[Declaration, ...]
    is_whole: bool
    is_traced: bool


class Processes:
    """Processes that judge the portions of one run.

    Args:
        store: The snapshots that the environments ask.
        portions: What is to be judged; it is begun at once.
        count: How many processes run at one time.
    """

    def __init__(self, store: SnapshotStore, portions: Sequence[Portion], count: int) -> None:
        self._others = frozenset(multiprocessing.active_children())
        worlds: dict[tuple[int, int], bytes] = {}
        self._errands = [_errand(portion, store, worlds) for portion in portions]
        self._executor = _executor(count)
        self._futures = [self._executor.submit(_judge, errand) for errand in self._errands]

    def result(self, number: int) -> Told:
        """What there is to say of a portion, whatever becomes of the process that it was given to.

        Args:
            number: Its place among the portions.

        Raises:
            SnapshotError: A snapshot that is needed is damaged.
        """
        try:
            return self._futures[number].result()
        except BrokenExecutor:
            # One that is ended takes all others along; which portion was to blame shows when each is alone.
            return _judge_apart(self._errands[number])

    def end(self) -> None:
        """Let the processes go, whether or not they are done."""
        are_done = all(future.done() for future in self._futures)
        self._executor.shutdown(wait=are_done, cancel_futures=True)
        if not are_done:
            ours = frozenset(multiprocessing.active_children()) - self._others
            for process in ours:
                process.terminate()
            for process in ours:
                process.join(_PATIENCE)


def _executor(count: int) -> ProcessPoolExecutor:
    """A fork would copy open databases, and the threads of the caller in whatever state they are."""
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _start)


def _start() -> None:
    """An interruption ends such a process without a word: the one that started it has the say."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _errand(portion: Portion, store: SnapshotStore, worlds: dict[tuple[int, int], bytes]) -> _Errand:
    environment, layout = portion.environment, portion.layout
    key = (id(environment), id(layout))
    if key not in worlds:
        pins = dict(environment.pins)
        world = _World(
            store.folders,
            store.import_names,
            pins,
            environment.python,
            environment.python_kind,
            tuple(layout.files),
        )
        worlds[key] = pickle.dumps(world)
    return _Errand(worlds[key], portion.files, portion.declarations, portion.is_whole, portion.is_traced)


def _judge_apart(errand: _Errand) -> Told:
    """Judge a portion in a process that does nothing else; if that is lost as well, nothing is said of its files."""
    with _executor(1) as executor:
        try:
            return executor.submit(_judge, errand).result()
        except BrokenExecutor:
            return Judged(tuple(SkippedFile(file.path, LOST) for file in errand.files)), ()


_made: dict[bytes, tuple[SnapshotStore, Environment, Layout]] = {}
"""In such a process: what was made of the world that it was last told of."""


def _judge(errand: _Errand) -> Told:
    """In another process: judge a portion."""
    if _made:
        sweep()
    if errand.world not in _made:
        world = pickle.loads(errand.world)  # noqa: S301  packed by the process that started this one
        assert isinstance(world, _World), "what was packed"
        store = SnapshotStore(world.folders, world.import_names)
        _made.clear()
        environment = environment_of(store, world.pins, world.python, world.python_kind)
        _made[errand.world] = store, environment, Layout(world.files)
    store, environment, layout = _made[errand.world]
    portion = Portion(
        errand.files,
        environment,
        layout,
        errand.declarations,
        is_whole=errand.is_whole,
        is_traced=errand.is_traced,
    )
    judged = judge_portion(portion)
    return judged, store.notes

"""The workers of a Dask cluster as an executor: lazily imported, for what it needs comes with an extra."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from driftcheck import __version__
from driftcheck.errors import ConfigError
from driftcheck.extraction.surface import EXTRACTOR

_ANSWERS_WITHIN = 10.0
"""Seconds for a scheduler to answer, and for a first worker to be there."""
_RETURN_WITHIN = 60.0
"""Seconds for a worker to come back where all have gone; then what they had is done here."""
_PROBE = ".probe.json."
"""Named as what is swept up where a kill leaves it."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a worker says of itself."""

    version: str
    extractor: int
    trouble: str = ""
    """Why it cannot write into the folder; empty where it can."""
    written: str = ""
    """A file that it wrote there."""


@contextmanager
def workers_of(address: str, folder: Path) -> Iterator[Executor]:
    """The workers of a scheduler, found to share a folder and to run this driftcheck.

    Args:
        address: Of the scheduler, such as `tcp://127.0.0.1:8786`.
        folder: Absolute; made if it is missing.

    Raises:
        ConfigError: The extra is not installed, no scheduler or worker answers, or a worker sees another folder or runs
            another driftcheck.
    """
    try:
        from distributed import Client  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise ConfigError("--scheduler: needs `pip install 'driftcheck[cluster]'`") from error
    try:
        client = Client(address, timeout=_ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError(f"--scheduler {address}: no scheduler answers there ({_first_line(error)})") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_ANSWERS_WITHIN)
        except TimeoutError as error:
            raise ConfigError(f"--scheduler {address}: it has no workers") from error
        _probe(client, address, folder)
        ended = threading.Event()
        watch = threading.Thread(target=_watch, args=(client, ended), daemon=True)
        watch.start()
        try:
            # Impure: an errand is done whenever it is asked for, whatever a scheduler remembers of an equal one.
            yield client.get_executor(pure=False)
        finally:
            ended.set()
            watch.join()


def _probe(client: Any, address: str, folder: Path) -> None:  # noqa: ANN401  # of an extra, whose types are not at hand
    """Hold every worker against this process."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=_PROBE) as probe:
        answers = client.run(_answer, probe.name, on_error="return")
        for worker, said in sorted(answers.items()):
            if isinstance(said, Exception):
                raise ConfigError(f"--scheduler {address}: {worker} cannot run driftcheck ({_first_line(said)})")
            if said.trouble:
                raise ConfigError(f"--scheduler {address}: {worker} does not share {folder} ({said.trouble})")
            if (said.version, said.extractor) != (__version__, EXTRACTOR):
                raise ConfigError(f"--scheduler {address}: {worker} runs driftcheck {said.version}, not {__version__}")
            try:
                (folder / said.written).unlink()
            except OSError as error:
                raise ConfigError(f"--scheduler {address}: what {worker} writes into {folder} is not here") from error


def _answer(probe: str) -> _Answer:
    """On a worker: look for the file of the probe, and write one beside it."""
    try:
        Path(probe).stat()
        handle, name = tempfile.mkstemp(dir=Path(probe).parent, prefix=_PROBE)
        os.close(handle)
    except OSError as error:
        return _Answer(__version__, EXTRACTOR, str(error.strerror))
    return _Answer(__version__, EXTRACTOR, written=Path(name).name)


def _watch(client: Any, ended: threading.Event) -> None:  # noqa: ANN401  # as above
    """Where all workers have gone and none comes back, give their errands up: nobody else would end the wait."""
    away = 0.0
    while not ended.wait(_RETURN_WITHIN / 10):
        try:
            away = 0.0 if client.nthreads() else away + _RETURN_WITHIN / 10
        except OSError:
            continue  # the scheduler went: the client itself gives up then
        if away >= _RETURN_WITHIN:
            from distributed import Future  # noqa: PLC0415  # as above

            client.cancel([Future(key, client) for key in list(client.futures)])


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0] or type(error).__name__

"""A bar on standard error while a check takes its time: on a terminal only, and not before a second has passed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 1.0
"""Seconds before there is anything to see."""


class Bar:
    """What is told of a check that runs. It is called with the number of files, and gives what each one calls."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._start = clock()
        self._done = 0
        self._total = 0
        self._shown: Progress | None = None

    def __call__(self, total: int) -> Callable[[int], None]:
        """Begin with `total` files more."""
        self._total += total
        return self._advance

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take the bar away: reports follow."""
        if self._shown is not None:
            self._shown.stop()

    def _advance(self, number: int) -> None:
        self._done += number
        if self._shown is None:
            if self._clock() - self._start < _PATIENCE:
                return
            self._shown = _begin(self._done, self._total)
        self._shown.update(self._shown.task_ids[0], completed=self._done, total=self._total)


def is_watched() -> bool:
    """Whether somebody sees what goes by on standard error."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def bar(*, is_wanted: bool) -> Iterator[Bar | None]:
    """A bar for the time of a check; None where nobody would see it.

    Args:
        is_wanted: Whether the user wants to see anything.
    """
    if not is_wanted or not is_watched():
        yield None
        return
    with Bar() as shown:
        yield shown


def _begin(done: int, total: int) -> Progress:
    from rich.console import Console  # noqa: PLC0415  of runs that take longer than the import
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    progress = Progress(
        TextColumn("checking"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
    )
    progress.add_task("checking", completed=done, total=total)
    progress.start()
    return progress

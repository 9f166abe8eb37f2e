"""Portions shared out among processes, where there are enough of them for that."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from driftcheck.judging import judge_portion
from driftcheck.portions import Judged, Portion
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.source.progress import Advance, ignored

if TYPE_CHECKING:
    from driftcheck.processes import Processes

_WORTHWHILE = 500
"""Files. A process takes as long to start as some two hundred files to walk."""


def usable_cores() -> int:
    """How many processes can run at one time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


@dataclass(slots=True, eq=False)
class _Task:
    """A portion on its way."""

    portion: Portion
    number: int | None = None
    """As which it was given to other processes; None where it is judged in this one."""


class SharedJudging:
    """Judges portions in several processes, or in this one where that is quicker.

    Nothing begins before the first result is asked for: by then all portions of a run are known, also those of other
    environments. What is said does not depend on the number of processes.

    Args:
        store: The snapshots that the environments ask.
        jobs: How many processes may run at one time.
    """

    def __init__(self, store: SnapshotStore, jobs: int) -> None:
        self._store = store
        self._jobs = jobs
        self._waiting: list[_Task] = []
        self._processes: Processes | None = None
        self._left = 0

    def __call__(self, portions: Sequence[Portion], advance: Advance = ignored) -> Iterator[Judged]:
        """What is to be said of each portion, in order.

        Args:
            portions: What is to be judged.
            advance: Told of the files of each portion that was judged.
        """
        tasks = [_Task(portion) for portion in portions]
        self._waiting.extend(tasks)
        return self._results(tasks, advance)

    def _results(self, tasks: Sequence[_Task], advance: Advance) -> Iterator[Judged]:
        self._begin()
        is_complete = False
        try:
            for task in tasks:
                if task.number is None or self._processes is None:
                    yield judge_portion(task.portion, advance)
                else:
                    judged, notes = self._processes.result(task.number)
                    self._store.add_notes(notes)
                    self._left -= 1
                    advance(len(task.portion.files))
                    yield judged
            is_complete = True
        finally:
            if not (is_complete and self._left):
                # All is done, or nobody waits for the rest: an interruption, or an error of whoever asked.
                self._end()

    def _begin(self) -> None:
        """Give what waits to other processes, unless it is too little: then it is judged when it is asked for."""
        tasks, self._waiting = self._waiting, []
        count = min(self._jobs, len(tasks))
        if count < 2 or sum(len(task.portion.files) for task in tasks) < _WORTHWHILE:
            return
        from driftcheck.processes import Processes  # noqa: PLC0415  it takes its time, and small projects do without

        self._end()
        self._processes = Processes(self._store, [task.portion for task in tasks], count)
        self._left = len(tasks)
        for number, task in enumerate(tasks):
            task.number = number

    def _end(self) -> None:
        processes, self._processes, self._left = self._processes, None, 0
        if processes is not None:
            processes.end()

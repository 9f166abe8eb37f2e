"""How whoever waits for a run is told that it goes on."""

from __future__ import annotations

from collections.abc import Callable

Advance = Callable[[int], object]
"""Called with the number of files that were done since the last call."""

Watch = Callable[[int], Advance]
"""Called with the number of files that are about to be walked."""


def ignored(_number: int) -> None:
    """An `Advance` that nobody looks at."""


def unwatched(_total: int) -> Advance:
    """A `Watch` for runs that nobody waits for."""
    return ignored

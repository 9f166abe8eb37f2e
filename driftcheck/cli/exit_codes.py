"""What the exit code of a command means."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """0, 1 and 2 are a promise."""

    CLEAN = 0
    FINDINGS = 1
    """At least one finding that is more than information."""
    FAILED = 2
    """The command could not do its work: an option, a path, a snapshot."""
    INTERRUPTED = 130
    """As shells report SIGINT."""
    BROKEN_PIPE = 141
    """As shells report SIGPIPE: whoever read the output has stopped."""

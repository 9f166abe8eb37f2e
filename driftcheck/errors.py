"""Exceptions: raised only where driftcheck cannot go on; expected trouble is a value."""

from __future__ import annotations


class DriftcheckError(Exception):
    """Base of every error that driftcheck raises on purpose. The message is for the user."""


class ConfigError(DriftcheckError):
    """An option, a path or a configuration value cannot be used."""


class PinError(DriftcheckError):
    """A file that should tell pins cannot be read.

    Args:
        message: What was expected.
        path: The file at fault.
        line: 1-based line, where known.
    """

    def __init__(self, message: str, path: str = "", line: int | None = None) -> None:
        super().__init__(message, path, line)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message


class SnapshotError(DriftcheckError):
    """A snapshot is missing, damaged, or of another schema."""


class DownloadError(DriftcheckError):
    """A registry did not give what was asked for."""

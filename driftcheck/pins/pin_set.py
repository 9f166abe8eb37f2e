"""What is known in the end of the releases that some code is held to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from packaging.version import Version

from driftcheck.model.releases import Pin, Unpinned


@dataclass(frozen=True, slots=True)
class PinSet:
    """All that is known of the releases that a project is held to."""

    pins: Mapping[str, Pin]
    """By normalised name; never changed. A plain dict, since worker processes are sent it."""
    unpinned: tuple[Unpinned, ...] = ()
    """Distributions that are named, without a version that could be known."""
    python: Version | None = None
    """The Python that the code is checked for, where it is written anywhere."""
    notes: tuple[str, ...] = ()
    """What could not be read, or had to be chosen: each with its file."""
    requires_python: str | None = None
    """Specifier of the Python versions that the project supports."""
    platform: str | None = None
    """The platform that markers were asked for, where it is not the running one."""

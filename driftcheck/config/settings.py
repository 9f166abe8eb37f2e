"""What a run is asked to do, after options have been read and before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from packaging.version import InvalidVersion, Version

from driftcheck.config.preferences import Preferences
from driftcheck.errors import ConfigError
from driftcheck.model.declarations import Declaration
from driftcheck.source.programs import Fences


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a check or a look-up. The defaults are those of `driftcheck` without options."""

    project: Path
    """Whose pins count: their sources are looked for in this folder, then in those above."""
    pins: tuple[str, ...] = ()
    """`NAME==VERSION`, over whatever the project says of these distributions."""
    python: Path | None = None
    """An interpreter or a virtual environment whose installed releases are the pins."""
    python_version: Version | None = None
    """The Python that the code will run on."""
    snapshots: tuple[Path, ...] = ()
    """Folders of snapshots instead of the shipped ones."""
    fences: Fences = Fences.JOINED
    """How the pieces of Python in one Markdown text belong together."""
    declarations: tuple[Declaration, ...] = ()
    """What the project itself says against names: it is part of what is found."""
    preferences: Preferences = field(default_factory=Preferences)
    """Which rules are wanted. They are asked after a file was judged, and change nothing of what is found."""


def read_python_version(text: str) -> Version:
    """Read the value of `--python-version`.

    Args:
        text: `3.12`, or with a patch level.

    Raises:
        ConfigError: It is no version of Python 3.
    """
    try:
        version = Version(text.strip())
    except InvalidVersion:
        version = Version("0")
    if version.major != 3:
        raise ConfigError(f"--python-version {text}: expected a version such as 3.12")
    return version

"""What a run is asked to do, after options have been read and before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from packaging.version import InvalidVersion, Version

from driftcheck.config.preferences import Preferences
from driftcheck.errors import ConfigError
from driftcheck.model.declarations import Declaration
from driftcheck.pins.target import PLATFORM_NAMES
from driftcheck.source.programs import Fences


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a check or a look-up. The defaults are those of `driftcheck` without options."""

    project: Path
    """The folder that all files lie in; each file's pins are looked for from its own folder upwards."""
    pins: tuple[str, ...] = ()
    """`NAME==VERSION`, over whatever the project says of these distributions."""
    python: Path | None = None
    """An interpreter or a virtual environment whose installed releases are the pins."""
    python_version: Version | None = None
    """The Python that the code will run on."""
    snapshots: tuple[Path, ...] = ()
    """Folders of snapshots instead of the shipped ones."""
    lock: Path | None = None
    """A file of pins, over whatever else the project says."""
    platform: str | None = None
    """The system that the code will run on, as `sys.platform` has it; the running one where nothing is said."""
    all_environments: bool = False
    """Whether every set of versions is checked that the project's markers can select."""
    fences: Fences = Fences.JOINED
    """How the pieces of Python in one Markdown text belong together."""
    declarations: tuple[Declaration, ...] = ()
    """What the project itself says against names: it is part of what is found."""
    preferences: Preferences = field(default_factory=Preferences)
    """Which rules are wanted. They are asked after a file was judged, and change nothing of what is found."""


def read_platform(text: str) -> str:
    """Read the value of `--platform`.

    Args:
        text: `linux`, `darwin` or `macos`, `win32` or `windows`.

    Returns:
        The name that `sys.platform` has.

    Raises:
        ConfigError: It is none of these.
    """
    known = PLATFORM_NAMES.get(text.strip().lower())
    if known is None:
        raise ConfigError(f"--platform {text}: expected one of {', '.join(PLATFORM_NAMES)}")
    return known


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

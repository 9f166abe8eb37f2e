"""The environment that code is checked for, as far as environment markers ask about it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName, default_environment
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from driftcheck.model.releases import PinKind

NEWEST_PYTHON = Version("3.15")
"""Assumed where nothing is said (October 2026); callers that know the recorded releases say better."""
OLDEST_PYTHON = Version("3.8")

PLATFORMS: Mapping[str, Mapping[str, str]] = {
    "linux": {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": "x86_64",
    },
    "darwin": {
        "sys_platform": "darwin",
        "platform_system": "Darwin",
        "os_name": "posix",
        "platform_machine": "arm64",
    },
    "win32": {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
    },
}
"""What markers are told of a system, by its `sys.platform`; the machine is the most usual one."""
PLATFORM_NAMES: Mapping[str, str] = {name: name for name in PLATFORMS} | {"macos": "darwin", "windows": "win32"}
"""The same systems by all names that users give them."""

_FILE_VERSION = re.compile(r"(?:[a-z]+-?)?(\d+\.\d+(?:\.\d+)?)")
_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")
_MEMBER = re.compile(r"""["']([^"']+)["']\s+in\s+(?:extras|dependency_groups)""")


def running_platform() -> str:
    """The system that this runs on, by its `sys.platform`."""
    return sys.platform


def newest_recorded(versions: Iterable[Version]) -> Version:
    """The newest Python whose standard library is recorded; the newest known where none is."""
    return max(versions, default=NEWEST_PYTHON)


@dataclass(frozen=True, slots=True)
class Target:
    """Answers environment markers."""

    python: Version
    environment: Mapping[str, str]
    platform: str | None = None
    """The platform, where it was asked for; else it is the running one."""

    @property
    def system(self) -> str:
        """The platform as `sys.platform` has it."""
        return self.environment["sys_platform"]

    def suits(self, markers: tuple[str, ...]) -> Literal[0, 1, 2]:
        """How well one of the markers holds: 0 not at all, 1 where an extra or a group is asked for, 2 always.

        A marker that cannot be read counts as 1: it was written for some environment, perhaps this one.
        """
        if not markers:
            return 2
        best: Literal[0, 1, 2] = 0
        for text in markers:
            best = max(best, self._suits(text))
        return best

    def _suits(self, text: str) -> Literal[0, 1, 2]:
        try:
            marker = Marker(text)
            if self._holds(marker, frozenset(), ""):
                return 2
            asked = frozenset(_MEMBER.findall(text))
            extras = [*_EXTRA.findall(text), ""]
            return 1 if any(self._holds(marker, asked, extra) for extra in extras) else 0
        except (InvalidMarker, UndefinedComparison, UndefinedEnvironmentName, ValueError, RecursionError):
            return 1

    def _holds(self, marker: Marker, asked: frozenset[str], extra: str) -> bool:
        environment: dict[str, str | AbstractSet[str]] = {
            **self.environment,
            "extra": extra,
            "extras": asked,
            "dependency_groups": asked,
        }
        return marker.evaluate(environment, context="lock_file")


def target_for(
    python: Version | None,
    requires_python: str | None,
    newest: Version = NEWEST_PYTHON,
    platform: str | None = None,
) -> Target:
    """The target environment: the platform given or else the running one, the Python given or else the newest allowed.

    Args:
        python: The version that the code is checked for, where it is known.
        requires_python: Specifier of the versions that the project supports.
        newest: The newest Python there is.
        platform: One of `PLATFORMS`.
    """
    version = python or newest_allowed(requires_python, newest)
    minor = f"{version.major}.{version.minor}"
    # A minor version alone stands for its newest patch, whose number does not matter.
    full = str(version) if len(version.release) > 2 else f"{minor}.99"
    running = {key: str(value) for key, value in default_environment().items()}
    is_running = platform is None or platform == running["sys_platform"]
    environment = {
        **(running if is_running else _elsewhere(running, platform or "")),
        "python_version": minor,
        "python_full_version": full,
        "implementation_version": full,
    }
    return Target(version, environment, platform)


def _elsewhere(running: Mapping[str, str], platform: str) -> dict[str, str]:
    """What markers are told of another system than the running one: nothing is known of its kernel."""
    return {**running, "platform_release": "", "platform_version": "", **PLATFORMS[platform]}


def newest_allowed(requires_python: str | None, newest: Version = NEWEST_PYTHON) -> Version:
    """The newest minor version of Python that a specifier allows; `newest` where it allows none we know."""
    return next(_allowed(requires_python, newest), newest)


def firmness(requires_python: str | None, newest: Version = NEWEST_PYTHON) -> PinKind:
    """How firmly `newest_allowed` is known: a specifier may allow one minor version alone, several, or none we know."""
    if not requires_python:
        return PinKind.NEWEST
    # The one to come counts, too: `>=3.15` allows more than the newest there is.
    coming = Version(f"{newest.major}.{newest.minor + 1}")
    allowed = list(islice(_allowed(requires_python, coming), 2))
    if not allowed or allowed == [coming]:
        return PinKind.NEWEST
    return PinKind.RANGE if len(allowed) > 1 else PinKind.EXACT


def _allowed(requires_python: str | None, newest: Version) -> Iterator[Version]:
    """Yield the minor versions of Python that a specifier allows, the newest first."""
    try:
        allowed = SpecifierSet(requires_python or "")
    except InvalidSpecifier:
        return
    for minor in range(newest.minor, OLDEST_PYTHON.minor - 1, -1):
        # `<=3.11` and `==3.11.*` both mean that the minor version is meant to work.
        if any(allowed.contains(f"{newest.major}.{minor}.{patch}") for patch in (99, 0)):
            yield Version(f"{newest.major}.{minor}")


def python_of_file(text: str) -> Version | None:
    """The version that a `.python-version` file asks for; None for a name that tells none."""
    for line in text.splitlines():
        word = line.partition("#")[0].strip()
        if word:
            match = _FILE_VERSION.match(word)
            return Version(match[1]) if match else None
    return None

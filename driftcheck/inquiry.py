"""The answer to a single question, read from top to bottom: pins, environment, verdict, replacement.

Apart from the check, which needs much more: two hundred questions are to cost less than opening a project.
"""

from __future__ import annotations

from collections.abc import Sequence

from packaging.version import Version

from driftcheck.equivalents.replacement import find_replacement
from driftcheck.model.releases import Pin
from driftcheck.model.replacements import Replacement
from driftcheck.pins.given import read_given
from driftcheck.pins.target import NEWEST_PYTHON
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import Standing, Verdict, look_up
from driftcheck.resolution.selections import STANDARD_LIBRARY
from driftcheck.resolution.surfaces import SurfaceProvider


def settle_without_project(
    provider: SurfaceProvider, pins: Sequence[str], python_version: Version | None
) -> Environment:
    """The environment that options alone describe.

    Args:
        provider: The recorded surfaces.
        pins: `NAME==VERSION`.
        python_version: The Python that is asked about; by default as the pins say, else the newest recorded one.

    Raises:
        ConfigError: A pin cannot be read.
    """
    given = read_given(pins)
    settled = (candidate.settle() for candidate in given.candidates)
    by_name = {pin.distribution: pin for pin in settled if isinstance(pin, Pin)}
    python = python_version or given.python or newest_python(provider)
    return Environment(provider, by_name, python=python)


def answer(path: str, environment: Environment) -> tuple[Verdict, Replacement | None]:
    """What the pins make of a dotted path or a parameter, and what to write instead where it is not simply there."""
    verdict = look_up(environment, path)
    if verdict.subject is None or verdict.verdict is Standing.PRESENT:
        return verdict, None
    return verdict, find_replacement(verdict.subject, environment)


def newest_python(provider: SurfaceProvider) -> Version:
    """The newest Python whose standard library is recorded."""
    return max((release.version for release in provider.releases(STANDARD_LIBRARY)), default=NEWEST_PYTHON)

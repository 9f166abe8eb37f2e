"""The answer to a single question, read from top to bottom: pins, environment, verdict, replacement.

Apart from the check, which needs much more: two hundred questions are to cost less than opening a project.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from driftcheck.equivalents.catalogue import is_written_down
from driftcheck.equivalents.replacement import find_replacement
from driftcheck.errors import ConfigError
from driftcheck.model.differences import Change, Comparison
from driftcheck.model.names import is_path
from driftcheck.model.releases import Pin, PinKind, Release
from driftcheck.model.replacements import Replacement, Trust
from driftcheck.model.resolutions import Entity, Found, Missing
from driftcheck.model.stories import Account
from driftcheck.pins.given import read_given
from driftcheck.pins.target import newest_recorded
from driftcheck.resolution.differences import RecordedFacts, World, find_differences
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import Standing, Verdict, look_up
from driftcheck.resolution.selections import STANDARD_LIBRARY
from driftcheck.resolution.stories import tell
from driftcheck.resolution.surfaces import SurfaceProvider


class Recorded(SurfaceProvider, RecordedFacts, Protocol):
    """Surfaces of which whole releases can be compared."""


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
    recorded = (release.version for release in provider.releases(STANDARD_LIBRARY))
    said = python_version or given.python
    kind = PinKind.EXACT if said else PinKind.NEWEST
    return Environment(
        provider, by_name, python=said or newest_recorded(recorded), python_kind=kind, testimony=is_written_down
    )


def answer(path: str, environment: Environment) -> tuple[Verdict, Replacement | None]:
    """What the pins make of a dotted path or a parameter, and what to write instead where it is not simply there."""
    verdict = look_up(environment, path)
    if verdict.subject is None or verdict.verdict is Standing.PRESENT:
        return verdict, None
    return verdict, find_replacement(verdict.subject, environment)


def give_account(path: str, environment: Environment) -> Account:
    """Everything that is known of a dotted path or a parameter."""
    verdict, found = answer(path, environment)
    match verdict.subject:
        case Found(entity):
            definition = entity.symbol.path
        case Missing(former=former) if former is not None:
            definition = former.symbol.path
        case (Entity() as callee, _):
            definition = callee.symbol.path
        case _:
            definition = ""
    return Account(
        path,
        str(verdict.verdict),
        verdict.reason,
        verdict.confidence,
        verdict.selection,
        definition,
        tell(environment, path) if is_path(path.partition("(")[0]) else None,
        found,
    )


def compare(provider: Recorded, name: str, old: str, new: str) -> Comparison:
    """What changed between two recorded releases of a distribution, with what to write instead.

    Args:
        provider: The recorded surfaces.
        name: The distribution.
        old: The version that is left.
        new: The version that is gone to; may be the earlier one.

    Raises:
        ConfigError: One of them is not recorded.
    """
    distribution = canonicalize_name(name)
    before = _world(provider, _recorded(provider, distribution, old))
    after = _world(provider, _recorded(provider, distribution, new))
    changes, unknown = find_differences(provider, before, after)
    advised = tuple(_advised(change, after.environment) for change in changes)
    return Comparison(before.release, after.release, advised, unknown)


def _advised(change: Change, environment: Environment) -> Change:
    if change.subject is None:
        return change
    found = find_replacement(change.subject, environment)
    if found is None and change.through:
        _, found = answer(change.through[0], environment)
    # What people have troubled to write down is not incidental.
    is_written = found is not None and found.trust is Trust.CURATED
    return replace(change, replacement=found, is_incidental=change.is_incidental and not is_written)


def _world(provider: Recorded, release: Release) -> World:
    return World(release, settle_without_project(provider, [f"{release.distribution}=={release.version}"], None))


def _recorded(provider: SurfaceProvider, distribution: str, version: str) -> Release:
    """The recorded release of that version."""
    releases = provider.releases(distribution)
    if not releases:
        raise ConfigError(f"{distribution}: no snapshot; add one with `driftcheck snapshot add {distribution}`")
    try:
        wanted = Version(version)
    except InvalidVersion as error:
        raise ConfigError(f"{version}: not a version") from error
    for release in releases:
        if release.version == wanted:
            return release
    below = max((r.version for r in releases if r.version < wanted), default=None)
    above = min((r.version for r in releases if r.version > wanted), default=None)
    nearest = " and ".join(str(v) for v in (below, above) if v is not None)
    raise ConfigError(f"{distribution} {version} is not recorded; the nearest recorded releases: {nearest}")

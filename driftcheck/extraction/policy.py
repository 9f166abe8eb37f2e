"""Which of the published releases are worth recording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from packaging.version import Version

from driftcheck.errors import DownloadError
from driftcheck.extraction.published import PublishedRelease, preferred_file
from driftcheck.extraction.thinning import firsts, lasts, minor_line


@dataclass(frozen=True, slots=True)
class Policy:
    """How releases are chosen; the default dates every change by minor lines without recording each patch."""

    all: bool = False
    """Every final release instead of two for a minor line."""
    since: date | None = None
    """None uploaded before this day, unless nothing else remains."""
    limit: int | None = None
    """At most so many are recorded of those that are worth it: `thinning` tells which."""
    newest: int = 5
    """So many of the newest releases, whatever their line."""
    versions: tuple[Version, ...] = ()
    """Exactly these and no others, pre-releases and yanked ones too; the other fields are then without effect."""


def choose_releases(published: Iterable[PublishedRelease], *, policy: Policy) -> tuple[PublishedRelease, ...]:
    """Choose the releases that are worth recording, whatever their number.

    By default the first and the newest patch of every minor line and the newest few of all. A minor line is the epoch
    with the first two components of the release number. Pre-releases, yanked releases and releases without a file that
    can be read are left out unless `policy.versions` names them.

    Args:
        published: In any order, each version once.
        policy: What to choose.

    Returns:
        A subset of `published`, ascending by PEP 440. The same whatever the order of `published`.

    Raises:
        DownloadError: A version asked for is not published, or has no file that can be read.
    """
    ordered = sorted(published, key=_version)
    if policy.versions:
        return _exactly(ordered, policy.versions)
    candidates = [release for release in ordered if _is_candidate(release)]
    chosen = candidates if policy.all else _by_minor_lines(candidates, policy.newest)
    if policy.since is not None:
        day = policy.since.isoformat()
        # A release whose day is not known cannot be told to be too old.
        chosen = [release for release in chosen if (release.released or day) >= day] or candidates[-1:]
    return tuple(chosen)


def _version(release: PublishedRelease) -> Version:
    return release.version


def _is_candidate(release: PublishedRelease) -> bool:
    return not (release.yanked or release.version.is_prerelease) and preferred_file(release) is not None


def _exactly(published: Sequence[PublishedRelease], versions: Iterable[Version]) -> tuple[PublishedRelease, ...]:
    by_version = {release.version: release for release in published}
    chosen = []
    for version in sorted(set(versions)):
        release = by_version.get(version)
        if release is None:
            newest = f"; the newest is {published[-1].version}" if published else ""
            msg = f"no release {version} on the index{newest}"
            raise DownloadError(msg)
        if preferred_file(release) is None:
            msg = f"release {version} has neither a wheel nor a source distribution that can be read"
            raise DownloadError(msg)
        chosen.append(release)
    return tuple(chosen)


def _by_minor_lines(candidates: Sequence[PublishedRelease], newest: int) -> list[PublishedRelease]:
    versions = [release.version for release in candidates]
    tail = versions[-newest:] if newest > 0 else []
    kept = {*firsts(versions, minor_line), *lasts(versions, minor_line), *tail}
    return [release for release in candidates if release.version in kept]

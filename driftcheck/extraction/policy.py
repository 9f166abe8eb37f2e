"""Which of the published releases are worth recording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from packaging.version import Version

from driftcheck.errors import DownloadError
from driftcheck.extraction.published import PublishedRelease, preferred_file


@dataclass(frozen=True, slots=True)
class Policy:
    """How releases are chosen; the default dates every change by minor lines without recording each patch."""

    all: bool = False
    """Every final release instead of two for a minor line."""
    since: date | None = None
    """None uploaded before this day, unless nothing else remains."""
    limit: int | None = None
    """At most so many, thinned evenly."""
    newest: int = 5
    """So many of the newest releases, whatever their line."""
    versions: tuple[Version, ...] = ()
    """Exactly these and no others, pre-releases and yanked ones too; the other fields are then without effect."""


def choose_releases(published: Iterable[PublishedRelease], *, policy: Policy) -> tuple[PublishedRelease, ...]:
    """Choose the releases to record.

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
    if policy.limit is not None:
        chosen = _thin(chosen, policy.limit)
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


def _minor_line(release: PublishedRelease) -> tuple[int, int, int]:
    version = release.version
    return version.epoch, version.major, version.minor


def _major_line(release: PublishedRelease) -> tuple[int, int]:
    return release.version.epoch, release.version.major


_Line = tuple[int, ...]


def _firsts(ordered: Iterable[PublishedRelease], line: Callable[[PublishedRelease], _Line]) -> list[PublishedRelease]:
    found: dict[_Line, PublishedRelease] = {}
    for release in ordered:
        found.setdefault(line(release), release)
    return list(found.values())


def _lasts(ordered: Iterable[PublishedRelease], line: Callable[[PublishedRelease], _Line]) -> list[PublishedRelease]:
    return list({line(release): release for release in ordered}.values())


def _by_minor_lines(candidates: Sequence[PublishedRelease], newest: int) -> list[PublishedRelease]:
    tail = candidates[-newest:] if newest > 0 else []
    kept = {r.version for r in (*_firsts(candidates, _minor_line), *_lasts(candidates, _minor_line), *tail)}
    return [release for release in candidates if release.version in kept]


def _thin(chosen: Sequence[PublishedRelease], limit: int) -> list[PublishedRelease]:
    """At most `limit` releases; what matters most for telling pins apart is taken first.

    The newest, the first, the newest patch of every major line, of every minor line, the first patch of every minor
    line, then the rest. The first group that does not fit is thinned evenly and ends the choice.
    """
    if len(chosen) <= limit:
        return list(chosen)
    kept: set[Version] = set()
    groups = (
        chosen[-1:],
        chosen[:1],
        _lasts(chosen, _major_line),
        _lasts(chosen, _minor_line),
        _firsts(chosen, _minor_line),
        chosen,
    )
    for group in groups:
        fresh = [release.version for release in group if release.version not in kept]
        kept.update(_spread(fresh, limit - len(kept)))
    return [release for release in chosen if release.version in kept]


def _spread(items: Sequence[Version], count: int) -> Sequence[Version]:
    """`count` items at even distances, or all where there are fewer."""
    if len(items) <= count:
        return items
    return [items[(2 * place + 1) * len(items) // (2 * count)] for place in range(count)]

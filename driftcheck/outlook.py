"""What a refresh would do, told from the index and from what is recorded: no release is opened, nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from packaging.version import Version

from driftcheck.errors import SnapshotError
from driftcheck.extraction import standard_library
from driftcheck.extraction.carriers import described, published_carriers
from driftcheck.extraction.policy import Policy, choose_releases
from driftcheck.extraction.published import PublishedRelease
from driftcheck.extraction.registry import Registry
from driftcheck.extraction.surface import EXTRACTOR
from driftcheck.extraction.thinning import Thinning, thin
from driftcheck.snapshot.manifest import Manifest
from driftcheck.snapshot.store import SnapshotStore


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of a distribution, and what of it can be gone on from."""

    manifest: Manifest | None = None
    """None where nothing is recorded that can be gone on from."""
    lost: frozenset[Version] = frozenset()
    """Releases that must be read again: another extractor read them, or their database is damaged."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a refresh of one distribution would do."""

    distribution: str
    recorded: Recorded
    fresh: tuple[Version, ...] = ()
    """Releases that were never read, ascending."""
    again: tuple[Version, ...] = ()
    """Releases that are read again, ascending."""
    gone: tuple[Version, ...] = ()
    """Releases that would have to be read again, and are published no more."""
    published: tuple[PublishedRelease, ...] = ()
    """All that the index has of it; of the standard library, nothing."""
    thinning: Thinning = field(default_factory=Thinning)
    """Which releases may follow once the fresh ones are read."""

    @property
    def has_changes(self) -> bool:
        """Whether a refresh would write anything."""
        return bool(self.fresh or self.again or self.gone)

    @property
    def wanted(self) -> tuple[PublishedRelease, ...]:
        """The releases to open, ascending."""
        versions = {*self.fresh, *self.again}
        return tuple(release for release in self.published if release.version in versions)


def look_back(distribution: str, known: SnapshotStore | None) -> Recorded:
    """What is recorded of a distribution. A manifest that cannot be read is none."""
    try:
        manifest = known.manifest(distribution) if known is not None else None
    except SnapshotError:
        return Recorded()
    if known is None or manifest is None:
        return Recorded()
    versions = frozenset(release.version for release in manifest.releases)
    if manifest.extractor != EXTRACTOR:
        return Recorded(None, versions)
    try:
        known.export(distribution)
    except SnapshotError:
        return Recorded(None, versions)
    return Recorded(manifest)


def look_ahead(distribution: str, policy: Policy, registry: Registry, known: SnapshotStore | None) -> Outlook:
    """What a refresh would do now.

    Args:
        distribution: Normalised name; `python` is the standard library.
        policy: Which releases to record.
        registry: Asked for pages of the index only.
        known: Snapshots whose releases need not be read again.

    Raises:
        DownloadError: The registry does not know the distribution, or cannot be reached.
    """
    recorded = look_back(distribution, known)
    held = frozenset(release.version for release in recorded.manifest.releases) if recorded.manifest else frozenset()
    if distribution == standard_library.DISTRIBUTION:
        return _look_ahead_of_python(recorded, held, registry)
    published = registry.published(distribution)
    there = {release.version for release in published}
    worth = [release.version for release in choose_releases(published, policy=policy)]
    thinning = thin(worth, held | recorded.lost, None if policy.versions else policy.limit)
    return Outlook(
        distribution,
        recorded,
        thinning.first,
        tuple(sorted(recorded.lost & there)),
        tuple(sorted(recorded.lost - there)),
        published,
        thinning,
    )


def _look_ahead_of_python(recorded: Recorded, held: frozenset[Version], registry: Registry) -> Outlook:
    """All versions share the stubs that were published last: they are read together, or not at all."""
    versions, manifest = frozenset(standard_library.VERSIONS), recorded.manifest
    if manifest is not None and versions <= held and manifest.carriers == described(published_carriers(registry)):
        return Outlook(standard_library.DISTRIBUTION, recorded)
    again = versions & (held | recorded.lost)
    return Outlook(standard_library.DISTRIBUTION, recorded, tuple(sorted(versions - again)), tuple(sorted(again)))

"""Which copy of a distribution's snapshot answers, where several folders hold one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.version import Version

from driftcheck.errors import SnapshotError
from driftcheck.model.releases import Release
from driftcheck.snapshot.manifest import Manifest, advice, read_manifest
from driftcheck.snapshot.pending import find_pending
from driftcheck.snapshot.schema import DATABASE_SUFFIX, MANIFEST_SUFFIX


@dataclass(frozen=True, slots=True)
class Copy:
    """A distribution's snapshot in one folder."""

    folder: Path
    manifest: Manifest

    def packed(self) -> bytes:
        """The compressed database, as its manifest promises it.

        Raises:
            SnapshotError: It is missing, or something else.
        """
        name = self.manifest.distribution
        path = self.folder / f"{name}{DATABASE_SUFFIX}"
        try:
            packed = path.read_bytes()
        except OSError as error:
            raise SnapshotError(f"{path}: {error.strerror}; {advice(name)}") from error
        if hashlib.sha256(packed).hexdigest() != self.manifest.database_sha256:
            raise SnapshotError(f"{path}: does not match its manifest; {advice(name)}")
        return packed


@dataclass(frozen=True, slots=True)
class Layers:
    """The copies that answer for one distribution, and what is said of the others."""

    copies: tuple[Copy, ...]
    """The first answers for all its releases, each further one for those that none before it holds."""
    notes: tuple[str, ...] = ()

    @property
    def manifest(self) -> Manifest:
        """What they hold together. The hashes and the number of rows are those of the first."""
        base = self.copies[0].manifest
        if len(self.copies) == 1:
            return base
        held: dict[Version, Release] = {}
        names: set[str] = set()
        for copy in self.copies:
            names.update(copy.manifest.import_names)
            for release in copy.manifest.releases:
                held.setdefault(release.version, release)
        return Manifest(
            base.distribution,
            tuple(sorted(names)),
            tuple(replace(held[version], ordinal=place) for place, version in enumerate(sorted(held))),
            base.extractor,
            base.database_sha256,
            base.rows_sha256,
            base.rows,
            base.carriers,
        )

    def places(self) -> list[tuple[int | None, ...]]:
        """For each copy, by its own ordinals: the ordinal among all releases; None where another copy answers."""
        joined = {release.version: release.ordinal for release in self.manifest.releases}
        answered: set[Version] = set()
        found = []
        for copy in self.copies:
            versions = [release.version for release in copy.manifest.releases]
            found.append(tuple(None if version in answered else joined[version] for version in versions))
            answered.update(versions)
        return found


def find_copy(distribution: str, folder: Path) -> Copy:
    """What a folder holds of a distribution, with the manifest that speaks for its database.

    Raises:
        SnapshotError: There is no manifest, or none that can be read.
    """
    pending = find_pending(folder, distribution)
    return Copy(folder, pending or read_manifest(folder / f"{distribution}{MANIFEST_SUFFIX}"))


def find_layers(distribution: str, folders: Sequence[Path]) -> Layers | None:
    """The copies that answer for a distribution; None where no folder holds one.

    What the newest extractor read answers: what two read differently makes no history. Of that, the copy that reaches
    furthest is the base, then the one that holds most, then the one in the earlier folder; others add the releases
    that it lacks. So a copy of the user's keeps what only it holds, and hides nothing newer that came with an upgrade.
    A copy that is damaged is left out with a note where another is sound.

    Args:
        distribution: Normalised name.
        folders: The most trusted first.

    Raises:
        SnapshotError: No copy is sound.
    """
    holding = [folder for folder in folders if _is_held(distribution, folder)]
    if not holding:
        return None
    if len(holding) == 1:
        # The usual case: the database is looked at when it is needed.
        return Layers((find_copy(distribution, holding[0]),))
    sound, damage = _sound(distribution, holding)
    if not sound:
        raise damage[0]
    newest = max(copy.manifest.extractor for copy in sound)
    ranked = sorted((copy for copy in sound if copy.manifest.extractor == newest), key=_reach, reverse=True)
    base, *others = ranked
    chosen, held = [base], _versions(base)
    for copy in others:
        if not _versions(copy) <= held:
            chosen.append(copy)
            held |= _versions(copy)
    notes = [f"{error} (another copy answers)" for error in damage]
    notes += [_set_aside(copy, held) for copy in sound if copy.manifest.extractor != newest and _versions(copy) - held]
    return Layers(tuple(chosen), tuple(notes))


def _is_held(distribution: str, folder: Path) -> bool:
    manifest = folder / f"{distribution}{MANIFEST_SUFFIX}"
    return manifest.is_file() or find_pending(folder, distribution) is not None


def _sound(distribution: str, folders: Sequence[Path]) -> tuple[list[Copy], list[SnapshotError]]:
    """The copies whose databases are what their manifests say, and what is wrong with the others."""
    sound, damage = [], []
    for folder in folders:
        try:
            copy = find_copy(distribution, folder)
            copy.packed()
        except SnapshotError as error:
            damage.append(error)
        else:
            sound.append(copy)
    return sound, damage


def _versions(copy: Copy) -> frozenset[Version]:
    return frozenset(release.version for release in copy.manifest.releases)


def _reach(copy: Copy) -> tuple[Version, int]:
    releases = copy.manifest.releases
    return (releases[-1].version if releases else Version("0.dev0")), len(releases)


def _set_aside(copy: Copy, held: frozenset[Version]) -> str:
    name = copy.manifest.distribution
    versions = sorted(_versions(copy) - held)
    again = " ".join(f"{name}=={version}" for version in versions)
    return (
        f"{copy.folder}: {name} {', '.join(map(str, versions))} was read by an older driftcheck and does not count; "
        f"read it again with `driftcheck snapshot add {again}`"
    )

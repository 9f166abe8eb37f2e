"""What a folder of snapshots can do without: copies that others cover, and what killed runs left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from driftcheck.errors import SnapshotError
from driftcheck.snapshot.layers import find_copy, find_layers
from driftcheck.snapshot.pending import find_leftovers, is_older, pending_path
from driftcheck.snapshot.schema import CATALOG, DATABASE_SUFFIX, MANIFEST_SUFFIX

_UNDER_WAY = 60.0
"""Seconds for which a file may still be another run's: one is written in far less."""


@dataclass(frozen=True, slots=True)
class Removal:
    """Files that may go, and why."""

    name: str
    """A distribution, or a file that was left behind."""
    why: str
    files: tuple[Path, ...]
    size: int
    """Bytes."""


def held_in(folder: Path, name: str) -> Removal | None:
    """What a folder holds of a distribution; None where that is nothing."""
    paths = (folder / f"{name}{DATABASE_SUFFIX}", pending_path(folder, name), folder / f"{name}{MANIFEST_SUFFIX}")
    files = tuple(path for path in paths if path.is_file())
    return Removal(name, "asked for", files, _size(files)) if files else None


def find_removals(folder: Path, others: Sequence[Path]) -> Iterator[Removal]:
    """Yield what a folder can do without.

    Args:
        folder: The user's own, settled before.
        others: Folders that stay: those of the shipped snapshots.
    """
    for path in sorted(folder.glob(f"[!.]*{MANIFEST_SUFFIX}")):
        why = "" if path.name == CATALOG else _covered(path, others)
        held = held_in(folder, path.stem)
        if why and held is not None:
            yield Removal(held.name, why, held.files, held.size)
    for path in (*find_leftovers(folder, older_than=_UNDER_WAY), *_undescribed(folder)):
        yield Removal(path.name, "left by a run that did not end", (path,), _size((path,)))


def remove(removal: Removal) -> None:
    """Remove the files, the manifest last: what is left of a kill in between is mended by the next run."""
    for path in removal.files:
        path.unlink(missing_ok=True)


def _covered(path: Path, others: Sequence[Path]) -> str:
    """Why the copy with this manifest is not needed; empty where it is."""
    try:
        layers = find_layers(path.stem, others)
        if layers is None:
            return ""
        for copy in layers.copies:
            copy.packed()
    except SnapshotError:
        return ""
    try:
        own = find_copy(path.stem, path.parent)
        own.packed()
    except SnapshotError:
        return "damaged, and shipped"
    versions = {release.version for release in layers.manifest.releases}
    is_covered = all(release.version in versions for release in own.manifest.releases)
    if is_covered and layers.manifest.extractor >= own.manifest.extractor:
        return "the shipped snapshots hold all its releases"
    return ""


def _undescribed(folder: Path) -> Iterator[Path]:
    """Yield the databases that no manifest speaks for, by name."""
    for path in sorted(folder.glob(f"[!.]*{DATABASE_SUFFIX}")):
        manifest = path.with_name(path.name.removesuffix(DATABASE_SUFFIX) + MANIFEST_SUFFIX)
        if not manifest.is_file() and is_older(path, _UNDER_WAY):
            yield path


def _size(files: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in files)

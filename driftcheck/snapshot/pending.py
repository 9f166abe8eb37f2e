"""The manifest that is written before its database: so a kill between the two leaves a pair that is told by its hash.

A new manifest waits under a name of its own, then the database takes its place, then the manifest does. Until the last
step the manifest that waits speaks where the database is the one that it names, and the old one where it is not.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from driftcheck.errors import SnapshotError
from driftcheck.snapshot.manifest import Manifest, read_manifest
from driftcheck.snapshot.schema import DATABASE_SUFFIX, MANIFEST_SUFFIX

_NEXT = f"{MANIFEST_SUFFIX}.next"


def pending_path(folder: Path, distribution: str) -> Path:
    """Where a manifest waits for its database."""
    return folder / f".{distribution}{_NEXT}"


def find_pending(folder: Path, distribution: str) -> Manifest | None:
    """The manifest that waits, where the database in the folder is already the one that it names; else None."""
    path = pending_path(folder, distribution)
    if not path.is_file():
        return None
    try:
        manifest = read_manifest(path)
        packed = (folder / f"{distribution}{DATABASE_SUFFIX}").read_bytes()
    except (OSError, SnapshotError):
        return None
    return manifest if hashlib.sha256(packed).hexdigest() == manifest.database_sha256 else None


def settle(folder: Path) -> None:
    """Give every manifest whose database is in place its own place. One that still waits for its database is left."""
    for path in sorted(folder.glob(f".*{_NEXT}")):
        distribution = path.name.removeprefix(".").removesuffix(_NEXT)
        if find_pending(folder, distribution) is not None:
            with suppress(OSError):  # the run that wrote it is alive and was faster, or this one may only read
                path.replace(folder / f"{distribution}{MANIFEST_SUFFIX}")


def find_leftovers(folder: Path, *, older_than: float) -> Iterator[Path]:
    """Yield the hidden files that runs which did not end left in a folder, by name. Nothing is lost with them.

    Args:
        folder: Of snapshots, settled before: what still waits then is of no use.
        older_than: Seconds; a younger one may be at work.
    """
    for path in sorted(folder.glob(".*")):
        if any(f"{suffix}." in path.name for suffix in (DATABASE_SUFFIX, MANIFEST_SUFFIX)) and is_older(
            path, older_than
        ):
            yield path


def is_older(path: Path, seconds: float) -> bool:
    """Whether this is a file that was last written so long ago."""
    try:
        return time.time() - path.stat().st_mtime > seconds and path.is_file()
    except OSError:
        return False

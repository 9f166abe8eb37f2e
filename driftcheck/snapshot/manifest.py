"""The reviewable side of a snapshot: what it holds, from which releases, with hashes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.version import Version

from driftcheck.errors import SnapshotError
from driftcheck.model.releases import Release
from driftcheck.snapshot.schema import CATALOG, DATABASE_SUFFIX, MANIFEST_SUFFIX, SCHEMA


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one distribution's database holds."""

    distribution: str
    import_names: tuple[str, ...]
    releases: tuple[Release, ...]
    """Ascending; each at the index of its ordinal."""
    extractor: int
    database_sha256: str
    """Of the compressed file; depends on the SQLite and zstd that wrote it."""
    rows_sha256: str
    """Of the rows: equal wherever the same releases are read."""
    rows: int
    carriers: tuple[str, ...] = ()
    """Of the standard library: the releases (`NAME==VERSION`) that carried the stubs it was read from."""


def dump_manifest(manifest: Manifest) -> str:
    """The manifest as text, one line a release, so that a change of data can be reviewed."""
    requires = sorted({release.requires for release in manifest.releases})
    head: dict[str, object] = {
        "schema": SCHEMA,
        "extractor": manifest.extractor,
        "distribution": manifest.distribution,
        "import_names": manifest.import_names,
        "database_sha256": manifest.database_sha256,
        "rows_sha256": manifest.rows_sha256,
        "rows": manifest.rows,
    }
    if manifest.carriers:
        head["carriers"] = manifest.carriers
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    lines.append(' "requires": [')
    lines.append(",\n".join(f"  {json.dumps(list(entry), ensure_ascii=False)}" for entry in requires))
    lines.append(' ],\n "releases": [')
    entries = [
        json.dumps(
            [
                str(release.version),
                release.released,
                release.requires_python,
                requires.index(release.requires),
                *(["yanked"] if release.yanked else []),
            ]
        )
        for release in manifest.releases
    ]
    lines.append(",\n".join(f"  {entry}" for entry in entries))
    lines.append(" ]")
    return "{\n" + "\n".join(lines) + "\n}\n"


def read_manifest(path: Path) -> Manifest:
    """Read a manifest.

    Raises:
        SnapshotError: It cannot be read, or is of another schema.
    """
    try:
        entry: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        schema = entry["schema"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(f"{path}: not a snapshot manifest ({error}); {advice(path.stem)}") from error
    if schema != SCHEMA:
        raise SnapshotError(f"{path}: of schema {schema}, this driftcheck reads {SCHEMA}; {advice(path.stem)}")
    try:
        name = entry["distribution"]
        requires = [tuple(lines) for lines in entry["requires"]]
        releases = tuple(
            Release(
                name,
                Version(version),
                ordinal,
                released,
                bool(flags),
                requires[place],
                python,
            )
            for ordinal, (version, released, python, place, *flags) in enumerate(entry["releases"])
        )
        return Manifest(
            name,
            tuple(entry["import_names"]),
            releases,
            entry["extractor"],
            entry["database_sha256"],
            entry["rows_sha256"],
            entry["rows"],
            tuple(entry.get("carriers", ())),
        )
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise SnapshotError(f"{path}: damaged ({error}); {advice(path.stem)}") from error


def database_size(folder: Path, distribution: str) -> int:
    """Bytes of a distribution's compressed database; 0 where there is none."""
    path = folder / f"{distribution}{DATABASE_SUFFIX}"
    return path.stat().st_size if path.is_file() else 0


def advice(distribution: str) -> str:
    """What a user does about a snapshot that cannot be used."""
    return f"refresh it with `driftcheck snapshot add {distribution}`"


def rebuild_catalog(folder: Path, *, skip_damaged: bool = False) -> str:
    """The catalog of a folder as text: import names to the distributions that provide them.

    Args:
        folder: Where the manifests are.
        skip_damaged: Whether a manifest that cannot be read is left out; it is refused otherwise.

    Raises:
        SnapshotError: A manifest cannot be read.
    """
    owners: dict[str, list[str]] = {}
    for path in sorted(folder.glob(f"*{MANIFEST_SUFFIX}")):
        if path.name == CATALOG:
            continue
        try:
            manifest = read_manifest(path)
        except SnapshotError:
            if skip_damaged:
                continue
            raise
        for name in manifest.import_names:
            owners.setdefault(name, []).append(manifest.distribution)
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(sorted(found))}" for name, found in sorted(owners.items()))
    return f'{{\n "schema": {SCHEMA},\n "import_names": {{\n{lines}\n }}\n}}\n'

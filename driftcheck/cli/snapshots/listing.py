"""`driftcheck snapshot list` and `driftcheck snapshot info`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from packaging.utils import canonicalize_name

from driftcheck.cli import options
from driftcheck.cli.output import write_lines
from driftcheck.errors import SnapshotError
from driftcheck.reporting.text import count, printable
from driftcheck.snapshot.layers import Copy, Layers
from driftcheck.snapshot.schema import DATABASE_SUFFIX, SCHEMA
from driftcheck.snapshot.store import SnapshotStore


@click.command("list")
@options.document_format
@click.pass_obj
def list_command(snapshots: tuple[Path, ...], *, format_name: str) -> None:
    """Show the recorded distributions and their releases.

    \b
    Examples:
      driftcheck snapshot list
      driftcheck snapshot list --format json
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    store = SnapshotStore.open(snapshots)
    recorded = {name: [str(r.version) for r in store.releases(name)] for name in store.distributions()}
    if format_name == "json":
        entries = [{"distribution": name, "releases": versions} for name, versions in recorded.items()]
        write_lines([json.dumps(entries, indent=2)])
        return
    for name, versions in recorded.items():
        span = f"{versions[0]} to {versions[-1]}" if versions else "none"
        write_lines([printable(f"{name}  {span}  ({count(len(versions), 'release')})")])


@click.command("info")
@click.argument("name")
@options.document_format
@click.pass_obj
def info_command(snapshots: tuple[Path, ...], *, name: str, format_name: str) -> None:
    """Show what is recorded of the distribution NAME: its releases, and where the snapshot comes from.

    \b
    Examples:
      driftcheck snapshot info pandas
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    store = SnapshotStore.open(snapshots)
    distribution = canonicalize_name(name)
    layers = store.layers(distribution)
    if layers is None:
        raise SnapshotError(f"no snapshot of {distribution}; add one with `driftcheck snapshot add {distribution}`")
    if format_name == "json":
        write_lines([json.dumps(_record(store, layers), indent=2)])
    else:
        write_lines(map(printable, _lines(store, layers)))


def _record(store: SnapshotStore, layers: Layers) -> dict[str, Any]:
    manifest = layers.manifest
    return {
        "distribution": manifest.distribution,
        "schema": SCHEMA,
        "extractor": manifest.extractor,
        "rows": _rows(store, layers),
        "import_names": list(manifest.import_names),
        "plain_bytes": len(store.export(manifest.distribution)),
        "copies": [
            {
                "folder": str(copy.folder),
                "bytes": _size(copy),
                "releases": [str(release.version) for release in copy.manifest.releases],
            }
            for copy in layers.copies
        ],
        "releases": [
            {
                "version": str(release.version),
                "released": release.released,
                "yanked": release.yanked,
                "requires_python": release.requires_python,
            }
            for release in manifest.releases
        ],
    }


def _lines(store: SnapshotStore, layers: Layers) -> Iterator[str]:
    manifest = layers.manifest
    plain = len(store.export(manifest.distribution))
    yield f"{manifest.distribution}  {count(len(manifest.releases), 'release')}, {count(_rows(store, layers), 'row')}"
    for copy in layers.copies:
        yield f"  in {copy.folder} ({_size(copy) / 2**20:.1f} MiB)"
    yield f"  import names: {', '.join(manifest.import_names) or 'none'}"
    yield f"  schema {SCHEMA}, extractor {manifest.extractor}, {plain / 2**20:.1f} MiB as plain SQLite"
    for release in manifest.releases:
        parts = (f"{release.version!s:<12}", release.released or " " * 10, "yanked" if release.yanked else "")
        yield f"  {'  '.join(parts).rstrip()}"


def _rows(store: SnapshotStore, layers: Layers) -> int:
    """Rows of the whole; where copies are put together, they are counted."""
    manifest = layers.manifest
    return manifest.rows if len(layers.copies) == 1 else sum(1 for _ in store.stored(manifest.distribution))


def _size(copy: Copy) -> int:
    path = copy.folder / f"{copy.manifest.distribution}{DATABASE_SUFFIX}"
    try:
        return path.stat().st_size
    except OSError as error:
        raise SnapshotError(f"{path}: {error.strerror}") from error

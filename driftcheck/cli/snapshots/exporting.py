"""`driftcheck snapshot export`."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from pathlib import Path

import click
from packaging.utils import canonicalize_name

from driftcheck.errors import ConfigError
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.snapshot.writer import build_database, replace_file


@click.command("export")
@click.argument("name")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where the database is written; a file of that name is replaced.",
)
@click.pass_obj
def export_command(snapshots: tuple[Path, ...], *, name: str, target: Path) -> None:
    """Write what is recorded of the distribution NAME to FILE, as a plain SQLite database.

    \b
    Examples:
      driftcheck snapshot export pandas --to pandas.db
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    data = _plain(SnapshotStore.open(snapshots), canonicalize_name(name))
    try:
        replace_file(target, data)
    except OSError as error:
        raise ConfigError(f"{target}: {error.strerror}") from error


def _plain(store: SnapshotStore, distribution: str) -> bytes:
    """The database; where several copies answer, one that holds what they hold together."""
    layers = store.layers(distribution)
    if layers is None or len(layers.copies) == 1:
        return store.export(distribution)
    by_path = groupby(store.stored(distribution), key=itemgetter(0))
    rows = (
        (path, number, first, last, facts)
        for path, group in by_path
        for number, (_, first, last, facts) in enumerate(group)
    )
    return build_database(layers.manifest.releases, rows)[0]

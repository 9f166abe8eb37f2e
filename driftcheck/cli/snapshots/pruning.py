"""`driftcheck snapshot prune`."""

from __future__ import annotations

from pathlib import Path

import click
from packaging.utils import canonicalize_name

from driftcheck.cli.output import write_lines
from driftcheck.errors import ConfigError
from driftcheck.reporting.text import count, printable
from driftcheck.snapshot.pending import settle
from driftcheck.snapshot.pruning import Removal, find_removals, held_in, remove
from driftcheck.snapshot.store import shipped_folder, user_folder
from driftcheck.snapshot.writer import remake_catalog


@click.command("prune")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.pass_obj
def prune_command(snapshots: tuple[Path, ...], *, names: tuple[str, ...], dry_run: bool) -> None:
    """Remove from your own folder what the shipped snapshots hold as well, and what killed runs left there.

    With NAME..., remove these distributions instead. With --snapshots, the first folder is tidied, and held against
    the others. The folder's catalog is made anew.

    \b
    Examples:
      driftcheck snapshot prune --dry-run
      driftcheck snapshot prune polars
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    folder = snapshots[0] if snapshots else user_folder()
    if not folder.is_dir():
        write_lines([printable(f"{folder}: nothing to remove.")])
        return
    if not dry_run:
        settle(folder)
    removals = _named(folder, names) if names else list(find_removals(folder, snapshots[1:] or _shipped(folder)))
    verb = "Would remove" if dry_run else "Removed"
    try:
        for removal in removals:
            if not dry_run:
                remove(removal)
            size = f"{count(len(removal.files), 'file')}, {removal.size / 2**20:.1f} MiB"
            write_lines([printable(f"{verb} {removal.name} ({size}): {removal.why}.")])
        if not dry_run:
            remake_catalog(folder)
    except OSError as error:
        raise ConfigError(f"{error.filename or folder}: {error.strerror}") from error
    freed = sum(removal.size for removal in removals)
    write_lines([f"{'Would free' if dry_run else 'Freed'} {freed:,} bytes."])


def _named(folder: Path, names: tuple[str, ...]) -> list[Removal]:
    found = []
    for name in dict.fromkeys(map(canonicalize_name, names)):
        removal = held_in(folder, name)
        if removal is None:
            raise ConfigError(f"{folder}: no snapshot of {name} here")
        found.append(removal)
    return found


def _shipped(folder: Path) -> tuple[Path, ...]:
    """What ships, unless it is itself what is tidied."""
    shipped = shipped_folder()
    return () if folder.resolve() == shipped.resolve() else (shipped,)

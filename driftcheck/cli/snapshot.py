"""`driftcheck snapshot`, and the refresh of the shipped snapshots. The only commands that use the network."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from driftcheck.cli.errands import Sources
from driftcheck.cli.recording import record, user_cache
from driftcheck.cli.snapshots.exporting import export_command
from driftcheck.cli.snapshots.listing import info_command, list_command
from driftcheck.cli.snapshots.pruning import prune_command
from driftcheck.cli.snapshots.verifying import verify_command
from driftcheck.cli.tracking import Tracked, read_tracked
from driftcheck.extraction.policy import Policy
from driftcheck.snapshot.schema import CATALOG
from driftcheck.snapshot.store import SnapshotStore, shipped_folder, user_folder
from driftcheck.snapshot.writer import mend_catalog

_names = click.argument("names", nargs=-1, metavar="NAME[==VERSION]...")
_index_url = click.option("--index-url", metavar="URL", help="The index to read from; by default pip's.")
_installed = click.option(
    "--installed",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="PATH",
    help="Record what this virtual environment holds instead; only NAME... of it, if any are given.",
)
_every = click.option("--all", "every", is_flag=True, help="Every release, not two of each minor line.")
_since = click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="None uploaded before this day.")
_limit = click.option("--limit", type=click.IntRange(min=1), help="At most so many, thinned evenly.")

_jobs = click.option(
    "--jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Distributions at one time, each in a process."
)


@click.group("snapshot")
def command() -> None:
    """Record releases of libraries, and look at what is recorded."""


@command.command("add")
@_names
@_installed
@_index_url
@_every
@_since
@_limit
@_jobs
@click.pass_obj
def add(
    snapshots: tuple[Path, ...],
    *,
    names: tuple[str, ...],
    installed: Path | None,
    index_url: str | None,
    every: bool,
    since: datetime | None,
    limit: int | None,
    jobs: int,
) -> int:
    """Record releases in your own folder (or that of --snapshots), beside what is known of them.

    They are read as published, by byte range where the index allows it; nothing is installed or run. Without a
    version, the first and the newest patch of every minor line are recorded.

    \b
    Examples:
      driftcheck snapshot add polars==1.30.0
      driftcheck snapshot add --installed .venv
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    folder = snapshots[0] if snapshots else user_folder()
    if not names and installed is None:
        raise click.UsageError("name a distribution, or an environment with --installed.")
    policy = Policy(all=every, since=_day(since), limit=limit)
    mend_catalog(folder)
    held = tuple(path for path in snapshots if (path / CATALOG).is_file())
    known = held if snapshots else SnapshotStore.open().folders
    sources = Sources(folder, known, user_cache(), index_url)
    return record(names, installed=installed, sources=sources, policy_for=lambda _: policy, jobs=jobs)


for _part in (list_command, info_command, export_command, verify_command, prune_command):
    command.add_command(_part)


@click.command("refresh_snapshots", context_settings={"help_option_names": ["-h", "--help"]})
@_names
@_installed
@_index_url
@_every
@_since
@_limit
@_jobs
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Where snapshots are kept; by default those of this checkout."
)
@click.option(
    "--packages", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="What to track, as TOML."
)
def refresh_command(
    *,
    names: tuple[str, ...],
    installed: Path | None,
    index_url: str | None,
    every: bool,
    since: datetime | None,
    limit: int | None,
    jobs: int,
    folder: Path | None,
    packages: Path | None,
) -> int:
    """Bring the shipped snapshots up to date: these distributions, or all that the list of packages names."""
    folder = folder or shipped_folder()
    listed = packages or shipped_folder().parent / "scripts" / "packages.toml"
    tracked = read_tracked(listed) if listed.is_file() or not names else Tracked(())
    tracked = tracked.under(Policy(all=every, since=_day(since), limit=limit))
    if not names and installed is None:
        names = tracked.distributions
    mend_catalog(folder)
    known = (folder,) if (folder / CATALOG).is_file() else ()
    sources = Sources(folder, known, user_cache(), index_url)
    return record(names, installed=installed, sources=sources, policy_for=tracked.policy_for, jobs=jobs)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None

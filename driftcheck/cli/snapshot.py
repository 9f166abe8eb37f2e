"""`driftcheck snapshot`, and the refresh of the shipped snapshots. The only commands that use the network."""

from __future__ import annotations

from concurrent.futures import Executor
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

import click

from driftcheck.cli.errands import LocalPool, Sources
from driftcheck.cli.recording import foresee, record, user_cache
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
_limit = click.option(
    "--limit",
    type=click.IntRange(min=1),
    help="At most so many: half of them spread evenly, the others where the surface changed.",
)

_jobs = click.option(
    "--jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Distributions at one time, each in a process."
)
_scheduler = click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Have the workers of a Dask cluster do it, each distribution on one of them (needs driftcheck[cluster], there "
    "and here). The folder of snapshots must be one that all of them share under the same path.",
)

_check = click.option(
    "--check",
    "is_check",
    is_flag=True,
    help="Say what would change, from the index alone, and write nothing; exit 1 if anything would.",
)
_format = click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to say what was done.",
)


@click.group("snapshot")
def command() -> None:
    """Record releases of libraries, and look at what is recorded.

    \b
    Examples:
      driftcheck snapshot add polars==1.30.0
      driftcheck snapshot list
    """  # noqa: D301  \b is click's mark for lines that stay as they are


@command.command("add")
@_names
@_installed
@_index_url
@_every
@_since
@_limit
@_jobs
@_scheduler
@_check
@_format
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
    scheduler: str | None,
    is_check: bool,
    format_name: str,
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
    if not is_check:
        mend_catalog(folder)
    held = tuple(path for path in snapshots if (path / CATALOG).is_file())
    known = held if snapshots else SnapshotStore.open().folders
    return _go(
        names,
        installed,
        _sources(folder, known, index_url),
        Tracked((), policy),
        jobs=jobs,
        scheduler=scheduler,
        is_check=is_check,
        format_name=format_name,
    )


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
@_scheduler
@_check
@_format
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
    scheduler: str | None,
    is_check: bool,
    format_name: str,
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
    if not is_check:
        mend_catalog(folder)
    known = (folder,) if (folder / CATALOG).is_file() else ()
    return _go(
        names,
        installed,
        _sources(folder, known, index_url),
        tracked,
        jobs=jobs,
        scheduler=scheduler,
        is_check=is_check,
        format_name=format_name,
    )


def _sources(folder: Path, known: tuple[Path, ...], index_url: str | None) -> Sources:
    return Sources(folder.absolute(), tuple(path.absolute() for path in known), user_cache(), index_url)


def _go(
    names: tuple[str, ...],
    installed: Path | None,
    sources: Sources,
    tracked: Tracked,
    *,
    jobs: int,
    scheduler: str | None,
    is_check: bool,
    format_name: str,
) -> int:
    """Record, or say what would be recorded."""
    if is_check and installed is not None:
        raise click.UsageError("--check asks an index; an environment has none.")
    if scheduler is not None and (is_check or jobs > 1 or installed is not None):
        raise click.UsageError("--scheduler goes with none of --check, --jobs and --installed.")
    with ExitStack() as stack:
        executor: Executor | None = None
        if scheduler is not None:
            from driftcheck.cli.cluster import workers_of  # noqa: PLC0415  # of an extra that few have

            executor = stack.enter_context(workers_of(scheduler, sources.folder))
        elif jobs > 1:
            executor = stack.enter_context(LocalPool(jobs))
        if is_check:
            return foresee(
                names,
                sources=sources,
                policy_for=tracked.policy_for,
                executor=executor,
                format_name=format_name,
            )
        return record(
            names,
            installed=installed,
            sources=sources,
            policy_for=tracked.policy_for,
            executor=executor,
            budget_for=tracked.budget_for,
            format_name=format_name,
        )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None

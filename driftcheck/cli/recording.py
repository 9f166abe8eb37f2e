"""Recording releases, told as it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import platformdirs
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from driftcheck.cli.errands import Errand, Sources, run
from driftcheck.cli.exit_codes import ExitCode
from driftcheck.cli.output import write_lines
from driftcheck.errors import ConfigError, DownloadError
from driftcheck.extraction.installed import installed_releases
from driftcheck.extraction.policy import Policy
from driftcheck.refresh import Progress, Refreshed, refresh_installed
from driftcheck.reporting.text import count, printable
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.snapshot.writer import write_catalog


def record(
    names: Sequence[str],
    *,
    installed: Path | None,
    sources: Sources,
    policy_for: Callable[[str], Policy],
    jobs: int = 1,
) -> int:
    """Record, say what was done, and rebuild the catalog whatever happened on the way.

    Args:
        names: `NAME` or `NAME==VERSION`.
        installed: An environment to read instead of the registry; all of it where no name is given.
        sources: Where releases are read from and snapshots are written.
        policy_for: Which releases of a bare name are recorded.
        jobs: Processes at one time.

    Returns:
        The exit code: 2 where something could not be recorded.
    """
    wanted = _by_name(names)
    done: list[Refreshed | DownloadError] = []
    try:
        if installed is not None:
            releases = [r for r in installed_releases(installed) if not wanted or r.name in wanted]
            known = SnapshotStore(sources.known) if sources.known else None
            for refreshed in refresh_installed(releases, sources.folder, known):
                _tell(refreshed)
                done.append(refreshed)
        else:
            errands = [
                Errand(name, Policy(versions=tuple(versions)) if versions else policy_for(name), sources)
                for name, versions in wanted.items()
            ]
            with _progress() as progress:
                for outcome in run(errands, jobs, progress):
                    _tell(outcome)
                    done.append(outcome)
            sources.facts.prune()
    finally:
        if sources.folder.is_dir():
            write_catalog(sources.folder)
    if len(done) > 1:
        write_lines([_summary(done)])
    has_failed = any(isinstance(one, DownloadError) or one.failures for one in done)
    return ExitCode.FAILED if has_failed else ExitCode.CLEAN


def _tell(done: Refreshed | DownloadError) -> None:
    """Say what was done for one distribution."""
    if isinstance(done, DownloadError):
        click.echo(f"driftcheck: {printable(str(done))}", err=True)
        return
    recorded = f"{done.added} of {count(done.recorded, 'release')} new"
    write_lines([printable(f"{done.distribution}: {recorded}, {_cost([done])}")])
    for release, reason in done.failures:
        click.echo(f"driftcheck: {printable(f'{done.distribution} {release}: {reason}')}", err=True)


def _summary(done: Sequence[Refreshed | DownloadError]) -> str:
    """What was done in all."""
    read = [one for one in done if isinstance(one, Refreshed)]
    failures = len(done) - len(read) + sum(len(one.failures) for one in read)
    added, recorded = sum(one.added for one in read), sum(one.recorded for one in read)
    what = f"{count(len(read), 'distribution')}: {added} of {count(recorded, 'release')} new, {_cost(read)}"
    return f"{what}; {count(failures, 'failure')}"


def _cost(done: Sequence[Refreshed]) -> str:
    """What is recorded now, and what it took."""
    fetched = sum(one.bytes_fetched for one in done) / 2**20
    published = sum(one.bytes_published for one in done) / 2**20
    visited, modules = sum(one.visited for one in done), sum(one.modules for one in done)
    seconds, cpu = sum(one.seconds for one in done), sum(one.cpu_seconds for one in done)
    return (
        f"{count(sum(one.rows for one in done), 'row')}, {fetched:.1f} of {published:.1f} MiB fetched, "
        f"{visited} of {count(modules, 'module')} read, {seconds:.1f} s ({cpu:.1f} s CPU)"
    )


def _by_name(names: Iterable[str]) -> dict[str, list[Version]]:
    """The versions asked for by distribution; none where all that the policy chooses are meant."""
    wanted: dict[str, list[Version]] = {}
    for text in names:
        try:
            requirement = Requirement(text)
            exact = [Version(s.version) for s in requirement.specifier if s.operator in {"==", "==="}]
        except (InvalidRequirement, ValueError) as error:
            raise ConfigError(f"{text}: expected NAME or NAME==VERSION") from error
        if len(exact) != len(requirement.specifier) or requirement.url or requirement.marker:
            raise ConfigError(f"{text}: expected NAME or NAME==VERSION")
        wanted.setdefault(canonicalize_name(requirement.name), []).extend(exact)
    return wanted


def user_cache() -> Path:
    """Where pages of the index and facts of modules are kept between runs; all of it may be deleted."""
    return Path(platformdirs.user_cache_dir("driftcheck", appauthor=False))


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on standard error, on a terminal only."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def told(distribution: str, version: str, done: int, total: int) -> None:
            if distribution not in tasks:
                tasks[distribution] = bar.add_task(distribution)
            bar.update(tasks[distribution], description=f"{distribution} {version}", completed=done, total=total)

        yield told

"""Recording releases, told as it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
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

from driftcheck.cli.errands import Errand, Failed, Sources, is_recorded, look_ahead_one, refresh_one, run
from driftcheck.cli.exit_codes import ExitCode
from driftcheck.cli.output import write_lines
from driftcheck.cli.summaries import (
    document_line,
    outlook_document,
    outlook_table,
    over_budget,
    refresh_document,
    refresh_table,
)
from driftcheck.errors import ConfigError
from driftcheck.extraction.installed import InstalledRelease, installed_releases
from driftcheck.extraction.policy import Policy
from driftcheck.outlook import Outlook
from driftcheck.refresh import Progress, Refreshed, refresh_installed
from driftcheck.reporting.text import count, printable
from driftcheck.snapshot.writer import write_catalog


def record(
    names: Sequence[str],
    *,
    installed: Path | None,
    sources: Sources,
    policy_for: Callable[[str], Policy],
    executor: Executor | None = None,
    budget_for: Callable[[str], int | None] = lambda _: None,
    format_name: str = "text",
) -> int:
    """Record, say what was done, and rebuild the catalog whatever happened on the way.

    Args:
        names: `NAME` or `NAME==VERSION`.
        installed: An environment to read instead of the registry; all of it where no name is given.
        sources: Where releases are read from and snapshots are written.
        policy_for: Which releases of a bare name are recorded.
        executor: Where distributions are refreshed; None for this process.
        budget_for: How many bytes the compressed database of a distribution should have at the most.
        format_name: `text`, or `json` for one document at the end.

    Returns:
        The exit code: 2 where something could not be recorded.
    """
    wanted = _by_name(names)
    done: list[Refreshed | Failed] = []
    try:
        if installed is not None:
            releases = _installed(installed, wanted)
            done.extend(_told(refresh_installed(releases, sources.folder, sources.store), format_name))
        else:
            errands = _errands(wanted, sources, policy_for)
            with progress_bar() as progress:
                outcomes = run(refresh_one, errands, executor, progress, has_arrived=is_recorded)
                done.extend(_told(outcomes, format_name))
            sources.facts.prune()
    finally:
        if sources.folder.is_dir():
            write_catalog(sources.folder)
    if format_name == "json":
        write_lines([document_line(refresh_document(done, budget_for))])
    elif len(done) > 1:
        write_lines(["", *refresh_table(done)])
    for warning in over_budget(done, budget_for):
        click.echo(f"driftcheck: {printable(warning)}", err=True)
    has_failed = any(isinstance(one, Failed) or one.failures for one in done)
    return ExitCode.FAILED if has_failed else ExitCode.CLEAN


def foresee(
    names: Sequence[str],
    *,
    sources: Sources,
    policy_for: Callable[[str], Policy],
    executor: Executor | None = None,
    format_name: str = "text",
) -> int:
    """Say what `record` would do. Only the index is read, and nothing is written.

    Args:
        names: `NAME` or `NAME==VERSION`.
        sources: Where releases would be read from and snapshots be written.
        policy_for: Which releases of a bare name would be recorded.
        executor: Where the index is asked; None for this process.
        format_name: `text` or `json`.

    Returns:
        The exit code: 2 where something could not be told, 1 where something would change, else 0.
    """
    with progress_bar() as progress:
        seen = list(run(look_ahead_one, _errands(_by_name(names), sources, policy_for), executor, progress))
    write_lines([document_line(outlook_document(seen))] if format_name == "json" else outlook_table(seen))
    failed = [one for one in seen if isinstance(one, Failed)]
    for one in failed:
        _complain(one)
    if failed:
        return ExitCode.FAILED
    return ExitCode.FINDINGS if any(isinstance(one, Outlook) and one.has_changes for one in seen) else ExitCode.CLEAN


def _installed(environment: Path, wanted: Mapping[str, Sequence[Version]]) -> list[InstalledRelease]:
    """What an environment holds of what is asked for; all of it where nothing is named."""
    held: dict[str, InstalledRelease] = {release.name: release for release in installed_releases(environment)}
    for name, versions in wanted.items():
        if name not in held:
            raise ConfigError(f"{environment}: {name} is not installed there")
        if versions and held[name].version not in versions:
            asked = " and ".join(f"{name} {version}" for version in versions)
            raise ConfigError(f"{environment}: has {name} {held[name].version}, not {asked}")
    return [release for release in held.values() if not wanted or release.name in wanted]


def _errands(
    wanted: Mapping[str, Sequence[Version]], sources: Sources, policy_for: Callable[[str], Policy]
) -> list[Errand]:
    return [
        Errand(name, Policy(versions=tuple(versions)) if versions else policy_for(name), sources)
        for name, versions in wanted.items()
    ]


def _told(outcomes: Iterable[Refreshed | Failed], format_name: str) -> Iterator[Refreshed | Failed]:
    """Yield what was done, each said as it comes: failures always, the rest unless a document follows."""
    for done in outcomes:
        if isinstance(done, Failed):
            _complain(done)
        else:
            if format_name == "text":
                recorded = f"{done.added} of {count(done.recorded, 'release')} new"
                write_lines([printable(f"{done.distribution}: {recorded}, {_cost(done)}")])
            for release, reason in done.failures:
                click.echo(f"driftcheck: {printable(f'{done.distribution} {release}: {reason}')}", err=True)
        yield done


def _complain(failed: Failed) -> None:
    click.echo(f"driftcheck: {printable(f'{failed.distribution}: {failed.reason}')}", err=True)


def _cost(done: Refreshed) -> str:
    """What is recorded now, and what it took."""
    fetched, published = done.bytes_fetched / 2**20, done.bytes_published / 2**20
    return (
        f"{count(done.rows, 'row')}, {fetched:.1f} of {published:.1f} MiB fetched, "
        f"{done.visited} of {count(done.modules, 'module')} read, {done.seconds:.1f} s ({done.cpu_seconds:.1f} s CPU)"
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
    return Path(platformdirs.user_cache_dir("driftcheck", appauthor=False)).absolute()


@contextmanager
def progress_bar() -> Iterator[Progress]:
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

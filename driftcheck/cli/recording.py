"""Recording releases, told as it goes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
import platformdirs
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from driftcheck.cli.exit_codes import ExitCode
from driftcheck.cli.output import write_lines
from driftcheck.errors import ConfigError, DownloadError
from driftcheck.extraction.installed import installed_releases
from driftcheck.extraction.policy import Policy
from driftcheck.extraction.registry import Registry
from driftcheck.refresh import Progress, Refreshed, refresh, refresh_installed
from driftcheck.reporting.text import count, printable
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.snapshot.writer import write_catalog


def record(
    names: Sequence[str],
    *,
    installed: Path | None,
    folder: Path,
    known: SnapshotStore | None,
    registry: Registry,
    policy: Policy,
) -> int:
    """Record, say what was done, and rebuild the catalog whatever happened on the way.

    Args:
        names: `NAME` or `NAME==VERSION`.
        installed: An environment to read instead of the registry; all of it where no name is given.
        folder: Where snapshots are written.
        known: Snapshots whose releases need not be read again.
        registry: Where releases are read from.
        policy: Which releases of a bare name are recorded.

    Returns:
        The exit code: 2 where something could not be recorded.
    """
    wanted = _by_name(names)
    failed = False
    try:
        if installed is not None:
            releases = [r for r in installed_releases(installed) if not wanted or r.name in wanted]
            for done in refresh_installed(releases, folder, known):
                failed |= _tell(done)
            return ExitCode.FAILED if failed else ExitCode.CLEAN
        with _progress() as progress:
            for name, versions in wanted.items():
                chosen = Policy(versions=tuple(versions)) if versions else policy
                try:
                    failed |= _tell(refresh(name, chosen, folder, registry, known=known, progress=progress))
                except DownloadError as error:
                    click.echo(f"driftcheck: {printable(str(error))}", err=True)
                    failed = True
    finally:
        if folder.is_dir():
            write_catalog(folder)
    return ExitCode.FAILED if failed else ExitCode.CLEAN


def _tell(done: Refreshed) -> bool:
    """Say what was done for one distribution; whether something failed."""
    fetched, published = done.bytes_fetched / 2**20, done.bytes_published / 2**20
    recorded = f"{done.added} of {count(done.recorded, 'release')} new, {count(done.rows, 'row')}"
    cost = f"{fetched:.1f} of {published:.1f} MiB fetched, {done.cpu_seconds:.1f} s CPU"
    write_lines([printable(f"{done.distribution}: {recorded}, {cost}")])
    for release, reason in done.failures:
        click.echo(f"driftcheck: {printable(f'{done.distribution} {release}: {reason}')}", err=True)
    return bool(done.failures)


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


def tracked(path: Path, policy: Policy) -> tuple[tuple[str, ...], Policy]:
    """The distributions that a list of packages names, and how their releases are chosen unless options say so.

    Args:
        path: TOML with `distributions`, and perhaps `since` and `limit`.
        policy: What options say.

    Raises:
        ConfigError: The list cannot be read.
    """
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        names = tuple(str(name) for name in listed["distributions"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path}: expected a table with `distributions`: {error}") from error
    since, limit = listed.get("since"), listed.get("limit")
    chosen = Policy(
        all=policy.all,
        since=policy.since or (since if isinstance(since, date) else None),
        limit=policy.limit or (limit if isinstance(limit, int) else None),
    )
    return names, chosen


def registry_at(index_url: str | None) -> Registry:
    """The registry at `index_url`, or pip's own; its pages are kept in the user's cache."""
    return Registry(index_url, cache=Path(platformdirs.user_cache_dir("driftcheck", appauthor=False)) / "index")


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

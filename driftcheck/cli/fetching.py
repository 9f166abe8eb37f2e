"""`--fetch`: what the snapshots lack of a project's pins is read into the user's own folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from packaging.version import Version

from driftcheck.cli.errands import Errand, Failed, Sources, refresh_one, run
from driftcheck.cli.recording import progress_bar, user_cache
from driftcheck.errors import DriftcheckError
from driftcheck.extraction.policy import Policy
from driftcheck.model.findings import Summary
from driftcheck.model.releases import Selection
from driftcheck.refresh import Refreshed
from driftcheck.reporting.text import printable
from driftcheck.snapshot.schema import CATALOG
from driftcheck.snapshot.store import SnapshotStore, user_folder
from driftcheck.snapshot.writer import mend_catalog, remake_catalog


def complete(summary: Summary, snapshots: Sequence[Path]) -> bool:
    """Read the releases that a check found missing; what cannot be had is said on standard error, and that is all.

    Args:
        summary: Of the check.
        snapshots: The folders in force; the first is completed, and the user's own where there is none.

    Returns:
        Whether anything was read, so that a new check knows more.
    """
    if summary.unclaimed:
        names = ", ".join(summary.unclaimed)
        _say(f"not fetched, for no exact pin is known to provide it (see `import-names`): {names}")
    if not summary.missing:
        return False
    folder = snapshots[0] if snapshots else user_folder()
    try:
        return _read(summary.missing, folder.absolute(), snapshots)
    except (OSError, DriftcheckError) as error:
        _say(f"nothing was fetched: {error}")
        return False


def _read(missing: Sequence[Selection], folder: Path, snapshots: Sequence[Path]) -> bool:
    mend_catalog(folder)
    known = tuple(path for path in snapshots if (path / CATALOG).is_file()) or SnapshotStore.open().folders
    sources = Sources(folder, known, user_cache())
    errands = [Errand(s.distribution, Policy(versions=(Version(s.version.public),)), sources) for s in missing]
    read = []
    with progress_bar() as progress:
        for selection, done in zip(missing, run(refresh_one, errands, None, progress), strict=True):
            for failure in _failures(done):
                _say(failure)
            if isinstance(done, Refreshed) and done.added:
                read.append(f"{selection.distribution} {selection.version}")
    if folder.is_dir():
        remake_catalog(folder)
    if read:
        _say(f"fetched {', '.join(read)}")
    return bool(read)


def _failures(done: Refreshed | Failed) -> Iterator[str]:
    """Yield what could not be had of one distribution."""
    if isinstance(done, Failed):
        yield f"{done.distribution}: not fetched: {done.reason}"
        return
    for release, reason in done.failures:
        yield f"{done.distribution} {release}: not fetched: {reason}"


def _say(message: str) -> None:
    click.echo(f"driftcheck: {printable(message)}", err=True)

"""`driftcheck snapshot verify`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from driftcheck.cli.exit_codes import ExitCode
from driftcheck.cli.output import write_lines
from driftcheck.errors import SnapshotError
from driftcheck.reporting.text import count, printable
from driftcheck.snapshot.schema import CATALOG, DATABASE_SUFFIX
from driftcheck.snapshot.store import shipped_folder, user_folder
from driftcheck.snapshot.verification import Trouble, verify_folder


@click.command("verify")
@click.pass_obj
def verify_command(snapshots: tuple[Path, ...]) -> int:
    """Hold every snapshot in force against its manifest, its hashes and the schema.

    Exit codes: 0 all is well, 1 something is not, 2 there is nothing to verify.

    \b
    Examples:
      driftcheck snapshot verify
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    folders = snapshots or tuple(path for path in (user_folder(), shipped_folder()) if path.is_dir())
    if not folders:
        raise SnapshotError("no folder of snapshots to verify")
    found = 0
    for folder in folders:
        for trouble in verify_folder(folder):
            found += 1
            write_lines([printable(f"{trouble.path}: {trouble.what}"), f"  mend it: {_mending(trouble, snapshots)}"])
        write_lines([printable(f"{folder}: {count(len(list(_databases(folder))), 'snapshot')} looked at.")])
    return ExitCode.FINDINGS if found else ExitCode.CLEAN


def _databases(folder: Path) -> Iterator[Path]:
    return folder.glob(f"[!.]*{DATABASE_SUFFIX}")


def _mending(trouble: Trouble, snapshots: tuple[Path, ...]) -> str:
    """The command that puts it right."""
    folder = trouble.path.parent
    if not snapshots and folder == shipped_folder():
        if (folder.parent / "scripts" / "refresh_snapshots.py").is_file():
            return f"scripts/refresh_snapshots.py {trouble.distribution}".rstrip()
        return "pip install --force-reinstall --no-deps driftcheck"
    start = f"driftcheck --snapshots {shlex.quote(str(folder))}" if snapshots else "driftcheck"
    if trouble.path.name == CATALOG:
        return f"{start} snapshot prune"
    return f"{start} snapshot add {trouble.distribution}"

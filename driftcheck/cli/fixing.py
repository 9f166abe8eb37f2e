"""Fixes on their way to files and to the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from driftcheck.cli.writing import write_whole
from driftcheck.errors import ConfigError
from driftcheck.model.findings import Finding
from driftcheck.model.replacements import Fit
from driftcheck.reporting.text import count, printable

if TYPE_CHECKING:
    from driftcheck.model.edits import FixedFile, Repair


def write_files(repair: Repair) -> None:
    """Write every file that changes, each whole or not at all.

    Raises:
        ConfigError: A file cannot be written, or is no longer what was checked.
    """
    for file in repair.files:
        if file.is_changed:
            _replace(file)


def diff_lines(repair: Repair) -> Iterator[str]:
    """The lines of a unified diff of every file that changes; for a terminal without what could command it."""
    from difflib import unified_diff  # noqa: PLC0415  only where a diff is asked for

    from driftcheck.fixes.texts import decode  # noqa: PLC0415  an optional dependency

    shown = printable if sys.stdout.isatty() else str
    for file in repair.files:
        before, after = (decode(data).text.splitlines(keepends=True) for data in (file.before, file.after))
        for line in unified_diff(before, after, file.path, file.path):
            ended = line.endswith("\n")
            yield shown(line.rstrip("\n") if ended else line)
            if not ended:
                yield "\\ No newline at end of file"


def summary_lines(repair: Repair, *, unsafe: bool, is_written: bool) -> Iterator[str]:
    """What was mended, what was not and why, and what could be."""
    done, idle = ("Fixed", "Nothing fixed.") if is_written else ("Would fix", "Nothing to fix.")
    yield from _done_lines(repair, done, idle, "Not fixed")
    more = 0 if unsafe else sum(_is_for_unsafe(finding) for finding in repair.report.findings)
    if more:
        yield f"{count(more, 'finding')} may be fixed with --unsafe-fixes."


def ignore_lines(repair: Repair, *, is_written: bool) -> Iterator[str]:
    """What comments were added for, and what stays as it was and why."""
    verb, idle = ("Added", "Nothing silenced.") if is_written else ("Would add", "Nothing to silence.")
    yield from _done_lines(repair, f"{verb} comments that silence", idle, "Not silenced")


def _done_lines(repair: Repair, done: str, idle: str, left: str) -> Iterator[str]:
    """What was done for how many findings, and which were left, in the words for it."""
    number = sum(len(file.fixed) for file in repair.files)
    changed = sum(file.is_changed for file in repair.files)
    yield f"{done} {count(number, 'finding')} in {count(changed, 'file')}." if number else idle
    for file in repair.files:
        for refusal in file.refused:
            finding = refusal.finding
            place = f"{finding.location.path}:{finding.location.line}"
            yield printable(f"{left}: {place} {finding.symbol}: {refusal.reason}.")


def show_summary(lines: Iterable[str], *, is_data: bool) -> None:
    """Print a summary; beside data that other programs read, on standard error."""
    for line in lines:
        click.echo(line, err=is_data)


def _is_for_unsafe(finding: Finding) -> bool:
    return finding.replacement is not None and finding.replacement.fit is Fit.ADAPTED


def _replace(file: FixedFile) -> None:
    """Put the new content in the place of the old, through a file beside it."""
    try:
        target = Path(file.path).resolve(strict=True)
        if target.read_bytes() != file.before:
            raise ConfigError(f"{file.path}: was changed while it was checked, and is left as it is")
        write_whole(target, file.after)
    except OSError as error:
        raise ConfigError(f"{file.path}: cannot be written: {error.strerror}") from error

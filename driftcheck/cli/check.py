"""`driftcheck check`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from driftcheck.api import Checker
from driftcheck.cli import options
from driftcheck.cli.exit_codes import ExitCode
from driftcheck.cli.output import lines_within, painter_for, source_lines, write_lines
from driftcheck.config import read_python_version
from driftcheck.model.findings import Report, Severity
from driftcheck.reporting.concise import concise
from driftcheck.reporting.full import SourceLines, full
from driftcheck.reporting.json_format import json_document, json_lines
from driftcheck.reporting.painting import Painter
from driftcheck.reporting.statistics import statistics_lines
from driftcheck.source.programs import Fences

_FORMATS: dict[str, Callable[[Report, Painter, SourceLines], Iterator[str]]] = {
    "text": full,
    "concise": lambda report, painter, _: concise(report, painter),
    "json": lambda report, *_: json_document(report),
    "jsonl": lambda report, *_: json_lines(report),
}
_FOR_PEOPLE = frozenset({"text", "concise"})
_STANDARD_INPUT = "-"


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@options.pin
@options.python
@options.python_version
@click.option(
    "--stdin-filename", metavar="PATH", help="What `-` (standard input) is called: its ending says what it is."
)
@click.option("--markdown", "with_markdown", is_flag=True, help="Search folders for Markdown, too.")
@click.option(
    "--fences",
    type=click.Choice([mode.value for mode in Fences]),
    default=Fences.JOINED.value,
    show_default=True,
    help="Whether the pieces of Python in one Markdown text are one program.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(_FORMATS)),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option(
    "--statistics", "with_statistics", is_flag=True, help="Say how much was judged, and what stood in the way."
)
@options.color
@click.option("--exit-zero", is_flag=True, help="Exit 0 also when something was found.")
@click.pass_obj
def command(
    snapshots: tuple[Path, ...],
    *,
    paths: tuple[str, ...],
    pins: tuple[str, ...],
    python: Path | None,
    python_version: str | None,
    stdin_filename: str | None,
    with_markdown: bool,
    fences: str,
    format_name: str,
    with_statistics: bool,
    color: str,
    exit_zero: bool,
) -> int:
    """Check files and folders (default: the current folder) against the project's pins.

    Pins come from lock files, requirements files, pyproject.toml or the environment, found from the given paths
    upward. Nothing that is checked is run or imported. Folders are searched for modules and notebooks; a text in
    Markdown that is named is checked for the Python in its fences, and `-` reads standard input.

    \b
    Examples:
      driftcheck
      driftcheck check src tests --format concise
      driftcheck check --pin pandas==2.2.3 notebook.ipynb
      driftcheck check - --stdin-filename answer.md < answer.md
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    checker = Checker(
        pins=pins,
        python=python,
        python_version=read_python_version(python_version) if python_version else None,
        snapshots=snapshots,
        fences=Fences(fences),
        with_markdown=with_markdown,
    )
    if _STANDARD_INPUT in paths:
        report, lines = _check_input(checker, paths, stdin_filename or _STANDARD_INPUT)
    else:
        report, lines = checker.check_paths(paths or (".",)), source_lines
    painter = painter_for(color)
    write_lines(_FORMATS[format_name](report, painter, lines))
    if with_statistics and format_name in _FOR_PEOPLE:
        write_lines(statistics_lines(report, painter))
    has_findings = any(finding.severity is not Severity.INFORMATION for finding in report.findings)
    return ExitCode.FINDINGS if has_findings and not exit_zero else ExitCode.CLEAN


def _check_input(checker: Checker, paths: tuple[str, ...], name: str) -> tuple[Report, SourceLines]:
    """Check standard input; the report, and where its excerpts come from."""
    if len(paths) > 1:
        raise click.UsageError("standard input is checked alone")
    text = sys.stdin.buffer.read()
    return checker.check_source(text, path=name), lambda _, cell: lines_within(text, cell)

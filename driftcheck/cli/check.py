"""`driftcheck check`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from driftcheck.api import Checker
from driftcheck.cli import options
from driftcheck.cli.exit_codes import ExitCode
from driftcheck.cli.output import painter_for, source_lines, write_lines
from driftcheck.config import read_python_version
from driftcheck.model.findings import Report, Severity
from driftcheck.reporting.concise import concise
from driftcheck.reporting.full import full
from driftcheck.reporting.json_format import json_document, json_lines
from driftcheck.reporting.painting import Painter
from driftcheck.reporting.statistics import statistics_lines

_FORMATS: dict[str, Callable[[Report, Painter], Iterator[str]]] = {
    "text": lambda report, painter: full(report, painter, source_lines),
    "concise": concise,
    "json": lambda report, _: json_document(report),
    "jsonl": lambda report, _: json_lines(report),
}
_FOR_PEOPLE = frozenset({"text", "concise"})


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@options.pin
@options.python
@options.python_version
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
    format_name: str,
    with_statistics: bool,
    color: str,
    exit_zero: bool,
) -> int:
    """Check files and folders (default: the current folder) against the project's pins.

    Pins come from lock files, requirements files, pyproject.toml or the environment, found from the given paths
    upward. Nothing that is checked is run or imported.

    \b
    Examples:
      driftcheck
      driftcheck check src tests --format concise
      driftcheck check --pin pandas==2.2.3 notebook.py
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    checker = Checker(
        pins=pins,
        python=python,
        python_version=read_python_version(python_version) if python_version else None,
        snapshots=snapshots,
    )
    report = checker.check_paths(paths or (".",))
    painter = painter_for(color)
    write_lines(_FORMATS[format_name](report, painter))
    if with_statistics and format_name in _FOR_PEOPLE:
        write_lines(statistics_lines(report, painter))
    has_findings = any(finding.severity is not Severity.INFORMATION for finding in report.findings)
    return ExitCode.FINDINGS if has_findings and not exit_zero else ExitCode.CLEAN

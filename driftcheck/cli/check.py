"""`driftcheck check`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import click

from driftcheck.api import Checker, project_of
from driftcheck.cli import options
from driftcheck.cli.configuring import configuration_for
from driftcheck.cli.exit_codes import ExitCode
from driftcheck.cli.fixing import diff_lines, show_summary, write_files
from driftcheck.cli.output import lines_within, painter_for, source_lines, write_lines
from driftcheck.model.edits import Repair
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
@options.config
@options.isolated
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
@click.option("--fix", "with_fix", is_flag=True, help="Write what can safely be written instead into the files.")
@click.option("--diff", "with_diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--unsafe-fixes", "unsafe", is_flag=True, help="With --fix or --diff: also changes that you should look at."
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
    config_file: Path | None,
    isolated: bool,
    stdin_filename: str | None,
    with_markdown: bool,
    fences: Literal["joined", "separate"],
    format_name: str,
    with_statistics: bool,
    with_fix: bool,
    with_diff: bool,
    unsafe: bool,
    color: str,
    exit_zero: bool,
) -> int:
    """Check files and folders (default: the current folder) against the project's pins.

    Pins come from lock files, requirements files, pyproject.toml or the environment, found from the given paths
    upward; the configuration from the nearest driftcheck.toml, or pyproject.toml with a table [tool.driftcheck].
    Nothing that is checked is run or imported. Folders are searched for modules and notebooks; a text in
    Markdown that is named is checked for the Python in its fences, and `-` reads standard input.

    \b
    Examples:
      driftcheck
      driftcheck check src tests --format concise
      driftcheck check --pin pandas==2.2.3 notebook.ipynb
      driftcheck check - --stdin-filename answer.md < answer.md
      driftcheck check --diff --unsafe-fixes src
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    named = [(stdin_filename or ".") if path == _STANDARD_INPUT else path for path in paths or (".",)]
    configuration = configuration_for(
        project_of(named, Path.cwd()),
        config_file=config_file,
        isolated=isolated,
        snapshots=snapshots,
        python_version=python_version,
    )
    checker = Checker(
        pins=pins,
        python=python,
        python_version=configuration.python_version,
        snapshots=configuration.snapshots,
        fences=fences,
        with_markdown=with_markdown,
        import_names=configuration.import_names,
    )
    repair: Repair | None = None
    lines: SourceLines = source_lines
    if with_fix or with_diff:
        if _STANDARD_INPUT in paths:
            raise click.UsageError("standard input cannot be fixed")
        repair = checker.mend_paths(paths or (".",), unsafe=unsafe)
        if with_diff:
            return _show_diff(repair, unsafe=unsafe, exit_zero=exit_zero)
        write_files(repair)
        report = repair.report
    elif _STANDARD_INPUT in paths:
        report, lines = _check_input(checker, paths, stdin_filename or _STANDARD_INPUT)
    else:
        report = checker.check_paths(paths or (".",))
    painter = painter_for(color)
    write_lines(_FORMATS[format_name](report, painter, lines))
    if with_statistics and format_name in _FOR_PEOPLE:
        write_lines(statistics_lines(report, painter))
    if repair is not None:
        show_summary(repair, unsafe=unsafe, is_written=True, is_data=format_name not in _FOR_PEOPLE)
    return ExitCode.FINDINGS if _has_findings(report) and not exit_zero else ExitCode.CLEAN


def _show_diff(repair: Repair, *, unsafe: bool, exit_zero: bool) -> ExitCode:
    """Print what would change. That there is something to change counts as a finding."""
    write_lines(diff_lines(repair))
    show_summary(repair, unsafe=unsafe, is_written=False, is_data=True)
    is_clean = not any(file.is_changed for file in repair.files) and not _has_findings(repair.report)
    return ExitCode.CLEAN if is_clean or exit_zero else ExitCode.FINDINGS


def _has_findings(report: Report) -> bool:
    return any(finding.severity is not Severity.INFORMATION for finding in report.findings)


def _check_input(checker: Checker, paths: tuple[str, ...], name: str) -> tuple[Report, SourceLines]:
    """Check standard input; the report, and where its excerpts come from."""
    if len(paths) > 1:
        raise click.UsageError("standard input is checked alone")
    text = sys.stdin.buffer.read()
    return checker.check_source(text, path=name), lambda _, cell: lines_within(text, cell)

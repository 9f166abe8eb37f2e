"""`driftcheck check`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from driftcheck.api import Checker
from driftcheck.cli import options
from driftcheck.cli.baselining import is_as_configured, open_baseline, sifted
from driftcheck.cli.configuring import InputOptions, configuration_for
from driftcheck.cli.exit_codes import ExitCode
from driftcheck.cli.fixing import diff_lines, show_summary, write_files
from driftcheck.cli.output import painter_for, write_lines
from driftcheck.cli.selecting import Named, read_named, select
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


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(allow_dash=True))
@options.files_from
@options.exclude
@options.extend_exclude
@options.force_exclude
@options.baseline
@options.update_baseline
@options.since
@options.staged
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
@click.option(
    "--fetch", is_flag=True, help="Before checking, read pinned releases that no snapshot holds from the package index."
)
@click.option("--offline", is_flag=True, help="Use no network, whatever the configuration says.")
@options.color
@click.option("--exit-zero", is_flag=True, help="Exit 0 also when something was found.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    files_from: str | None,
    exclude: tuple[str, ...],
    extend_exclude: tuple[str, ...],
    force_exclude: bool | None,
    baseline: Path | None,
    is_baseline_updated: bool,
    since: str | None,
    is_staged: bool,
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
    fetch: bool,
    offline: bool,
    color: str,
    exit_zero: bool,
) -> int:
    """Check files and folders (default: the current folder) against the project's pins.

    Pins come from lock files, requirements files, pyproject.toml or the environment, found from the given paths
    upward; the configuration from the nearest driftcheck.toml, or pyproject.toml with a table [tool.driftcheck].
    Nothing that is checked is run or imported. Folders are searched for modules and notebooks; a text in
    Markdown that is named is checked for the Python in its fences, and `-` reads standard input. What git ignores,
    virtual environments and folders of tools are passed over, unless they are named.

    A baseline hides findings that were there before, by file, rule, symbol and enclosing function, so that it survives
    edits elsewhere. Fixes take no notice of it.

    \b
    Examples:
      driftcheck
      driftcheck check src tests --format concise
      driftcheck check --pin pandas==2.2.3 notebook.ipynb
      driftcheck check --fetch
      driftcheck check - --stdin-filename answer.md < answer.md
      driftcheck check --diff --unsafe-fixes src
      driftcheck check --baseline known.json --update-baseline
      driftcheck check --since origin/main...
      driftcheck check --staged --force-exclude
      git diff --name-only -z | driftcheck check --files-from -
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    is_mended = with_fix or with_diff
    named = read_named(paths, files_from, stdin_filename, with_markdown=with_markdown)
    _refuse_contradictions(
        named, is_mended=is_mended, is_partial=since is not None or is_staged, is_baseline_updated=is_baseline_updated
    )
    if since is not None and is_staged:
        raise click.UsageError("--staged compares with the last commit: give no --since with it")
    snapshots: tuple[Path, ...] = ctx.obj
    configuration = configuration_for(
        named.project,
        config_file=config_file,
        isolated=isolated,
        snapshots=snapshots,
        python_version=python_version,
        fetch=fetch,
        offline=offline,
        inputs=InputOptions(exclude, extend_exclude, force_exclude, baseline),
    )
    known = open_baseline(
        configuration.baseline,
        is_updated=is_baseline_updated,
        is_shortened=named.is_whole and since is None and not is_staged and not with_diff and is_as_configured(ctx),
    )
    task = select(named, configuration, with_markdown=with_markdown, since=since, is_staged=is_staged)
    if not task.entries and task.changed is None:
        click.echo("driftcheck: warning: no Python files found", err=True)

    def carry_out() -> tuple[Report, Repair | None]:
        """With the snapshots as they are now."""
        checker = Checker(
            pins=pins,
            python=python,
            python_version=configuration.python_version,
            snapshots=configuration.snapshots,
            fences=fences,
            with_markdown=with_markdown,
            import_names=configuration.import_names,
        )
        if not is_mended:
            return task.check(checker), None
        repair = task.mend(checker, unsafe=unsafe)
        return repair.report, repair

    report, repair = carry_out()
    if configuration.may_fetch and _complete(report, configuration.snapshots):
        report, repair = carry_out()
    report, keep_baseline = sifted(report, task, known)
    if repair is not None:
        repair = replace(repair, report=report)
    if repair is not None and with_diff:
        return _show_diff(repair, unsafe=unsafe, exit_zero=exit_zero)
    if repair is not None:
        write_files(repair)
    painter = painter_for(color)
    write_lines(_FORMATS[format_name](report, painter, task.lines))
    if with_statistics and format_name in _FOR_PEOPLE:
        write_lines(statistics_lines(report, painter))
    if repair is not None:
        show_summary(repair, unsafe=unsafe, is_written=True, is_data=format_name not in _FOR_PEOPLE)
    keep_baseline()
    return ExitCode.FINDINGS if _has_findings(report) and not exit_zero else ExitCode.CLEAN


def _show_diff(repair: Repair, *, unsafe: bool, exit_zero: bool) -> ExitCode:
    """Print what would change. That there is something to change counts as a finding."""
    write_lines(diff_lines(repair))
    show_summary(repair, unsafe=unsafe, is_written=False, is_data=True)
    is_clean = not any(file.is_changed for file in repair.files) and not _has_findings(repair.report)
    return ExitCode.CLEAN if is_clean or exit_zero else ExitCode.FINDINGS


def _has_findings(report: Report) -> bool:
    return any(finding.severity is not Severity.INFORMATION for finding in report.findings)


def _refuse_contradictions(named: Named, *, is_mended: bool, is_partial: bool, is_baseline_updated: bool) -> None:
    if is_mended and named.is_input:
        raise click.UsageError("standard input cannot be fixed")
    if is_partial and named.is_input:
        raise click.UsageError("standard input has no history: give no --since or --staged with it")
    if is_partial and is_mended:
        raise click.UsageError("a fix looks at whole files: give no --since or --staged with --fix or --diff")
    if is_partial and is_baseline_updated:
        raise click.UsageError("a baseline knows whole files: give no --since or --staged with --update-baseline")


def _complete(report: Report, snapshots: tuple[Path, ...]) -> bool:
    """Fetch what the report found missing; whether a new check knows more."""
    if not report.summary.missing and not report.summary.unclaimed:
        return False
    from driftcheck.cli.fetching import complete  # noqa: PLC0415  the network is for those who ask for it

    return complete(report.summary, snapshots)

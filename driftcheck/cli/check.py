"""`driftcheck check`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from driftcheck.api import Checker
from driftcheck.cache.folder import FOLDER, folder_for
from driftcheck.cli import options
from driftcheck.cli.baselining import is_as_configured, open_baseline, sifted
from driftcheck.cli.choosing import chosen_by, with_chosen
from driftcheck.cli.configuring import InputOptions, configuration_for
from driftcheck.cli.exit_codes import ExitCode
from driftcheck.cli.fixing import diff_lines, ignore_lines, show_summary, summary_lines, write_files
from driftcheck.cli.formats import FORMATS, context_for
from driftcheck.cli.output import painter_for, write_lines
from driftcheck.cli.outputs import read_outputs
from driftcheck.cli.progress import bar
from driftcheck.cli.selecting import Named, read_named, select
from driftcheck.model.findings import Report, Severity
from driftcheck.source.programs import Fences
from driftcheck.source.progress import unwatched

if TYPE_CHECKING:
    from driftcheck.model.edits import Repair


class CheckCommand(click.Command):
    """A command of which one option may have a value behind an equals sign, or none."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `--add-ignore src` as an option without a value, and a path."""
        end = args.index("--") if "--" in args else len(args)
        given = [f"{one}=" if one == "--add-ignore" and place < end else one for place, one in enumerate(args)]
        return super().parse_args(ctx, given)


@click.command("check", cls=CheckCommand)
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
@options.platform
@options.lock
@click.option(
    "--all-environments", is_flag=True, help="Check every set of versions that the project's markers can select."
)
@options.config
@options.isolated
@options.select
@options.extend_select
@options.ignore
@options.per_file_ignores
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
    type=click.Choice(list(FORMATS)),
    help="How to report on standard output.  [default: full]",
)
@click.option(
    "--output",
    "wanted",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Report to FILE, too, or with `-` to standard output instead. Repeatable.",
)
@click.option("-q", "--quiet", count=True, help="Print findings and nothing else; -qq prints nothing at all.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Say where each pin comes from, and why references are unknown, by file."
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
    "--add-ignore",
    "ignore_reason",
    metavar="[=REASON]",
    help="Write comments that silence what is found into the files, with a reason behind each if one is given.",
)
@click.option(
    "--fetch", is_flag=True, help="Before checking, read pinned releases that no snapshot holds from the package index."
)
@click.option("--offline", is_flag=True, help="Use no network, whatever the configuration says.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what is remembered of unchanged files.")
@click.option(
    "--cache-dir",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="DRIFTCHECK_CACHE_DIR",
    metavar="FOLDER",
    help=f"Where to remember it, instead of in {FOLDER} at the project's root.",
)
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
    platform: str | None,
    lock: Path | None,
    all_environments: bool,
    config_file: Path | None,
    isolated: bool,
    chosen: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    per_file_ignores: tuple[str, ...],
    stdin_filename: str | None,
    with_markdown: bool,
    fences: Literal["joined", "separate"],
    format_name: str | None,
    wanted: tuple[str, ...],
    quiet: int,
    verbose: bool,
    with_statistics: bool,
    with_fix: bool,
    with_diff: bool,
    unsafe: bool,
    ignore_reason: str | None,
    fetch: bool,
    offline: bool,
    no_cache: bool,
    cache_dir: Path | None,
    color: str,
    exit_zero: bool,
) -> int:
    """Check files and folders (default: the current folder) against the project's pins.

    Pins come from lock files, requirements files, pyproject.toml or the environment, for each file from the nearest
    folder upward, or from the block of a script (PEP 723); the configuration from the nearest driftcheck.toml, or
    pyproject.toml with a table [tool.driftcheck]. Nothing that is checked is run or imported. Folders are searched for
    modules and notebooks; a text in Markdown that is named is checked for the Python in its fences, and `-` reads
    standard input. What git ignores, virtual environments and folders of tools are passed over, unless they are named.

    A baseline hides findings that were there before, by file, rule, symbol and enclosing function, so that it survives
    edits elsewhere. Fixes take no notice of it.

    \b
    Examples:
      driftcheck
      driftcheck check src tests --format concise
      driftcheck check --output sarif=drift.sarif --output markdown=comment.md
      driftcheck check --pin pandas==2.2.3 notebook.ipynb
      driftcheck check --fetch
      driftcheck check - --stdin-filename answer.md < answer.md
      driftcheck check --diff --unsafe-fixes src
      driftcheck check --select DC1 --add-ignore="until the move to 2.0" src
      driftcheck check --baseline known.json --update-baseline
      driftcheck check --since origin/main...
      driftcheck check --staged --force-exclude
      git diff --name-only -z | driftcheck check --files-from -
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose ask for opposite things")
    if ignore_reason is not None and (with_fix or unsafe):
        raise click.UsageError("--add-ignore silences what --fix would mend: give one of them")
    outputs = read_outputs(format_name, wanted)
    is_mended = with_fix or with_diff or ignore_reason is not None
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
        platform=platform,
        fetch=fetch,
        offline=offline,
        inputs=InputOptions(exclude, extend_exclude, force_exclude, baseline),
    )
    configuration = with_chosen(
        configuration, select=chosen, extend=extend_select, ignore=ignore, per_file=per_file_ignores
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
            lock=lock,
            platform=configuration.platform,
            all_environments=all_environments,
            cache=None if no_cache else cache_dir or configuration.cache_dir or folder_for(named.project, Path.cwd()),
            preferences=chosen_by(configuration),
            deprecations=configuration.deprecations,
        )
        with bar(is_wanted=not quiet) as watch:
            if not is_mended:
                return task.check(checker, watch or unwatched), None
            repair = (
                task.mend(checker, unsafe=unsafe)
                if ignore_reason is None
                else task.silence(checker, reason=ignore_reason)
            )
        return repair.report, repair

    report, repair = carry_out()
    if configuration.may_fetch and _complete(report, configuration.snapshots):
        report, repair = carry_out()
    report, keep_baseline = sifted(report, task, known)
    said: Sequence[str] = ()
    if repair is not None:
        repair = replace(repair, report=report)
        is_written = not with_diff
        said = [
            *(
                summary_lines(repair, unsafe=unsafe, is_written=is_written)
                if ignore_reason is None
                else ignore_lines(repair, is_written=is_written)
            )
        ]
    if repair is not None and with_diff:
        return _show_diff(repair, said, is_quiet=quiet > 0, exit_zero=exit_zero)
    if repair is not None:
        write_files(repair)
    plain = replace(
        context_for(with_statistics=with_statistics, is_quiet=quiet > 0, is_verbose=verbose), source_lines=task.lines
    )
    outputs.show(report, replace(plain, painter=painter_for(color)), plain, is_silent=quiet > 1)
    if repair is not None and not quiet:
        show_summary(said, is_data=not outputs.is_for_people)
    keep_baseline()
    return ExitCode.FINDINGS if _has_findings(report) and not exit_zero else ExitCode.CLEAN


def _show_diff(repair: Repair, said: Sequence[str], *, is_quiet: bool, exit_zero: bool) -> ExitCode:
    """Print what would change. That there is something to change counts as a finding."""
    write_lines(diff_lines(repair))
    if not is_quiet:
        show_summary(said, is_data=True)
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

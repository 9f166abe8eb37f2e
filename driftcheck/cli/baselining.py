"""The baseline of a run: read before the check, laid over its report, and brought up to date after it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import click
from click.core import ParameterSource

from driftcheck.baseline.document import read_baseline, write_baseline
from driftcheck.baseline.fingerprints import Baseline, Frame
from driftcheck.baseline.matching import Coverage, shortened, updated
from driftcheck.cli.selecting import Task
from driftcheck.errors import ConfigError
from driftcheck.model.findings import Report
from driftcheck.reporting.text import count, printable
from driftcheck.sifting import Known, sift

_HARMLESS = frozenset(
    {
        *("paths", "files_from", "with_markdown", "exclude", "extend_exclude", "force_exclude", "baseline"),
        *(
            "format_name",
            "wanted",
            "with_statistics",
            "color",
            "quiet",
            "verbose",
            "exit_zero",
            "no_cache",
            "cache_dir",
            "jobs",
        ),
        *("with_fix", "unsafe", "fetch", "offline"),
    }
)
"""Options by which no file is judged otherwise. Any other may hide what would be found without it."""


@dataclass(frozen=True, slots=True)
class BaselineFile:
    """A baseline, where it is kept, and what may become of it."""

    path: Path
    known: Known
    is_updated: bool
    """Whether it is to know all that is found."""
    is_shortened: bool
    """Whether it may lose what is gone: by a run over whole folders, as the project is configured."""

    @classmethod
    def open(cls, path: Path, *, is_updated: bool, is_shortened: bool) -> BaselineFile:
        """Read a baseline.

        Raises:
            ConfigError: There is none, or it is not to be read.
        """
        here = Path.cwd()
        place = here / path
        frame = Frame(Path(os.path.realpath(place.parent)), Path(os.path.realpath(here)))
        if not place.exists():
            if not is_updated:
                raise ConfigError(f"{path}: there is no such baseline; --update-baseline writes it")
            if not place.parent.is_dir():
                raise ConfigError(f"{path}: there is no such folder")
            baseline = Baseline()
        else:
            baseline = read_baseline(place, str(path))
        return cls(path, Known(baseline, frame), is_updated, is_shortened)

    def settled(self, report: Report, checked: Iterable[str]) -> tuple[Known, Callable[[], None]]:
        """What is known after a run; and what to do, once its report is out, so that the next one knows it too.

        Args:
            report: All that was found.
            checked: The files that were looked at.
        """
        baseline, frame = self.known.baseline, self.known.frame
        coverage = Coverage.of(checked, report, frame)
        if self.is_updated:
            new = updated(baseline, report.findings, frame, coverage)
            return replace(self.known, baseline=new), lambda: self._write(
                new, f"holds {count(new.total, 'finding')} now"
            )
        rest = shortened(baseline, report.findings, frame, coverage)
        gone = baseline.total - rest.total
        if not gone or not self.is_shortened:
            return self.known, _nothing
        if _in_ci():
            said = f"{count(gone, 'finding')} of it gone; --update-baseline takes what is gone out of it"
            return self.known, lambda: self._say(said)
        return self.known, lambda: self._write(rest, f"{count(gone, 'finding')} of it gone, and taken out of it")

    def _write(self, baseline: Baseline, said: str) -> None:
        write_baseline(Path.cwd() / self.path, baseline, str(self.path))
        self._say(said)

    def _say(self, said: str) -> None:
        click.echo(f"driftcheck: {printable(str(self.path))}: {said}", err=True)


def _nothing() -> None:
    """There is nothing to do."""


def _in_ci() -> bool:
    """Whether nobody is there who could look at a changed file."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false", "no"}


def open_baseline(path: Path | None, *, is_updated: bool, is_shortened: bool) -> BaselineFile | None:
    """The baseline of a run; None where there is none.

    Args:
        path: Where it is kept.
        is_updated: Whether it is to know all that is found.
        is_shortened: Whether it may lose what is gone.

    Raises:
        ConfigError: There is no such file, or it is not to be read.
    """
    if path is not None:
        return BaselineFile.open(path, is_updated=is_updated, is_shortened=is_shortened)
    if is_updated:
        raise click.UsageError(
            "--update-baseline: name the file with --baseline, or with `baseline` in the configuration"
        )
    return None


def sifted(report: Report, task: Task, baseline: BaselineFile | None) -> tuple[Report, Callable[[], None]]:
    """The report on what is new; and what to do once it is out, so that the baseline is up to date.

    Args:
        report: All that was found.
        task: What was checked.
        baseline: What is known.
    """
    if baseline is None and task.changed is None:
        return report, _nothing
    checked = [entry.path for entry in task.entries]
    if baseline is None:
        return sift(report, checked, changed=task.changed), _nothing
    known, keep = baseline.settled(report, checked)
    return sift(report, checked, changed=task.changed, known=known), keep


def is_as_configured(ctx: click.Context) -> bool:
    """Whether a run judges as the project's configuration has it: nothing on the command line makes it find less.

    Args:
        ctx: That of the command.
    """
    given = {
        name
        for context in (ctx, *([ctx.parent] if ctx.parent else []))
        for name in context.params
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    return given <= _HARMLESS

"""`--format` and `--output`: which reports are wanted, and where they go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from driftcheck.cli.formats import FORMATS, render
from driftcheck.cli.output import write_lines
from driftcheck.cli.writing import refuse_unwritable, write_whole
from driftcheck.errors import ConfigError
from driftcheck.model.findings import Report
from driftcheck.reporting.context import Context

_STANDARD_OUTPUT = "-"
_DEFAULT = "full"


class Outputs(NamedTuple):
    """What is asked for."""

    printed: str
    """The format on standard output."""
    files: tuple[tuple[str, Path], ...] = ()
    """(format, file)."""

    @property
    def is_for_people(self) -> bool:
        """Whether people read standard output."""
        return FORMATS[self.printed].is_for_people

    def show(self, report: Report, context: Context, plain: Context, *, is_silent: bool) -> None:
        """Write the files, then print.

        Args:
            report: What was found.
            context: What the printed format is handed.
            plain: What formats in files are handed.
            is_silent: Whether nothing is printed.

        Raises:
            ConfigError: A file cannot be written.
        """
        for name, path in self.files:
            text = "".join(f"{line}\n" for line in render(name, report, plain))
            try:
                write_whole(path, text.encode("utf-8", "backslashreplace"))
            except OSError as error:
                raise ConfigError(f"{path}: cannot be written: {error.strerror or error}") from error
        if not is_silent:
            write_lines(render(self.printed, report, context))


def read_outputs(format_name: str | None, wanted: Sequence[str]) -> Outputs:
    """Read the options.

    Args:
        format_name: Of `--format`; None where it is not given.
        wanted: `FORMAT=FILE`, with `-` for standard output.

    Raises:
        click.UsageError: A format is none, no file is named, or two reports would go to one place.
        ConfigError: A file could not be written.
    """
    printed = format_name
    files: dict[Path, str] = {}
    for entry in wanted:
        name, is_given, place = entry.partition("=")
        if name not in FORMATS:
            raise click.UsageError(f"--output {entry}: no format {name!r}; there are {', '.join(FORMATS)}")
        if not is_given or not place:
            raise click.UsageError(f"--output {entry}: expected FORMAT=FILE, or FORMAT=- for standard output")
        if place == _STANDARD_OUTPUT:
            if printed is not None:
                raise click.UsageError(f"--output {entry}: standard output takes one report, and {printed} goes there")
            printed = name
            continue
        path = Path(place)
        if path in files:
            raise click.UsageError(f"--output {entry}: {files[path]} goes to that file already")
        refuse_unwritable(path)
        files[path] = name
    return Outputs(printed or _DEFAULT, tuple((name, path) for path, name in files.items()))

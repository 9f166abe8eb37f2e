"""`driftcheck pins`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from driftcheck.api import open_surfaces
from driftcheck.cli import options
from driftcheck.cli.configuring import configuration_for
from driftcheck.cli.output import write_lines
from driftcheck.config.settings import Settings
from driftcheck.engine import settle
from driftcheck.model.releases import Pin, Selection
from driftcheck.reporting.text import printable

_COLUMNS = ("DISTRIBUTION", "VERSION", "KIND", "SOURCE", "SNAPSHOT")


@click.command("pins")
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False))
@options.pin
@options.python
@options.python_version
@options.config
@options.isolated
@click.pass_obj
def command(
    snapshots: tuple[Path, ...],
    *,
    folder: str,
    pins: tuple[str, ...],
    python: Path | None,
    python_version: str | None,
    config_file: Path | None,
    isolated: bool,
) -> None:
    """Show the releases that a project is held to, where that is written, and what stands in for them.

    What the table shows is what `driftcheck check` judges by.

    \b
    Examples:
      driftcheck pins
      driftcheck pins services/api --python-version 3.12
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    project = Path(folder).resolve()
    configuration = configuration_for(
        project, config_file=config_file, isolated=isolated, snapshots=snapshots, python_version=python_version
    )
    settings = Settings(project, pins, python, configuration.python_version)
    surfaces = open_surfaces(configuration.snapshots, configuration.import_names)
    found, environment = settle(settings, surfaces)
    rows = [_row(pin, environment.selection(name)) for name, pin in sorted(found.pins.items())]
    write_lines(_table([_COLUMNS, *rows]))
    write_lines(printable(f"Not pinned: {u.distribution} ({u.reason}), {u.source}") for u in found.unpinned)
    write_lines(printable(f"Note: {note}") for note in found.notes)


def _row(pin: Pin, selection: Selection | None) -> tuple[str, ...]:
    """The cells of one pin; a range shows the release that it leads to."""
    version = selection.version if selection else pin.version or pin.specifier
    releases = " and ".join(str(release.version) for release in selection.releases) if selection else ""
    return (pin.distribution, str(version), str(pin.kind), str(pin.source), releases or "none")


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield printable("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

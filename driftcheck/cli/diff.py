"""`driftcheck diff`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from driftcheck.cli import options
from driftcheck.cli.output import painter_for, write_lines
from driftcheck.inquiry import compare
from driftcheck.model.differences import Comparison
from driftcheck.reporting.differences import json_comparison, markdown, text
from driftcheck.reporting.painting import Painter
from driftcheck.snapshot.store import SnapshotStore

_FORMATS: dict[str, Callable[[Comparison, Painter, bool], Iterator[str]]] = {
    "text": lambda comparison, painter, everything: text(comparison, painter, everything=everything),
    "json": lambda comparison, _, everything: json_comparison(comparison, everything=everything),
    "markdown": lambda comparison, _, everything: markdown(comparison, everything=everything),
}


@click.command("diff")
@click.argument("name")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(_FORMATS)),
    default="text",
    show_default=True,
    help="How to answer.",
)
@click.option("--all", "everything", is_flag=True, help="Also private and merely imported names.")
@options.color
@click.pass_obj
def command(
    snapshots: tuple[Path, ...],
    *,
    name: str,
    old: str,
    new: str,
    format_name: str,
    everything: bool,
    color: str,
) -> None:
    """Tell what the distribution NAME lost, deprecated, gained and called anew from release OLD to NEW.

    With what to write instead, where that is known. Both releases must be recorded: `driftcheck snapshot list`.

    \b
    Examples:
      driftcheck diff pandas 1.5.3 2.2.3 --format markdown
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    comparison = compare(SnapshotStore.open(snapshots), name, old, new)
    write_lines(_FORMATS[format_name](comparison, painter_for(color), everything))

"""`driftcheck lookup`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from driftcheck.cli import options
from driftcheck.cli.configuring import configuration_for
from driftcheck.cli.output import painter_for, write_lines
from driftcheck.inquiry import answer, settle_without_project
from driftcheck.model.replacements import Replacement
from driftcheck.model.resolutions import Confidence
from driftcheck.reporting.json_format import json_line
from driftcheck.reporting.painting import Painter, Style
from driftcheck.reporting.records import deprecation_record, evidence_record, lifespan_record, replacement_record
from driftcheck.reporting.text import printable
from driftcheck.reporting.wording import advice
from driftcheck.resolution.lookup import Standing, Verdict
from driftcheck.snapshot.store import SnapshotStore

_STYLES = {
    Standing.ABSENT: Style.RED,
    Standing.UNRELEASED: Style.RED,
    Standing.DEPRECATED: Style.YELLOW,
    Standing.PRESENT: Style.GREEN,
    Standing.UNKNOWN: Style.DIM,
}


@click.command("lookup")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@options.pin
@options.python_version
@options.config
@options.answer_format
@options.color
@click.pass_obj
def command(
    snapshots: tuple[Path, ...],
    *,
    paths: tuple[str, ...],
    pins: tuple[str, ...],
    python_version: str | None,
    config_file: Path | None,
    format_name: str,
    color: str,
) -> None:
    """Tell what became of dotted paths: present, absent, deprecated, unreleased or unknown.

    `-` reads paths from standard input. A parameter is asked as `pandas.read_csv(squeeze)`. No project is looked
    at: without --pin, the newest recorded release answers, and only what --config names is read.

    \b
    Examples:
      driftcheck lookup pandas.DataFrame.append 'pandas.read_csv(squeeze)'
      driftcheck lookup --pin pandas==2.2.3 --format jsonl - < names.txt
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    configuration = configuration_for(None, config_file=config_file, snapshots=snapshots, python_version=python_version)
    store = SnapshotStore.open(configuration.snapshots, configuration.import_names)
    environment = settle_without_project(store, pins, configuration.python_version)
    painter = painter_for(color)
    show: Callable[[Verdict, Replacement | None], str] = (
        _record if format_name == "jsonl" else lambda verdict, found: _line(verdict, found, painter)
    )
    write_lines(show(*answer(path, environment)) for path in _asked(paths))


def _asked(paths: Iterable[str]) -> Iterator[str]:
    """Yield the paths as they are given, one by one."""
    for path in paths:
        if path == "-":
            yield from (stripped for line in sys.stdin if (stripped := line.strip()))
        else:
            yield path


def _record(verdict: Verdict, replacement: Replacement | None) -> str:
    return json_line(
        {
            "path": verdict.path,
            "verdict": str(verdict.verdict),
            "reason": printable(verdict.reason),
            "confidence": str(verdict.confidence),
            "distribution": verdict.selection.distribution if verdict.selection else None,
            "pinned": str(verdict.selection.version) if verdict.selection else None,
            "lifespan": lifespan_record(verdict.lifespan),
            "deprecation": deprecation_record(verdict.deprecation),
            "replacement": replacement_record(replacement),
            "evidence": evidence_record(replacement.evidence) if replacement else None,
        }
    )


def _line(verdict: Verdict, replacement: Replacement | None, painter: Painter) -> str:
    likely = " (likely)" if verdict.confidence is Confidence.LIKELY else ""
    said = [painter(verdict.path, Style.BOLD), painter(str(verdict.verdict) + likely, _STYLES[verdict.verdict])]
    if verdict.reason:
        said.append(painter(verdict.reason))
    if replacement is not None:
        said.append(painter(advice(replacement), Style.GREEN))
    return "  ".join(said)

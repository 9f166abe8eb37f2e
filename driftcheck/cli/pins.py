"""`driftcheck pins`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from driftcheck.api import open_surfaces, project_of
from driftcheck.cli import options
from driftcheck.cli.configuring import configuration_for
from driftcheck.cli.output import write_lines
from driftcheck.config.settings import Settings
from driftcheck.engine import divide_entries
from driftcheck.model.releases import Pin, PinKind, Selection
from driftcheck.reporting.records import source_record
from driftcheck.reporting.text import count, printable
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.source.discovery import discover
from driftcheck.universes import Group, Universe

_COLUMNS = ("DISTRIBUTION", "VERSION", "KIND", "SOURCE", "SNAPSHOT", "IMPORT NAMES")
_NAMES_SHOWN = 4


@click.command("pins")
@click.argument("path", default=".", type=click.Path(exists=True))
@options.pin
@options.python
@options.python_version
@options.platform
@options.lock
@click.option(
    "--all-environments", is_flag=True, help="Show every set of versions that the project's markers can select."
)
@options.config
@options.isolated
@options.document_format
@click.pass_obj
def command(
    snapshots: tuple[Path, ...],
    *,
    path: str,
    pins: tuple[str, ...],
    python: Path | None,
    python_version: str | None,
    platform: str | None,
    lock: Path | None,
    all_environments: bool,
    config_file: Path | None,
    isolated: bool,
    format_name: str,
) -> None:
    """Show the releases that code is held to, where that is written, and what stands in for them.

    What the tables show is what `driftcheck check` judges by. PATH is a file, or a folder (default: the current one).
    Where files beneath it are governed by different pins, there is a table for each. Above it stands the Python that is
    judged. KIND is `exact`, or `range` with the newest recorded release that it allows; SNAPSHOT names the recorded
    release that answers, the two around it, or none.

    \b
    Examples:
      driftcheck pins
      driftcheck pins services/billing
      driftcheck pins --platform windows --python-version 3.11
      driftcheck pins --format json
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    here = Path.cwd()
    project = project_of([path], here)
    configuration = configuration_for(
        project,
        config_file=config_file,
        isolated=isolated,
        snapshots=snapshots,
        python_version=python_version,
        platform=platform,
    )
    settings = Settings(
        project,
        pins,
        python,
        configuration.python_version,
        lock=lock,
        platform=configuration.platform,
        all_environments=all_environments,
    )
    surfaces = open_surfaces(configuration.snapshots, configuration.import_names)
    groups = divide_entries(discover([path], here), settings, surfaces)
    universes = [(one, group) for group in groups for one in (group.universe, *group.others)]
    names = _ImportNames(surfaces, configuration.import_names)
    if format_name == "json":
        write_lines([json.dumps({"universes": [_record(*one, names) for one in universes]}, indent=2)])
    else:
        write_lines(_lines(universes, names))


class _ImportNames:
    """What distributions are imported by: as recorded, and as the user says.

    Args:
        surfaces: What is recorded.
        given: Distributions by import name, over what is recorded.
    """

    def __init__(self, surfaces: SnapshotStore, given: Mapping[str, str]) -> None:
        self._surfaces = surfaces
        self._given = given

    def of(self, distribution: str) -> tuple[str, ...]:
        """The import names of a distribution, sorted; nothing where none is recorded or given."""
        manifest = self._surfaces.manifest(distribution)
        recorded = {name for name in manifest.import_names if name not in self._given} if manifest else set()
        return tuple(sorted(recorded | {name for name, home in self._given.items() if home == distribution}))


def _lines(universes: Sequence[tuple[Universe, Group]], names: _ImportNames) -> Iterator[str]:
    for number, (universe, group) in enumerate(universes):
        language = _language(universe, is_newest=universe is group.universe)
        if len(universes) > 1:
            governed = universe.governing(len(group.files))
            files = count(governed.files, "file")
            if number:
                yield ""
            yield printable(f"{governed.place}: {files}, {language}")
        else:
            yield printable(language)
        rows = [_row(pin, selection, names) for pin, selection in _selected(universe)]
        yield from _table([_COLUMNS, *rows]) if rows else ["Nothing is pinned."]
        for unpinned in universe.pins.unpinned:
            yield printable(f"Not pinned: {unpinned.distribution} ({unpinned.reason}), {unpinned.source}")
    notes = dict.fromkeys(note for universe, _ in universes for note in universe.pins.notes)
    yield from (printable(f"Note: {note}") for note in notes)


def _language(universe: Universe, *, is_newest: bool) -> str:
    """`Python 3.13 on linux`, and why that Python where none is written."""
    match universe.python_kind:
        case PinKind.RANGE:
            what = "the newest recorded release" if is_newest else "a release"
            return f"{universe.target} ({what} that {universe.pins.requires_python} allows)"
        case PinKind.NEWEST:
            return f"{universe.target} (not pinned, the newest recorded release)"
        case _:
            return universe.target


def _selected(universe: Universe) -> Iterator[tuple[Pin, Selection | None]]:
    """Yield each pin, with the release that it leads to."""
    for name, pin in sorted(universe.pins.pins.items()):
        yield pin, universe.environment.selection(name)


def _row(pin: Pin, selection: Selection | None, names: _ImportNames) -> tuple[str, ...]:
    """The cells of one pin; a range shows the release that it leads to."""
    version = selection.version if selection else pin.version or pin.specifier
    releases = " and ".join(str(release.version) for release in selection.releases) if selection else ""
    every = names.of(pin.distribution)
    told = ", ".join(every[:_NAMES_SHOWN]) + (", …" if len(every) > _NAMES_SHOWN else "")
    return (pin.distribution, str(version), str(pin.kind), str(pin.source), releases or "none", told)


def _record(universe: Universe, group: Group, names: _ImportNames) -> Mapping[str, Any]:
    """One universe as plain data."""
    governed = universe.governing(len(group.files))
    return {
        "place": governed.place,
        "python": governed.python,
        "python_kind": str(universe.python_kind),
        "platform": governed.platform,
        "files": governed.files,
        "pins": [
            {
                "distribution": pin.distribution,
                "version": str(selection.version) if selection else str(pin.version) if pin.version else None,
                "kind": str(pin.kind),
                "specifier": pin.specifier or None,
                "source": source_record(pin.source),
                "snapshot": [str(release.version) for release in selection.releases] if selection else [],
                "import_names": list(names.of(pin.distribution)),
            }
            for pin, selection in _selected(universe)
        ],
        "not_pinned": [
            {"distribution": one.distribution, "reason": one.reason, "source": source_record(one.source)}
            for one in universe.pins.unpinned
        ],
        "notes": [printable(note) for note in universe.pins.notes],
    }


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield printable("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

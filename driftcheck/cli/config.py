"""`driftcheck config`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from driftcheck.cli import options
from driftcheck.cli.configuring import configuration_for
from driftcheck.cli.output import write_lines
from driftcheck.config.configuration import Configuration
from driftcheck.config.keys import KEYS
from driftcheck.model.declarations import Declaration
from driftcheck.pins.documents import shown
from driftcheck.reporting.text import printable
from driftcheck.source.excluding import Patterns

_WIDEST = 80
"""Longer values do not push the sources of all others to the right."""


@click.group("config")
def command() -> None:
    """Look at the configuration.

    \b
    Examples:
      driftcheck config show
    """  # noqa: D301  \b is click's mark for lines that stay as they are


@command.command("show")
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@options.config
@options.isolated
@options.document_format
@click.pass_obj
def show_command(
    snapshots: tuple[Path, ...], *, folder: Path, config_file: Path | None, isolated: bool, format_name: str
) -> None:
    """Show each value in force for a project, and where it is written.

    The configuration is `driftcheck.toml`, or the table [tool.driftcheck] of pyproject.toml: the nearest from the
    project's folder upwards.

    \b
    Examples:
      driftcheck config show
      driftcheck config show services/api --format json
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    found = configuration_for(folder, config_file=config_file, isolated=isolated, snapshots=snapshots)
    write_lines([json.dumps(_document(found), indent=2)] if format_name == "json" else map(printable, _lines(found)))


def _document(found: Configuration) -> dict[str, Any]:
    values = []
    for key in KEYS:
        origin = found.origin(key.field)
        source = {"name": origin.name, "line": origin.line}
        values.append({"key": key.name, "value": _plain(getattr(found, key.field)), "source": source})
    return {"file": shown(found.file) if found.file else None, "values": values}


def _lines(found: Configuration) -> Iterator[str]:
    """Yield the values as they would be written, each with its source as a comment."""
    lines = [(f"{key.name} = {_written(getattr(found, key.field))}", found.origin(key.field)) for key in KEYS]
    width = max(len(line) for line, _ in lines if len(line) <= _WIDEST)
    for line, origin in lines:
        yield f"{line.ljust(width)}  # {origin}"


def _plain(value: object) -> object:
    """A value as JSON has it."""
    match value:
        case None | bool():
            return value
        case Mapping():
            return {name: list(one) if isinstance(one, tuple) else one for name, one in value.items()}
        case Patterns():
            return list(value.lines)
        case Path():
            return shown(value)
        case tuple():
            plain = (_plain_item(item) for item in value)
            return [part for item in plain for part in (item if isinstance(item, list) else [item])]
        case _:
            return str(value)


def _plain_item(item: object) -> object:
    match item:
        case Patterns():
            return list(item.lines)
        case Path():
            return shown(item)
        case Declaration():
            fields = ("symbol", "since", "removed", "use", "message")
            return {name: str(said) for name in fields if (said := getattr(item, name)) is not None}
        case _:
            return str(item)


def _written(value: object) -> str:
    """A value as TOML has it; what is not set is said in words."""
    plain = _plain(value)
    match plain:
        case None:
            return "(not set)"
        case dict():
            pairs = (f"{json.dumps(name)} = {json.dumps(one)}" for name, one in plain.items())
            return f"{{ {', '.join(pairs)} }}" if plain else "{}"
        case list():
            return f"[{', '.join(_written_item(one) for one in plain)}]"
        case _:
            return json.dumps(plain)


def _written_item(item: object) -> str:
    if not isinstance(item, dict):
        return json.dumps(item)
    return f"{{ {', '.join(f'{name} = {json.dumps(said)}' for name, said in item.items())} }}"

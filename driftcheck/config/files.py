"""Finding and reading a project's configuration: `driftcheck.toml`, or `[tool.driftcheck]` in pyproject.toml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from driftcheck.config.configuration import Configuration, Origin
from driftcheck.errors import ConfigError, PinError
from driftcheck.pins.documents import MAX_SEARCHED, Document, folders_upward, read_toml

OWN_NAME = "driftcheck.toml"
PROJECT_NAME = "pyproject.toml"

_TABLE = ("tool", "driftcheck")
_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_NAME = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def find_configuration(folder: Path) -> Configuration:
    """What is written for the code in a folder; the defaults where nothing is.

    The nearest file upwards counts, up to the root of the repository, and no other: in one folder `driftcheck.toml`
    goes before pyproject.toml, and a pyproject.toml without the table is passed over.

    Args:
        folder: Where the search begins.

    Raises:
        ConfigError: A file cannot be read, or says what no key takes.
    """
    for place in folders_upward(folder):
        own = place / OWN_NAME
        if own.is_file():
            return read_configuration(own)
        project = place / PROJECT_NAME
        # Most project files say nothing of us, and parsing one takes longer than all the rest of this.
        if _mentions_us(project):
            document = _document(project)
            table = _table(document)
            if table is not None:
                return _configured(document, table, _TABLE)
    return Configuration()


def read_configuration(path: Path) -> Configuration:
    """What one file says that the user names, or that was found.

    Args:
        path: A pyproject.toml, or a file of any other name whose keys stand at its top.

    Raises:
        ConfigError: It cannot be read, has no table for us, or says what no key takes.
    """
    document = _document(path)
    if path.name != PROJECT_NAME:
        return _configured(document, document.root, ())
    table = _table(document)
    if table is None:
        raise ConfigError(f"{document.shown}: has no table [{'.'.join(_TABLE)}]")
    return _configured(document, table, _TABLE)


def _mentions_us(path: Path) -> bool:
    try:
        # Reading a pipe may wait for ever.
        return path.is_file() and b"driftcheck" in path.read_bytes()
    except OSError:
        return False


def _document(path: Path) -> Document:
    try:
        return read_toml(path)
    except PinError as error:
        raise ConfigError(str(error)) from error


def _table(document: Document) -> Mapping[str, Any] | None:
    tool = document.root.get("tool")
    table = tool.get("driftcheck") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        place = Origin(document.shown, _line_of(document.text, _TABLE))
        raise ConfigError(f"{place}: tool.driftcheck: expected a table")
    return table


def _configured(document: Document, table: Mapping[str, Any], above: tuple[str, ...]) -> Configuration:
    # Most projects have no configuration, and need not wait for what reads one.
    from driftcheck.config.keys import KEYS  # noqa: PLC0415
    from driftcheck.config.values import WrongValueError, nearest  # noqa: PLC0415

    known = {key.name: key for key in KEYS}
    values: dict[str, Any] = {}
    origins = {}
    home = document.path.absolute().parent
    for name, value in table.items():
        line = _line_of(document.text, (*above, name))
        place = Origin(document.shown, line)
        if name not in known:
            if not above and name in _TABLE:
                raise ConfigError(f"{place}: unknown key {name!a}; here keys stand at the top, in no table")
            raise ConfigError(f"{place}: unknown key {name!a}{nearest(name, known)}")
        key = known[name]
        try:
            values[key.field] = key.read(value, home)
        except WrongValueError as error:
            path = (name, *error.below)
            place = Origin(document.shown, _line_of(document.text, (*above, *path)) or line)
            raise ConfigError(f"{place}: {'.'.join(path)}: expected {error.expected}") from error
        origins[key.field] = place
    return Configuration(**values, origins=MappingProxyType(origins), file=document.path)


def _line_of(text: str, path: tuple[str, ...]) -> int | None:
    """The 1-based line on which a key is written, or what it holds, or the table that holds it; None if unknown."""
    if len(text) > MAX_SEARCHED:
        return None
    around = inside = None
    for number, names in _written(text):
        if names == path:
            return number
        if names == path[: len(names)]:
            around = number
        elif path == names[: len(path)]:
            inside = inside or number
    return inside or around


def _written(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield every line that begins a table or gives a key its value, with the whole name; tables of a list by place."""
    table: tuple[str, ...] = ()
    counts: Counter[tuple[str, ...]] = Counter()
    for number, line in enumerate(text.split("\n"), start=1):
        header = _HEADER.match(line)
        if header:
            table = _split(header[2])
            if header[1] == "[[":
                yield number, table
                counts[table] += 1
                table = (*table, str(counts[table] - 1))
            yield number, table
        elif "=" in line and not line.lstrip().startswith("#"):
            yield number, (*table, *_split(line.partition("=")[0]))


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in _NAME.findall(dotted))

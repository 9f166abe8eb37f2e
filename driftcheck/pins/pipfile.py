"""Pipfile and Pipfile.lock: packages by category, each a version or a table that says more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Direct, Reading, Statement, reading_of
from driftcheck.pins.dependency_specifiers import statement_of, statement_of_url
from driftcheck.pins.documents import read_text, read_toml, shown, string_of, table_of

NAME = "Pipfile"
LOCK_NAME = "Pipfile.lock"

_NO_PACKAGES = frozenset({"source", "requires", "scripts", "pipenv", "_meta"})
_REPOSITORIES = ("git", "hg", "svn", "bzr")
_MARKERS = frozenset(
    {
        *("os_name", "sys_platform", "platform_machine", "platform_python_implementation", "platform_release"),
        *("platform_system", "platform_version", "python_version", "python_full_version", "implementation_name"),
    }
)
"""A Pipfile may have these as keys, with what follows the variable in an environment marker as the value."""
_OBJECT = re.compile(r'^[ \t]*"([^"\\]+)"[ \t]*:[ \t]*\{', re.MULTILINE)
_QUOTED = 40


def read_pipfile_lock(path: Path) -> Reading:
    """Read a lock file of Pipenv.

    Raises:
        PinError: It cannot be read.
    """
    text = read_text(path)
    root = _parsed(text, shown(path))
    lines = _lines_of_objects(text)
    items = (
        _package(name, value, PinSource(LOCK_NAME, shown(path), lines[name].pop(0) if lines.get(name) else None))
        for category, packages in root.items()
        if category not in _NO_PACKAGES
        for name, value in table_of(packages).items()
    )
    return reading_of(items, shown(path), _requires_python(table_of(root.get("_meta")).get("requires")))


def read_pipfile(path: Path) -> Reading:
    """Read what a Pipfile asks for; ranges as a rule.

    Raises:
        PinError: It cannot be read.
    """
    document = read_toml(path)
    items = (
        _package(name, value, PinSource(f"{NAME} [{category}]", document.shown, document.line_of_key(name)))
        for category, packages in document.root.items()
        if category not in _NO_PACKAGES
        for name, value in table_of(packages).items()
    )
    return reading_of(items, document.shown, _requires_python(document.root.get("requires")))


def _parsed(text: str, place: str) -> Mapping[str, Any]:
    try:
        root = json.loads(text)
    except json.JSONDecodeError as error:
        raise PinError(f"expected JSON: {error.msg}", place, error.lineno) from error
    except (RecursionError, ValueError) as error:  # a number too long to be one
        raise PinError("expected JSON: nested too deeply, or a number too long", place) from error
    if not isinstance(root, dict):
        raise PinError('expected an object with packages by category, such as "default"', place)
    return root


def _lines_of_objects(text: str) -> dict[str, list[int]]:
    """The 1-based lines where an object of a name begins, in their order."""
    lines: dict[str, list[int]] = {}
    line = 1
    place = 0
    for match in _OBJECT.finditer(text):
        line += text.count("\n", place, match.start(1))
        place = match.start(1)
        lines.setdefault(match[1], []).append(line)
    return lines


def _package(name: str, value: object, source: PinSource) -> Candidate | str:
    table = table_of(value)
    written = string_of(value) or string_of(table.get("version"))
    distribution = canonicalize_name(name)
    markers = tuple(_markers(table))
    try:
        says = _direct(table, distribution) or _statement(written)
    except InvalidSpecifier:
        return f"{source}: expected a version such as ==1.0, found {written[:_QUOTED]!a}"
    return Candidate(distribution, says, source, (" and ".join(markers),) if markers else ())


def _direct(table: Mapping[str, Any], distribution: str) -> Statement:
    """What is said of a package that comes from a place; None for one that comes from an index."""
    if any(kind in table for kind in _REPOSITORIES):
        return Direct("installed from a repository, not from a release")
    if table.get("editable") is True:
        return Direct("installed from a folder (editable)")
    if "path" in table:  # relative to the Pipfile, however it is written
        return statement_of_url(f"./{string_of(table['path'])}", distribution)
    return statement_of_url(string_of(table["file"]), distribution) if "file" in table else None


def _statement(written: str) -> Statement:
    return None if written in {"", "*"} else statement_of(SpecifierSet(written))


def _markers(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield the conditions of a package, which hold together."""
    conditions = [string_of(table.get("markers"))]
    conditions += (f"{key} {string_of(table[key])}" for key in sorted(_MARKERS & table.keys()))
    yield from (f"({condition})" if len(conditions) > 1 else condition for condition in conditions if condition)


def _requires_python(requires: object) -> str | None:
    table = table_of(requires)
    full = string_of(table.get("python_full_version"))
    minor = string_of(table.get("python_version"))
    written = f"=={full}" if full else f"=={minor}.*" if minor else ""
    try:
        return str(SpecifierSet(written)) or None
    except InvalidSpecifier:
        return None

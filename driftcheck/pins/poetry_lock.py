"""poetry.lock, from lock version 1.0 on: `[[package]]` tables, with markers since 2.1."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.utils import canonicalize_name

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Direct, Reading
from driftcheck.pins.documents import read_toml, string_of, table_of, version_of
from driftcheck.pins.poetry_constraints import specifier_of

NAME = "poetry.lock"

_HASHES = re.compile(r"^files = \[\n(?:[ \t]+\{.*\},?\n)*\]\n", re.MULTILINE)
_PLACES = {
    "git": "installed from a repository, not from a release",
    "directory": "installed from a folder, not from a release",
    "file": "installed from a local file, not from a release",
}


def read_poetry_lock(path: Path) -> Reading:
    """Read a lock file of Poetry.

    Raises:
        PinError: It cannot be read.
    """
    document = read_toml(path, drop=_HASHES)
    packages = document.root.get("package", [])
    if not isinstance(packages, list):
        raise PinError("expected [[package]] tables", document.shown)
    lines = document.lines_of_tables("package", len(packages))
    candidates: list[Candidate] = []
    notes: list[str] = []
    for package, line in zip(packages, lines, strict=True):
        source = PinSource(NAME, document.shown, line)
        table = table_of(package)
        name = string_of(table.get("name"))
        version = version_of(string_of(table.get("version")))
        if not name or version is None:
            notes.append(f"{source}: expected the name and the version of a package")
            continue
        place = _PLACES.get(string_of(table_of(table.get("source")).get("type")))
        says = Direct(place) if place else version
        candidates.append(Candidate(canonicalize_name(name), says, source, _markers(table.get("markers"))))
    supported = string_of(table_of(document.root.get("metadata")).get("python-versions"))
    return Reading(tuple(candidates), tuple(notes), specifier_of(supported) or None)


def _markers(value: object) -> tuple[str, ...]:
    """A marker is one string, or one for each group that asks for the package."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(text for text in table_of(value).values() if isinstance(text, str) and text)

"""pdm.lock: `[[package]]` tables, one more for each extra that is asked for and for each target that needs another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.utils import NormalizedName, canonicalize_name

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Direct, Reading, Statement, reading_of
from driftcheck.pins.dependency_specifiers import statement_of_url
from driftcheck.pins.documents import Document, read_toml, string_of, table_of, tables_of, version_of

NAME = "pdm.lock"

_HASHES = re.compile(r"^files = \[\n(?:[ \t]+\{.*\},?\n)*\]\n", re.MULTILINE)


def read_pdm_lock(path: Path) -> Reading:
    """Read a lock file of PDM.

    Raises:
        PinError: It cannot be read.
    """
    document = read_toml(path, drop=_HASHES)
    packages = document.root.get("package", [])
    if not isinstance(packages, list):
        raise PinError("expected [[package]] tables", document.shown, document.line_of_key("package"))
    requires_python = _requires_python(table_of(document.root.get("metadata")))
    return reading_of(_packages(document, packages), document.shown, requires_python)


def _packages(document: Document, packages: list[object]) -> Iterator[Candidate | str]:
    lines = document.lines_of_tables("package", len(packages))
    for package, line in zip(packages, lines, strict=True):
        source = PinSource(NAME, document.shown, line)
        table = table_of(package)
        name = string_of(table.get("name"))
        says = _statement(table, canonicalize_name(name))
        if name and says is not None:
            marker = string_of(table.get("marker"))
            yield Candidate(canonicalize_name(name), says, source, (marker,) if marker else ())
        else:
            yield f"{source}: expected the name and the version of a package"


def _statement(package: Mapping[str, Any], name: NormalizedName) -> Statement:
    if package.get("editable") is True:
        return Direct("installed from a folder (editable)")
    if "git" in package or "hg" in package:
        return Direct("installed from a repository, not from a release")
    for kind in ("path", "url"):
        place = string_of(package.get(kind))
        if place:
            return statement_of_url(place, name)
    return version_of(string_of(package.get("version")))


def _requires_python(metadata: Mapping[str, Any]) -> str | None:
    """What the one target says; several targets together are more than a specifier can say."""
    targets = list(tables_of(metadata.get("targets")))
    return string_of(targets[0].get("requires_python")) or None if len(targets) == 1 else None

"""uv.lock: every package of a workspace with its version, once per fork of the resolution.

The format is uv's own: its `version` says whether it can be read, its `revision` only adds to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Direct, Reading, Statement
from driftcheck.pins.documents import read_toml, string_of, strings_of, table_of, version_of

NAME = "uv.lock"
READABLE_VERSION = 1

_HASHES = re.compile(r"^(?:wheels = \[\n(?:[ \t]+\{.*\},?\n)*\]|sdist = \{.*\})\n", re.MULTILINE)
_LOCAL = {
    "editable": "installed from a folder (editable)",
    "virtual": "a project of this workspace",
    "directory": "installed from a folder, not from a release",
    "path": "installed from a local file, not from a release",
    "git": "installed from a repository, not from a release",
}


def read_uv_lock(path: Path) -> Reading:
    """Read a lock file of uv.

    Raises:
        PinError: It cannot be read, or has a version that we do not know.
    """
    document = read_toml(path, drop=_HASHES)
    version = document.root.get("version")
    if version != READABLE_VERSION:
        raise PinError(f"expected version = {READABLE_VERSION} of the lock format, found {version!r}", document.shown)
    packages = document.root.get("package", [])
    if not isinstance(packages, list):
        raise PinError("expected [[package]] tables", document.shown, document.line_of("package"))
    lines = document.lines_of_tables("package", len(packages))
    candidates: list[Candidate] = []
    notes: list[str] = []
    members: list[str] = []
    for package, line in zip(packages, lines, strict=True):
        source = PinSource(NAME, document.shown, line)
        table = table_of(package)
        name = string_of(table.get("name"))
        if not name:
            notes.append(f"{source}: expected the name of a package")
            continue
        places = table_of(table.get("source"))
        members += (string_of(places[kind]) for kind in ("editable", "virtual") if kind in places)
        says = _statement(table, places)
        if says is None:
            notes.append(f"{source}: expected a version of {name}")
        markers = strings_of(table.get("resolution-markers"))
        candidates.append(Candidate(canonicalize_name(name), says, source, markers))
    requires_python = string_of(document.root.get("requires-python")) or None
    return Reading(tuple(candidates), tuple(notes), requires_python, members=tuple(members))


def _statement(package: Mapping[str, Any], places: Mapping[str, Any]) -> Statement:
    for kind, reason in _LOCAL.items():
        if kind in places:
            return Direct(reason)
    return version_of(string_of(package.get("version")))

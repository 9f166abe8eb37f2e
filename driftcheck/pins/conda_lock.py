"""conda-lock.yml: one row for each package, manager and platform. And conda's explicit lists of addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from packaging.utils import canonicalize_name

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Reading, reading_of
from driftcheck.pins.conda_packages import (
    PYTHON,
    depends_on_python,
    distribution_of,
    interpreter_of,
    markers_for,
    named_in,
)
from driftcheck.pins.dependency_specifiers import statement_of_url, statement_of_version
from driftcheck.pins.documents import read_text, shown
from driftcheck.pins.yaml_nodes import Node, read_yaml

_FILE_NAME = re.compile(r"(?:[\w.-]+[.-])?conda-lock(?:[.-][\w.-]+)?\.ya?ml")
_LIST_NAME = re.compile(r"conda-[\w.-]+\.lock|[\w.-]+\.conda\.lock|[\w.-]*conda-spec[\w.-]*\.txt")
_EXPLICIT = "@EXPLICIT"
_MAIN = "main"


def is_conda_lock(name: str) -> bool:
    """Whether a file is named as conda-lock's files are."""
    return _FILE_NAME.fullmatch(name) is not None


def is_explicit_list(name: str) -> bool:
    """Whether a file is named as explicit lists usually are."""
    return _LIST_NAME.fullmatch(name) is not None


def read_conda_lock(path: Path) -> Reading:
    """Read a lock file of conda-lock.

    Raises:
        PinError: It cannot be read, or has no list of packages.
    """
    root = read_yaml(path)
    if "package" not in root.entries:
        raise PinError("expected a list of packages under package:", shown(path), root.line)
    rows = [_Row.of(package) for package in root["package"].items]
    platforms = frozenset(row.platform for row in rows)
    grouped: dict[_Row, list[str]] = {}
    for row in rows:
        grouped.setdefault(replace(row, platform=""), []).append(row.platform)
    items = [item for row, where in grouped.items() for item in _candidates(row, where, platforms, path)]
    python = interpreter_of(row.version for row in rows if row.name == PYTHON)
    return reading_of(items, shown(path), python=python)


@dataclass(frozen=True, slots=True)
class _Row:
    """A package as it is written; equal to that of another platform, but for the platform."""

    name: str
    version: str
    is_conda: bool
    holds_python: bool
    address: str
    category: str
    platform: str
    line: int = field(compare=False)

    @classmethod
    def of(cls, package: Node) -> _Row:
        is_conda = package["manager"].text != "pip"
        return cls(
            package["name"].text,
            package["version"].text,
            is_conda,
            not is_conda or depends_on_python(package["dependencies"].entries),
            "" if is_conda else package["url"].text,
            package["category"].text or _MAIN,
            package["platform"].text,
            package.line,
        )


def _candidates(row: _Row, where: list[str], platforms: frozenset[str], path: Path) -> Iterator[Candidate | str]:
    source = PinSource(path.name, shown(path), row.line)
    if not row.name or not row.version:
        yield f"{source}: expected the name and the version of a package"
        return
    distribution = distribution_of(row.name) if row.is_conda else canonicalize_name(row.name)
    if distribution is None or not row.holds_python:
        return
    condition = "" if row.category == _MAIN else f"'{row.category}' in dependency_groups"
    is_direct = row.address.startswith("git+")
    says = statement_of_url(row.address, distribution) if is_direct else statement_of_version(row.version)
    yield Candidate(distribution, says, source, markers_for(where, platforms, condition))


def read_explicit_list(path: Path) -> Reading:
    """Read a list of addresses, as `conda list --explicit` and conda-lock write them.

    Raises:
        PinError: It cannot be read, or is no such list.
    """
    lines = read_text(path).splitlines()
    if _EXPLICIT not in lines:
        raise PinError(f"expected a line {_EXPLICIT} and the addresses of packages", shown(path))
    named = [(number, named_in(line)) for number, line in enumerate(lines, 1) if "://" in line]
    python = interpreter_of(release[1] for _, release in named if release and release[0] == PYTHON)
    return reading_of(_listed(named, path), shown(path), python=python)


def _listed(named: list[tuple[int, tuple[str, str] | None]], path: Path) -> Iterator[Candidate | str]:
    for number, release in named:
        source = PinSource(path.name, shown(path), number)
        if release is None:
            yield f"{source}: expected the address of a package of conda"
            continue
        distribution = distribution_of(release[0])
        if distribution and distribution != PYTHON:
            yield Candidate(distribution, statement_of_version(release[1]), source)

"""pylock.toml (PEP 751): the standard lock file, read and validated by `packaging`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Direct, Reading, Statement
from driftcheck.pins.dependency_specifiers import statement_of_url
from driftcheck.pins.documents import read_toml, version_of

if TYPE_CHECKING:
    from packaging.pylock import Package

FILE_NAME = re.compile(r"pylock(?:\.[^.]+)?\.toml")
"""As `packaging.pylock.is_valid_pylock_path` has it, without the import."""

_PACKAGE = re.compile(r"packages\[(\d+)\]")


def read_pylock(path: Path) -> Reading:
    """Read a standard lock file.

    All rows are kept with their markers. `Pylock.select` would refuse a lock as soon as one wheel
    does not suit the platform, which matters to an installer and not to us.

    Raises:
        PinError: It cannot be read or breaks the standard.
    """
    # Costs as much as the rest of the pins together, and most projects have no such file.
    from packaging.pylock import Pylock, PylockValidationError  # noqa: PLC0415

    document = read_toml(path)
    try:
        lock = Pylock.from_dict(document.root)
    except PylockValidationError as error:
        packages = document.root.get("packages")
        lines = document.lines_of_tables("packages", len(packages) if isinstance(packages, list) else 0)
        match = _PACKAGE.match(error.context or "")
        line = lines[int(match[1])] if match and lines else None
        raise PinError(f"expected a lock file as PEP 751 describes it: {error}", document.shown, line) from error
    lines = document.lines_of_tables("packages", len(lock.packages))
    candidates = tuple(
        Candidate(
            package.name,
            _statement(package),
            PinSource(path.name, document.shown, line),
            (str(package.marker),) if package.marker else (),
        )
        for package, line in zip(lock.packages, lines, strict=True)
    )
    return Reading(candidates, requires_python=str(lock.requires_python) if lock.requires_python else None)


def _statement(package: Package) -> Statement:
    if package.vcs:
        return Direct("installed from a repository, not from a release")
    if package.directory:
        return Direct("installed from a folder, not from a release")
    if package.archive and not package.version:
        return statement_of_url(package.archive.url or package.archive.path or "", package.name)
    return version_of(str(package.version)) if package.version else None

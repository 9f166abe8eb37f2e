"""Hold what the readers of pins find in the lock files of a folder against what each lock's own tool exports.

    python scripts/compare_pins.py FOLDER [--tools FOLDER]

Every uv.lock, poetry.lock, pdm.lock and Pipfile.lock beneath the folder is exported by its tool, from the lock alone
(`uv export --frozen`, `poetry export`, `pdm export`, `pipenv requirements`), and the distributions and versions of
both are compared. Of a pylock.toml, whichever tool wrote it, pip (26.1 or newer) is asked what it would install here
(`pip install --dry-run --report`), and is held against what the reader takes for this very environment. pixi.lock,
conda-lock.yml and requirement files have no export; of them the table says what is read and noted. A table comes last;
exit 1 where anything differs.

The tools run with the rights of whoever starts this, on files of strangers: a tool for maintainers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

sys.path.append(str(Path(__file__).parents[1]))  # as a script, it is found in its own folder only

from driftcheck.errors import DriftcheckError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Reading
from driftcheck.pins.choice import choose
from driftcheck.pins.dependency_specifiers import candidate_from
from driftcheck.pins.selection import read_source
from driftcheck.pins.target import target_for

Pinned = frozenset[tuple[str, str]]
"""Distributions with their versions."""


def everywhere(reading: Reading) -> Pinned:
    """The distributions that a reading holds to a version, in whatever environment."""
    return _held(reading.candidates)


def here(reading: Reading) -> Pinned:
    """The distributions that a reading holds to a version in the environment that this runs in."""
    return _held(choose(reading, target_for(Version(platform.python_version()), None)).applying.values())


def _held(candidates: Iterable[Candidate]) -> Pinned:
    return frozenset((c.distribution, str(c.says)) for c in candidates if isinstance(c.says, Version))


def required(text: str) -> Pinned:
    """The distributions that a list of requirements holds to a version."""
    found: set[tuple[str, str]] = set()
    for line in text.splitlines():
        try:
            requirement = Requirement(line.partition(" #")[0].strip())
        except InvalidRequirement:
            continue
        says = candidate_from(requirement, PinSource("export")).says
        if isinstance(says, Version):
            found.add((canonicalize_name(requirement.name), str(says)))
    return frozenset(found)


def installed(text: str) -> Pinned:
    """The distributions that a report of pip's would install, but for those that are no releases."""
    told = (item["metadata"] for item in json.loads(text)["install"] if not item.get("is_direct"))
    return frozenset((canonicalize_name(one["name"]), str(Version(one["version"]))) for one in told)


@dataclass(frozen=True, slots=True)
class Export:
    """How a tool is asked what its lock says."""

    command: tuple[str, ...]
    """The path of the lock is put after it where it `names` one."""
    reads: Callable[[str], Pinned] = required
    holds: Callable[[Reading], Pinned] = everywhere
    """What of our own reading the tool's answer covers."""
    names: bool = False


_EXPORTS = {
    "uv.lock": Export(
        (
            *("uv", "export", "--frozen", "--all-packages", "--all-extras", "--all-groups"),
            *("--no-hashes", "--no-emit-workspace", "--no-annotate", "--no-header", "--quiet"),
        )
    ),
    "poetry.lock": Export(("poetry", "export", "--all-extras", "--all-groups", "--without-hashes")),
    "pdm.lock": Export(("pdm", "export", "--group", ":all", "--no-hashes", "--format", "requirements")),
    "Pipfile.lock": Export(("pipenv", "requirements", "--dev")),
    # Wheels only, so that nothing of a stranger's is built to learn its name.
    "pylock*.toml": Export(
        (
            *("pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "--only-binary", ":all:"),
            *("--quiet", "--report", "-", "-r"),
        ),
        installed,
        here,
        names=True,
    ),
}
"""By the pattern of the names of files."""
_OTHERS = ("pixi.lock", "*conda-lock.yml", "*requirements*.txt", "*requirements*.lock")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One file, read twice."""

    place: str
    ours: Pinned
    theirs: Pinned | None
    """None where there is no export."""
    notes: tuple[str, ...]
    problem: str = ""

    @property
    def differences(self) -> list[str]:
        """What only one of both has."""
        if self.theirs is None:
            return []
        only_ours = (f"+{name} {version}" for name, version in sorted(self.ours - self.theirs))
        only_theirs = (f"-{name} {version}" for name, version in sorted(self.theirs - self.ours))
        return [*only_ours, *only_theirs]


def main() -> int:
    """Compare all locks beneath the folder that the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tools", type=Path, help="a folder of virtual environments that hold the tools")
    options = parser.parse_args()
    environment = dict(os.environ)
    if options.tools:
        folders = (str(place.absolute()) for place in sorted(options.tools.glob("*/bin")))
        environment["PATH"] = os.pathsep.join([*folders, environment["PATH"]])
    comparisons = [compare(path, options.folder, environment) for path in files(options.folder)]
    print("| file | distributions by the tool | by us | differences |")
    print("|---|---|---|---|")
    for one in comparisons:
        theirs = "no export" if one.theirs is None else str(len({name for name, _ in one.theirs}))
        told = one.problem or ", ".join(one.differences[:8]) or ("none" if one.theirs is not None else "")
        print(f"| {one.place} | {theirs} | {len({name for name, _ in one.ours})} | {told} |")
        for note in one.notes:
            print(f"|   {note} ||||")
    return 1 if any(one.differences for one in comparisons) else 0


def files(folder: Path) -> Iterator[Path]:
    """Yield the files to compare."""
    for pattern in (*_EXPORTS, *_OTHERS):
        yield from sorted(path for path in folder.rglob(pattern) if "site-packages" not in path.parts)


def compare(path: Path, folder: Path, environment: dict[str, str]) -> Comparison:
    """Read a file, and have its tool export it."""
    place = path.relative_to(folder).as_posix()
    try:
        reading = read_source(path)
    except DriftcheckError as error:
        return Comparison(place, frozenset(), None, (), str(error))
    export = next((one for pattern, one in _EXPORTS.items() if fnmatch(path.name, pattern)), None)
    if export is None:
        return Comparison(place, everywhere(reading), None, reading.notes)
    ours = export.holds(reading)
    command = (*export.command, path.name) if export.names else export.command
    try:
        done = subprocess.run(  # noqa: S603 - the tools of the table, on a folder that the maintainer names
            command, cwd=path.parent, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
    except FileNotFoundError:
        return Comparison(place, ours, None, reading.notes, f"{command[0]} is not installed")
    if done.returncode:
        problem = f"{command[0]}: {' '.join(done.stderr.split())[-160:]}"
        return Comparison(place, ours, None, reading.notes, problem)
    return Comparison(place, ours, export.reads(done.stdout), reading.notes)


if __name__ == "__main__":
    sys.exit(main())

"""What conda's package names, file names and platforms are to Python: distributions, versions, environment markers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import Version

from driftcheck.pins.documents import version_of

PYTHON = "python"
_ARCHIVES = (".conda", ".tar.bz2")
_SYSTEMS = {"linux": "linux", "osx": "darwin", "win": "win32"}
_MACHINES = {
    "64": ("x86_64", "AMD64"),
    "arm64": ("arm64", "ARM64"),
    "aarch64": ("aarch64", "arm64"),
    "ppc64le": ("ppc64le",),
    "32": ("x86", "i686"),
}


@dataclass(frozen=True, slots=True)
class _Names:
    """How conda's names differ from those of distributions."""

    renamed: dict[str, str]
    foreign: frozenset[str]
    """Packages that hold no Python, though a distribution may be called alike."""
    beginnings: tuple[str, ...]
    """What the names of more such packages begin with, except for some."""
    exceptions: frozenset[str]


@cache
def _names() -> _Names:
    table = tomllib.loads((Path(__file__).parent / "data" / "conda_names.toml").read_text(encoding="utf-8"))
    foreign = table["foreign"]
    listed, exceptions = frozenset(foreign["names"]), frozenset(foreign["exceptions"])
    return _Names(table["renamed"], listed, tuple(foreign["beginnings"]), exceptions)


def distribution_of(package: str) -> str | None:
    """The distribution that a package of conda is made from; None for one that is known to hold no Python.

    Most are called alike, and the others that matter are in a table.
    """
    name = package.lower()
    names = _names()
    if name in names.renamed:
        return names.renamed[name]
    if name in names.foreign or (name.startswith(names.beginnings) and name not in names.exceptions):
        return None
    return canonicalize_name(name)


def named_in(address: str) -> tuple[str, str] | None:
    """Name and version in the address of a package file, `…/linux-64/numpy-1.26.4-py312heda63a1_0.conda`."""
    file_name = address.partition("#")[0].rpartition("/")[2]
    for ending in _ARCHIVES:
        if file_name.endswith(ending):
            parts = file_name.removesuffix(ending).rsplit("-", 2)
            return (parts[0], parts[1]) if len(parts) == 3 else None
    return None


def markers_for(platforms: Iterable[str], among: frozenset[str], condition: str = "") -> tuple[str, ...]:
    """The environment markers that hold on some platforms of conda.

    Args:
        platforms: Where something is meant to be, such as `linux-64`.
        among: All that the source speaks of: what is meant for each of them needs no marker.
        condition: A marker that must hold besides; empty for none.
    """
    wanted = dict.fromkeys(platforms)
    if frozenset(wanted) >= among:
        return (condition,) if condition else ()
    return tuple(f"{marker} and {condition}" if condition else marker for marker in map(_marker, wanted))


def _marker(platform: str) -> str:
    system, _, machine = platform.partition("-")
    machines = _MACHINES.get(machine, (machine,))
    return f"sys_platform == '{_SYSTEMS.get(system, system)}' and platform_machine in '{' '.join(machines)}'"


def depends_on_python(dependencies: Iterable[str]) -> bool:
    """Whether a package with such dependencies (`python >=3.9`, `python_abi 3.12.*`) may hold modules of Python."""
    return any(text.partition(" ")[0] in {PYTHON, "python_abi", "_python_abi3_support"} for text in dependencies)


def interpreter_of(versions: Iterable[str]) -> Version | None:
    """The minor version of Python that packages of the interpreter are of; None where that is not one.

    Args:
        versions: Those of every such package.
    """
    parsed = {version_of(version) for version in versions}
    minors = {f"{one.major}.{one.minor}" if one else "" for one in parsed}
    only = minors.pop() if len(minors) == 1 else ""
    return Version(only) if only else None

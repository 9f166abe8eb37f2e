"""What releases require of other distributions: which ranges, under which markers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from packaging.markers import UndefinedComparison, UndefinedEnvironmentName
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")


@lru_cache(maxsize=16384)
def required_name(line: str) -> str | None:
    """The normalised name at the head of a Requires-Dist line, without reading the rest of it."""
    match = _NAME.match(line)
    return canonicalize_name(match[1]) if match else None


@lru_cache(maxsize=4096)
def range_of(line: str, python: Version, *, of_extras: bool = False) -> SpecifierSet | None:
    """The range that a Requires-Dist line allows under `python`; with `of_extras`, only where an extra asks for it.

    None where the line does not apply or cannot be read.
    """
    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        return None
    if requirement.marker is None:
        return None if of_extras else requirement.specifier
    numbers = [*python.release, 0, 0][:3]
    environment = {
        "python_version": f"{numbers[0]}.{numbers[1]}",
        "python_full_version": ".".join(map(str, numbers)),
    }
    try:
        always, *extras = (
            requirement.marker.evaluate({**environment, "extra": extra})
            for extra in ("", *_EXTRA.findall(str(requirement.marker)))
        )
    except (UndefinedComparison, UndefinedEnvironmentName):
        return None  # published markers compare names by `===`, which is for versions
    applies = any(extras) and not always if of_extras else always
    return requirement.specifier if applies else None


@lru_cache(maxsize=1024)
def parse_range(text: str) -> SpecifierSet | None:
    """A version range as written; None where it cannot be read."""
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


def all_allow(ranges: Iterable[SpecifierSet], version: Version) -> bool:
    """Whether every range contains `version`; a pre-release counts where the caller offers one."""
    return all(allowed.contains(version, prereleases=True) for allowed in ranges)

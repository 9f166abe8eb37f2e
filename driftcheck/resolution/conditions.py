"""Conditions under which a symbol is bound at all: `python>=3.9 and python<3.12`."""

from __future__ import annotations

import re
from functools import lru_cache

from packaging.specifiers import SpecifierSet
from packaging.version import Version

_CLAUSE = re.compile(r"python\s*(<=|>=|==|!=|<|>)\s*([0-9][0-9.]*)")


@lru_cache(maxsize=512)
def holds(condition: str, python: Version) -> bool | None:
    """Whether `condition` is true for `python`; None where it cannot be read."""
    uncertain = False
    for clause in condition.split(" and "):
        match = _CLAUSE.fullmatch(clause.strip())
        if match is None:
            uncertain = True
        elif not _is_within(python, match[1], match[2]):
            return False
    return None if uncertain else True


def _is_within(python: Version, operator: str, bound: str) -> bool:
    # `sys.version_info >= (3, 9)` compares as far as the shorter side goes: 3.9.1 is not greater than 3.9.
    parts = bound.rstrip(".").count(".") + 1
    cut = ".".join(str(part) for part in python.release[:parts])
    return SpecifierSet(f"{operator}{bound.rstrip('.')}").contains(cut, prereleases=True)

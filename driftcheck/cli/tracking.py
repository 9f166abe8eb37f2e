"""Which distributions the shipped snapshots hold, and which of their releases."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from driftcheck.errors import ConfigError
from driftcheck.extraction.policy import Policy

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Tracked:
    """The list of what is tracked."""

    distributions: tuple[str, ...]
    """In order of importance."""
    policy: Policy = field(default_factory=Policy)
    limits: Mapping[str, int] = field(default_factory=dict)
    """How many releases of a distribution at the most, where each costs much."""
    budget: int | None = None
    """How many bytes a compressed database should have at the most; None where it does not matter."""
    budgets: Mapping[str, int] = field(default_factory=dict)
    """The same of a distribution that needs more."""

    def policy_for(self, distribution: str) -> Policy:
        """How the releases of one distribution are chosen."""
        limit = self.limits.get(distribution)
        return self.policy if limit is None else replace(self.policy, limit=limit)

    def budget_for(self, distribution: str) -> int | None:
        """How many bytes the compressed database of one distribution should have at the most."""
        return self.budgets.get(distribution, self.budget)

    def under(self, options: Policy) -> Tracked:
        """The same list where options were given, which go before what is written."""
        policy = Policy(
            all=options.all,
            since=options.since or self.policy.since,
            limit=options.limit or self.policy.limit,
        )
        return replace(self, policy=policy, limits={} if options.limit else self.limits)


def read_tracked(path: Path) -> Tracked:
    """Read the list.

    Args:
        path: TOML with `distributions`, and perhaps `since`, `limit`, `budget`, and tables `limits` and `budgets` by
            distribution.

    Raises:
        ConfigError: The list cannot be read, or says something else.
    """
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        return Tracked(
            tuple(_each(listed.pop("distributions"), str)),
            Policy(since=_one(listed.pop("since", None), date), limit=_one(listed.pop("limit", None), int)),
            {name: _needed(limit, int) for name, limit in dict(listed.pop("limits", {})).items()},
            _one(listed.pop("budget", None), int),
            {name: _needed(budget, int) for name, budget in dict(listed.pop("budgets", {})).items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = f"{path}: expected `distributions`, and perhaps `since`, `limit`, `limits`, `budget`, `budgets`: {error}"
        raise ConfigError(msg) from error


def _each(values: object, kind: type[_T]) -> list[_T]:
    return [_needed(value, kind) for value in _needed(values, list)]


def _one(value: object, kind: type[_T]) -> _T | None:
    return None if value is None else _needed(value, kind)


def _needed(value: object, kind: type[_T]) -> _T:
    if not isinstance(value, kind):
        msg = f"{value!r} is no {kind.__name__}"
        raise TypeError(msg)
    return value

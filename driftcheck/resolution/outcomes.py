"""What looking for a name in one release of everything comes to. Tuples, since thousands are made in every run."""

from __future__ import annotations

from typing import NamedTuple

from driftcheck.model.symbols import Deprecation, Symbol

CIRCULAR = "circular definition"
"""The reason where a question comes back to itself: this way round, there is no answer."""


class Present(NamedTuple):
    """The name is there. `symbol` is its definition; an alias only where that leads nowhere we can see."""

    symbol: Symbol
    distribution: str
    """The distribution that the definition belongs to."""
    path: str
    """The path it was reached by."""
    deprecation: Deprecation | None = None
    """Evidence against the path or the definition."""


class Absent(NamedTuple):
    """The name is not there, and its namespace is closed."""

    path: str
    """The shortest missing prefix of what was asked."""
    distribution: str
    related: tuple[str, ...] = ()
    """Other distributions that the namespace takes names from; their history may explain the absence."""


class Hidden(NamedTuple):
    """The name may be there: its namespace is open or not recorded."""

    path: str
    reason: str
    distribution: str | None = None
    """Whose history may know better; None where there is none to ask."""
    causes: tuple[str, ...] = ()
    """Why the namespace is open, one by one."""


Outcome = Present | Absent | Hidden

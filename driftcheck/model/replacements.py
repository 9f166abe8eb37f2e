"""The modern equivalent of a name, and why we believe it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReplacementKind(StrEnum):
    """What sort of thing is written instead."""

    RENAMED = "renamed"
    """Another name in the same namespace."""
    MOVED = "moved"
    """The same thing elsewhere."""
    PARAMETER = "parameter"
    """Another parameter of the same callable."""
    EXPRESSION = "expression"
    """Code to write instead (`prompt | llm`)."""
    ADVICE = "advice"
    """Prose only: no dotted name could be verified."""
    REMOVAL = "removal"
    """Nothing: what stands there can go."""


class Trust(StrEnum):
    """Who says so. Curated entries and the library's words instruct; inference suggests."""

    CURATED = "curated"
    LIBRARY = "library"
    INFERRED = "inferred"


class Fit(StrEnum):
    """How far code can be changed to a replacement by machine."""

    DROP_IN = "safe"
    """Writing it in place of the old name changes nothing else."""
    ADAPTED = "unsafe"
    """It can be written, and the author should look at it."""
    BY_HAND = "none"
    """For people to apply."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """How code that uses the old name is written with the new one.

    `{name}` stands for any expression, `{name:dict}` and `{name:list}` for a display of that sort, or for a name that
    is bound to one; as an argument it is also met by a keyword of that name. `...` among the arguments of a call
    stands for all other keyword arguments, `*...` for all other arguments. Dotted names are absolute; the one in
    `match` is the name that is found.
    """

    match: str
    """`{df}.append({other}, ...)`."""
    write: str
    """`pandas.concat([{df}, {other}], ...)`; empty where what matches is for people to change."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a replacement is said."""

    source: str
    """`decorator`, `warning`, `docstring`, `pep702`, `table`, `catalogue`, `alias`, …"""
    release: str
    """`pandas 1.5.3`: the release that carries the words."""
    quote: str = ""
    """The library's own words, sanitised and shortened."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What to write instead. Every target was looked up in the pinned (or implied) release and is there."""

    kind: ReplacementKind
    text: str
    """What the user is told to write, one line."""
    targets: tuple[str, ...] = ()
    """Dotted paths (for PARAMETER: parameter names)."""
    evidence: Evidence | None = None
    trust: Trust = Trust.LIBRARY
    distribution: str | None = None
    """The distribution that provides the targets."""
    install: str | None = None
    """`pydantic-settings` where that distribution is not pinned and must be installed first."""
    fit: Fit = Fit.BY_HAND
    module: str | None = None
    """The module that the first target is imported from, where it is no member of an object at hand."""
    attribute: str | None = None
    """What to write on the same object or module, where the first target is reached in that way."""
    rewrites: tuple[Rewrite, ...] = ()
    """Ways to change an expression; the first that matches is taken."""

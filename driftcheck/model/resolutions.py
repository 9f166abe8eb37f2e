"""What a reference means under the pins: found, missing, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from driftcheck.model.releases import Lifespan, Selection
from driftcheck.model.symbols import Deprecation, Symbol

PINNED = ""
"""The world in which every distribution is at its pinned release."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A library's module, class, function or value, reached by following every alias.

    After a break the last release that had a thing says what it was: then `world` names that
    release (`langchain==0.1.20`) and what is asked of the entity is answered there.
    """

    symbol: Symbol
    path: str
    """The path as public code writes it: `pandas.DataFrame`, where `symbol.path` is `pandas.core.frame.DataFrame`."""
    selection: Selection
    """The release that `symbol` was read from."""
    world: str = PINNED


class Confidence(StrEnum):
    """How sure a finding is."""

    CERTAIN = "certain"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Found:
    """The name exists."""

    entity: Entity
    deprecation: Deprecation | None = None
    """Evidence against the definition itself or against the path it was reached by."""
    lifespan: Lifespan | None = None
    """Filled in where there is a deprecation to tell about."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The name does not exist in the pinned release, and that is known."""

    path: str
    """As public code writes it, the missing component last."""
    selection: Selection
    lifespan: Lifespan | None = None
    """None: no recorded release ever had it."""
    former: Entity | None = None
    """What it was in the nearest release that had it; its `world` is that release."""
    deprecation: Deprecation | None = None
    """The last evidence of deprecation recorded before it went."""
    confidence: Confidence = Confidence.CERTAIN
    reason: str = ""
    """Why the absence is believed where the namespace is open, or that it is bound but raises."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing can be said."""

    path: str
    reason: str
    """A fixed phrase, so that reasons can be counted (`open namespace: …`, `not covered`, `releases differ`)."""


Resolution = Found | Missing | Unknown


class ArgumentStatus(StrEnum):
    """What the pinned signature makes of an argument."""

    REMOVED = "removed"
    UNRELEASED = "unreleased"
    UNKNOWN = "unknown"
    """No recorded signature takes it."""
    DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True)
class Arguments:
    """The shape of a call, as far as the code shows it.

    Values are type expressions with qualified names (`builtins.str`), literals as `True`, `None`, `'csv'`, `3`,
    or None where nothing is known.
    """

    positional: tuple[str | None, ...] = ()
    keywords: tuple[tuple[str, str | None], ...] = ()
    has_star: bool = False
    """`*args` of unknown content."""
    has_double_star: bool = False
    """`**kwargs` of unknown content."""


@dataclass(frozen=True, slots=True)
class ArgumentOutcome:
    """A keyword argument worth a word."""

    keyword: str
    status: ArgumentStatus
    lifespan: Lifespan | None = None
    deprecation: Deprecation | None = None
    confidence: Confidence = Confidence.CERTAIN


@dataclass(frozen=True, slots=True)
class Bound:
    """A call held against the signature of its callee."""

    callee: Entity
    returns: str | None = None
    """Type expression with qualified names, to be read in the world of `callee`; `typing.Self` is the receiver.
    For a class: its own qualified name. None where nothing is known."""
    outcomes: tuple[ArgumentOutcome, ...] = ()
    is_borrowed: bool = False
    """Whether another release says what is given back, and not the pinned one."""

"""Uses of library names in the user's code, with what they resolve to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from driftcheck.model.declarations import Declaration
from driftcheck.model.deeds import Deed
from driftcheck.model.locations import Location
from driftcheck.model.releases import Selection
from driftcheck.model.resolutions import ArgumentOutcome, Entity, Found, Missing
from driftcheck.model.suppressions import Suppression


class ReferenceKind(StrEnum):
    """How the name is used."""

    IMPORT = "import"
    NAME = "name"
    """A name brought in by a star import."""
    ATTRIBUTE = "attribute"
    ARGUMENT = "argument"


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """A reference whose resolution is worth a rule's look: missing, or found with a deprecation."""

    location: Location
    """The name token that is wrong: `append` in `df.append`, the imported name."""
    kind: ReferenceKind
    resolution: Found | Missing
    path: str
    """As public code writes it; for members behind the nearest library class (`pandas.DataFrame.append`)."""
    scope: str = ""
    """Qualified name of the enclosing function or class in the user's module; empty at its top level."""
    guard: str | None = None
    """Why the author seems to expect an absence (`except ImportError`, `hasattr`, `version comparison` …)."""
    asked: tuple[str, ...] = ()
    """Of a module: the paths that an import statement asks of it."""
    provisos: tuple[Deed, ...] = ()
    """What must not be done in parts of the project that were not looked at with this one, or it is not to be told."""


@dataclass(frozen=True, slots=True)
class ResolvedArgument:
    """A keyword argument that the pinned signature does not simply accept."""

    location: Location
    """The keyword's name."""
    callee: Entity
    outcome: ArgumentOutcome
    scope: str = ""
    guard: str | None = None
    provisos: tuple[Deed, ...] = ()
    """As of a `ResolvedReference`."""


@dataclass(frozen=True, slots=True)
class ResolvedOverride:
    """A method of the project's that overrides what its library's class lacks by now, or has deprecated."""

    location: Location
    """The method's name."""
    resolution: Found | Missing
    path: str
    """What it overrides, as public code writes it."""
    scope: str = ""
    guard: str | None = None
    provisos: tuple[Deed, ...] = ()
    """As of a `ResolvedReference`."""


@dataclass(frozen=True, slots=True)
class DeclaredUse:
    """A use of a name that the project itself speaks against."""

    location: Location
    declaration: Declaration
    path: str
    """As public code writes it."""
    selection: Selection | None
    """The release that it is of; None where that is not known, or where it is the project's own."""
    scope: str = ""
    guard: str | None = None


Reference = ResolvedReference | ResolvedArgument | ResolvedOverride | DeclaredUse


@dataclass(frozen=True, slots=True)
class FileReferences:
    """All that inference has to say about one file."""

    path: str
    references: tuple[Reference, ...] = ()
    """In order of position."""
    resolved: int = 0
    """How many foreign references resolved to Found or Missing."""
    unknown: int = 0
    imports: int = 0
    """How many of the resolved ones are imports."""
    unknown_reasons: tuple[tuple[str, int], ...] = ()
    """Why attributes and calls are unknown, with counts, by descending count, then name."""
    distributions: tuple[str, ...] = ()
    """Distributions that the file refers to, sorted."""
    untracked: tuple[str, ...] = ()
    """Dotted names it imports that no module of the project and no tracked distribution provides, sorted; with a
    `from` import the module, and each name that is asked of it, which may be a module."""
    unanswered: tuple[str, ...] = ()
    """Modules it imports that a tracked distribution provides and that nothing could be said of, sorted."""
    suppressions: tuple[Suppression, ...] = ()
    """Comments that are meant to silence findings, in order of position."""

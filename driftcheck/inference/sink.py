"""What is found in one file, while it is being walked."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass

from driftcheck.inference.project_types import ProjectClass
from driftcheck.inference.types import Type
from driftcheck.model.locations import Location
from driftcheck.model.references import ReferenceKind, ResolvedArgument, ResolvedReference
from driftcheck.model.resolutions import Found, Missing
from driftcheck.source.positions import Positions


@dataclass(frozen=True, slots=True)
class Claim:
    """A reference to report unless what is learnt later speaks against it."""

    reference: ResolvedReference | ResolvedArgument
    name: str
    receiver: Type | None
    """What the attribute, or the method that is called, was asked of."""
    assumed: tuple[tuple[ProjectClass, str, Type], ...]
    """Types of attributes that were taken for granted."""


@dataclass(frozen=True, slots=True)
class Override:
    """A method of a class that derives from others: it may stand in for one of theirs."""

    of: ProjectClass
    name: str
    line: int
    start: int
    """Byte offset of its definition in the line."""
    scope: str
    guard: str | None


class Sink:
    """Collects the claims of one file and counts what was asked."""

    __slots__ = (
        "claims",
        "distributions",
        "has_declarations",
        "imported",
        "overrides",
        "path",
        "positions",
        "postpones_annotations",
        "resolved",
        "unanswered",
        "unknown",
        "unknown_imports",
        "untracked",
    )

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.positions = Positions(text)
        self.has_declarations = "global " in text or "nonlocal " in text
        """Whether functions may bind names of the scopes around them."""
        self.postpones_annotations = "from __future__ import annotations" in text
        self.claims: list[Claim] = []
        self.overrides: list[Override] = []
        self.resolved = 0
        """Attributes and calls that a library answered."""
        self.unknown: Counter[str] = Counter()
        """Attributes and calls that no library could answer, by reason."""
        self.imported = 0
        """Imports that a library answered."""
        self.unknown_imports = 0
        self.distributions: set[str] = set()
        self.untracked: set[str] = set()
        self.unanswered: set[str] = set()

    def reference(  # noqa: PLR0913 - a claim has this many sides
        self,
        location: Location,
        kind: ReferenceKind,
        found: Found | Missing,
        *,
        name: str,
        scope: str,
        guard: str | None,
        receiver: Type | None = None,
        assumed: tuple[tuple[ProjectClass, str, Type], ...] = (),
        asked: tuple[str, ...] = (),
    ) -> None:
        """Claim that a name is missing or on its way out."""
        path = found.path if isinstance(found, Missing) else found.entity.path
        reference = ResolvedReference(location, kind, found, path, scope, guard, asked)
        self.claims.append(Claim(reference, name, receiver, assumed))

    def argument(self, reference: ResolvedArgument, receiver: Type | None) -> None:
        """Claim that an argument is not simply accepted."""
        self.claims.append(Claim(reference, reference.outcome.keyword, receiver, ()))

    def span(self, line: int, start: int, end: int) -> Location:
        """A stretch of one line between byte offsets, as trees give them."""
        positions = self.positions
        return Location(self.path, line, positions.column(line, start), line, positions.column(line, end))

    def attribute(self, node: ast.Attribute) -> Location:
        """Where the name behind the dot stands."""
        end = node.end_col_offset or 0
        return self.span(node.end_lineno or node.lineno, end - len(node.attr.encode()), end)

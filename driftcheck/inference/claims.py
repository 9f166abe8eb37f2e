"""Which claims hold once the whole project is known."""

from __future__ import annotations

import re

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.overrides import IsMentioned, orphaned_overrides
from driftcheck.inference.project_members import attribute_type
from driftcheck.inference.project_types import ProjectClass, ProjectInstance
from driftcheck.inference.sink import Claim, Sink
from driftcheck.inference.types import Foreign, Instance, Type
from driftcheck.inference.unions import loosened, parts_of
from driftcheck.model.names import tail
from driftcheck.model.references import (
    FileReferences,
    ReferenceKind,
    ResolvedArgument,
    ResolvedOverride,
    ResolvedReference,
)
from driftcheck.model.resolutions import ArgumentStatus, Missing
from driftcheck.source.suppressions import find_suppressions

_IGNORED = re.compile(r"#\s*(?:type|ty|pyright|pyrefly|zuban)\s*:\s*ignore\b")
_NO_ATTRIBUTE = re.compile(r"attr-defined|unresolved-attribute|reportAttributeAccessIssue|missing-attribute")
"""What type checkers call an attribute that they do not know."""


def upheld(analysis: Analysis, sink: Sink, is_mentioned: IsMentioned) -> FileReferences:
    """The references of one file, without claims that something seen elsewhere speaks against.

    Args:
        analysis: The shared memory.
        sink: What was met in the file.
        is_mentioned: Whether the project speaks of a method elsewhere than in its definition.
    """
    references: list[ResolvedReference | ResolvedArgument | ResolvedOverride] = [
        claim.reference for claim in _unique(sink.claims) if _holds(analysis, sink, claim)
    ]
    references.extend(orphaned_overrides(analysis, sink, is_mentioned))
    references.sort(key=lambda reference: reference.location)
    reasons = sorted(sink.unknown.items(), key=lambda item: (-item[1], item[0]))
    return FileReferences(
        path=sink.path,
        references=tuple(references),
        resolved=sink.resolved + sink.imported,
        unknown=sum(sink.unknown.values()) + sink.unknown_imports,
        imports=sink.imported,
        unknown_reasons=tuple(reasons),
        distributions=tuple(sorted(sink.distributions)),
        untracked=tuple(sorted(sink.untracked)),
        unanswered=tuple(sorted(sink.unanswered)),
        suppressions=find_suppressions(sink.path, sink.positions.text),
    )


def _unique(claims: list[Claim]) -> list[Claim]:
    """A body is walked once, but a `finally` or an annotation may be met twice."""
    return list({(claim.reference.location, type(claim.reference), claim.name): claim for claim in claims}.values())


def _came_true(final: Type, assumed: Type, *, is_known: bool) -> bool:
    """Whether an attribute is in the end what it was taken for while its methods were walked.

    `self.df = self.df.append(row)` leaves an object of the same class, only less surely of that very class: that is
    enough where history knows the name.
    """
    if final is assumed:
        return True
    return is_known and {loosened(one) for one in parts_of(final)} == {loosened(one) for one in parts_of(assumed)}


def _is_history(reference: ResolvedReference) -> bool:
    """Whether some release is known to have had what is missing."""
    return not isinstance(reference.resolution, Missing) or reference.resolution.lifespan is not None


def _holds(analysis: Analysis, sink: Sink, claim: Claim) -> bool:
    reference = claim.reference
    is_known = isinstance(reference, ResolvedReference) and _is_history(reference)
    if not all(_came_true(attribute_type(of, name), value, is_known=is_known) for of, name, value in claim.assumed):
        return False
    if isinstance(reference, ResolvedArgument):
        # The object may be of a class of the project's own, whose method takes more.
        is_invented = reference.outcome.status is ArgumentStatus.UNKNOWN
        return not (is_invented and _is_loose(claim.receiver) and tail(reference.callee.path) in analysis.class_members)
    if reference.kind is not ReferenceKind.ATTRIBUTE:
        return True
    found = reference.resolution
    if not isinstance(found, Missing):
        return True
    if found.former is None and claim.name.startswith("_"):
        # Stubs leave such names out, and the interpreter adds some.
        return False
    line = sink.positions.line(reference.location.line)
    if _IGNORED.search(line) and (found.former is None or _NO_ATTRIBUTE.search(line)):
        # The author has told another checker that the name is there all the same.
        return False
    receiver = claim.receiver
    owners = analysis.stored.get(claim.name)
    if owners is not None and (found.lifespan is None or _key(receiver) in owners):
        # The project sets that attribute itself.
        return False
    if found.lifespan is None and _is_loose(receiver) and claim.name in analysis.class_members:
        # The object may be of a class of the project's own.
        return False
    return not isinstance(receiver, ProjectInstance | ProjectClass) or _holds_of_project(
        analysis, claim, found, receiver
    )


def _holds_of_project(
    analysis: Analysis, claim: Claim, found: Missing, receiver: ProjectInstance | ProjectClass
) -> bool:
    of = receiver.of if isinstance(receiver, ProjectInstance) else receiver
    line = lineage_of(of)
    if any(claim.name in one.attributes or claim.name in one.scope.names for one in line.project):
        return False
    is_less_known = found.lifespan is None or (isinstance(receiver, ProjectInstance) and receiver.is_self)
    if is_less_known and claim.name in analysis.class_members:
        # A class derived from this one may well define it.
        return False
    return found.lifespan is not None or not any(one.is_open for one in line.project)


def _is_loose(receiver: Type | None) -> bool:
    return isinstance(receiver, Instance | Foreign) and receiver.is_loose


def _key(receiver: Type | None) -> object:
    if isinstance(receiver, Foreign):
        return receiver.entity.symbol.path
    if isinstance(receiver, Instance):
        return receiver.of.entity.symbol.path
    return None

"""Which claims hold once everything is walked, and what must not be done elsewhere for the others to hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.overrides import IsMentioned, orphaned_overrides
from driftcheck.inference.project_members import attribute_type
from driftcheck.inference.project_types import ProjectClass, ProjectInstance
from driftcheck.inference.sink import Claim, Sink
from driftcheck.inference.types import Foreign, Instance, Type
from driftcheck.inference.unions import loosened, parts_of
from driftcheck.model.deeds import Deed, DeedKind
from driftcheck.model.names import parent, tail
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


def upheld(analysis: Analysis, sink: Sink, is_mentioned: IsMentioned, *, is_whole: bool = True) -> FileReferences:
    """The references of one file, without claims that something seen elsewhere speaks against.

    Args:
        analysis: The shared memory.
        sink: What was met in the file.
        is_mentioned: Whether what was walked speaks of a method elsewhere than in its definition.
        is_whole: Whether all of the project was walked; else references say what must not be done in the rest.
    """
    claimed = (_upheld(analysis, sink, claim, is_whole=is_whole) for claim in _unique(sink.claims))
    references = [reference for reference in claimed if reference is not None]
    references.extend(orphaned_overrides(analysis, sink, is_mentioned, is_whole=is_whole))
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


def deeds_of(analysis: Analysis) -> Iterator[Deed]:
    """Yield what was walked does that claims of other walks of the same project depend on."""
    for name, owners in analysis.stored.items():
        yield Deed(DeedKind.SET, name)
        yield from (Deed(DeedKind.SET_ON, name, owner) for owner in owners)
    yield from (Deed(DeedKind.GIVEN, name, owner) for owner, name in analysis.given)
    yield from (Deed(DeedKind.DEFINED, name) for name in analysis.class_members)


def _unique(claims: list[Claim]) -> list[Claim]:
    """A body is walked once, but a `finally` or an annotation may be met twice."""
    return list({(claim.reference.location, type(claim.reference), claim.name): claim for claim in claims}.values())


def _upheld(
    analysis: Analysis, sink: Sink, claim: Claim, *, is_whole: bool
) -> ResolvedReference | ResolvedArgument | ResolvedOverride | None:
    """What a claim refers to, if it holds as far as was walked."""
    if not _holds(sink, claim):
        return None
    provisos = tuple(_provisos(claim))
    if any(_is_done(analysis, deed) for deed in provisos):
        return None
    return claim.reference if is_whole or not provisos else replace(claim.reference, provisos=provisos)


def _is_done(analysis: Analysis, deed: Deed) -> bool:
    """Whether something is done in what was walked."""
    match deed.kind:
        case DeedKind.SET:
            return deed.name in analysis.stored
        case DeedKind.SET_ON:
            return deed.owner in analysis.stored.get(deed.name, ())
        case DeedKind.DEFINED:
            return deed.name in analysis.class_members
        case _:
            # What is given to a class of the project is found with it.
            return False


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


def _holds(sink: Sink, claim: Claim) -> bool:
    """Whether a claim holds by what is known of its file and of its object's classes."""
    reference = claim.reference
    is_known = isinstance(reference, ResolvedReference) and _is_history(reference)
    if not all(_came_true(attribute_type(of, name), value, is_known=is_known) for of, name, value in claim.assumed):
        return False
    found = _absence(claim)
    if found is None:
        return True
    if found.former is None and claim.name.startswith("_"):
        # Stubs leave such names out, and the interpreter adds some.
        return False
    line = sink.positions.line(reference.location.line)
    if _IGNORED.search(line) and (found.former is None or _NO_ATTRIBUTE.search(line)):
        # The author has told another checker that the name is there all the same.
        return False
    return all(_holds_of_project(claim.name, found, part) for part in _project_parts(claim))


def _holds_of_project(name: str, found: Missing, part: ProjectInstance | ProjectClass) -> bool:
    line = lineage_of(_class_of(part)).project
    if any(name in one.attributes or name in one.scope.names for one in line):
        return False
    return found.lifespan is not None or not any(one.is_open for one in line)


def _parts(claim: Claim) -> tuple[Type | None, ...]:
    """All that may have been asked: what speaks for one of them, speaks against the claim."""
    return (None,) if claim.receiver is None else parts_of(claim.receiver)


def _project_parts(claim: Claim) -> Iterator[ProjectInstance | ProjectClass]:
    yield from (part for part in _parts(claim) if isinstance(part, ProjectInstance | ProjectClass))


def _provisos(claim: Claim) -> Iterator[Deed]:
    """Yield what the project must not do anywhere, if a claim is to hold."""
    reference = claim.reference
    if isinstance(reference, ResolvedArgument):
        # The object may be of a class of the project's own, whose method takes more.
        if reference.outcome.status is ArgumentStatus.UNKNOWN and any(map(_is_loose, _parts(claim))):
            yield Deed(DeedKind.DEFINED, tail(reference.callee.path))
        return
    found = _absence(claim)
    if found is not None:
        for part in _parts(claim):
            yield from _provisos_of(claim.name, found, part)


def _provisos_of(name: str, found: Missing, receiver: Type | None) -> Iterator[Deed]:
    """Yield the same, for an attribute that an object may lack."""
    is_less_known = found.lifespan is None
    if is_less_known and isinstance(receiver, Foreign) and "." in receiver.entity.path:
        # Something else may be put in its place: a mock, say.
        path = receiver.entity.path
        yield Deed(DeedKind.SET_ON, tail(path), parent(path))
    # The project may set that attribute itself.
    yield Deed(DeedKind.SET, name) if is_less_known else Deed(DeedKind.SET_ON, name, _key(receiver))
    if isinstance(receiver, ProjectInstance | ProjectClass):
        for one in lineage_of(_class_of(receiver)).project:
            yield Deed(DeedKind.GIVEN, name, one.called)
            if is_less_known:
                yield Deed(DeedKind.GIVEN, "__dict__", one.called)
        # A class derived from this one may well define it.
        is_less_known = is_less_known or (isinstance(receiver, ProjectInstance) and receiver.is_self)
    else:
        # The object may be of a class of the project's own.
        is_less_known = is_less_known and _is_loose(receiver)
    if is_less_known:
        yield Deed(DeedKind.DEFINED, name)


def _absence(claim: Claim) -> Missing | None:
    """What a claim says of an attribute that is not there; None of any other claim."""
    reference = claim.reference
    if isinstance(reference, ResolvedArgument) or reference.kind is not ReferenceKind.ATTRIBUTE:
        return None
    return reference.resolution if isinstance(reference.resolution, Missing) else None


def _class_of(receiver: ProjectInstance | ProjectClass) -> ProjectClass:
    return receiver.of if isinstance(receiver, ProjectInstance) else receiver


def _is_loose(receiver: Type | None) -> bool:
    return isinstance(receiver, Instance | Foreign) and receiver.is_loose


def _key(receiver: Type | None) -> str:
    if isinstance(receiver, Foreign):
        return receiver.entity.symbol.path
    if isinstance(receiver, Instance):
        return receiver.of.entity.symbol.path
    return ""

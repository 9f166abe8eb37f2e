"""From files to what is to be said of each: references, the first rule that speaks, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from driftcheck.equivalents.imports import find_for_import
from driftcheck.equivalents.replacement import find_replacement
from driftcheck.inference.declared import DeclaredSurfaces, ImportedUses, declared_use
from driftcheck.inference.layout import Layout
from driftcheck.inference.project import analyse
from driftcheck.inference.trace import Trace
from driftcheck.model.declarations import CONFIGURATION, Declaration
from driftcheck.model.findings import FileVerdict, Finding, SkippedFile
from driftcheck.model.names import is_path, parent
from driftcheck.model.references import (
    DeclaredUse,
    FileReferences,
    Reference,
    ResolvedArgument,
    ResolvedOverride,
    ResolvedReference,
)
from driftcheck.model.replacements import Evidence, Replacement, ReplacementKind, Trust
from driftcheck.model.resolutions import Found, Missing
from driftcheck.model.suppressions import Suppression
from driftcheck.resolution.environment import Environment
from driftcheck.rules import RULES, Fact
from driftcheck.source.files import SourceFile
from driftcheck.source.places import Places
from driftcheck.source.progress import Advance, ignored


class Judging(Protocol):
    """Whoever says what `judge_files` says: itself, or a cache that remembers what it said."""

    def __call__(
        self,
        files: Sequence[SourceFile],
        environment: Environment,
        *,
        layout: Layout | None = None,
        declarations: Sequence[Declaration] = (),
        advance: Advance = ignored,
    ) -> Iterable[FileVerdict | SkippedFile]:
        """Say what is to be said of each file, in order of path."""


def judge_files(  # noqa: PLR0913  # what is judged, and what it is judged with
    files: Sequence[SourceFile],
    environment: Environment,
    *,
    layout: Layout | None = None,
    declarations: Sequence[Declaration] = (),
    advance: Advance = ignored,
    trace: Trace | None = None,
) -> Iterator[FileVerdict | SkippedFile]:
    """Yield what is to be said of each file, in order of path.

    Args:
        files: Modules, and programs made of the pieces of a notebook or a text.
        environment: The libraries under the pins that count for all of these files.
        layout: Where the modules of the whole project are, where other files are judged under other pins.
        declarations: What the project itself says against names.
        advance: Told of each file that was walked.
        trace: Takes note of what is read from the disk.
    """
    ordered = sorted(files, key=lambda file: file.path)
    said = {one.symbol: one for one in declarations}
    surfaces = DeclaredSurfaces(environment, said) if said else environment
    uses = ImportedUses(said, ordered, environment) if said else None
    results = analyse(ordered, surfaces, layout, advance=advance, trace=trace)
    for file, result in zip(ordered, results, strict=True):
        if uses is not None and isinstance(result, FileReferences):
            result = _with_declared(result, said, tuple(uses.of(file)))  # noqa: PLW2901  the same, and more
        located = _in_file(file, result)
        yield located if isinstance(located, SkippedFile) else _verdict(located, environment)


def _with_declared(
    result: FileReferences, said: Mapping[str, Declaration], uses: Sequence[DeclaredUse]
) -> FileReferences:
    """The references with what the project says of them, and with what is only reached by what is imported."""
    references = tuple(_declared(one, said) for one in result.references)
    told = {one.location for one in references}
    more = tuple(use for use in uses if use.location not in told)
    return replace(result, references=tuple(sorted((*references, *more), key=lambda one: one.location)))


def _declared(reference: Reference, said: Mapping[str, Declaration]) -> Reference:
    """What the project says of a name goes before what its library says; of what is gone it says what to use."""
    if not isinstance(reference, ResolvedReference) or not isinstance(reference.resolution, Found):
        return reference
    found = declared_use(reference.resolution, said)
    if found is None:
        return reference
    declaration, selection = found
    return DeclaredUse(reference.location, declaration, reference.path, selection, reference.scope, reference.guard)


def judge(fact: Fact) -> Finding | None:
    """The finding of the first rule that speaks."""
    return next((finding for rule in RULES if (finding := rule.check(fact)) is not None), None)


def _verdict(result: FileReferences, environment: Environment) -> FileVerdict:
    found = (_advised(fact, finding, environment) for fact in result.references if (finding := judge(fact)) is not None)
    return FileVerdict(
        path=result.path,
        findings=tuple(found),
        resolved=result.resolved,
        unknown=result.unknown,
        imports=result.imports,
        unknown_reasons=result.unknown_reasons,
        distributions=result.distributions,
        untracked=result.untracked,
        unanswered=result.unanswered,
        suppressions=result.suppressions,
    )


def _in_file(file: SourceFile, result: FileReferences | SkippedFile) -> FileReferences | SkippedFile:
    """A result with its places as the user's file counts them."""
    places = file.places
    if places is None:
        return result
    if isinstance(result, SkippedFile):
        cell, line = places.line(result.line or 1)
        return replace(result, line=line, cell=cell)
    references = tuple(replace(one, location=places.locate(one.location)) for one in result.references)
    suppressions = tuple(_moved(one, places) for one in result.suppressions)
    return replace(result, references=references, suppressions=suppressions)


def _moved(suppression: Suppression, places: Places) -> Suppression:
    statement = suppression.statement
    return replace(
        suppression,
        location=places.locate(suppression.location),
        rules=tuple(replace(rule, location=places.locate(rule.location)) for rule in suppression.rules),
        statement=places.locate(statement) if statement is not None else None,
    )


def _advised(fact: Fact, finding: Finding, environment: Environment) -> Finding:
    """The finding with the modern equivalent, where there is one."""
    match fact:
        case ResolvedReference(resolution=Missing() as module, asked=asked) if asked:
            found = find_for_import(module, asked, environment)
        case ResolvedReference(resolution=resolution) | ResolvedOverride(resolution=resolution):
            found = find_replacement(resolution, environment)
        case ResolvedArgument(callee=callee, outcome=outcome):
            found = find_replacement((callee, outcome), environment)
        case DeclaredUse(declaration=declaration):
            found = _declared_replacement(declaration)
        case _:
            return finding
    return replace(finding, replacement=found)


def _declared_replacement(said: Declaration) -> Replacement | None:
    """What the project says is to be written instead, in its own words."""
    evidence = Evidence(CONFIGURATION, said.source, said.message or "")
    if said.use is not None:
        kind = ReplacementKind.EXPRESSION
        if is_path(said.use):
            kind = ReplacementKind.RENAMED if parent(said.use) == parent(said.symbol) else ReplacementKind.MOVED
        return Replacement(kind, said.use, (), evidence, Trust.CURATED)
    if said.message is not None:
        return Replacement(
            ReplacementKind.ADVICE, said.message, (), Evidence(CONFIGURATION, said.source), Trust.CURATED
        )
    return None

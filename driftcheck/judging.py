"""From files to what is to be said of each: references, the first rule that speaks, and what to write instead."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from driftcheck.equivalents.imports import find_for_import
from driftcheck.equivalents.replacement import find_replacement
from driftcheck.inference.declared import DeclaredSurfaces, ImportedUses, declared_use
from driftcheck.inference.layout import Layout
from driftcheck.inference.project import walk
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
from driftcheck.portions import Judged, Portion, PortionJudging, cut, settle
from driftcheck.resolution.environment import Environment
from driftcheck.rules import RULES, Fact
from driftcheck.source.files import SourceFile
from driftcheck.source.places import Places
from driftcheck.source.progress import Advance, ignored

_MUCH = 500
"""Files. The types of fewer are not worth a look through all that the process holds."""


class Judging(Protocol):
    """Whoever says what `judge_files` says: by itself, with the help of other processes, or from memory."""

    def __call__(
        self,
        files: Sequence[SourceFile],
        environment: Environment,
        *,
        layout: Layout | None = None,
        declarations: Sequence[Declaration] = (),
        advance: Advance = ignored,
    ) -> Iterable[FileVerdict | SkippedFile]:
        """Say what is to be said of each file, in order of path. What takes others' time is begun at once."""


def one_by_one(portions: Sequence[Portion], advance: Advance) -> Iterator[Judged]:
    """Judge portions in this process, each when it is asked for."""
    held = 0
    for portion in portions:
        if held > _MUCH:
            sweep()
            held = 0
        yield judge_portion(portion, advance)
        held += len(portion.files)


def sweep() -> None:
    """Let go of what walks have made: it refers to itself, and is held until somebody looks for it.

    That takes as long as all that the process holds is large.
    """
    gc.collect()


def judge_files(  # noqa: PLR0913  # what is judged, what it is judged with, and by whom
    files: Sequence[SourceFile],
    environment: Environment,
    *,
    layout: Layout | None = None,
    declarations: Sequence[Declaration] = (),
    advance: Advance = ignored,
    by: PortionJudging = one_by_one,
) -> Iterator[FileVerdict | SkippedFile]:
    """What is to be said of each file, in order of path.

    Args:
        files: Modules, and programs made of the pieces of a notebook or a text.
        environment: The libraries under the pins that count for all of these files.
        layout: Where the modules of the whole project are, where other files are judged under other pins.
        declarations: What the project itself says against names.
        advance: Told of each file that was walked.
        by: Who judges the portions; called at once.
    """
    layout = layout or Layout(files)
    pieces = cut(sorted(files, key=lambda file: file.path))
    portions = [Portion(piece, environment, layout, tuple(declarations), is_whole=len(pieces) == 1) for piece in pieces]
    return settle(by(portions, advance), layout)


def judge_portion(portion: Portion, advance: Advance = ignored) -> Judged:
    """Say what is to be said of the files of a portion, as far as can be said without the others.

    Args:
        portion: The files, and all they are judged with.
        advance: Told of each file that was walked.
    """
    files, environment = portion.files, portion.environment
    said = {one.symbol: one for one in portion.declarations}
    surfaces = DeclaredSurfaces(environment, said) if said else environment
    uses = ImportedUses(said, files, environment) if said else None
    trace = Trace() if portion.is_traced else None
    layout = portion.layout if trace is None else portion.layout.noting(trace.folders)
    walked = walk(files, surfaces, layout, is_whole=portion.is_whole, advance=advance, trace=trace)
    results = []
    for file, result in zip(files, walked.results, strict=True):
        if uses is not None and isinstance(result, FileReferences):
            result = _with_declared(result, said, tuple(uses.of(file)))  # noqa: PLW2901  the same, and more
        located = _in_file(file, result)
        results.append(located if isinstance(located, SkippedFile) else _verdict(located, environment))
    return Judged(tuple(results), walked.deeds, trace)


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
    told = [(fact, finding) for fact in result.references if (finding := judge(fact)) is not None]
    provisos = tuple(() if isinstance(fact, DeclaredUse) else fact.provisos for fact, _ in told)
    return FileVerdict(
        path=result.path,
        findings=tuple(_advised(fact, finding, environment) for fact, finding in told),
        resolved=result.resolved,
        unknown=result.unknown,
        imports=result.imports,
        unknown_reasons=result.unknown_reasons,
        distributions=result.distributions,
        untracked=result.untracked,
        unanswered=result.unanswered,
        suppressions=result.suppressions,
        provisos=provisos if any(provisos) else (),
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

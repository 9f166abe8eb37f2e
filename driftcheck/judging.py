"""From files to what is to be said of each: references, the first rule that speaks, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from driftcheck.equivalents.imports import find_for_import
from driftcheck.equivalents.replacement import find_replacement
from driftcheck.inference.project import analyse
from driftcheck.model.findings import FileVerdict, Finding, SkippedFile
from driftcheck.model.references import FileReferences, ResolvedArgument, ResolvedOverride, ResolvedReference
from driftcheck.model.resolutions import Missing
from driftcheck.model.suppressions import Suppression
from driftcheck.resolution.environment import Environment
from driftcheck.rules import RULES, Fact
from driftcheck.source.files import SourceFile
from driftcheck.source.places import Places


def judge_files(files: Sequence[SourceFile], environment: Environment) -> Iterator[FileVerdict | SkippedFile]:
    """Yield what is to be said of each file, in order of path.

    Args:
        files: Modules, and programs made of the pieces of a notebook or a text.
        environment: The libraries under the pins that count for all of these files.
    """
    ordered = sorted(files, key=lambda file: file.path)
    for file, result in zip(ordered, analyse(ordered, environment), strict=True):
        located = _in_file(file, result)
        yield located if isinstance(located, SkippedFile) else _verdict(located, environment)


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
        case _:
            return finding
    return replace(finding, replacement=found)

"""From files to what is to be said of each: references, the first rule that speaks, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from driftcheck.equivalents.imports import find_for_import
from driftcheck.equivalents.replacement import find_replacement
from driftcheck.inference.layout import Layout
from driftcheck.inference.project import analyse
from driftcheck.inference.trace import Trace
from driftcheck.model.findings import FileVerdict, Finding, SkippedFile
from driftcheck.model.references import FileReferences, ResolvedArgument, ResolvedOverride, ResolvedReference
from driftcheck.model.resolutions import Missing
from driftcheck.resolution.environment import Environment
from driftcheck.rules import RULES, Fact
from driftcheck.source.files import SourceFile
from driftcheck.source.progress import Advance, ignored


class Judging(Protocol):
    """Whoever says what `judge_files` says: itself, or a cache that remembers what it said."""

    def __call__(
        self,
        files: Sequence[SourceFile],
        environment: Environment,
        *,
        layout: Layout | None = None,
        advance: Advance = ignored,
    ) -> Iterable[FileVerdict | SkippedFile]:
        """Say what is to be said of each file, in order of path."""


def judge_files(
    files: Sequence[SourceFile],
    environment: Environment,
    *,
    layout: Layout | None = None,
    advance: Advance = ignored,
    trace: Trace | None = None,
) -> Iterator[FileVerdict | SkippedFile]:
    """Yield what is to be said of each file, in order of path.

    Args:
        files: Modules, and programs made of the pieces of a notebook or a text.
        environment: The libraries under the pins that count for all of these files.
        layout: Where the modules of the whole project are, where other files are judged under other pins.
        advance: Told of each file that was walked.
        trace: Takes note of what is read from the disk.
    """
    ordered = sorted(files, key=lambda file: file.path)
    results = analyse(ordered, environment, layout, advance=advance, trace=trace)
    for file, result in zip(ordered, results, strict=True):
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
    return replace(result, references=references)


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

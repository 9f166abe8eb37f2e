"""The check, read from top to bottom: pins, environment, files, references, findings, report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from driftcheck.config.settings import Settings
from driftcheck.coverage import cover
from driftcheck.equivalents.imports import find_for_import
from driftcheck.equivalents.replacement import find_replacement
from driftcheck.inference.project import analyse
from driftcheck.model.findings import Finding, Report, SkippedFile, Statistics, Summary
from driftcheck.model.references import FileReferences, ResolvedArgument, ResolvedOverride, ResolvedReference
from driftcheck.model.resolutions import Missing
from driftcheck.pins.selection import PinSet, find_pins
from driftcheck.pins.target import newest_allowed, newest_recorded
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.selections import STANDARD_LIBRARY
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.rules import RULES, Fact
from driftcheck.source.files import SourceFile
from driftcheck.source.programs import programs_of


def check(entries: Sequence[SourceFile | SkippedFile], settings: Settings, provider: SurfaceProvider) -> Report:
    """Check files against the pins of the project that they belong to.

    Args:
        entries: What discovery found.
        settings: Where pins come from.
        provider: The recorded surfaces.

    Raises:
        ConfigError: A pin that was given cannot be read.
        SnapshotError: A snapshot that is needed is damaged.
    """
    pins, environment = settle(settings, provider)
    programs = [program for entry in entries for program in _programs(entry, settings)]
    files = sorted((program for program in programs if isinstance(program, SourceFile)), key=lambda file: file.path)
    unread = [program for program in programs if isinstance(program, SkippedFile)]

    results = [_in_file(*pair) for pair in zip(files, analyse(files, environment), strict=True)]
    references = [result for result in results if isinstance(result, FileReferences)]
    skipped = [*unread, *(result for result in results if isinstance(result, SkippedFile))]
    coverage = cover(references, pins.pins, environment, provider)

    facts: list[Fact] = [*skipped, *coverage.uncovered, *(fact for result in references for fact in result.references)]
    findings = [_advised(fact, finding, environment) for fact in facts if (finding := judge(fact)) is not None]
    return Report(
        findings=tuple(sorted(findings, key=lambda finding: (finding.location, finding.code))),
        summary=Summary(
            files=len({result.path for result in references}),
            resolved=sum(result.resolved for result in references),
            unknown=sum(result.unknown for result in references),
            selections=coverage.selections,
            uncovered=coverage.reasons,
            missing=coverage.missing,
            unclaimed=coverage.unclaimed,
            skipped=tuple(skipped),
            notes=pins.notes,
            statistics=_statistics(references),
        ),
    )


def _programs(entry: SourceFile | SkippedFile, settings: Settings) -> Iterator[SourceFile | SkippedFile]:
    """Yield what is to be analysed of what discovery found: of a notebook or a text, the code in it."""
    if isinstance(entry, SkippedFile):
        yield entry
    else:
        yield from programs_of(entry, settings.fences)


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


def judge(fact: Fact) -> Finding | None:
    """The finding of the first rule that speaks."""
    return next((finding for rule in RULES if (finding := rule.check(fact)) is not None), None)


def settle(settings: Settings, provider: SurfaceProvider) -> tuple[PinSet, Environment]:
    """Find the pins of a project, and the environment in which its names are resolved.

    The Python is the one that is written, else the newest recorded one that the project allows.
    """
    newest = newest_recorded(release.version for release in provider.releases(STANDARD_LIBRARY))
    pins = find_pins(
        settings.project,
        given=settings.pins,
        python=settings.python,
        python_version=settings.python_version,
        newest_python=newest,
    )
    python = pins.python or newest_allowed(pins.requires_python, newest)
    return pins, Environment(provider, pins.pins, python=python)


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


def _statistics(references: Sequence[FileReferences]) -> Statistics:
    """How many attributes and calls were judged, and why the others were not."""
    reasons: Counter[str] = Counter()
    for result in references:
        reasons.update(dict(result.unknown_reasons))
    return Statistics(
        resolved=sum(result.resolved - result.imports for result in references),
        unknown=reasons.total(),
        reasons=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
    )

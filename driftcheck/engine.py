"""The check, read from top to bottom: pins, environment, files, verdicts, what is silenced or not wanted, report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from driftcheck.config.settings import Settings
from driftcheck.coverage import cover
from driftcheck.judging import judge, judge_files
from driftcheck.model.findings import FileVerdict, Finding, Report, SkippedFile, Statistics, Summary
from driftcheck.pins.selection import PinSet, find_pins
from driftcheck.pins.target import newest_allowed, newest_recorded
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.selections import STANDARD_LIBRARY
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.rules import Fact
from driftcheck.selecting import Selector
from driftcheck.source.files import SourceFile
from driftcheck.source.programs import programs_of
from driftcheck.suppressing import unsuppressed


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
    files = [program for program in programs if isinstance(program, SourceFile)]
    unread = [program for program in programs if isinstance(program, SkippedFile)]

    results = [*unread, *judge_files(files, environment, settings.declarations)]
    verdicts = [result for result in results if isinstance(result, FileVerdict)]
    skipped = [result for result in results if isinstance(result, SkippedFile)]
    coverage = cover(verdicts, pins.pins, environment, provider)

    beside: list[Fact] = [*skipped, *coverage.uncovered]
    selector = Selector(settings.preferences)
    findings = [finding for fact in beside if (finding := judge(fact)) is not None]
    findings += unsuppressed(verdicts, selector.is_active)
    findings = list(selector.select(findings))
    return Report(
        findings=tuple(sorted(findings, key=_order)),
        summary=Summary(
            files=len({verdict.path for verdict in verdicts}),
            resolved=sum(verdict.resolved for verdict in verdicts),
            unknown=sum(verdict.unknown for verdict in verdicts),
            selections=coverage.selections,
            uncovered=coverage.reasons,
            missing=coverage.missing,
            unclaimed=coverage.unclaimed,
            skipped=tuple(skipped),
            notes=pins.notes,
            statistics=_statistics(verdicts),
        ),
    )


def _order(finding: Finding) -> tuple[object, ...]:
    return finding.location, finding.code


def _programs(entry: SourceFile | SkippedFile, settings: Settings) -> Iterator[SourceFile | SkippedFile]:
    """Yield what is to be analysed of what discovery found: of a notebook or a text, the code in it."""
    if isinstance(entry, SkippedFile):
        yield entry
    else:
        yield from programs_of(entry, settings.fences)


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


def _statistics(verdicts: Sequence[FileVerdict]) -> Statistics:
    """How many attributes and calls were judged, and why the others were not."""
    reasons: Counter[str] = Counter()
    for verdict in verdicts:
        reasons.update(dict(verdict.unknown_reasons))
    return Statistics(
        resolved=sum(verdict.resolved - verdict.imports for verdict in verdicts),
        unknown=reasons.total(),
        reasons=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
    )

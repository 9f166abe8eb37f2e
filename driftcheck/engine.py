"""The check, read from top to bottom: files, the universes that they fall into, verdicts, what is wanted, report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from driftcheck.config.settings import Settings
from driftcheck.coverage import Coverage, cover
from driftcheck.inference.layout import Layout
from driftcheck.joining import join_coverage, join_environments, stand_ins, told_apart
from driftcheck.judging import Judging, judge, judge_files
from driftcheck.model.findings import FileUnknowns, FileVerdict, Finding, Report, SkippedFile, Statistics, Summary
from driftcheck.pins.selection import open_search
from driftcheck.pins.target import newest_recorded
from driftcheck.resolution.selections import STANDARD_LIBRARY
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.rules import Fact
from driftcheck.selecting import Selector
from driftcheck.source.files import SourceFile
from driftcheck.source.programs import programs_of
from driftcheck.source.progress import Watch, unwatched
from driftcheck.suppressing import unsuppressed
from driftcheck.universes import Group, divide


def check(
    entries: Sequence[SourceFile | SkippedFile],
    settings: Settings,
    provider: SurfaceProvider,
    *,
    judging: Judging = judge_files,
    watch: Watch = unwatched,
) -> Report:
    """Check files, each against the pins that govern it.

    Args:
        entries: What discovery found.
        settings: Where pins come from.
        provider: The recorded surfaces.
        judging: Who says what is to be said of the files.
        watch: Told how far the walk is.

    Raises:
        ConfigError: A pin that was given cannot be read.
        SnapshotError: A snapshot that is needed is damaged.
    """
    programs = [program for entry in entries for program in _programs(entry, settings)]
    files = [program for program in programs if isinstance(program, SourceFile)]
    unread = [program for program in programs if isinstance(program, SkippedFile)]

    groups = _divide(files, settings, provider)
    layout = Layout(files) if len(groups) > 1 else None
    advance = watch(sum(len(group.files) * (1 + len(group.others)) for group in groups))
    judge_all = partial(judging, layout=layout, declarations=settings.declarations, advance=advance)
    asked = [_ask(group, judge_all) for group in groups]
    judged = [_judge_group(group, results, provider) for group, results in zip(groups, asked, strict=True)]
    verdicts = [verdict for group in judged for verdict in group.verdicts]
    skipped = [*unread, *(one for group in judged for one in group.skipped)]
    coverage = join_coverage([group.coverage for group in judged])

    beside: list[Fact] = [*skipped, *coverage.uncovered]
    selector = Selector(settings.preferences)
    findings = [finding for fact in beside if (finding := judge(fact)) is not None]
    heard = unsuppressed(verdicts, selector.is_active)
    findings += heard.left
    findings = list(selector.select(findings))
    universes = [universe for group in groups for universe in (group.universe, *group.others)]
    read = (note for universe in universes for note in universe.pins.notes)
    return Report(
        findings=tuple(sorted(told_apart(findings, coverage.selections), key=_order)),
        summary=Summary(
            files=len({verdict.path for verdict in verdicts}),
            resolved=sum(verdict.resolved for verdict in verdicts),
            unknown=sum(verdict.unknown for verdict in verdicts),
            selections=coverage.selections,
            uncovered=coverage.reasons,
            missing=coverage.missing,
            unclaimed=coverage.unclaimed,
            skipped=tuple(skipped),
            notes=tuple(dict.fromkeys((*read, *(note for group in judged for note in group.notes)))),
            statistics=_statistics(verdicts),
            silenced=sum(1 for _ in selector.select(heard.silenced)),
            unknown_by_file=tuple(_unknowns(verdicts)),
            universes=tuple(
                universe.governing(len({file.path for file in group.files}))
                for group in groups
                for universe in (group.universe, *group.others)
            ),
        ),
    )


class _Judged(NamedTuple):
    """What was found out about one group."""

    verdicts: Sequence[FileVerdict]
    skipped: Sequence[SkippedFile]
    coverage: Coverage
    notes: Sequence[str]


def _ask(group: Group, judging: Judging) -> list[Iterable[FileVerdict | SkippedFile]]:
    """Have files judged in the environment that is asked for, and in the others that markers can select."""
    return [judging(group.files, universe.environment) for universe in (group.universe, *group.others)]


def _judge_group(
    group: Group, asked: Sequence[Iterable[FileVerdict | SkippedFile]], provider: SurfaceProvider
) -> _Judged:
    """What was found out about files in each environment, as one account."""
    runs: list[tuple[str, Sequence[FileVerdict]]] = []
    coverages = []
    skipped: list[SkippedFile] = []
    for universe, told in zip((group.universe, *group.others), asked, strict=True):
        results = list(told)
        verdicts = [result for result in results if isinstance(result, FileVerdict)]
        skipped = skipped or [result for result in results if isinstance(result, SkippedFile)]
        coverages.append(cover(verdicts, universe.pins.pins, universe.environment, provider))
        runs.append((universe.target, verdicts))
    notes = list(stand_ins(group.universe.pins.unpinned, coverages[0].selections))
    return _Judged(join_environments(runs), skipped, join_coverage(coverages), notes)


def _order(finding: Finding) -> tuple[object, ...]:
    return finding.location, finding.code


def _programs(entry: SourceFile | SkippedFile, settings: Settings) -> Iterator[SourceFile | SkippedFile]:
    """Yield what is to be analysed of what discovery found: of a notebook or a text, the code in it."""
    if isinstance(entry, SkippedFile):
        yield entry
    else:
        yield from programs_of(entry, settings.fences)


def divide_entries(
    entries: Sequence[SourceFile | SkippedFile], settings: Settings, provider: SurfaceProvider
) -> tuple[Group, ...]:
    """Group what discovery found by the pins that govern it, without a look at the code.

    Args:
        entries: What discovery found.
        settings: What goes before the pins that are found.
        provider: The recorded surfaces.

    Raises:
        ConfigError: A pin that was given cannot be read.
    """
    programs = (program for entry in entries for program in _programs(entry, settings))
    return _divide([program for program in programs if isinstance(program, SourceFile)], settings, provider)


def _divide(files: Sequence[SourceFile], settings: Settings, provider: SurfaceProvider) -> tuple[Group, ...]:
    """Group files by the pins that govern them; where no Python is written, markers are asked for the newest."""
    search = open_search(
        given=settings.pins,
        lock=settings.lock,
        python=settings.python,
        python_version=settings.python_version,
        platform=settings.platform,
        newest_python=newest_recorded(release.version for release in provider.releases(STANDARD_LIBRARY)),
    )
    return divide(files, settings.project, search, provider, all_environments=settings.all_environments)


def _unknowns(verdicts: Sequence[FileVerdict]) -> Iterator[FileUnknowns]:
    """Yield why attributes and calls are unknown, by path: a text may be several programs."""
    by_path: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        if verdict.unknown_reasons:
            by_path.setdefault(verdict.path, Counter()).update(dict(verdict.unknown_reasons))
    for path, reasons in sorted(by_path.items()):
        yield FileUnknowns(path, _by_number(reasons))


def _by_number(reasons: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))


def _statistics(verdicts: Sequence[FileVerdict]) -> Statistics:
    """How many attributes and calls were judged, and why the others were not."""
    reasons: Counter[str] = Counter()
    for verdict in verdicts:
        reasons.update(dict(verdict.unknown_reasons))
    return Statistics(
        resolved=sum(verdict.resolved - verdict.imports for verdict in verdicts),
        unknown=reasons.total(),
        reasons=_by_number(reasons),
    )

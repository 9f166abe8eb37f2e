"""From the verdicts of several universes to one account: each finding and each release told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from driftcheck.coverage import Coverage
from driftcheck.model.findings import FileVerdict, Finding
from driftcheck.model.releases import PinKind, Selection, Unpinned
from driftcheck.pins.candidates import NAMED_ONLY

_LABELS_TOLD = 3


def join_environments(runs: Sequence[tuple[str, Sequence[FileVerdict]]]) -> tuple[FileVerdict, ...]:
    """The verdicts on some files in one environment, with what only others find.

    Args:
        runs: What an environment is called, and the verdicts in it, the target environment first.

    Returns:
        The verdicts of the first run. A finding is told once, in the words of the first environment that has it, with
        the environments that it holds in; its message says so where these are not all.
    """
    (_, first), *others = runs
    if not others:
        return tuple(first)
    found: dict[str, dict[tuple[object, str, str], tuple[Finding, list[str]]]] = {}
    for label, verdicts in runs:
        for verdict in verdicts:
            told = found.setdefault(verdict.path, {})
            for finding in verdict.findings:
                held = f"{label}, {finding.distribution} {finding.pinned}" if finding.distribution else label
                told.setdefault((finding.location, finding.code, finding.symbol), (finding, []))[1].append(held)
    joined = []
    for verdict in first:
        told = found.pop(verdict.path, {})
        findings = (_held(finding, labels, len(runs)) for finding, labels in told.values())
        joined.append(replace(verdict, findings=tuple(sorted(findings, key=lambda f: (f.location, f.code)))))
    return tuple(joined)


def _held(finding: Finding, labels: Sequence[str], runs: int) -> Finding:
    if len(labels) == runs:
        return replace(finding, environments=tuple(labels))
    more = f" and {len(labels) - _LABELS_TOLD} more" if len(labels) > _LABELS_TOLD else ""
    where = f"; only in {len(labels)} of {runs} environments ({'; '.join(labels[:_LABELS_TOLD])}{more})"
    return replace(finding, message=f"{finding.message}{where}", environments=tuple(labels))


def join_coverage(coverages: Sequence[Coverage]) -> Coverage:
    """What the releases of all universes answer for, each told once."""
    if len(coverages) == 1:
        return coverages[0]
    return Coverage(
        selections=_by_name(s for coverage in coverages for s in coverage.selections),
        uncovered=tuple(dict.fromkeys(fact for coverage in coverages for fact in coverage.uncovered)),
        reasons=tuple(dict.fromkeys(reason for coverage in coverages for reason in coverage.reasons)),
        missing=_by_name({(s.distribution, s.version): s for coverage in coverages for s in coverage.missing}.values()),
        unclaimed=tuple(sorted({name for coverage in coverages for name in coverage.unclaimed})),
    )


def stand_ins(unpinned: Iterable[Unpinned], selections: Sequence[Selection]) -> Iterator[str]:
    """Yield a note on each distribution that the code refers to and that is installed from no release.

    Args:
        unpinned: What is named without a version that could be known.
        selections: The releases that answered for the code.
    """
    found = {selection.distribution: selection for selection in selections if selection.is_covered}
    for one in unpinned:
        selection = found.get(one.distribution)
        if selection is not None and selection.kind is not PinKind.EXACT and one.reason != NAMED_ONLY:
            yield f"{one.source}: {one.distribution} is {one.reason}; {selection.version} stands in for it"


def told_apart(findings: Iterable[Finding], selections: Sequence[Selection]) -> list[Finding]:
    """The findings, with the place of the pin in the message where the files are held to several releases.

    Args:
        findings: What is told.
        selections: All releases that answered.
    """
    places: dict[str, set[str]] = {}
    for selection in selections:
        places.setdefault(selection.distribution, set()).add(str(selection.version))
    return [_with_source(f) if len(places.get(f.distribution or "", ())) > 1 else f for f in findings]


def _with_source(finding: Finding) -> Finding:
    if finding.source is None or not finding.source.path or not finding.symbol:
        return finding
    pinned = f"pinned {finding.pinned}"
    before, found, after = finding.message.rpartition(pinned)
    place = f" ({finding.source})"
    message = f"{before}{pinned}{place}{after}" if found else f"{finding.message}{place}"
    return replace(finding, message=message)


def _by_name(selections: Iterable[Selection]) -> tuple[Selection, ...]:
    return tuple(sorted(dict.fromkeys(selections), key=lambda selection: (selection.distribution, selection.version)))

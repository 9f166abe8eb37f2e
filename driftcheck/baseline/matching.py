"""Findings held against a baseline: what is known, what is new, what is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from driftcheck.baseline.fingerprints import Baseline, Fingerprint, Frame
from driftcheck.model.findings import Finding, Report


class Division(NamedTuple):
    """Findings, in their order, by whether the baseline knows them."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of which files a run can say what is found in them, by their paths in the baseline."""

    checked: frozenset[str]
    """Looked at, also those that could not be read in full."""
    unread: frozenset[str] = frozenset()
    """Those among them of which something could not be read: what was found there may be there still."""

    @classmethod
    def of(cls, paths: Iterable[str], report: Report, frame: Frame) -> Coverage:
        """The coverage of a run over the files of these paths."""
        unread = frozenset(frame.relative(skipped.path) for skipped in report.summary.skipped)
        return cls(frozenset(frame.relative(path) for path in paths), unread)


def divide(
    findings: Sequence[Finding], baseline: Baseline, frame: Frame, is_changed: Callable[[Finding], bool] | None = None
) -> Division:
    """Tell the known findings from the new ones.

    Of more occurrences than are known, the last ones count as new; with `is_changed`, first of all those that it speaks
    of.

    Args:
        findings: In order of position.
        baseline: What is known.
        frame: How paths belong together.
        is_changed: Whether a finding stands where something was changed.
    """
    left = dict(baseline.counts)
    order: Sequence[int] = range(len(findings))
    if is_changed is not None:
        order = sorted(order, key=lambda place: is_changed(findings[place]))
    known = set()
    for place in order:
        key = frame.fingerprint(findings[place])
        if left.get(key, 0):
            left[key] -= 1
            known.add(place)
    return Division(
        tuple(finding for place, finding in enumerate(findings) if place not in known),
        tuple(finding for place, finding in enumerate(findings) if place in known),
    )


def updated(baseline: Baseline, findings: Iterable[Finding], frame: Frame, coverage: Coverage) -> Baseline:
    """The baseline that knows all of these findings, and of files that were not looked at what it knew before.

    Findings on what is no checked file, such as a pin that no snapshot covers, belong to no baseline: they tell what a
    run does not know, and never fail it.
    """
    found = _count(findings, frame, coverage)
    counts = {
        key: number
        for key, number in baseline.counts.items()
        if key not in found and frame.holds(key.path) and not _is_told(key, coverage)
    }
    return _baseline({**counts, **found})


def shortened(baseline: Baseline, findings: Iterable[Finding], frame: Frame, coverage: Coverage) -> Baseline:
    """The baseline without what is gone, with files or out of them. Never knows more than before."""
    found = _count(findings, frame, coverage)
    counts = {}
    for key, number in baseline.counts.items():
        if not frame.holds(key.path):
            continue
        counts[key] = min(number, found[key]) if _is_told(key, coverage) else number
    return _baseline(counts)


def _is_told(key: Fingerprint, coverage: Coverage) -> bool:
    """Whether the run can say that a finding is gone."""
    return key.path in coverage.checked and key.path not in coverage.unread


def _count(findings: Iterable[Finding], frame: Frame, coverage: Coverage) -> Counter[Fingerprint]:
    keys = map(frame.fingerprint, findings)
    return Counter(key for key in keys if key.path in coverage.checked)


def _baseline(counts: dict[Fingerprint, int]) -> Baseline:
    return Baseline(MappingProxyType({key: counts[key] for key in sorted(counts) if counts[key]}))

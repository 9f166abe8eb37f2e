"""What is new of what was found: nothing that the baseline knows, and nothing on lines that did not change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from driftcheck.baseline.fingerprints import Baseline, Frame
from driftcheck.baseline.matching import divide
from driftcheck.model.findings import Report

if TYPE_CHECKING:
    from driftcheck.changes.changed_lines import ChangedLines


@dataclass(frozen=True, slots=True)
class Known:
    """A baseline, and how its paths belong to those of findings."""

    baseline: Baseline
    frame: Frame


def sift(
    report: Report, checked: Iterable[str], *, changed: ChangedLines | None = None, known: Known | None = None
) -> Report:
    """The report on what is new, with the numbers of what was left out.

    Args:
        report: All that was found.
        checked: The files that were looked at, as findings show them.
        changed: What changed, where only that counts.
        known: What is known.
    """
    unread = {skipped.path for skipped in report.summary.skipped}
    is_changed = changed.predicate(frozenset(checked) - unread) if changed is not None else None
    findings, hidden = report.findings, 0
    if known is not None:
        # All occurrences take part, so that of two alike the older one is the known one.
        division = divide(findings, known.baseline, known.frame, is_changed)
        findings, hidden = division.new, len(division.known)
    unchanged = 0
    if changed is not None and is_changed is not None:
        kept = tuple(filter(is_changed, findings))
        unchanged = sum(f.location.path in changed for f in findings) - len(kept)
        findings = kept
    return replace(report, findings=findings, summary=replace(report.summary, hidden=hidden, unchanged=unchanged))

"""A report as plain data. The fields are a promise: other tools read them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from driftcheck.model.findings import Finding, Report, Summary
from driftcheck.model.releases import Lifespan, PinSource, Selection
from driftcheck.model.replacements import Evidence, Replacement
from driftcheck.model.symbols import Deprecation
from driftcheck.reporting.text import printable

Record = dict[str, Any]

MOST_REASONS = 10
"""Reasons for not knowing that are told; the others are rare."""


def finding_record(finding: Finding) -> Record:
    """One finding, in the order of fields that a reader sees first."""
    place = finding.location
    return {
        "path": place.path,
        "cell": place.cell or None,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "code": finding.code,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "symbol": finding.symbol,
        "distribution": finding.distribution,
        "pinned": finding.pinned,
        "confidence": str(finding.confidence),
        "message": printable(finding.message),
        "removed_in": finding.removed_in,
        "removed_on": finding.removed_on,
        "deprecated_in": finding.deprecated_in,
        "deprecated_on": finding.deprecated_on,
        "added_in": finding.added_in,
        "replacement": replacement_record(finding.replacement),
        "source": source_record(finding.source),
        "environments": list(finding.environments),
    }


def source_record(source: PinSource | None) -> Record | None:
    """Where a pin is written; None where there is none."""
    return {"name": source.name, "path": source.path or None, "line": source.line} if source else None


def replacement_record(replacement: Replacement | None) -> Record | None:
    """What to write instead; None where there is none."""
    if replacement is None:
        return None
    return {
        "kind": str(replacement.kind),
        "targets": list(replacement.targets),
        "text": printable(replacement.text),
        "evidence": evidence_record(replacement.evidence),
        "distribution": replacement.distribution,
        "trust": str(replacement.trust),
        "install": replacement.install,
        "fix": str(replacement.fit),
    }


def evidence_record(evidence: Evidence | None) -> Record | None:
    """Where a replacement is said; None where that is not known."""
    if evidence is None:
        return None
    return {"source": evidence.source, "release": evidence.release, "quote": printable(evidence.quote)}


def deprecation_record(deprecation: Deprecation | None) -> Record | None:
    """The library's own words against a symbol; None where there are none."""
    if deprecation is None:
        return None
    return {
        "evidence": deprecation.evidence,
        "since": deprecation.since,
        "removal": deprecation.removal,
        "message": printable(deprecation.message or ""),
    }


def lifespan_record(lifespan: Lifespan | None) -> Record | None:
    """In which recorded releases a symbol is present; None where it is in none, or nothing is known."""
    if lifespan is None:
        return None
    return {
        "spans": [{"first": str(span.first.version), "last": str(span.last.version)} for span in lifespan.spans],
        "absent_before": str(lifespan.before.version) if lifespan.before else None,
        "absent_after": str(lifespan.after.version) if lifespan.after else None,
        "deprecated": str(lifespan.deprecated.version) if lifespan.deprecated else None,
    }


def summary_record(summary: Summary) -> Record:
    """What was covered and what was not."""
    return {
        "files": summary.files,
        "references": {"resolved": summary.resolved, "unknown": summary.unknown},
        "distributions": [_selection_record(selection) for selection in summary.selections],
        "not_covered": [{"name": name, "reason": reason} for name, reason in summary.uncovered],
        "not_checked": [
            {
                "path": skipped.path,
                "cell": skipped.cell or None,
                "line": skipped.line,
                "reason": printable(skipped.reason),
            }
            for skipped in summary.skipped
        ],
        "notes": [printable(note) for note in summary.notes],
        "universes": [
            {"place": one.place, "python": one.python, "platform": one.platform, "files": one.files}
            for one in summary.universes
        ],
        "hidden": {
            "baseline": summary.hidden,
            "comments": summary.silenced,
            "unchanged_lines": summary.unchanged,
        },
    }


def statistics_record(report: Report) -> Record:
    """How much of the code was judged, and the findings by rule."""
    statistics = report.summary.statistics
    tally = Counter(finding.code for finding in report.findings)
    return {
        "resolved": statistics.resolved,
        "unknown": statistics.unknown,
        "share": None if statistics.share is None else round(statistics.share, 4),
        "reasons": [{"reason": reason, "count": number} for reason, number in statistics.reasons[:MOST_REASONS]],
        "findings": dict(sorted(tally.items())),
    }


def unknowns_record(summary: Summary) -> list[Record]:
    """Why attributes and calls of each file are unknown."""
    return [
        {"path": file.path, "reasons": [{"reason": reason, "count": number} for reason, number in file.reasons]}
        for file in summary.unknown_by_file
    ]


def report_record(report: Report) -> Record:
    """The whole report."""
    return {
        "findings": [finding_record(finding) for finding in report.findings],
        "summary": {**summary_record(report.summary), "statistics": statistics_record(report)},
    }


def _selection_record(selection: Selection) -> Record:
    return {
        "distribution": selection.distribution,
        "pinned": str(selection.version),
        "kind": str(selection.kind),
        "source": source_record(selection.source),
        "snapshot": [str(release.version) for release in selection.releases],
    }

"""Code Quality as GitLab reads it: a JSON list with a fingerprint for each finding."""

from __future__ import annotations

import json
from collections.abc import Iterator

from driftcheck.model.findings import Finding, Report, Severity
from driftcheck.reporting.context import Context
from driftcheck.reporting.fingerprints import fingerprints
from driftcheck.reporting.positions import place_within
from driftcheck.reporting.records import Record
from driftcheck.reporting.text import printable
from driftcheck.reporting.wording import sentence

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFORMATION: "info"}


def render(report: Report, context: Context) -> Iterator[str]:
    """The lines of the document.

    Args:
        report: What was found.
        context: Where its files lie in the repository.
    """
    marks = fingerprints(report.findings, context.locate)
    issues = [
        _issue(finding, context.locate(finding.location.path), mark)
        for finding, mark in zip(report.findings, marks, strict=True)
    ]
    yield json.dumps(issues, indent=2)


def _issue(finding: Finding, path: str, fingerprint: str) -> Record:
    place = finding.location
    cell = f"{place_within(place)}: " if place.cell else ""
    lines = {"begin": 1, "end": 1} if place.cell else {"begin": place.line, "end": place.end_line}
    return {
        "description": printable(f"{cell}{finding.code} {sentence(finding)}"),
        "check_name": f"driftcheck {finding.code} {finding.rule}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": path, "lines": lines},
    }

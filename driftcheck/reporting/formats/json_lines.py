"""A finding a line as JSON, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.findings import Report
from driftcheck.reporting.context import Context
from driftcheck.reporting.json_format import json_line
from driftcheck.reporting.records import finding_record


def render(report: Report, _context: Context) -> Iterator[str]:
    """The lines: none where nothing was found."""
    for finding in report.findings:
        yield json_line(finding_record(finding))

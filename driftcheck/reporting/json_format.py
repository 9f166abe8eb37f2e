"""Reports for machines: one document, or a finding a line. ASCII only, so no terminal and no log can spoil it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from driftcheck.model.findings import Report
from driftcheck.reporting.records import Record, finding_record, report_record


def json_document(report: Report) -> Iterator[str]:
    """`{findings, summary}`, indented."""
    yield json.dumps(report_record(report), indent=2)


def json_lines(report: Report) -> Iterator[str]:
    """A finding a line, and nothing else."""
    for finding in report.findings:
        yield json_line(finding_record(finding))


def json_line(record: Record) -> str:
    """A record on a line of its own."""
    return json.dumps(record)

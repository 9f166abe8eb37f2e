"""The diagnostic format of reviewdog (rdjson), with a suggestion where another name is all there is to write."""

from __future__ import annotations

import json
from collections.abc import Iterator

from driftcheck.model.findings import Finding, Report, Severity
from driftcheck.reporting.context import Context
from driftcheck.reporting.places import byte_column
from driftcheck.reporting.positions import place_within
from driftcheck.reporting.records import Record
from driftcheck.reporting.suggestions import suggestion
from driftcheck.reporting.text import printable
from driftcheck.reporting.wording import sentence

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFORMATION: "INFO"}


def render(report: Report, context: Context) -> Iterator[str]:
    """The lines of the document. Paths are as they were given: reviewdog reads them from the folder that it runs in.

    Args:
        report: What was found.
        context: The text, since columns count bytes here.
    """
    diagnostics = [_diagnostic(finding, context) for finding in report.findings]
    yield json.dumps({"source": {"name": "driftcheck"}, "diagnostics": diagnostics}, indent=2)


def _diagnostic(finding: Finding, context: Context) -> Record:
    place = finding.location
    cell = f"{place_within(place)}: " if place.cell else ""
    location: Record = {"path": place.path}
    if not place.cell:  # the lines of a cell are no lines of the file
        location["range"] = _range(finding, context)
    record: Record = {
        "message": printable(f"{cell}{sentence(finding)}"),
        "location": location,
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    text = suggestion(finding, context.source_lines)
    if text is not None:
        record["suggestions"] = [{"range": location["range"], "text": text}]
    return record


def _range(finding: Finding, context: Context) -> Record:
    """Lines, with columns where the text is at hand to count their bytes."""
    place = finding.location
    lines = context.source_lines(place.path, place.cell)
    if max(place.line, place.end_line) > len(lines):
        return {"start": {"line": place.line}, "end": {"line": place.end_line}}
    start, end = lines[place.line - 1], lines[place.end_line - 1]
    return {
        "start": {"line": place.line, "column": byte_column(start, place.column)},
        "end": {"line": place.end_line, "column": byte_column(end, place.end_column)},
    }

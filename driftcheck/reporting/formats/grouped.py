"""A paragraph a file: the path, and beneath it a finding a line.

etl/load.py
  4:18  DC101  paint.tint was removed in paint 2.0; pinned 2.1; use paint.shade
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from driftcheck.model.findings import Finding, Report
from driftcheck.reporting.closing import closing_lines
from driftcheck.reporting.context import Context
from driftcheck.reporting.painting import SEVERITY_STYLES, Painter, Style
from driftcheck.reporting.positions import place_within
from driftcheck.reporting.wording import advice, likely


def render(report: Report, context: Context) -> Iterator[str]:
    """The lines of the report.

    Args:
        report: What was found.
        context: How to show it.
    """
    painter = context.painter
    is_first = True
    for path, group in groupby(report.findings, key=lambda finding: finding.location.path):
        findings = list(group)
        if not is_first:
            yield ""
        is_first = False
        yield painter(path, Style.BOLD)
        width = max(len(place_within(finding.location)) for finding in findings)
        for finding in findings:
            yield _line(finding, painter, width)
    if not context.is_quiet:
        if report.findings:
            yield ""
        yield from closing_lines(report, context)


def _line(finding: Finding, painter: Painter, width: int) -> str:
    said = painter(f"{finding.message}{likely(finding)}")
    if finding.replacement is not None:
        said += painter("; ") + painter(advice(finding.replacement), Style.GREEN)
    place = painter(place_within(finding.location).ljust(width), Style.DIM)
    return f"  {place}  {painter(finding.code, SEVERITY_STYLES[finding.severity])}  {said}"

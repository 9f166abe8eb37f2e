"""A finding a line: `path:line:column: CODE message; use …`."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.findings import Finding, Report
from driftcheck.reporting.coverage import coverage_lines
from driftcheck.reporting.painting import SEVERITY_STYLES, Painter, Style
from driftcheck.reporting.positions import position
from driftcheck.reporting.wording import advice, headline


def concise(report: Report, painter: Painter) -> Iterator[str]:
    """The lines of the report."""
    for finding in report.findings:
        yield _line(finding, painter)
    yield painter(headline(report), Style.BOLD)
    for line in coverage_lines(report.summary):
        yield painter(line)


def _line(finding: Finding, painter: Painter) -> str:
    said = [
        painter(f"{position(finding.location)}:", Style.BOLD),
        painter(finding.code, SEVERITY_STYLES[finding.severity]),
        painter(finding.message),
    ]
    if finding.replacement is not None:
        said[-1] += painter("; ")
        said.append(painter(advice(finding.replacement), Style.GREEN))
    return " ".join(part.rstrip() for part in said)

"""A finding a line: `path:line:column: CODE message; use …`."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.findings import Finding, Report
from driftcheck.reporting.closing import closing_lines
from driftcheck.reporting.context import Context
from driftcheck.reporting.painting import SEVERITY_STYLES, Painter, Style
from driftcheck.reporting.positions import position
from driftcheck.reporting.wording import advice, likely


def render(report: Report, context: Context) -> Iterator[str]:
    """The lines of the report.

    Args:
        report: What was found.
        context: How to show it.
    """
    for finding in report.findings:
        yield _line(finding, context.painter)
    if not context.is_quiet:
        yield from closing_lines(report, context)


def _line(finding: Finding, painter: Painter) -> str:
    said = [
        painter(f"{position(finding.location)}:", Style.BOLD),
        painter(finding.code, SEVERITY_STYLES[finding.severity]),
        painter(f"{finding.message}{likely(finding)}"),
    ]
    if finding.replacement is not None:
        said[-1] += painter("; ")
        said.append(painter(advice(finding.replacement), Style.GREEN))
    return " ".join(part.rstrip() for part in said)

"""What follows the findings in the formats for people."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.findings import Report
from driftcheck.reporting.context import Context
from driftcheck.reporting.coverage import coverage_lines, unknown_lines
from driftcheck.reporting.painting import Style
from driftcheck.reporting.statistics import statistics_lines
from driftcheck.reporting.wording import headline


def closing_lines(report: Report, context: Context) -> Iterator[str]:
    """How many findings there are, what was covered and what was not, and what else is asked for.

    Args:
        report: What was found.
        context: How much is to be told.
    """
    painter = context.painter
    yield painter(headline(report), Style.BOLD)
    for line in coverage_lines(report.summary):
        yield painter(line)
    if context.is_verbose:
        for line in unknown_lines(report.summary):
            yield painter(line)
    if context.with_statistics:
        yield from statistics_lines(report, painter)

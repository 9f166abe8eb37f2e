"""What `--statistics` adds: how much of the code was judged, what stood in the way, and the findings by rule."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.findings import Report
from driftcheck.reporting.painting import Painter, Style
from driftcheck.reporting.records import statistics_record


def statistics_lines(report: Report, painter: Painter) -> Iterator[str]:
    """The lines that follow a report in the formats for people."""
    record = statistics_record(report)
    asked = record["resolved"] + record["unknown"]
    yield ""
    share = f"{record['share']:.1%} of " if record["share"] is not None else ""
    yield painter(f"Statistics: {share}{asked} attributes and calls of libraries judged.", Style.BOLD)
    if record["reasons"]:
        yield painter("Not judged, most often because of:")
    for reason in record["reasons"]:
        yield painter(f"{reason['count']:>8}  {reason['reason']}")
    if record["findings"]:
        yield painter("Findings by rule:")
    for code, number in record["findings"].items():
        yield painter(f"{number:>8}  {code}")

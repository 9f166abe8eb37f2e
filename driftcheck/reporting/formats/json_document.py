"""One JSON document: `{findings, summary}`, indented. The fields are a promise."""

from __future__ import annotations

import json
from collections.abc import Iterator

from driftcheck.model.findings import Report
from driftcheck.reporting.context import Context
from driftcheck.reporting.records import report_record, unknowns_record


def render(report: Report, context: Context) -> Iterator[str]:
    """The lines of the document.

    Args:
        report: What was found.
        context: Where much is to be told, the summary also says what is unknown in which file.
    """
    record = report_record(report)
    if context.is_verbose:
        record["summary"]["unknown_by_file"] = unknowns_record(report.summary)
    yield json.dumps(record, indent=2)

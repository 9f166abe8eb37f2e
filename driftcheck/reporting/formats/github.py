"""Workflow commands: a finding a line, which GitHub Actions shows beside the code.

::error title=driftcheck (DC101),file=etl/load.py,line=4,col=18,endLine=4,endColumn=22::etl/load.py:4:18: DC101 …

Of each kind, GitHub shows ten in a step and keeps the others in the log, so nothing is left out here.
"""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.findings import Finding, Report, Severity
from driftcheck.reporting.context import Context
from driftcheck.reporting.positions import position
from driftcheck.reporting.text import printable, shortened
from driftcheck.reporting.wording import sentence

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "notice"}
_LONGEST = 4000
"""An annotation has room for 64 KB; nobody reads that much beside a line."""


def render(report: Report, context: Context) -> Iterator[str]:
    """The lines: as many as there are findings.

    Args:
        report: What was found.
        context: Where its files lie in the repository.
    """
    for finding in report.findings:
        yield _command(finding, context.locate(finding.location.path))


def _command(finding: Finding, path: str) -> str:
    place = finding.location
    properties = {"title": f"driftcheck ({finding.code})", "file": path}
    if not place.cell:  # the lines of a cell are no lines of the file
        properties |= {"line": str(place.line), "col": str(place.column)}
        if place.end_line == place.line:  # GitHub takes columns of a single line only
            properties |= {"endLine": str(place.end_line), "endColumn": str(place.end_column)}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = f"{position(place)}: {finding.code} {sentence(finding)}"
    return f"::{_COMMANDS[finding.severity]} {told}::{_data(shortened(printable(message), _LONGEST))}"


def _data(text: str) -> str:
    """Text that ends neither the command nor its line."""
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Text that does not end the property, either."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")

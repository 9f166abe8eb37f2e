"""The format for people: what is wrong, where it stands, what to write instead and who says so.

etl/load.py:14:13  DC101  pandas.DataFrame.append was removed in pandas 2.0.0 (2023-04-03); pinned 2.2.3
   14 |     df = df.append(row, ignore_index=True)
      |             ^^^^^^
   use pandas.concat([df, row])        from the pandas 1.4.0 docstring; checked: exists in pandas 2.2.3
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from driftcheck.model.findings import Finding, Report
from driftcheck.model.resolutions import Confidence
from driftcheck.reporting.coverage import coverage_lines
from driftcheck.reporting.excerpts import excerpt
from driftcheck.reporting.painting import SEVERITY_STYLES, Painter, Style
from driftcheck.reporting.positions import position
from driftcheck.reporting.wording import advice, dated, headline, source_of

SourceLines = Callable[[str, int], Sequence[str]]
"""The lines of a file, or of a cell in it, by the path and the cell that findings carry; empty where there are none."""


def full(report: Report, painter: Painter, source_lines: SourceLines) -> Iterator[str]:
    """The lines of the report.

    Args:
        report: What was found.
        painter: Makes text printable, and colours it or not.
        source_lines: Where excerpts come from.
    """
    for finding in report.findings:
        yield _head(finding, painter)
        if finding.symbol:
            yield from _excerpt(finding, painter, source_lines)
        if finding.replacement is not None:
            origin = source_of(finding)
            said = painter(advice(finding.replacement), Style.GREEN)
            yield f"   {said}" + (f"        {painter(origin, Style.DIM)}" if origin else "")
        yield ""
    yield painter(headline(report), Style.BOLD)
    for line in coverage_lines(report.summary):
        yield painter(line)


def _head(finding: Finding, painter: Painter) -> str:
    likely = "  (likely)" if finding.confidence is Confidence.LIKELY else ""
    return "  ".join(
        (
            painter(position(finding.location), Style.BOLD),
            painter(finding.code, SEVERITY_STYLES[finding.severity]),
            painter(dated(finding) + likely),
        )
    )


def _excerpt(finding: Finding, painter: Painter, source_lines: SourceLines) -> Iterator[str]:
    place = finding.location
    lines = source_lines(place.path, place.cell)
    if place.line > len(lines):
        return
    shown = excerpt(lines[place.line - 1], place)
    number = str(place.line)
    blank = " " * len(number)
    yield f"   {painter(f'{number} |', Style.DIM)} {painter(shown.text)}"
    carets = painter("^" * shown.length, SEVERITY_STYLES[finding.severity])
    yield f"   {painter(f'{blank} |', Style.DIM)} {' ' * shown.offset}{carets}"

"""The format for people: what is wrong, where it stands, what to write instead and who says so.

etl/load.py:14:13  DC101  pandas.DataFrame.append was removed in pandas 2.0.0 (2023-04-03); pinned 2.2.3
   14 |     df = df.append(row, ignore_index=True)
      |             ^^^^^^
   use pandas.concat([df, row])        from the pandas 1.4.0 docstring; checked: exists in pandas 2.2.3
"""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.findings import Finding, Report
from driftcheck.reporting.closing import closing_lines
from driftcheck.reporting.context import Context, SourceLines
from driftcheck.reporting.excerpts import excerpt, has_length
from driftcheck.reporting.painting import SEVERITY_STYLES, Painter, Style
from driftcheck.reporting.positions import position
from driftcheck.reporting.wording import advice, dated, likely, source_of, words_of_library


def render(report: Report, context: Context) -> Iterator[str]:
    """The lines of the report.

    Args:
        report: What was found.
        context: How to show it.
    """
    painter = context.painter
    for place, finding in enumerate(report.findings):
        if place:
            yield ""
        yield _head(finding, painter)
        if has_length(finding.location):
            yield from _excerpt(finding, painter, context.source_lines)
        if finding.replacement is not None:
            origin = source_of(finding)
            said = painter(advice(finding.replacement), Style.GREEN)
            yield f"   {said}" + (f"        {painter(origin, Style.DIM)}" if origin else "")
            quote = words_of_library(finding.replacement) if context.is_verbose else ""
            if quote:
                yield f"   {painter(quote, Style.DIM)}"
    if not context.is_quiet:
        if report.findings:
            yield ""
        yield from closing_lines(report, context)


def _head(finding: Finding, painter: Painter) -> str:
    return "  ".join(
        (
            painter(position(finding.location), Style.BOLD),
            painter(finding.code, SEVERITY_STYLES[finding.severity]),
            painter(f"{dated(finding)} {likely(finding)}".rstrip()),
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

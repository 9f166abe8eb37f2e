"""A table for a comment on a pull request, or for the summary of a job.

### driftcheck: 2 findings (2 errors), 1 file checked

| where | rule | what | instead |
|---|---|---|---|
| `etl/load.py:4:18` | DC101 | paint.tint was removed in paint 2.0; pinned 2.1 | `paint.shade` |

Neither HTML nor links, and nobody is called: all that comes from outside is shown as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.findings import Finding, Report, Severity
from driftcheck.model.replacements import Replacement, ReplacementKind, Trust
from driftcheck.reporting.context import Context
from driftcheck.reporting.coverage import coverage_lines, unknown_lines
from driftcheck.reporting.markup import code, words
from driftcheck.reporting.painting import Painter
from driftcheck.reporting.positions import position
from driftcheck.reporting.statistics import statistics_lines
from driftcheck.reporting.text import count, shortened
from driftcheck.reporting.wording import dated, headline, likely

_MOST_CHARACTERS = 50_000
"""A comment has room for 65,536; the lines that follow the table need some of it."""
_MOST_IN_LIST = 14_000
_LONGEST_CELL = 500
_LONGEST_REMARK = 1_000
_SIGNS = {Severity.ERROR: "", Severity.WARNING: " (warning)", Severity.INFORMATION: " (information)"}


def render(report: Report, context: Context) -> Iterator[str]:
    """The lines of the document: with a heading, a table where something was found, and what was not covered.

    Args:
        report: What was found.
        context: Where its files lie in the repository, and how much is to be told.
    """
    yield f"### driftcheck: {words(headline(report)).rstrip('.')}"
    yield from _table(report, context)
    if context.is_quiet:
        return
    remarks = list(coverage_lines(report.summary))
    if context.is_verbose:
        remarks += unknown_lines(report.summary)
    if context.with_statistics:
        remarks += statistics_lines(report, Painter())
    remarks = [remark for remark in remarks if remark.strip()]
    if remarks:
        yield ""
        yield from _list(remarks)


def _list(remarks: list[str]) -> Iterator[str]:
    """Yield the items that there is room for, and how many are left out."""
    room = _MOST_IN_LIST
    for place, remark in enumerate(remarks):
        item = _item(remark)
        room -= len(item)
        if room < 0:
            yield f"- {count(len(remarks) - place, 'more line')} left out for want of room."
            return
        yield item


def _item(remark: str) -> str:
    """An item of a list, beneath the one before where the line is indented."""
    depth = "  " if remark[:1].isspace() else ""
    return f"{depth}- {words(shortened(' '.join(remark.split()), _LONGEST_REMARK))}"


def _table(report: Report, context: Context) -> Iterator[str]:
    """Yield the rows that there is room for, and how many are left out."""
    if not report.findings:
        return
    yield ""
    yield "| where | rule | what | instead |"
    yield "|---|---|---|---|"
    room = _MOST_CHARACTERS
    for place, finding in enumerate(report.findings):
        row = _row(finding, context)
        room -= len(row)
        if room < 0:
            yield ""
            yield f"{count(len(report.findings) - place, 'more finding')} left out for want of room."
            return
        yield row


def _row(finding: Finding, context: Context) -> str:
    located = position(finding.location).removeprefix(finding.location.path)
    where = code(shortened(context.locate(finding.location.path) + located, _LONGEST_CELL))
    what = words(shortened(dated(finding), _LONGEST_CELL) + likely(finding))
    instead = _instead(finding.replacement) if finding.replacement is not None else ""
    return f"| {where} | {finding.code}{_SIGNS[finding.severity]} | {what} | {instead} |"


def _instead(replacement: Replacement) -> str:
    text = shortened(replacement.text, _LONGEST_CELL)
    is_sentence = replacement.kind in {ReplacementKind.ADVICE, ReplacementKind.REMOVAL}
    said = words(text) if is_sentence else code(text)
    if replacement.trust is Trust.INFERRED and not is_sentence:
        said = f"perhaps {said}"
    return f"{said} ({code(f'pip install {replacement.install}')})" if replacement.install else said

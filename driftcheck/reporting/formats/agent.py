"""For coding assistants: a finding a line, in a stable order, in driftcheck's own words.

etl/load.py:4:18 DC101 paint.tint@2.1 -> paint.shade
1 finding; 0 files not checked

What a library says in prose is not passed on: of a replacement, only dotted names that were looked up in the pinned
release, and entries of driftcheck's own catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.findings import Finding, Report
from driftcheck.model.names import is_path
from driftcheck.model.replacements import Replacement, ReplacementKind, Trust
from driftcheck.reporting.context import Context
from driftcheck.reporting.positions import position
from driftcheck.reporting.text import count, printable, shortened
from driftcheck.reporting.wording import likely

_LONGEST = 200
_MOST_REASONS = 3


def render(report: Report, _context: Context) -> Iterator[str]:
    """The lines; the last one says how many findings there are and what was not checked."""
    for finding in report.findings:
        yield _line(finding)
    yield _closing(report)


def _line(finding: Finding) -> str:
    head = f"{position(finding.location)} {finding.code}"
    if not finding.symbol:
        return f"{printable(head)} {shortened(printable(finding.message), _LONGEST)}"
    pinned = f"@{finding.pinned}" if finding.pinned else ""
    instead = _instead(finding.replacement) if finding.replacement is not None else ""
    return printable(f"{head} {finding.symbol}{pinned}{likely(finding)}{f' -> {instead}' if instead else ''}")


def _instead(replacement: Replacement) -> str:
    """What to write; empty where only the library's own prose says it."""
    text = replacement.text if replacement.trust is Trust.CURATED or is_path(replacement.text) else ""
    if not text and replacement.kind is not ReplacementKind.ADVICE:
        text = next((target for target in replacement.targets if is_path(target)), "")
    if not text:
        return ""
    said = f"perhaps {text}" if replacement.trust is Trust.INFERRED else text
    return f"{said} (pip install {replacement.install})" if replacement.install else said


def _closing(report: Report) -> str:
    skipped = report.summary.skipped
    reasons = list(dict.fromkeys(one.reason for one in skipped))
    more = ", …" if len(reasons) > _MOST_REASONS else ""
    why = f" ({', '.join(reasons[:_MOST_REASONS])}{more})" if reasons else ""
    files = count(len({one.path for one in skipped}), "file")
    return f"{count(len(report.findings), 'finding')}; {files} not checked{shortened(printable(why), _LONGEST)}"

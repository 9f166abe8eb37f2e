"""What can be written in place of the marked stretch itself, for tools that offer that with a click."""

from __future__ import annotations

import re

from driftcheck.model.findings import Finding
from driftcheck.model.names import is_path, parse_parameter, tail
from driftcheck.model.replacements import Fit, Replacement, ReplacementKind
from driftcheck.reporting.context import SourceLines

_IMPORT = re.compile(r"\s*(?:from|import)\b")


def suggestion(finding: Finding, source_lines: SourceLines) -> str | None:
    """The new name where a keyword or an attribute is simply called otherwise; None where more would have to change.

    An imported name is not suggested, since its uses would keep the old one; nor is a name whose arguments or value are
    written in another way, too.

    Args:
        finding: With what to write instead.
        source_lines: The text, which is asked whether it says what the finding is about.
    """
    replacement, place = finding.replacement, finding.location
    if replacement is None or replacement.fit is Fit.BY_HAND or place.cell:
        return None
    if replacement.install or replacement.rewrites or len(replacement.targets) != 1:
        return None
    lines = source_lines(place.path, place.cell)
    if place.end_line != place.line or place.line > len(lines):
        return None
    line = lines[place.line - 1]
    before, written, after = (
        line[: place.column - 1],
        line[place.column - 1 : place.end_column - 1],
        line[place.end_column - 1 :],
    )
    if replacement.kind is ReplacementKind.PARAMETER:
        return _keyword(finding.symbol, replacement, written, after) if _is_free(replacement, line) else None
    if not before.rstrip().endswith(".") or written != tail(finding.symbol) or _IMPORT.match(line):
        return None
    attribute = replacement.attribute
    return attribute if attribute is not None and is_path(attribute) else None


def _keyword(symbol: str, replacement: Replacement, written: str, after: str) -> str | None:
    parameter = parse_parameter(symbol)
    is_keyword = after.lstrip().startswith("=") and not after.lstrip().startswith("==")
    if parameter is None or parameter.parameter != written or not is_keyword:
        return None
    return replacement.targets[0] if replacement.targets[0].isidentifier() else None


def _is_free(replacement: Replacement, line: str) -> bool:
    """Whether the new keyword is not given as well, as far as the line shows."""
    return not re.search(rf"\b{re.escape(replacement.targets[0])}\s*=(?!=)", line)

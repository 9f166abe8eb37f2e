"""Whether fixes held: the findings of files before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from driftcheck.model.edits import Fix
from driftcheck.model.findings import Finding, Report
from driftcheck.model.names import is_within
from driftcheck.model.replacements import ReplacementKind

Tally = Counter[tuple[str, str]]
"""Findings by code and symbol: positions change, these do not."""


def tallies_of(report: Report) -> dict[str, Tally]:
    """The findings of each file, counted; without what can go, since what is mended may make a comment idle."""
    tallies: dict[str, Tally] = {}
    for finding in report.findings:
        if _can_go(finding):
            continue
        tallies.setdefault(finding.location.path, Counter())[finding.code, finding.symbol] += 1
    return tallies


def holds(before: dict[str, Tally], after: dict[str, Tally], path: str, fixes: Sequence[Fix]) -> bool:
    """Whether a file lost the findings that were mended, got no other, and keeps in sight what was not mended."""
    expected = Counter(before.get(path, Counter()))
    expected.subtract((fix.finding.code, fix.finding.symbol) for fix in fixes if not _can_go(fix.finding))
    found = after.get(path, Counter())
    if any(number > expected[key] for key, number in found.items()):
        return False
    lost = (key[1] for key, number in expected.items() if found[key] < number)
    return all(any(_explains(fix, symbol) for fix in fixes) for symbol in lost)


def _can_go(finding: Finding) -> bool:
    return finding.replacement is not None and finding.replacement.kind is ReplacementKind.REMOVAL


def _explains(fix: Fix, symbol: str) -> bool:
    """Whether a fix is why another finding is gone, not merely out of sight.

    A module that nothing is imported from any more, and what lies beneath a name that lives on elsewhere. What comes of
    an expression may be of a type that is not known: then what is asked of it is not found, and as wrong as before.
    """
    replacement = fix.finding.replacement
    moved = replacement is not None and not replacement.rewrites
    return is_within(fix.finding.symbol, symbol) or (moved and is_within(symbol, fix.finding.symbol))

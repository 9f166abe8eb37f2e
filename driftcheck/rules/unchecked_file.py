"""A file, or a piece of code in one, that could not be checked.

Why: a file that is passed over in silence looks like a clean one.

Example:
    def broken(:        # no Python at all

Instead: mend the file, or leave it out of the check.

Stays quiet: never.
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity, SkippedFile
from driftcheck.rules.base import Fact, Rule, place_finding, start_of


def check(fact: Fact) -> Finding | None:
    """Report a file that was skipped, with the reason."""
    match fact:
        case SkippedFile(path=path, reason=reason, line=line, cell=cell):
            return place_finding(RULE, start_of(path, line, cell), f"not checked: {reason}")
        case _:
            return None


RULE = Rule(code="DC901", name="unchecked-file", severity=Severity.ERROR, check=check)

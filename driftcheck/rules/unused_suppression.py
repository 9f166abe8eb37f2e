"""A comment that silences a rule where that rule has nothing to say, or that cannot be understood.

Why: it looks as if something were wrong there, and hides what goes wrong there one day.

Example:
    import numpy        # driftcheck: ignore[DC101]

Instead:
    import numpy

Stays quiet: about codes of other tools, about `noqa` without codes, and about rules that are not selected. `--fix`
removes what silences nothing.
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.replacements import Fit, Replacement, ReplacementKind
from driftcheck.rules.base import Fact, Rule, UnusedSuppression, place_finding

_REMOVAL = Replacement(ReplacementKind.REMOVAL, "remove it", fit=Fit.DROP_IN)


def check(fact: Fact) -> Finding | None:
    """Report a comment, or a rule in its list, at its own place."""
    match fact:
        case UnusedSuppression(location=location, message=message, is_removable=is_removable):
            return place_finding(RULE, location, message, replacement=_REMOVAL if is_removable else None)
        case _:
            return None


RULE = Rule(code="DC900", name="unused-suppression", severity=Severity.WARNING, check=check)

"""An argument that an earlier signature took and the pinned one rejects.

Why: the call raises TypeError.

Example:
    pd.read_csv("rows.csv", squeeze=True)        # pandas==2.2.3

Instead:
    pd.read_csv("rows.csv").squeeze("columns")

Stays quiet: inside a guard, and where the pinned signature takes any keyword and nothing says that this one is gone.
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.references import ResolvedArgument
from driftcheck.model.resolutions import ArgumentStatus
from driftcheck.rules.base import Fact, Rule, argument_finding, parameter_path
from driftcheck.rules.wording import deprecation_remark, held_to, remarks, removal


def check(fact: Fact) -> Finding | None:
    """Report a keyword that went before the pinned version."""
    match fact:
        case ResolvedArgument(guard=None, outcome=outcome) if outcome.status is ArgumentStatus.REMOVED:
            selection, lifespan = fact.callee.selection, outcome.lifespan
            how = (
                removal(lifespan, selection)
                if lifespan
                else f"was removed by {selection.distribution} {selection.version}"
            )
            known = remarks(deprecation_remark(outcome.deprecation, lifespan))
            return argument_finding(RULE, fact, f"{parameter_path(fact)} {how}{known}; {held_to(selection)}")
        case _:
            return None


RULE = Rule(code="DC301", name="removed-parameter", severity=Severity.ERROR, check=check)

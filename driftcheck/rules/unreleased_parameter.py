"""An argument that only a later signature takes.

Why: the call raises TypeError in the pinned release.

Example:
    pd.read_csv("rows.csv", dtype_backend="pyarrow")        # pandas==1.5.3

Instead: hold the project to a release that takes the argument, or leave it out.

Stays quiet: inside a guard, and where the pinned signature takes any keyword.
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.references import ResolvedArgument
from driftcheck.model.resolutions import ArgumentStatus
from driftcheck.rules.base import Fact, Rule, argument_finding, parameter_path
from driftcheck.rules.wording import arrival, held_to


def check(fact: Fact) -> Finding | None:
    """Report a keyword that arrives after the pinned version."""
    match fact:
        case ResolvedArgument(guard=None, outcome=outcome) if outcome.status is ArgumentStatus.UNRELEASED:
            selection, lifespan = fact.callee.selection, outcome.lifespan
            how = (
                arrival(lifespan, selection)
                if lifespan
                else f"is not in {selection.distribution} {selection.version} yet"
            )
            return argument_finding(RULE, fact, f"{parameter_path(fact)} {how}; {held_to(selection)}")
        case _:
            return None


RULE = Rule(code="DC303", name="unreleased-parameter", severity=Severity.ERROR, check=check)

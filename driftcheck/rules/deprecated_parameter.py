"""An argument that the pinned signature takes and that is marked as on its way out.

Why: passing it warns, and a later release will reject it.

Example:
    pd.read_csv("rows.csv", delim_whitespace=True)        # pandas==2.2.3

Instead:
    pd.read_csv("rows.csv", sep=" ")

Stays quiet: inside a guard (also `warnings.catch_warnings` and `pytest.warns`), and where the library calls the
deprecation pending or soft (PEP 387).
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.references import ResolvedArgument
from driftcheck.model.resolutions import ArgumentStatus
from driftcheck.rules.base import Fact, Rule, argument_finding, parameter_path
from driftcheck.rules.wording import deprecation_state, held_to


def check(fact: Fact) -> Finding | None:
    """Report a keyword that is taken, with evidence against it."""
    match fact:
        case ResolvedArgument(guard=None, outcome=outcome) if outcome.status is ArgumentStatus.DEPRECATED and not (
            outcome.deprecation and outcome.deprecation.is_soft
        ):
            state = deprecation_state(outcome.deprecation, outcome.lifespan)
            return argument_finding(RULE, fact, f"{parameter_path(fact)} {state}; {held_to(fact.callee.selection)}")
        case _:
            return None


RULE = Rule(code="DC302", name="deprecated-parameter", severity=Severity.WARNING, check=check)

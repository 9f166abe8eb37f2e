"""An argument that no recorded signature takes.

Why: it is misspelt, or invented by whoever wrote the line; the call raises TypeError.

Example:
    pd.concat(frames, ignore_indices=True)        # in no release of pandas

Instead:
    pd.concat(frames, ignore_index=True)

Stays quiet: inside a guard, and where the signature takes any keyword or is not known.
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.references import ResolvedArgument
from driftcheck.model.resolutions import ArgumentStatus
from driftcheck.rules.base import Fact, Rule, argument_finding, parameter_path
from driftcheck.rules.wording import held_to


def check(fact: Fact) -> Finding | None:
    """Report a keyword without any lifespan."""
    match fact:
        case ResolvedArgument(guard=None, outcome=outcome) if outcome.status is ArgumentStatus.UNKNOWN:
            selection = fact.callee.selection
            message = (
                f"{parameter_path(fact)} is in no recorded release of {selection.distribution}; {held_to(selection)}"
            )
            return argument_finding(RULE, fact, message)
        case _:
            return None


RULE = Rule(code="DC304", name="unknown-parameter", severity=Severity.ERROR, check=check)

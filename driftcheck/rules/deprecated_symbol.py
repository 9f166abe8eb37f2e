"""A name that works in the pinned release and is marked as on its way out.

Why: it warns when used, and a later release will not have it.

Example:
    frame.applymap(str)        # pandas==2.2.3

Instead:
    frame.map(str)

Stays quiet: inside a guard (also `warnings.catch_warnings` and `pytest.warns`), and where the library calls the
deprecation pending or soft (PEP 387).
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.references import DeclaredUse, ResolvedReference
from driftcheck.model.resolutions import Found
from driftcheck.rules.base import Fact, Rule, declared_finding, symbol_finding
from driftcheck.rules.wording import declared_state, deprecation_state, held_to


def check(fact: Fact) -> Finding | None:
    """Report a name that is there, with evidence against it."""
    match fact:
        case ResolvedReference(guard=None, resolution=Found(deprecation=deprecation, lifespan=lifespan) as found) if (
            deprecation is not None and not deprecation.is_soft
        ):
            message = f"{fact.path} {deprecation_state(deprecation, lifespan)}; {held_to(found.entity.selection)}"
            return symbol_finding(RULE, fact, message)
        case DeclaredUse(guard=None, declaration=declaration):
            return declared_finding(RULE, fact, f"{fact.path} {declared_state(declaration)}")
        case _:
            return None


RULE = Rule(code="DC201", name="deprecated-symbol", severity=Severity.WARNING, check=check)

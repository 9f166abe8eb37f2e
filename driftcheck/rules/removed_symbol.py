"""A name that an earlier release had and the pinned one has not.

Why: the import or the attribute fails when the line runs. A name that is still bound but raises on every use
counts as removed.

Example:
    np.float_(1.5)        # numpy==2.1.0

Instead:
    np.float64(1.5)

Stays quiet: inside a guard (`try … except ImportError`, `hasattr`, a version comparison), and beneath a name that
static reading cannot list, unless history and evidence speak.
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.references import DeclaredUse, ResolvedReference
from driftcheck.model.resolutions import Confidence, Missing
from driftcheck.rules.base import Fact, Rule, declared_finding, symbol_finding
from driftcheck.rules.wording import added_in, declared_removal, deprecation_remark, held_to, remarks, removal


def check(fact: Fact) -> Finding | None:
    """Report a missing name of which some span ended before the pinned version."""
    match fact:
        case ResolvedReference(guard=None, resolution=Missing(lifespan=lifespan, selection=selection) as missing) if (
            lifespan is not None and lifespan.ended_before(selection.version)
        ):
            back = added_in(lifespan, selection.version)
            # A mark of deprecation is itself why a likely absence is believed.
            is_marked = missing.deprecation is not None and missing.confidence is Confidence.LIKELY
            message = (
                f"{fact.path} {removal(lifespan, selection)}"
                + remarks(
                    deprecation_remark(missing.deprecation, lifespan),
                    "" if is_marked else missing.reason,
                    f"back in {back}" if back else "",
                )
                + f"; {held_to(selection)}"
            )
            return symbol_finding(RULE, fact, message)
        case DeclaredUse(guard=None, declaration=declaration, selection=selection) if (
            selection is not None and declaration.is_removed_from(selection.version)
        ):
            message = f"{fact.path} {declared_removal(declaration, selection)}; {held_to(selection)}"
            return declared_finding(RULE, fact, message)
        case _:
            return None


RULE = Rule(code="DC101", name="removed-symbol", severity=Severity.ERROR, check=check)

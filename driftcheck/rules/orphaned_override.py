"""A method that overrides a hook which the pinned release no longer has, or has deprecated.

Why: the library no longer calls it, or soon will not, and nothing fails: what the method did is silently left out.

Example:
    class Visitor(ast.NodeVisitor):
        def visit_Num(self, node): ...        # Python 3.14

Instead:
    def visit_Constant(self, node): ...

Stays quiet: where a base class is not known or may have more members than it shows, where another base has the hook,
for names that no earlier release had, for private names, and for methods that the project calls itself, be it in a file
that is not checked.
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.references import ResolvedOverride
from driftcheck.model.resolutions import Found, Missing
from driftcheck.rules.base import Fact, Rule, symbol_finding
from driftcheck.rules.wording import deprecation_remark, deprecation_state, held_to, remarks, removal


def check(fact: Fact) -> Finding | None:
    """Report a method whose hook is gone by the pinned version, or deprecated in it."""
    match fact:
        case ResolvedOverride(guard=None, resolution=Missing(lifespan=lifespan, selection=selection) as missing) if (
            lifespan is not None and lifespan.ended_before(selection.version)
        ):
            remark = remarks(deprecation_remark(missing.deprecation, lifespan))
            state = f"{removal(lifespan, selection)}{remark}; {held_to(selection)}"
        case ResolvedOverride(guard=None, resolution=Found(deprecation=deprecation, lifespan=lifespan) as found) if (
            deprecation is not None and not deprecation.pending
        ):
            state = f"{deprecation_state(deprecation, lifespan)}; {held_to(found.entity.selection)}"
        case _:
            return None
    return symbol_finding(RULE, fact, f"overrides {fact.path}, which {state}")


RULE = Rule(code="DC203", name="orphaned-override", severity=Severity.INFORMATION, check=check)

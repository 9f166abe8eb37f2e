"""A name that arrives only in a release later than the pinned one.

Why: the code was written for a newer release than the one it will run with, and fails there.

Example:
    from itertools import batched        # Python 3.11

Instead: hold the project to a release that has the name, or write what the pinned one offers.

Stays quiet: inside a guard (`try … except ImportError`, `hasattr`, a version comparison).
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.references import ResolvedReference
from driftcheck.model.resolutions import Missing
from driftcheck.rules.base import Fact, Rule, symbol_finding
from driftcheck.rules.wording import arrival, held_to, remarks


def check(fact: Fact) -> Finding | None:
    """Report a missing name whose every span begins after the pinned version."""
    match fact:
        case ResolvedReference(guard=None, resolution=Missing(lifespan=lifespan, selection=selection) as missing) if (
            lifespan is not None and lifespan.starts_after(selection.version)
        ):
            message = f"{fact.path} {arrival(lifespan, selection)}{remarks(missing.reason)}; {held_to(selection)}"
            return symbol_finding(RULE, fact, message)
        case _:
            return None


RULE = Rule(code="DC102", name="unreleased-symbol", severity=Severity.ERROR, check=check)

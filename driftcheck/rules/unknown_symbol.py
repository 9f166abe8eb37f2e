"""A name that no recorded release ever had, in a namespace whose every name is known.

Why: it is misspelt, or invented by whoever wrote the line.

Example:
    pd.read_csvs("rows.csv")        # in no release of pandas

Instead:
    pd.read_csv("rows.csv")

Stays quiet: inside a guard, and beneath a name that static reading cannot list (`__getattr__`, compiled modules
without a stub, bases that could not be read).
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.references import ResolvedReference
from driftcheck.model.resolutions import Missing
from driftcheck.rules.base import Fact, Rule, symbol_finding
from driftcheck.rules.wording import held_to, remarks


def check(fact: Fact) -> Finding | None:
    """Report a missing name without any lifespan."""
    match fact:
        case ResolvedReference(guard=None, resolution=Missing(lifespan=None, selection=selection) as missing):
            name = selection.distribution
            message = f"{fact.path} is in no recorded release of {name}{remarks(missing.reason)}; {held_to(selection)}"
            return symbol_finding(RULE, fact, message)
        case _:
            return None


RULE = Rule(code="DC103", name="unknown-symbol", severity=Severity.ERROR, check=check)

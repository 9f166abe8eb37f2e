"""A pinned version that no recorded release is close enough to.

Why: nothing was said about this distribution, and that is not the same as nothing being wrong. This is information:
it does not fail the check.

Example:
    # requirements.txt holds pandas==0.19.2, and the snapshots begin with 0.24.0
    frame.ix[0]

Instead: record the release with `driftcheck snapshot add NAME==VERSION`.

Stays quiet: where a recorded release on either side stands in for the pinned one; the summary says so.
"""

from __future__ import annotations

from driftcheck.model.findings import Finding, Severity
from driftcheck.rules.base import Fact, Rule, Uncovered, place_finding, start_of
from driftcheck.rules.wording import uncovered


def check(fact: Fact) -> Finding | None:
    """Report a selection that no recorded release answers for, at the place where its pin is written."""
    match fact:
        case Uncovered(selection=selection, recorded=recorded):
            source = selection.source
            message = f"{selection.distribution} {selection.version} is not covered: {uncovered(recorded)}"
            return place_finding(RULE, start_of(source.path or source.name, source.line), message, selection)
        case _:
            return None


RULE = Rule(code="DC402", name="uncovered-release", severity=Severity.INFORMATION, check=check)

"""Findings on a text, and what fixes make of it, for tests of fixes."""

from __future__ import annotations

from driftcheck.fixes.planning import Workbench
from driftcheck.model.edits import Fix, Refusal
from driftcheck.model.findings import Finding, Severity
from driftcheck.model.locations import Location
from driftcheck.model.replacements import Fit, Replacement, ReplacementKind, Rewrite

MARK = "@"
"""Stands in front of the name that is found."""


def located(text: str, symbol: str, replacement: Replacement) -> tuple[str, Finding]:
    """The text without its first mark, and a finding on the dotted name that the mark stood before."""
    before, _, behind = text.partition(MARK)
    name = behind[: next((i for i, c in enumerate(behind) if not (c.isalnum() or c == "_")), len(behind))]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    location = Location("main.py", line, column, line, column + len(name))
    finding = Finding(location, "DC101", "removed-symbol", Severity.ERROR, symbol, "", replacement=replacement)
    return before + behind, finding


def offer(
    *targets: str,
    kind: ReplacementKind = ReplacementKind.RENAMED,
    fit: Fit = Fit.DROP_IN,
    module: str | None = None,
    rewrites: tuple[tuple[str, str], ...] = (),
) -> Replacement:
    made = tuple(Rewrite(one, other) for one, other in rewrites)
    home = module if module is not None else (targets[0].rpartition(".")[0] or None) if targets else None
    attribute = targets[0].rpartition(".")[2] if targets and kind is ReplacementKind.RENAMED else None
    return Replacement(kind, " or ".join(targets), targets, fit=fit, module=home, attribute=attribute, rewrites=made)


def fixed(text: str, symbol: str, replacement: Replacement, *, unsafe: bool = False) -> str:
    """The text as the fix leaves it; or why there is none, behind `no: `."""
    plain, finding = located(text, symbol, replacement)
    bench = Workbench(plain)
    made = bench.propose(finding, unsafe=unsafe)
    if not isinstance(made, Fix):
        return f"no: {made.reason if isinstance(made, Refusal) else 'for people'}"
    after, applied, refused = bench.render([made])
    assert len(applied) + len(refused) == 1
    return f"no: {refused[0].reason}" if refused else after

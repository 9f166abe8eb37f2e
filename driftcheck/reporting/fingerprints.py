"""What makes a finding the same finding after the lines around it have moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from driftcheck.model.findings import Finding

_DIGITS = 32


def fingerprints(findings: Sequence[Finding], locate: Callable[[str], str]) -> Iterator[str]:
    """Yield one for each finding, no two alike: by path, rule, symbol, scope, and which of its like it is.

    Neither lines nor releases are part of it, so that neither an edit elsewhere nor another pin makes a finding new.

    Args:
        findings: All of a report, in its order.
        locate: A path as the repository has it.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        about = finding.symbol or finding.distribution or ""
        parts = (locate(finding.location.path), finding.code, about, finding.scope)
        key = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
        seen[key] += 1
        yield f"{key}:{seen[key]}"

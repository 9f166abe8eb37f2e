"""Phrases that several formats share."""

from __future__ import annotations

from collections import Counter

from driftcheck.model.declarations import CONFIGURATION
from driftcheck.model.findings import Finding, Report, Severity
from driftcheck.model.replacements import Evidence, Replacement, ReplacementKind, Trust
from driftcheck.model.resolutions import Confidence
from driftcheck.reporting.text import count

_WORDS = {
    "decorator": "decorator",
    "docstring": "docstring",
    "pep702": "decorator",
    "sentinel": "signature",
    "table": "table of what moved",
    "refusal": "refusal",
    "warning": "warning",
}
"""The library's own words, by the reader that found them."""


def advice(replacement: Replacement) -> str:
    """What to do, worded by trust: curated entries and the library's own words instruct, inference suggests.

    Args:
        replacement: What to write instead.
    """
    if replacement.kind in {ReplacementKind.ADVICE, ReplacementKind.REMOVAL}:
        said = replacement.text
    elif replacement.trust is Trust.INFERRED:
        said = f"perhaps {replacement.text}"
    else:
        said = f"use {replacement.text}"
    return f"{said} (pip install {replacement.install})" if replacement.install else said


def dated(finding: Finding) -> str:
    """The message with the day on which the release was published that removed the symbol, where that is known.

    `was removed in pandas 2.0.0 (2023-04-03; deprecated since 1.4.0); pinned 2.2.3`

    Args:
        finding: What is told.
    """
    message = finding.message
    if finding.removed_on is None:
        return message
    release = f" {finding.distribution} {finding.removed_in}"
    before, found, after = message.partition(release)
    if not found or after[:1].isalnum() or after.startswith("."):
        return message  # it speaks of something else
    if after.startswith(" ("):
        return f"{before}{release} ({finding.removed_on}; {after[2:]}"
    return f"{before}{release} ({finding.removed_on}){after}"


def source_of(finding: Finding) -> str:
    """`from the pandas 1.5.3 warning; checked: exists in pandas 2.2.3`; empty where nothing is known.

    Args:
        finding: A finding; what its replacement rests on is told.
    """
    replacement = finding.replacement
    if replacement is None:
        return ""
    parts = []
    if replacement.evidence is not None:
        parts.append(origin(replacement.evidence, replacement.trust))
    if replacement.targets and replacement.kind is not ReplacementKind.ADVICE:
        home = replacement.distribution or finding.distribution
        version = f" {finding.pinned}" if home == finding.distribution else ""
        parts.append(f"checked: exists in {home}{version}")
    return "; ".join(parts)


def words_of_library(replacement: Replacement) -> str:
    """What the evidence quotes, where that is not told already; empty where it quotes nothing."""
    evidence = replacement.evidence
    if evidence is None or evidence.quote in f"{origin(evidence, replacement.trust)} {replacement.text}":
        return ""
    return evidence.quote


def sentence(finding: Finding) -> str:
    """What is wrong, and what to do: `paint.tint was removed in paint 2.0; pinned 2.1 (likely); use paint.shade`."""
    told = f"{finding.message}{likely(finding)}"
    return told if finding.replacement is None else f"{told}; {advice(finding.replacement)}"


def likely(finding: Finding) -> str:
    """` (likely)` where history speaks and not the pinned release itself; empty where the finding is certain."""
    return " (likely)" if finding.confidence is Confidence.LIKELY else ""


def origin(evidence: Evidence, trust: Trust) -> str:
    """Who says so: an entry of the catalogue, the library's own words, or what its surfaces show."""
    if evidence.source == CONFIGURATION:
        return f"from the configuration{f': {evidence.quote}' if evidence.quote else ''}"
    words = f"the {evidence.release} {_WORDS[evidence.source]}" if evidence.source in _WORDS else ""
    if trust is Trust.CURATED:
        other = f" and {words}" if words else f", {evidence.quote}" if evidence.quote else ""
        return f"from the catalogue{other}"
    if words:
        return f"from {words}"
    return f"{evidence.quote or evidence.source}, {evidence.release}"


def headline(report: Report) -> str:
    """`3 findings (2 errors, 1 warning) in 12 files`."""
    files = f"{count(report.summary.files, 'file')} checked"
    if not report.findings:
        return f"No findings, {files}."
    tally = Counter(finding.severity for finding in report.findings)
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning"}
    parts = [count(tally[severity], noun) for severity, noun in nouns.items() if tally[severity]]
    if tally[Severity.INFORMATION]:
        parts.append(f"{tally[Severity.INFORMATION]} for information")
    return f"{count(len(report.findings), 'finding')} ({', '.join(parts)}), {files}."

"""SARIF 2.1.0 (OASIS), within the limits of what GitHub takes.

Paths are relative to the root of the repository (`%SRCROOT%`). SARIF knows no cells: what is found in a notebook is
told of the file as a whole, and the message says where.

`partialFingerprints` hold one of our own, by symbol and scope. GitHub goes by `primaryLocationLineHash`, which its
upload action makes from the text of the line, and which it warns of where another tool made it otherwise; so that one
is left to the action, but for results without a line, of which it makes none.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from driftcheck.model.findings import Finding, Report, Severity, Summary
from driftcheck.model.locations import Location
from driftcheck.model.resolutions import Confidence
from driftcheck.reporting.context import Context, RuleText
from driftcheck.reporting.fingerprints import fingerprints
from driftcheck.reporting.places import is_absolute, uri_of
from driftcheck.reporting.positions import place_within
from driftcheck.reporting.records import Record, replacement_record, statistics_record
from driftcheck.reporting.rule_help import markdown_help, reason_of, summary_of
from driftcheck.reporting.suggestions import suggestion
from driftcheck.reporting.text import count, printable, shortened
from driftcheck.reporting.wording import advice, dated, likely, source_of

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_MOST_RESULTS = 25_000
_MOST_BYTES = 10_000_000
"""Of the document, compressed as for the upload."""
_LONGEST = 4_000
"""Characters of a message."""
_MOST_NOTIFICATIONS = 100
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "recommendation"}
_WEIGHTS = {severity: weight for weight, severity in enumerate(Severity)}


class Limits(NamedTuple):
    """What whoever takes the document allows."""

    results: int = _MOST_RESULTS
    compressed: int = _MOST_BYTES


def render(report: Report, context: Context, limits: Limits = Limits()) -> Iterator[str]:  # noqa: B008  immutable
    """The lines of the document.

    Args:
        report: What was found.
        context: The rules, the version, and where files lie in the repository.
        limits: What is found beyond them is left out, the lightest first, and a notification says so.
    """
    results = _results(report, context)
    kept = min(len(results), limits.results)
    while True:
        document = json.dumps(_document(report, context, _heaviest(report.findings, results, kept)), indent=1)
        size = _compressed(document) if len(document) > limits.compressed else 0
        if size <= limits.compressed or not kept:
            break
        kept = min(kept - 1, kept * limits.compressed // size)
    yield document


def _compressed(document: str) -> int:
    return len(zlib.compress(document.encode("ascii"), 6))


def _heaviest(findings: Sequence[Finding], results: Sequence[Record], number: int) -> list[Record]:
    """The results that weigh most, in the order of the report."""
    if number == len(results):
        return list(results)
    by_weight = sorted(range(len(results)), key=lambda place: (_weight(findings[place]), place))
    return [results[place] for place in sorted(by_weight[:number])]


def _weight(finding: Finding) -> tuple[int, bool]:
    return _WEIGHTS[finding.severity], finding.confidence is Confidence.LIKELY


def _document(report: Report, context: Context, results: list[Record]) -> Record:
    driver: Record = {
        "name": "driftcheck",
        "version": context.version,
        "rules": [_rule(rule) for rule in context.rules],
    }
    run: Record = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(report, len(results))],
        "results": results,
    }
    if context.with_statistics:
        run["properties"] = {"statistics": statistics_record(report)}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: RuleText) -> Record:
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": summary_of(rule.documentation)},
        "fullDescription": {"text": reason_of(rule.documentation)},
        "help": {"text": rule.documentation, "markdown": markdown_help(rule.documentation)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["dependencies", "api-drift"],
            "precision": "high",
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _invocation(report: Report, shown: int) -> Record:
    left = len(report.findings) - shown
    told = [_notification("warning", text) for text in ([_left_out(left)] if left else [])]
    told += [_notification("note", text) for text in _remarks(report.summary)]
    if len(told) > _MOST_NOTIFICATIONS:
        more = _notification("note", f"and {len(told) - _MOST_NOTIFICATIONS + 1} more")
        told = [*told[: _MOST_NOTIFICATIONS - 1], more]
    return {"executionSuccessful": True, "toolExecutionNotifications": told}


def _left_out(number: int) -> str:
    return f"{count(number, 'finding')} left out, the lightest first: more are not taken"


def _remarks(summary: Summary) -> Iterator[str]:
    """Yield what was not covered."""
    for name, reason in summary.uncovered:
        yield f"Not covered: {name} ({reason})"
    for skipped in summary.skipped:
        cell = f", cell {skipped.cell}" if skipped.cell else ""
        yield f"Not checked: {skipped.path}{cell} ({skipped.reason})"
    yield from summary.notes


def _notification(level: str, text: str) -> Record:
    return {"level": level, "message": {"text": _plain(text)}}


def _results(report: Report, context: Context) -> list[Record]:
    places = {rule.code: place for place, rule in enumerate(context.rules)}
    marks = fingerprints(report.findings, context.locate)
    return [
        _result(finding, mark, context, places.get(finding.code))
        for finding, mark in zip(report.findings, marks, strict=True)
    ]


def _result(finding: Finding, fingerprint: str, context: Context, rule: int | None) -> Record:
    place = finding.location
    artifact = _artifact(context.locate(place.path))
    physical: Record = {"artifactLocation": artifact}
    marks = {"driftcheckSymbol/v1": fingerprint}
    if place.cell:
        marks["primaryLocationLineHash"] = fingerprint
    else:
        physical["region"] = _region(place)
    location: Record = {"physicalLocation": physical}
    if finding.scope:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(finding.scope)}]
    record: Record = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [location],
        "partialFingerprints": marks,
        "properties": {
            "symbol": printable(finding.symbol),
            "distribution": finding.distribution,
            "pinned": finding.pinned,
            "confidence": str(finding.confidence),
            "replacement": replacement_record(finding.replacement),
        },
    }
    if rule is not None:
        record["ruleIndex"] = rule
    text = suggestion(finding, context.source_lines)
    if text is not None and finding.replacement is not None:
        change = {"deletedRegion": _region(place), "insertedContent": {"text": text}}
        record["fixes"] = [
            {
                "description": {"text": _plain(advice(finding.replacement))},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}],
            }
        ]
    return record


def _message(finding: Finding) -> str:
    where = f"{place_within(finding.location)}: " if finding.location.cell else ""
    parts = [f"{where}{dated(finding)}{likely(finding)}"]
    if finding.replacement is not None:
        origin = source_of(finding)
        parts.append(advice(finding.replacement) + (f" ({origin})" if origin else ""))
    return _plain("; ".join(parts))


def _plain(text: str) -> str:
    """Text in which no link begins: `[text](target)` is one in SARIF's plain messages."""
    return shortened(printable(text).replace("](", "] ("), _LONGEST)


def _artifact(path: str) -> Record:
    return {"uri": uri_of(path)} if is_absolute(path) else {"uri": uri_of(path), "uriBaseId": _ROOT}


def _region(place: Location) -> Record:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }

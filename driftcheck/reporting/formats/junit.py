"""JUnit XML: a suite a file, a test case a finding; where nothing is found, one case that passes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree as ET  # it only writes here

from driftcheck.model.findings import Finding, Report, Severity
from driftcheck.reporting.context import Context
from driftcheck.reporting.positions import place_within, position
from driftcheck.reporting.records import statistics_record
from driftcheck.reporting.text import printable
from driftcheck.reporting.wording import headline, sentence, source_of


def render(report: Report, context: Context) -> Iterator[str]:
    """The lines of the document.

    Args:
        report: What was found. Information counts as skipped, everything else as failed.
        context: Whether statistics are wanted, as properties.
    """
    findings = report.findings
    told = sum(finding.severity is Severity.INFORMATION for finding in findings)
    root = _element("testsuites", name="driftcheck", **_counts(len(findings), told))
    for path, group in groupby(findings, key=lambda finding: finding.location.path):
        root.append(_suite(path, list(group)))
    if not findings:
        suite = ET.SubElement(root, "testsuite", {"name": "driftcheck", **_counts(0, 0)})
        ET.SubElement(suite, "testcase", {"name": headline(report), "classname": "driftcheck"})
    if context.with_statistics:
        _add_statistics(report, root[0])
    ET.indent(root)
    yield '<?xml version="1.0" encoding="us-ascii"?>'
    yield ET.tostring(root, encoding="us-ascii").decode("ascii")


def _suite(path: str, findings: list[Finding]) -> ET.Element:
    told = sum(finding.severity is Severity.INFORMATION for finding in findings)
    suite = _element("testsuite", name=path, **_counts(len(findings), told))
    for finding in findings:
        case = _element("testcase", name=_name(finding), classname=path, file=path)
        if not finding.location.cell:
            case.set("line", str(finding.location.line))
        is_told = finding.severity is Severity.INFORMATION
        outcome = _element("skipped", message=sentence(finding))
        if not is_told:
            outcome = _element("failure", type=finding.code, message=sentence(finding))
            outcome.text = "\n".join(printable(part) for part in (_told(finding), source_of(finding)) if part)
        case.append(outcome)
        suite.append(case)
    return suite


def _name(finding: Finding) -> str:
    about = f"{finding.rule} {finding.symbol}".rstrip()
    return f"{finding.code} {about} ({place_within(finding.location)})"


def _told(finding: Finding) -> str:
    return f"{position(finding.location)}: {finding.code} {sentence(finding)}"


def _counts(total: int, told: int) -> dict[str, str]:
    """A report without findings has one case, which passes."""
    return {"tests": str(total or 1), "failures": str(total - told), "errors": "0", "skipped": str(told)}


def _element(tag: str, **attributes: str) -> ET.Element:
    return ET.Element(tag, {name: printable(value) for name, value in attributes.items()})


def _add_statistics(report: Report, suite: ET.Element) -> None:
    record = statistics_record(report)
    properties = ET.Element("properties")
    for name in ("resolved", "unknown", "share"):
        ET.SubElement(properties, "property", {"name": name, "value": str(record[name])})
    suite.insert(0, properties)

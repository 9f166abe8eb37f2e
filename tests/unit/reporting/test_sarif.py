"""SARIF against the schema of the standard, and within the limits of who takes it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from driftcheck.cli.formats import context_for
from driftcheck.model.findings import Finding, Report, Severity
from driftcheck.model.locations import Location
from driftcheck.reporting.context import Context
from driftcheck.reporting.formats.sarif import Limits, render
from driftcheck.rules import RULES
from tests.golden.report import REPORT

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
WHOLE = Limits()


def finding(
    severity: Severity = Severity.ERROR,
    symbol: str = "paint.tint",
    line: int = 1,
    *,
    scope: str = "",
    pinned: str | None = None,
) -> Finding:
    place = Location("a.py", line, 1, line, 2)
    said = f"{symbol} was removed"
    return Finding(place, "DC101", "removed-symbol", severity, symbol, said, pinned=pinned, scope=scope)


def run_of(report: Report, context: Context | None = None, limits: Limits = WHOLE) -> dict[str, Any]:
    document = json.loads("\n".join(render(report, context or Context(), limits)))
    VALIDATOR.validate(document)
    run: dict[str, Any] = document["runs"][0]
    return run


def symbols(run: dict[str, Any]) -> list[str]:
    return [result["properties"]["symbol"] for result in run["results"]]


@pytest.mark.parametrize("report", [REPORT, Report()])
def test_it_is_valid_by_the_schema_with_the_help_of_every_rule(report: Report) -> None:
    run = run_of(report, context_for(with_statistics=True, is_verbose=True))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    for rule in rules:
        assert "**Why:**" in rule["help"]["markdown"]
        assert rule["fullDescription"]["text"].endswith(".")
    for result in run["results"]:
        if "ruleIndex" in result:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_the_schema_refuses_what_is_no_sarif() -> None:
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({"version": "2.1.0", "runs": [{"results": []}]})


def test_beyond_the_limit_the_lightest_are_left_out_with_a_notice() -> None:
    likely = replace(finding(symbol="c", line=3), confidence=REPORT.findings[1].confidence)
    findings = (
        finding(Severity.INFORMATION, "a", 1),
        finding(Severity.WARNING, "b", 2),
        likely,
        finding(Severity.ERROR, "d", 4),
    )
    run = run_of(Report(findings), limits=Limits(results=2))
    assert symbols(run) == ["c", "d"]
    notices = run["invocations"][0]["toolExecutionNotifications"]
    assert notices[0]["level"] == "warning"
    assert notices[0]["message"]["text"].startswith("2 findings left out")
    assert symbols(run_of(Report(findings), limits=Limits(results=1))) == ["d"]
    assert symbols(run_of(Report(findings), limits=Limits(results=4))) == ["a", "b", "c", "d"]


def test_a_document_that_is_too_large_compressed_is_cut_down() -> None:
    findings = tuple(finding(symbol=f"paint.{number * 7919 % 100_003:x}", line=number) for number in range(1, 400))
    whole = run_of(Report(findings))
    less = run_of(Report(findings), limits=Limits(compressed=4_000))
    assert len(whole["results"]) == 399
    assert 0 < len(less["results"]) < 399
    assert not run_of(Report(findings), limits=Limits(compressed=10))["results"]


def test_fingerprints_outlast_other_lines_and_other_pins() -> None:
    def marks(*findings: Finding) -> list[str]:
        results = run_of(Report(findings))["results"]
        return [result["partialFingerprints"]["driftcheckSymbol/v1"] for result in results]

    before = marks(finding(line=3, scope="load", pinned="2.0"), finding(line=5, scope="load"), finding(line=9))
    after = marks(finding(line=4, scope="load", pinned="2.1"), finding(line=8, scope="load"), finding(line=12))
    assert before == after
    assert len(set(before)) == 3
    first, second, third = (mark.partition(":") for mark in before)
    assert first[0] == second[0] != third[0]
    assert (first[2], second[2], third[2]) == ("1", "2", "1")


@pytest.mark.parametrize(
    ("path", "artifact"),
    [
        ("a b/ü.py", {"uri": "a%20b/%C3%BC.py", "uriBaseId": "%SRCROOT%"}),
        ("\udcff.py", {"uri": "%FF.py", "uriBaseId": "%SRCROOT%"}),
        ("\ud800.py", {"uri": "%ED%A0%80.py", "uriBaseId": "%SRCROOT%"}),
        ("x:y.py", {"uri": "x%3Ay.py", "uriBaseId": "%SRCROOT%"}),
        ("/srv/a.py", {"uri": "file:///srv/a.py"}),
        ("C:/srv/a.py", {"uri": "file:///C:/srv/a.py"}),
    ],
)
def test_paths_are_uris(path: str, artifact: dict[str, str]) -> None:
    moved = replace(finding(), location=Location(path, 1, 1, 1, 2))
    location = run_of(Report((moved,)))["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"] == artifact


def test_no_link_begins_in_a_message() -> None:
    run = run_of(Report((finding(symbol="[here](https://example.invalid)"),)))
    assert "](" not in run["results"][0]["message"]["text"]

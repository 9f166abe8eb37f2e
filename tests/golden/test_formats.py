"""Every format against a file beside this one; DRIFTCHECK_UPDATE_GOLDEN=1 rewrites them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from driftcheck.cli.formats import FORMATS as TABLE
from driftcheck.cli.formats import render
from driftcheck.model.findings import Report
from driftcheck.reporting.context import Context
from driftcheck.reporting.differences import json_comparison, markdown, text
from driftcheck.reporting.painting import Painter
from tests.golden.comparison import COMPARISON
from tests.golden.report import CELLS, REPORT, RULES, SOURCES

HERE = Path(__file__).parent
PLAIN = Painter(is_coloured=False)
COLOURED = Painter(is_coloured=True)


def lines_of(path: str, cell: int) -> tuple[str, ...]:
    return SOURCES.get(path, ()) if not cell else CELLS[path, cell]


def located(path: str) -> str:
    """The check ran in a folder of the repository, and what is no file of it stays what it is."""
    return f"services/{path}" if path.startswith("etl/") else path


CONTEXT = Context(source_lines=lines_of, locate=located, rules=RULES, version="1.2.3")
TALKATIVE = replace(CONTEXT, with_statistics=True, is_verbose=True)
FORMATS = {
    "full.txt": lambda: render("full", REPORT, CONTEXT),
    "full-coloured.txt": lambda: render("full", REPORT, replace(CONTEXT, painter=COLOURED)),
    "full-verbose.txt": lambda: render("full", REPORT, TALKATIVE),
    "concise.txt": lambda: render("concise", REPORT, CONTEXT),
    "grouped.txt": lambda: render("grouped", REPORT, CONTEXT),
    "report.json": lambda: render("json", REPORT, CONTEXT),
    "report.jsonl": lambda: render("jsonl", REPORT, CONTEXT),
    "report.sarif": lambda: render("sarif", REPORT, TALKATIVE),
    "github.txt": lambda: render("github", REPORT, CONTEXT),
    "gitlab.json": lambda: render("gitlab", REPORT, CONTEXT),
    "junit.xml": lambda: render("junit", REPORT, TALKATIVE),
    "rdjson.json": lambda: render("rdjson", REPORT, CONTEXT),
    "markdown.md": lambda: render("markdown", REPORT, TALKATIVE),
    "agent.txt": lambda: render("agent", REPORT, CONTEXT),
    "comparison.txt": lambda: text(COMPARISON, PLAIN),
    "comparison.md": lambda: markdown(COMPARISON, everything=True),
    "comparison.json": lambda: json_comparison(COMPARISON),
}


def text_of(lines: Iterable[str]) -> str:
    return "".join(line + "\n" for line in lines)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_rendered_as_recorded(name: str) -> None:
    shown = text_of(FORMATS[name]())
    recorded = HERE / name
    if os.environ.get("DRIFTCHECK_UPDATE_GOLDEN"):
        recorded.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == recorded.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_lets_control_characters_through(name: str) -> None:
    shown = text_of(FORMATS[name]()).replace("\x1b[", "" if name == "full-coloured.txt" else "\x1b[")
    assert not set(shown) & set("\x1b\u202e")


def test_every_format_has_its_golden_report() -> None:
    rendered = {name.partition(".")[0] for name in FORMATS} | {"json", "jsonl", "sarif"}
    assert set(TABLE) - {"text"} <= rendered
    assert TABLE["text"] == TABLE["full"]


def test_the_stable_fields_are_there() -> None:
    data = json.loads(text_of(render("json", REPORT, CONTEXT)))
    promised = {
        "path",
        "cell",
        "line",
        "column",
        "end_line",
        "end_column",
        "code",
        "rule",
        "severity",
        "symbol",
        "message",
    }
    promised |= {"distribution", "pinned", "confidence", "removed_in", "deprecated_in", "added_in", "replacement"}
    promised |= {"removed_on", "deprecated_on", "source", "environments"}
    assert set(data["findings"][0]) == promised
    assert {"kind", "targets", "text", "evidence", "distribution"} <= set(data["findings"][0]["replacement"])
    assert set(data) == {"findings", "summary"}


EMPTY = {
    "full": "No findings, 0 files checked.\n",
    "concise": "No findings, 0 files checked.\n",
    "grouped": "No findings, 0 files checked.\n",
    "jsonl": "",
    "github": "",
    "gitlab": "[]\n",
    "markdown": "### driftcheck: No findings, 0 files checked\n",
    "agent": "0 findings; 0 files not checked\n",
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_report_is_told_in_each_format(name: str) -> None:
    assert text_of(render(name, Report(), Context())) == EMPTY[name]


def test_statistics_of_nothing_name_no_share() -> None:
    shown = text_of(render("concise", Report(), Context(with_statistics=True)))
    assert shown.endswith("\n\nStatistics: 0 attributes and calls of libraries judged.\n")


@pytest.mark.parametrize("name", ["full", "concise", "grouped"])
def test_a_quiet_report_is_its_findings(name: str) -> None:
    shown = text_of(render(name, REPORT, replace(CONTEXT, is_quiet=True)))
    whole = text_of(render(name, REPORT, CONTEXT))
    assert whole.startswith(shown)
    assert "DC402" in shown
    assert "checked." not in shown
    assert not shown.endswith("\n\n")
    assert text_of(render(name, Report(), Context(is_quiet=True))) == ""

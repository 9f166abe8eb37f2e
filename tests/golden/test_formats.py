"""Every format against a file beside this one; DRIFTCHECK_UPDATE_GOLDEN=1 rewrites them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from driftcheck.model.findings import Report
from driftcheck.reporting.concise import concise
from driftcheck.reporting.differences import json_comparison, markdown, text
from driftcheck.reporting.full import full
from driftcheck.reporting.json_format import json_document, json_lines
from driftcheck.reporting.painting import Painter
from driftcheck.reporting.statistics import statistics_lines
from tests.golden.comparison import COMPARISON
from tests.golden.report import CELLS, REPORT, SOURCES

HERE = Path(__file__).parent
PLAIN = Painter(is_coloured=False)
COLOURED = Painter(is_coloured=True)


def lines_of(path: str, cell: int) -> tuple[str, ...]:
    return SOURCES.get(path, ()) if not cell else CELLS[path, cell]


FORMATS = {
    "full.txt": lambda: full(REPORT, PLAIN, lines_of),
    "full-coloured.txt": lambda: full(REPORT, COLOURED, lines_of),
    "concise.txt": lambda: concise(REPORT, PLAIN),
    "report.json": lambda: json_document(REPORT),
    "report.jsonl": lambda: json_lines(REPORT),
    "statistics.txt": lambda: statistics_lines(REPORT, PLAIN),
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


def test_the_stable_fields_are_there() -> None:
    data = json.loads(text_of(json_document(REPORT)))
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


def test_an_empty_report_says_what_was_covered() -> None:
    assert list(concise(Report(), PLAIN)) == ["No findings, 0 files checked."]
    assert list(json_lines(Report())) == []


def test_statistics_of_nothing_name_no_share() -> None:
    assert list(statistics_lines(Report(), PLAIN)) == ["", "Statistics: 0 attributes and calls of libraries judged."]

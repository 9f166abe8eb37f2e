"""Whatever names, paths and libraries' words hold, no format lets it command, hide, or become markup."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from driftcheck.cli.formats import FORMATS, render
from driftcheck.model.findings import FileUnknowns, Finding, Report, Severity, SkippedFile, Statistics, Summary
from driftcheck.model.locations import Location
from driftcheck.model.replacements import Evidence, Fit, Replacement, ReplacementKind, Trust
from driftcheck.model.resolutions import Confidence
from driftcheck.reporting.context import Context
from tests.unit.reporting.test_sarif import VALIDATOR

COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SPITEFUL = (
    *("\x1b[31m", "\x1b]0;x\x07", "\r", "\n", "\u202e", "\u2066", "\u200b", "\U000e0041", "\ud800", "\x85", "\u2028"),
    *("\n::error ::x", "::set-output name=x::", "%0A", "%", ":", ",", "]]>", "<!--", "<script>", "&", "&lt;", '"', "'"),
    *(
        "|",
        "\\|",
        "\\",
        "`",
        "``",
        "*",
        "_",
        "[x](y)",
        "![x](y)",
        "<b>",
        "</td>",
        "@all",
        "#1",
        "~~",
        "http://x.invalid",
    ),
    *("\n# x", "\n\n", "\n| a |", "\t", "- ", "> ", "$x$", "{0}", "](", "\ufffe", "\uffff", "\x00", "www.x.invalid"),
)
texts = st.lists(st.sampled_from(SPITEFUL) | st.text(max_size=6), max_size=6).map("".join)
numbers = st.integers(1, 5)
replacements = st.builds(
    Replacement,
    st.sampled_from(ReplacementKind),
    texts,
    st.lists(texts, max_size=2).map(tuple),
    st.none() | st.builds(Evidence, st.sampled_from(["warning", "catalogue", "alias"]), texts, texts),
    st.sampled_from(Trust),
    distribution=st.none() | texts,
    install=st.none() | texts,
    fit=st.sampled_from(Fit),
    attribute=st.none() | texts,
)
findings = st.builds(
    Finding,
    st.builds(Location, texts, numbers, numbers, numbers, numbers, cell=st.integers(0, 2)),
    st.sampled_from(["DC101", "DC402"]),
    st.just("removed-symbol"),
    st.sampled_from(Severity),
    texts,
    texts,
    distribution=st.none() | texts,
    pinned=st.none() | texts,
    confidence=st.sampled_from(Confidence),
    replacement=st.none() | replacements,
    scope=texts,
)
summaries = st.builds(
    Summary,
    uncovered=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    skipped=st.lists(st.builds(SkippedFile, texts, texts), max_size=2).map(tuple),
    notes=st.lists(texts, max_size=2).map(tuple),
    statistics=st.builds(Statistics, reasons=st.lists(st.tuples(texts, numbers), max_size=2).map(tuple)),
    unknown_by_file=st.lists(
        st.builds(FileUnknowns, texts, st.lists(st.tuples(texts, numbers), min_size=1, max_size=2).map(tuple)),
        max_size=2,
    ).map(tuple),
)
reports = st.builds(Report, st.lists(findings, max_size=3).map(tuple), summaries)
lines = st.lists(texts, max_size=5)


@pytest.mark.parametrize("name", sorted({*FORMATS} - {"text"}))
@settings(max_examples=60, deadline=None)
@given(report=reports, source=lines)
def test_nothing_commands_or_hides(name: str, report: Report, source: list[str]) -> None:
    context = Context(source_lines=lambda _path, _cell: source, with_statistics=True, is_verbose=True)
    shown = "\n".join(render(name, report, context))
    assert not COMMANDS.search(shown)
    match name:
        case "json" | "gitlab" | "rdjson":
            json.loads(shown)
        case "sarif":
            VALIDATOR.validate(json.loads(shown))
        case "jsonl":
            assert len([json.loads(line) for line in shown.splitlines()]) == len(report.findings)
        case "github":
            told = shown.splitlines()
            assert len(told) == len(report.findings)
            assert all(re.match(r"::(error|warning|notice) title=", line) for line in told)
        case "junit":
            root = ET.fromstring(shown)
            assert len(root.findall(".//testcase")) == max(len(report.findings), 1)
        case "agent":
            assert len(shown.splitlines()) == len(report.findings) + 1
        case "markdown":
            _hold_markdown(shown, report)
        case _:
            assert name in {"full", "concise", "grouped"}


def _hold_markdown(shown: str, report: Report) -> None:
    tokens = MARKDOWN.parse(shown)
    kinds = {token.type for token in tokens}
    kinds |= {child.type for token in tokens for child in token.children or ()}
    allowed = {"heading", "table", "thead", "tbody", "tr", "th", "td", "bullet_list", "list_item", "paragraph"}
    assert kinds <= {f"{kind}_{end}" for kind in allowed for end in ("open", "close")} | {
        "inline",
        "text",
        "code_inline",
    }
    assert sum(token.type == "tr_open" for token in tokens) == (len(report.findings) + 1 if report.findings else 0)
    assert "<" not in shown


def test_an_attack_on_each_reader_is_seen_by_these_checks() -> None:
    assert COMMANDS.search("\x1b[31m")
    assert {token.type for token in MARKDOWN.parse("<b>x</b>\n\n<div>")} & {"html_block"}
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({"runs": []})
    with pytest.raises(ET.ParseError):
        ET.fromstring("<a>\x1b</a>")

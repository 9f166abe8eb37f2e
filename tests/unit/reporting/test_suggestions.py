from __future__ import annotations

from dataclasses import replace

import pytest

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.locations import Location
from driftcheck.model.replacements import Fit, Replacement, ReplacementKind, Rewrite
from driftcheck.reporting.places import byte_column
from driftcheck.reporting.suggestions import suggestion

RENAMED = Replacement(
    ReplacementKind.RENAMED, "paint.shade", ("paint.shade",), fit=Fit.DROP_IN, module="paint", attribute="shade"
)
REWRITE = Rewrite("{call}(*..., hue=False)", "{call}(*..., colour='none')")
KEYWORD = Replacement(ReplacementKind.PARAMETER, "colour", ("colour",), fit=Fit.ADAPTED)


def suggested(line: str, symbol: str, written: str, replacement: Replacement | None) -> str | None:
    column = line.index(written) + 1
    place = Location("a.py", 1, column, 1, column + len(written))
    finding = Finding(place, "DC101", "removed-symbol", Severity.ERROR, symbol, "", replacement=replacement)
    return suggestion(finding, lambda _path, _cell: [line])


@pytest.mark.parametrize(
    ("line", "symbol", "written", "replacement", "text"),
    [
        ("paint.tint(1)", "paint.tint", "tint", RENAMED, "shade"),
        ("shade(1, hue = 2)", "paint.shade(hue)", "hue", KEYWORD, "colour"),
        # Stays quiet
        ("from paint import tint", "paint.tint", "tint", RENAMED, None),
        ("import paint.tint", "paint.tint", "tint", RENAMED, None),
        ("tint(1)", "paint.tint", "tint", RENAMED, None),
        ("paint.other(1)", "paint.tint", "other", RENAMED, None),
        ("paint.tint(1)", "paint.tint", "tint", replace(RENAMED, fit=Fit.BY_HAND), None),
        ("paint.tint(1)", "paint.tint", "tint", replace(RENAMED, install="paint-extra"), None),
        ("paint.tint(1)", "paint.tint", "tint", replace(RENAMED, attribute="a b"), None),
        ("paint.tint(1)", "paint.tint", "tint", replace(RENAMED, attribute=None), None),
        ("paint.tint(1)", "paint.tint", "tint", replace(RENAMED, targets=("paint.shade", "paint.dye")), None),
        ("paint.tint(1)", "paint.tint", "tint", None, None),
        ("shade(hue=1, colour=2)", "paint.shade(hue)", "hue", KEYWORD, None),
        ("shade(hue == 1)", "paint.shade(hue)", "hue", KEYWORD, None),
        ("shade(other=1)", "paint.shade(hue)", "other", KEYWORD, None),
        ("shade(hue=1)", "paint.shade(hue)", "hue", replace(KEYWORD, targets=("a b",)), None),
        ("shade(hue=1)", "paint.shade(hue)", "hue", replace(KEYWORD, targets=()), None),
        ("shade(hue=False)", "paint.shade(hue)", "hue", replace(KEYWORD, rewrites=(REWRITE,)), None),
    ],
)
def test_only_a_name_that_stands_for_itself_is_suggested(
    line: str, symbol: str, written: str, replacement: Replacement | None, text: str | None
) -> None:
    assert suggested(line, symbol, written, replacement) == text


def test_nothing_is_suggested_for_what_cannot_be_read() -> None:
    finding = Finding(Location("a.py", 2, 1, 2, 3), "DC101", "x", Severity.ERROR, "paint.tint", "", replacement=RENAMED)
    assert suggestion(finding, lambda _path, _cell: ["one"]) is None


def test_columns_are_counted_in_bytes() -> None:
    assert [byte_column("漢a", column) for column in (1, 2, 3)] == [1, 4, 5]

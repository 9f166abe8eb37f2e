from __future__ import annotations

import json
from pathlib import Path

import pytest

from driftcheck.cli.main import run
from driftcheck.rules import RULES


def explain(snapshots: Path, *arguments: str) -> int:
    return run(["--snapshots", str(snapshots), "explain", *arguments])


def test_a_symbol_is_told_from_its_first_release_to_what_to_write_instead(
    snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(snapshots, "paint.tint", "--pin", "paint==2.0") == 0
    assert capsys.readouterr().out == (
        "paint.tint  absent in paint 2.0\n"
        "  last recorded in 1.9\n"
        "  recorded in paint 1.9 (2022-05-06) (1 of 3 recorded releases)\n"
        "  1.9  2022-05-06  comes; defined as paint.tint; deprecated since 1.5: "
        "tint is deprecated since 1.5, use paint.shade instead\n"
        "  2.0              is gone\n"
        "  use paint.shade\n"
        "    from the paint 1.9 warning\n"
        "    tint is deprecated since 1.5, use paint.shade instead\n"
    )


def test_a_parameter_and_a_stranger_are_told_one_after_the_other(
    snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(snapshots, "paint.shade(hue)", "chisel.cut", "not a path") == 0
    told = capsys.readouterr().out.split("\n\n")
    assert told[0].startswith("paint.shade(hue)  absent (likely) in paint 2.0\n")
    assert "2.0              is gone" in told[0]
    assert told[1] == "chisel.cut  unknown\n  not tracked"
    assert told[2] == "not a path  unknown\n  not a dotted path\n"


def test_answers_are_data_on_request(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(snapshots, "paint.Brush.dip", "DC101", "--format", "jsonl") == 0
    symbol, rule = map(json.loads, capsys.readouterr().out.splitlines())
    assert (symbol["verdict"], symbol["story"]["present"], symbol["story"]["releases"]) == ("present", 3, 3)
    assert [event["event"] for event in symbol["story"]["events"]] == ["recorded", "called"]
    assert (rule["code"], rule["name"]) == ("DC101", "removed-symbol")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_explains_itself_by_code_and_by_name(rule: object, capsys: pytest.CaptureFixture[str]) -> None:
    code, name = str(getattr(rule, "code", "")), str(getattr(rule, "name", ""))
    assert run(["explain", code.lower()]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"{code} {name} (")
    assert all(f"\n{part}:" in told for part in ("Why", "Example", "Instead", "Stays quiet"))
    assert run(["explain", name]) == 0
    assert capsys.readouterr().out == told


def test_a_code_that_is_none_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "DC999"]) == 2
    assert "DC101, DC102" in capsys.readouterr().err

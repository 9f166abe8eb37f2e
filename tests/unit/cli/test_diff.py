from __future__ import annotations

import json
from pathlib import Path

import pytest

from driftcheck.cli.main import run


def diff(snapshots: Path, *arguments: str) -> int:
    return run(["--snapshots", str(snapshots), "diff", *arguments])


def test_two_releases_are_compared(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(snapshots, "Paint", "1.9", "2.0") == 0
    assert capsys.readouterr().out == (
        "paint 1.9 to 2.0\n"
        "\n"
        "Left (2)\n"
        "  paint.shade(hue)\n"
        "  paint.tint        use paint.shade\n"
        "\n"
        "Called in another way (1)\n"
        "  paint.Brush.dip  new: deep=\n"
        "\n"
        "3 changes; 2 incidental names left out, --all shows them.\n"
    )


def test_the_way_back_is_a_comparison_too(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(snapshots, "paint", "2.0", "1.9", "--format", "json") == 0
    record = json.loads(capsys.readouterr().out)
    assert [change["path"] for change in record["came"]] == ["paint.tint"]
    assert [change["path"] for change in record["left"]] == ["paint.Brush.dip(deep)"]
    assert record["left"][0]["replacement"] is None


def test_incidental_names_are_shown_on_request(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(snapshots, "paint", "1.9", "2.0", "--all", "--format", "markdown") == 0
    out = capsys.readouterr().out
    assert "| `paint.join` |" in out
    assert "left out" not in out


def test_a_release_that_is_not_recorded_is_named_with_its_neighbours(
    snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(snapshots, "paint", "1.5", "2.0") == 2
    assert capsys.readouterr().err == (
        "driftcheck: paint 1.5 is not recorded; the nearest recorded releases: 1.0 and 1.9\n"
    )
    assert diff(snapshots, "paint", "two", "2.0") == 2
    assert diff(snapshots, "chisel", "1.0", "2.0") == 2
    assert "driftcheck snapshot add chisel" in capsys.readouterr().err

from __future__ import annotations

import os
from pathlib import Path

import pytest

from driftcheck.baseline.document import read_baseline, render, write_baseline
from driftcheck.baseline.fingerprints import Baseline, Fingerprint
from driftcheck.errors import ConfigError

ONE = Fingerprint("app/main.py", "DC101", "paint.tint", "render")
TWO = Fingerprint("app/a\udc80.py", "DC901", "", "")


def test_a_baseline_is_read_as_it_was_written_an_entry_a_line(tmp_path: Path) -> None:
    place = tmp_path / "known.json"
    baseline = Baseline({ONE: 2, TWO: 1})
    assert write_baseline(place, baseline, "known.json")
    assert place.read_text(encoding="ascii").splitlines() == [
        "{",
        '  "driftcheck-baseline": 1,',
        '  "findings": [',
        '    {"path": "app/a\\udc80.py", "code": "DC901", "symbol": "", "scope": "", "count": 1},',
        '    {"path": "app/main.py", "code": "DC101", "symbol": "paint.tint", "scope": "render", "count": 2}',
        "  ]",
        "}",
    ]
    assert read_baseline(place, "known.json") == baseline
    assert not write_baseline(place, baseline, "known.json")


def test_an_empty_baseline_stays_one(tmp_path: Path) -> None:
    place = tmp_path / "known.json"
    write_baseline(place, Baseline(), "known.json")
    assert read_baseline(place, "known.json") == Baseline()


def test_entries_that_two_branches_brought_count_together(tmp_path: Path) -> None:
    place = tmp_path / "known.json"
    line = '{"path": "a.py", "code": "DC101", "symbol": "p.t", "scope": "", "count": 1}'
    place.write_text(f'{{"driftcheck-baseline": 1, "findings": [{line}, {line}]}}', encoding="utf-8")
    assert read_baseline(place, "known.json").counts == {Fingerprint("a.py", "DC101", "p.t", ""): 2}


GOOD = '{"path": "a", "code": "c", "symbol": "s", "scope": "", "count": 1}'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "k.json:1: expected the JSON of a baseline"),
        ('{\n  "driftcheck-baseline": 1,\n<<<<<<< ours\n', "k.json:3: expected the JSON of a baseline"),
        ("[1]", "k.json:1: is no baseline"),
        ('{"findings": []}', "k.json:1: is no baseline"),
        ('{"driftcheck-baseline": true}', "k.json:1: is no baseline"),
        ('{\n"driftcheck-baseline": 2}', "k.json:2: is a baseline of version 2"),
        ('{"driftcheck-baseline": 1,\n"findings": {}}', 'k.json:2: expected "findings", a list'),
        ('{"driftcheck-baseline": 1, "findings": [\n' + GOOD + ",\n7]}", "k.json:3: expected an entry: an object"),
        (
            '{"driftcheck-baseline": 1, "findings": [\n' + GOOD + ',\n\n{"path": 1}]}',
            'k.json:4: expected an entry with "path"',
        ),
        (
            f'{{"driftcheck-baseline": 1, "findings": [\n{GOOD.replace("1}", "0}")}]}}',
            'k.json:2: expected an entry with "count"',
        ),
        ("[" * 100_000, "k.json: expected a baseline, and it is nested too deeply"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    place = tmp_path / "k.json"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_baseline(place, "k.json")
    assert str(caught.value).startswith(said)


def test_bytes_that_are_no_text_and_pipes_are_refused(tmp_path: Path) -> None:
    place = tmp_path / "k.json"
    place.write_bytes(b"{\n\xff}")
    with pytest.raises(ConfigError, match=r"k\.json:2: expected the JSON"):
        read_baseline(place, "k.json")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigError, match="no regular file"):
        read_baseline(tmp_path / "pipe", "pipe")


def test_the_order_of_entries_is_not_that_of_findings() -> None:
    assert render(Baseline({ONE: 1, TWO: 1})) == render(Baseline({TWO: 1, ONE: 1}))

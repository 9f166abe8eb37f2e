from __future__ import annotations

import pytest

from driftcheck.cli.main import with_default


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", "check"),
        (".", "check ."),
        ("src tests --format json", "check src tests --format json"),
        ("--format json src", "check --format json src"),
        ("check src", "check src"),
        ("lookup a.b", "lookup a.b"),
        ("--version", "--version"),
        ("-h", "-h"),
        ("--snapshots here src", "--snapshots here check src"),
        ("--snapshots=here", "--snapshots=here check"),
        ("--snapshots here --snapshots there lookup a", "--snapshots here --snapshots there lookup a"),
        ("--snapshots", "--snapshots check"),
    ],
)
def test_check_is_meant_where_no_command_is_named(given: str, meant: str) -> None:
    assert with_default(given.split()) == meant.split()

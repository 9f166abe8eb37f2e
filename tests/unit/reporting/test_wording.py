from __future__ import annotations

import pytest

from driftcheck.model.findings import Finding, Severity
from driftcheck.model.locations import Location
from driftcheck.reporting.wording import dated


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("p.a was removed in p 2.0; pinned 2.1", "p.a was removed in p 2.0 (2024-05-06); pinned 2.1"),
        ("p.a was removed in p 2.0 (deprecated); x", "p.a was removed in p 2.0 (2024-05-06; deprecated); x"),
        ("p.a is gone by p 2.0, last seen in 1.5", "p.a is gone by p 2.0 (2024-05-06), last seen in 1.5"),
        ("p.a is not in p 2.0.1 yet", "p.a is not in p 2.0.1 yet"),
        ("p.a is deprecated", "p.a is deprecated"),
    ],
)
def test_the_day_of_a_removal_stands_behind_its_release(message: str, told: str) -> None:
    known = Finding(
        Location("a.py", 1, 1, 1, 2),
        "DC101",
        "removed-symbol",
        Severity.ERROR,
        "p.a",
        message,
        distribution="p",
        removed_in="2.0",
        removed_on="2024-05-06",
    )
    assert dated(known) == told

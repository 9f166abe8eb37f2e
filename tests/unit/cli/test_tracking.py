from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from driftcheck.cli.tracking import Tracked, read_tracked
from driftcheck.errors import ConfigError
from driftcheck.extraction.policy import Policy

LIST = """
since = 2019-01-01
limit = 80
budget = 1000
distributions = ["paint", "wax"]

[limits]
wax = 12

[budgets]
wax = 3000
"""


@pytest.fixture
def tracked(tmp_path: Path) -> Tracked:
    path = tmp_path / "packages.toml"
    path.write_text(LIST, encoding="utf-8")
    return read_tracked(path)


def test_a_distribution_may_have_a_limit_of_its_own(tracked: Tracked) -> None:
    assert tracked.distributions == ("paint", "wax")
    assert tracked.policy_for("paint") == Policy(since=date(2019, 1, 1), limit=80)
    assert tracked.policy_for("wax") == Policy(since=date(2019, 1, 1), limit=12)


def test_a_distribution_may_have_a_budget_of_its_own(tracked: Tracked) -> None:
    assert (tracked.budget_for("paint"), tracked.budget_for("wax")) == (1000, 3000)
    assert tracked.under(Policy(limit=3)).budget_for("wax") == 3000


def test_options_go_before_what_is_written(tracked: Tracked) -> None:
    newer = tracked.under(Policy(since=date(2024, 1, 1)))
    assert newer.policy_for("wax") == Policy(since=date(2024, 1, 1), limit=12)
    assert tracked.under(Policy(limit=3)).policy_for("wax") == Policy(since=date(2019, 1, 1), limit=3)
    assert tracked.under(Policy(all=True)).policy_for("paint").all


@pytest.mark.parametrize(
    "text",
    [
        "",
        "distributions = []\nbudget = 'small'",
        "distributions = 3",
        "distributions = [3]",
        "distributions = []\nlimit = 'many'",
        "distributions = []\nsince = '2019'",
        "distributions = []\nlimits = [3]",
        "distributions = []\n[limits]\nwax = 'few'",
        "distributions = [",
    ],
)
def test_a_list_that_says_something_else_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "packages.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"packages\.toml: expected"):
        read_tracked(path)


def test_a_list_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere"):
        read_tracked(tmp_path / "nowhere")

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.config.preferences import PathRules, Preferences
from driftcheck.model.findings import Finding, Severity
from driftcheck.model.locations import Location
from driftcheck.rules.naming import CODES
from driftcheck.selecting import Selector

HOME = Path("/home/project")


def finding(
    code: str = "DC101", *, path: str = "a.py", symbol: str = "paint.tint", distribution: str = "paint-box"
) -> Finding:
    return Finding(Location(path, 1, 1, 1, 2), code, "any", Severity.ERROR, symbol, "gone", distribution=distribution)


def is_wanted(found: Finding, preferences: Preferences) -> bool:
    return bool(list(Selector(preferences).select([found])))


def test_rules_are_chosen_and_weighed() -> None:
    preferences = Preferences(codes=CODES - {"DC201"}, severities={"DC101": Severity.INFORMATION})
    kept = list(Selector(preferences).select([finding(), finding("DC201"), finding("DC301")]))
    assert [(one.code, one.severity) for one in kept] == [("DC101", Severity.INFORMATION), ("DC301", Severity.ERROR)]


@pytest.mark.parametrize(
    ("pattern", "path", "is_meant"),
    [
        ("tests/*", "tests/test_a.py", True),
        ("tests/*", "tests/deep/test_a.py", True),
        ("tests", "src/tests/test_a.py", True),
        ("/tests", "src/tests/test_a.py", False),
        ("tests/**", "src/tests/test_a.py", False),
        ("__init__.py", "src/paint/__init__.py", True),
        ("*.ipynb", "notes/one.ipynb", True),
        ("src/*.py", "src/a.py", True),
        ("src/*.py", "other/src/a.py", False),
        ("!src/**", "src/a.py", False),
        ("!src/**", "tests/a.py", True),
        ("*.py", "/elsewhere/a.py", False),
        ("*.py", "../beside/a.py", False),
    ],
)
def test_patterns_are_read_as_git_reads_them(pattern: str, path: str, is_meant: bool) -> None:  # noqa: FBT001
    rules = PathRules(pattern, HOME, frozenset({"DC101"}))
    preferences = Preferences(by_path=(rules,), working_folder=HOME)
    assert is_wanted(finding(path=path), preferences) is not is_meant
    assert is_wanted(finding("DC201", path=path), preferences)


def test_patterns_are_relative_to_the_file_and_paths_to_the_working_folder() -> None:
    rules = PathRules("app/*.py", HOME, frozenset({"DC101"}))
    preferences = Preferences(by_path=(rules,), working_folder=HOME / "app")
    assert not is_wanted(finding(path="a.py"), preferences)
    assert not is_wanted(finding(path="/home/project/app/a.py"), preferences)
    assert is_wanted(finding(path="../a.py"), preferences)


@pytest.mark.parametrize(
    ("name", "symbol", "is_meant"),
    [
        ("Paint_Box", "tint.old", True),
        ("paint", "paint.tint", True),
        ("paint.tint", "paint.tint", True),
        ("paint.tint", "paint.tint(hue)", True),
        ("paint.tint", "paint.tinted", False),
        ("paint.tools", "paint.tint", False),
        ("brush", "paint.tint", False),
    ],
)
def test_packages_are_named_by_distribution_or_by_what_lies_beneath_a_name(
    name: str,
    symbol: str,
    is_meant: bool,  # noqa: FBT001
) -> None:
    preferences = Preferences(by_package={name: frozenset({"DC101"})})
    assert is_wanted(finding(symbol=symbol), preferences) is not is_meant
    assert is_wanted(finding("DC201", symbol=symbol), preferences)

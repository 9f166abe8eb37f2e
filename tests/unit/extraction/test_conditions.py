from __future__ import annotations

import ast

import pytest
from packaging.version import Version

from driftcheck.extraction.conditions import NEVER, both, branches, holds


@pytest.mark.parametrize(
    ("test", "body", "orelse"),
    [
        ("sys.version_info >= (3, 11)", "python>=3.11", "python<3.11"),
        ("sys.version_info < (3, 9, 2)", "python<3.9", "python>=3.9"),
        ("sys.version_info[:2] == (3, 10)", "python==3.10", "python!=3.10"),
        ("sys.version_info[0] >= 3", "python>=3", "python<3"),
        ("version_info > (3, 8)", "python>3.8", "python<=3.8"),
        ("not sys.version_info >= (3, 11)", "python<3.11", "python>=3.11"),
        ("sys.version_info >= (3, 9) and have_it", "python>=3.9", None),
        ("sys.version_info >= (3, 9) and sys.version_info < (3, 12)", "python>=3.9 and python<3.12", None),
        ("(3, 12) <= sys.version_info < (3, 13)", "python>=3.12 and python<3.13", None),
        ("(3, 12) <= probe() < (3, 13)", None, None),
        ("(3, 12) <= sys.version_info", "python>=3.12", "python<3.12"),
        ("TYPE_CHECKING", NEVER, None),
        ("typing.TYPE_CHECKING", NEVER, None),
        ("not TYPE_CHECKING", None, NEVER),
        ("TYPE_CHECKING and have_it", NEVER, None),
        ("__name__ == '__main__'", NEVER, None),
        ("False", NEVER, None),
        ("1", None, NEVER),
        ("sys.platform == 'win32'", None, None),
        ("sys.version_info >= MINIMUM", None, None),
        ("have_it", None, None),
    ],
)
def test_tests_are_read_as_conditions(test: str, body: str | None, orelse: str | None) -> None:
    assert branches(ast.parse(test, mode="eval").body) == (body, orelse)


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        (None, None, None),
        ("python>=3.9", None, "python>=3.9"),
        ("python>=3.9", "python<3.12", "python>=3.9 and python<3.12"),
        ("python>=3.9", "python>=3.9", "python>=3.9"),
        (NEVER, "python>=3.9", NEVER),
        ("maybe", None, "maybe"),
    ],
)
def test_conditions_join(one: str | None, other: str | None, joined: str | None) -> None:
    assert both(one, other) == joined


@pytest.mark.parametrize(
    ("condition", "python", "verdict"),
    [
        ("python>=3.9", "3.9", True),
        ("python>=3.9", "3.8", False),
        ("python>=3.10", "3.9", False),
        ("python>3.8", "3.9", True),
        ("python<=3.8", "3.9", False),
        ("python<3.12", "3.11", True),
        ("python==3.10", "3.10", True),
        ("python!=3.10", "3.10", False),
        ("python>=3", "3.12", True),
        ("python>=3.9 and python<3.12", "3.12", False),
        ("python>=3.9 and maybe", "3.12", None),
        ("python>=3.9 and maybe", "3.8", False),
        ("maybe", "3.12", None),
    ],
)
def test_a_condition_is_judged_for_a_version(condition: str, python: str, *, verdict: bool | None) -> None:
    assert holds(condition, Version(python)) is verdict

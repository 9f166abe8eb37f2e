from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.resolution.conditions import holds


@pytest.mark.parametrize(
    ("condition", "python", "answer"),
    [
        ("python>=3.9", "3.9.1", True),
        ("python>=3.9", "3.8", False),
        ("python<3.9", "3.9.7", False),
        ("python<3.9", "3.8.20", True),
        ("python>=3.8 and python<3.10", "3.9", True),
        ("python>=3.8 and python<3.10", "3.12", False),
        ("python == 3.11", "3.11.4", True),
        ("platform is odd", "3.11", None),
        ("platform is odd and python<3.9", "3.11", False),
        ("platform is odd and python>=3.9", "3.11", None),
    ],
)
def test_conditions_on_the_language(condition: str, python: str, *, answer: bool | None) -> None:
    assert holds(condition, Version(python)) is answer

from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Statement
from driftcheck.pins.dependency_specifiers import candidate_from, parse_requirement, release_of_url


def test_a_requirement_with_its_marker() -> None:
    requirement = parse_requirement("Ripe.Fruit[peel]==1.0 ; python_version < '3.12'")
    assert requirement is not None
    candidate = candidate_from(requirement, PinSource("list", line=3))
    assert candidate.distribution == "ripe-fruit"
    assert candidate.says == Version("1.0")
    assert candidate.markers == ('python_version < "3.12"',)
    assert candidate.source.line == 3


@pytest.mark.parametrize(
    ("text", "says"), [("fruit==1.0,==2.0", Version("1.0")), ("fruit==1.0.*,!=1.0.3,==1.0.2", Version("1.0.2"))]
)
def test_one_version_among_several_conditions(text: str, says: Statement) -> None:
    requirement = parse_requirement(text)
    assert requirement is not None
    assert candidate_from(requirement, PinSource("list")).says in {says, Version("2.0")}


@pytest.mark.parametrize("text", ["", "fruit 1.0", "(" * 50_000, "fruit==" + "9" * 9999, "fruit; " + "(" * 50_000])
def test_what_is_no_requirement(text: str) -> None:
    requirement = parse_requirement(text)
    assert requirement is None or candidate_from(requirement, PinSource("list")).says != Version("1.0")


@pytest.mark.parametrize(
    ("url", "release"),
    [
        ("https://example.invalid/a_b-1.0-py3-none-any.whl#sha256=0", ("a-b", Version("1.0"))),
        ("https://example.invalid/a_b-1.0-py3-none-any.whl?x=y", ("a-b", Version("1.0"))),
        ("https://example.invalid/a-1.0.zip", ("a", Version("1.0"))),
        ("https://example.invalid/main.zip", None),
        ("https://example.invalid/a-1.0.exe", None),
        ("https://[broken/a-1.0.zip", None),
        ("", None),
    ],
)
def test_file_names_of_releases(url: str, release: tuple[str, Version] | None) -> None:
    assert release_of_url(url) == release

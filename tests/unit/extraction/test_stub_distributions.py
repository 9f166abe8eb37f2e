from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.errors import DownloadError
from driftcheck.extraction.published import PublishedFile, PublishedRelease
from driftcheck.extraction.registry import Registry
from driftcheck.extraction.stub_distributions import StubDistribution, fitting, stubs_of
from driftcheck.extraction.surface import extract_surface
from tests.package_index import Index, wheel


def publish(index: Index, version: str, stub: str) -> None:
    files = {
        "paint-stubs/__init__.pyi": stub,
        "paint-stubs/core.pyi": "def mix() -> int: ...\n",
        "other/x.pyi": "y: int",
    }
    archive = wheel(files, name="paint_stubs", version=version)
    index.publish("paint-stubs", f"paint_stubs-{version}-py3-none-any.whl", archive)


def release(version: str, *, yanked: bool = False) -> PublishedRelease:
    file = PublishedFile(f"paint_stubs-{version}-py3-none-any.whl", "https://example.invalid/x")
    return PublishedRelease(Version(version), yanked=yanked, files=(file,))


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("2.1.4", "2.1.4.231227"),
        ("2.1.0", "2.1.4.231227"),
        ("2.2.0", "2.2.2.240807"),
        ("2.9", "2.2.2.240807"),
        ("2.0.3", None),
        ("3.0", None),
        ("1.5.3", "1.5.3.230321"),
    ],
)
def test_the_stubs_of_the_same_or_the_nearest_older_line_fit(version: str, expected: str | None) -> None:
    published = [
        release("1.5.3.230321"),
        release("2.1.1.230928"),
        release("2.1.4.231227"),
        release("2.2.2.240807"),
        release("2.2.3.250101", yanked=True),
        release("2.3.0a1"),
    ]
    found = fitting(published, Version(version))
    assert (str(found.version) if found else None) == expected


def test_stubs_are_read_once_and_by_the_modules_they_describe(index: Index, registry: Registry) -> None:
    publish(index, "1.0.1", "def tint() -> str: ...\n")
    stubs = StubDistribution("paint-stubs", registry)
    facts = stubs.facts_for(Version("1.0"))
    assert sorted(facts) == ["paint", "paint.core"]
    asked = len(index.requests)
    assert stubs.facts_for(Version("1.0.5")) is facts
    assert len(index.requests) == asked
    assert stubs.facts_for(Version("0.9")) == {}


def test_stubs_of_another_distribution_tell_types_and_bind_nothing(index: Index, registry: Registry) -> None:
    publish(index, "1.0.1", "red: int\ndef tint(colour: str) -> str: ...\ndef imagined() -> int: ...\n")
    files = {"paint/__init__.py": b"red = load()\ndef tint(colour, depth=1):\n    return go()\n"}
    types = StubDistribution("paint-stubs", registry).facts_for(Version("1.0"))
    symbols = {symbol.path: symbol for symbol in extract_surface("paint", files, types=types).symbols}
    assert sorted(symbols) == ["paint", "paint.red", "paint.tint"]
    assert symbols["paint.red"].type == "builtins.int"
    assert symbols["paint.tint"].signatures[0].returns == "builtins.str"
    assert symbols["paint"].open_reason is None


def test_most_distributions_have_none(registry: Registry) -> None:
    assert stubs_of("paint", registry) is None


def test_stubs_that_the_index_does_not_know_are_an_error(registry: Registry) -> None:
    with pytest.raises(DownloadError, match="paint-stubs"):
        StubDistribution("paint-stubs", registry)

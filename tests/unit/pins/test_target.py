from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.model.releases import PinKind
from driftcheck.pins.target import firmness, newest_allowed, python_of_file, target_for

NEWEST = Version("3.15")


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        (None, "3.15"),
        ("", "3.15"),
        (">=3.9", "3.15"),
        (">=3.9,<3.12", "3.11"),
        ("<=3.11", "3.11"),
        ("==3.10.*", "3.10"),
        ("~=3.9", "3.15"),
        ("==3.11.4", "3.15"),
        (">=4", "3.15"),
        ("ripe", "3.15"),
    ],
)
def test_the_newest_python_that_is_allowed(specifier: str | None, expected: str) -> None:
    assert newest_allowed(specifier, NEWEST) == Version(expected)


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        (None, PinKind.NEWEST),
        (">=3.9", PinKind.RANGE),
        (">=3.9,<3.11", PinKind.RANGE),
        (">=3.15", PinKind.RANGE),
        ("==3.11.*", PinKind.EXACT),
        (">=3.11,<3.12", PinKind.EXACT),
        (">=4", PinKind.NEWEST),
        (">=3.16", PinKind.NEWEST),
        ("ripe", PinKind.NEWEST),
    ],
)
def test_how_firmly_the_python_is_known(specifier: str | None, expected: PinKind) -> None:
    assert firmness(specifier, NEWEST) is expected


@pytest.mark.parametrize(
    ("markers", "rank"),
    [
        ((), 2),
        (("python_version >= '3.11'",), 2),
        (("python_version < '3.11'",), 0),
        (("python_full_version >= '3.11.4'",), 2),
        (("python_version < '3.11'", "python_version >= '3.11'"), 2),
        (("extra == 'web'",), 1),
        (("extra == 'web' and python_version < '3.11'",), 0),
        (("'web' in extras",), 1),
        (("'dev' in dependency_groups and python_version >= '3'",), 1),
        (("'web' not in extras",), 2),
        (("platform_python_implementation == 'Jython'",), 0),
        (("not a marker",), 1),
        (("fruit == 'ripe'",), 1),
        (("(" * 50_000,), 1),
    ],
)
def test_markers(markers: tuple[str, ...], rank: int) -> None:
    assert target_for(Version("3.12"), None).suits(markers) == rank


def test_a_full_version_is_taken_at_its_word() -> None:
    target = target_for(Version("3.11.2"), None)
    assert target.suits(("python_full_version >= '3.11.3'",)) == 0
    assert target.suits(("python_version == '3.11'",)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.12\n", "3.12"),
        ("3.12.4", "3.12.4"),
        ("# ours\n\n 3.11 # comment\n3.10\n", "3.11"),
        ("cpython-3.13.1-linux", "3.13.1"),
        ("pypy3.10-7.3", "3.10"),
        ("3.13t", "3.13"),
        ("system", None),
        ("my-environment", None),
        ("3", None),
        ("", None),
        ("\x00\ufffd", None),
    ],
)
def test_python_version_files(text: str, expected: str | None) -> None:
    assert python_of_file(text) == (Version(expected) if expected else None)

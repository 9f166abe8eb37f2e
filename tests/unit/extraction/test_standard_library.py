from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.extraction.standard_library import VERSIONS, carrier_of, python_surface, read_stubs
from driftcheck.model.symbols import Symbol

STUBS = {
    "VERSIONS": b"# typeshed\nbuiltins: 3.0-\ncolour: 3.0-3.11\ncolour.space: 3.10-3.11\nbrush: 3.0-\nnewer: 3.13-\n",
    "builtins.pyi": b"class int: ...\nclass object: ...\n",
    "colour.pyi": b"def tint() -> int: ...\n",
    "colour/__init__.pyi": b"def tint() -> int: ...\n",
    "colour/space.pyi": b"hue: int\n",
    "newer.pyi": b"x: int\n",
    "unlisted.pyi": b"x: int\n",
    "_typeshed/__init__.pyi": b"x: int\n",
    "brush.pyi": b"""
import os
import sys
from typing import overload
from typing_extensions import deprecated
__all__ = ["dab"]
if sys.version_info >= (3, 11):
    __all__ += ["sweep"]
    def sweep(colour: str, *, wide: bool = ...) -> int: ...
    class Wide:
        def stretch(self) -> int: ...
if sys.version_info < (3, 9):
    def scrub() -> int: ...
if sys.version_info >= (3, 10):
    def dab(x: int, /) -> int: ...
else:
    def dab(x: int) -> str: ...
class Brush:
    @deprecated("Use sweep")
    def old(self) -> int: ...
    if sys.version_info >= (3, 12):
        width: int
""",
}


def of(version: str, believed: frozenset[str] = frozenset()) -> dict[str, Symbol]:
    facts, versions = read_stubs(STUBS)
    return {symbol.path: symbol for symbol in python_surface(facts, versions, Version(version), believed).symbols}


@pytest.mark.parametrize(
    ("path", "first", "last"),
    [
        ("colour", "3.8", "3.11"),
        ("colour.tint", "3.8", "3.11"),
        ("newer.x", "3.13", "3.15"),
        ("brush.sweep", "3.11", "3.15"),
        ("brush.Wide.stretch", "3.11", "3.15"),
        ("brush.scrub", "3.8", "3.8"),
        ("brush.Brush.width", "3.12", "3.15"),
        ("brush.dab", "3.8", "3.15"),
    ],
)
def test_each_version_has_what_its_stubs_say(path: str, first: str, last: str) -> None:
    present = [version for version in VERSIONS if path in of(str(version))]
    assert (str(present[0]), str(present[-1])) == (first, last)
    assert len(present) == sum(Version(first) <= version <= Version(last) for version in VERSIONS)


def test_conditions_are_settled() -> None:
    assert all(symbol.condition is None for symbol in of("3.12").values())
    assert of("3.9")["brush.dab"].signatures[0].returns == "builtins.str"
    assert of("3.10")["brush.dab"].signatures[0].returns == "builtins.int"


def test_a_stub_tells_of_deprecations() -> None:
    said = of("3.12", believed=frozenset({"brush.Brush.old"}))["brush.Brush.old"].deprecation
    assert said is not None
    assert said.message == "Use sweep"


def test_a_mark_without_a_version_is_not_believed_of_older_versions() -> None:
    assert of("3.12")["brush.Brush.old"].deprecation is None


def test_what_a_stub_does_not_list_may_be_there_all_the_same() -> None:
    assert of("3.12")["brush"].open_reason == "described by a stub only"
    assert "brush.os" not in of("3.12")


def test_modules_that_no_version_lists_and_internals_of_typeshed_are_left_out() -> None:
    assert "unlisted" not in of("3.12")
    assert not [path for path in of("3.12") if path.startswith("_typeshed")]


def test_every_version_is_read_from_a_copy_that_describes_it() -> None:
    carriers = [carrier_of(version) for version in VERSIONS]
    assert carriers[0].version is not None
    assert carriers[-1].version is None
    assert len(set(carriers)) == 3

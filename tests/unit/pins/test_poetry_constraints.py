from __future__ import annotations

import pytest
from packaging.specifiers import SpecifierSet

from driftcheck.pins.poetry_constraints import specifier_of


@pytest.mark.parametrize(
    ("constraint", "specifier"),
    [
        # the tables of Poetry's documentation on dependency specification
        ("^1.2.3", ">=1.2.3,<2.0.0"),
        ("^1.2", ">=1.2.0,<2.0.0"),
        ("^1", ">=1.0.0,<2.0.0"),
        ("^0.2.3", ">=0.2.3,<0.3.0"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0.0", ">=0.0.0,<0.1.0"),
        ("^0", ">=0.0.0,<1.0.0"),
        ("~1.2.3", ">=1.2.3,<1.3.0"),
        ("~1.2", ">=1.2.0,<1.3.0"),
        ("~1", ">=1.0.0,<2.0.0"),
        ("*", ""),
        ("", ""),
        ("1.*", "==1.*"),
        ("1.2.*", "==1.2.*"),
        (">= 1.2.0", ">=1.2.0"),
        (">1,<2", ">1,<2"),
        (">1 <2", ">1,<2"),
        ("!= 1.2.3", "!=1.2.3"),
        ("1.2.3", "==1.2.3"),
        ("=1.2.3", "==1.2.3"),
        ("v1.2", "==1.2"),
        ("~=1.4.2", "~=1.4.2"),
        ("^1.0b2", ">=1.0b2,<2"),
        ("^1!2.3", ">=1!2.3,<1!3"),
        ("^2.7 || ^3.9", ">=3.9,<4"),
        (">=3,<4 | ~2.7", ">=3,<4"),
    ],
)
def test_constraints_of_poetry(constraint: str, specifier: str) -> None:
    translated = specifier_of(constraint)
    assert translated is not None
    assert {(s.operator, s.version.rstrip(".0")) for s in SpecifierSet(translated)} == {
        (s.operator, s.version.rstrip(".0")) for s in SpecifierSet(specifier)
    }


@pytest.mark.parametrize("constraint", ["ripe", "^", ">=", "^1.2 and more", ">=1.*", "^x", "1.2.3 || ripe", "@dev"])
def test_what_cannot_be_understood(constraint: str) -> None:
    assert specifier_of(constraint) is None

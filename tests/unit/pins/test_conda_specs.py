from __future__ import annotations

import pytest

from driftcheck.pins.conda_specs import Spec, parse_spec


@pytest.mark.parametrize(
    ("text", "package", "specifier"),
    [
        ("fruit", "fruit", ""),
        ("fruit=1.2", "fruit", "==1.2.*"),
        ("fruit = 1.2", "fruit", "==1.2.*"),
        ("fruit=1.2.*", "fruit", "==1.2.*"),
        ("fruit==1.2", "fruit", "==1.2"),
        ("fruit 1.2", "fruit", "==1.2"),
        ("fruit 1.2.*", "fruit", "==1.2.*"),
        ("fruit=1.2.3=py312_0", "fruit", "==1.2.3"),
        ("fruit==1.2.3=py312_0", "fruit", "==1.2.3"),
        ("fruit 1.2.3 py312_0", "fruit", "==1.2.3"),
        ("fruit>=1.2,<2", "fruit", ">=1.2,<2"),
        ("fruit >=1.2, <2", "fruit", ">=1.2,<2"),
        ("fruit !=1.2.*", "fruit", "!=1.2.*"),
        ("fruit~=1.2", "fruit", "~=1.2"),
        ("fruit=*", "fruit", ""),
        ("fruit * *cuda*", "fruit", ""),
        ("fruit 1.2|2.0.*", "fruit", "==2.0.*"),
        ("forge::fruit=1.2", "fruit", "==1.2.*"),
        ("forge/linux-64::fruit", "fruit", ""),
        ("fruit[version='>=1.2,<2']", "fruit", ">=1.2,<2"),
        ("fruit[build=*cuda*]", "fruit", ""),
        ("_fruit-2.x=1", "_fruit-2.x", "==1.*"),
    ],
)
def test_what_a_text_matches(text: str, package: str, specifier: str) -> None:
    assert parse_spec(text) == Spec(package, specifier)


@pytest.mark.parametrize(
    "text", ["", "=1.2", "{{ fruit }}", "fruit=latest", "fruit>=a", "a" * 2000, "fruit=" + "1." * 400 + "x"]
)
def test_what_cannot_be_understood(text: str) -> None:
    assert parse_spec(text) is None

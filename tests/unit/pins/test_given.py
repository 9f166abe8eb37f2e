from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.errors import ConfigError
from driftcheck.pins.given import read_given


def test_names_are_normalised_and_the_source_is_the_option() -> None:
    (candidate,) = read_given(["Ripe_Fruit==1.2.3"]).candidates
    assert candidate.distribution == "ripe-fruit"
    assert candidate.says == Version("1.2.3")
    assert str(candidate.source) == "--pin"


@pytest.mark.parametrize(
    "text", ["fruit == 1.0", " fruit==1.0 ", "fruit[peel]==1.0", "fruit===1.0", "fruit==1.0+local"]
)
def test_spellings_that_mean_one_version(text: str) -> None:
    assert read_given([text]).candidates[0].says == Version("1.0")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fruit",
        "fruit>=1",
        "fruit==1.*",
        "fruit==1,<2",
        "fruit=1.0",
        "fruit===ripe",
        "fruit==1.0; python_version > '3'",
        "fruit @ https://example.invalid/fruit-1.0-py3-none-any.whl",
        "fruit==" + "9" * 5000,
        "\x00",
    ],
)
def test_anything_else_is_an_error_that_repeats_what_was_given(text: str) -> None:
    with pytest.raises(ConfigError, match="--pin"):
        read_given([text])


def test_the_same_pin_twice_is_fine_and_two_versions_are_not() -> None:
    assert len(read_given(["fruit==1.0", "Fruit==1.0"]).candidates) == 1
    with pytest.raises(ConfigError, match=r"fruit is also given as 1\.0"):
        read_given(["fruit==1.0", "fruit==2.0"])


def test_a_pin_of_the_language_says_the_python_version() -> None:
    reading = read_given(["python==3.12", "fruit==1.0"])
    assert reading.python == Version("3.12")
    assert [candidate.distribution for candidate in reading.candidates] == ["fruit"]

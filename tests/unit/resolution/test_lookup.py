from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.model.resolutions import Confidence
from driftcheck.model.symbols import Parameter
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import Standing, Verdict, look_up
from tests.builders import (
    attribute,
    deprecation,
    function,
    klass,
    module,
    pins,
    signature,
    standard_library,
    surface_provider,
)

OLD = Parameter("gloss", deprecation=deprecation("going"))
PROVIDER = surface_provider(
    {
        "python": {"3.12": standard_library()},
        "paint": {
            "1.0": [
                function("paint.tint", signature("a")),
                function("paint.mix", signature("a", "gloss=", "dust=")),
                function("paint.loose", signature("gloss=", "**rest")),
                klass("paint.old.Tone"),
            ],
            "2.0": [
                module("paint"),
                function("paint.mix", signature("a", OLD)),
                function("paint.loose", signature("**rest")),
                function("paint.blur", deprecation=deprecation("Use soften instead")),
                attribute("paint.red"),
            ],
            "3.0": [function("paint.mix", signature("a", "shine=")), function("paint.glow")],
        },
    }
)


def verdict(path: str) -> Verdict:
    return look_up(Environment(PROVIDER, pins(paint="2.0"), python=Version("3.12")), path)


@pytest.mark.parametrize(
    ("path", "standing"),
    [
        ("paint", Standing.PRESENT),
        ("paint.mix", Standing.PRESENT),
        ("paint.mix(a)", Standing.PRESENT),
        ("paint.tint", Standing.ABSENT),
        ("paint.old.Tone.mix", Standing.ABSENT),
        ("paint.old.Tone(gloss)", Standing.ABSENT),
        ("paint.magic", Standing.ABSENT),
        ("paint.glow", Standing.UNRELEASED),
        ("paint.blur", Standing.DEPRECATED),
        ("paint.mix(gloss)", Standing.DEPRECATED),
        ("paint.mix(dust)", Standing.ABSENT),
        ("paint.mix(shine)", Standing.UNRELEASED),
        ("paint.mix(magic)", Standing.ABSENT),
        ("paint.loose(gloss)", Standing.UNKNOWN),
        ("paint.blur(gloss)", Standing.UNKNOWN),
        ("paint.red(gloss)", Standing.UNKNOWN),
        ("crayon.wax", Standing.UNKNOWN),
        ("not a path", Standing.UNKNOWN),
        ("paint.mix()", Standing.UNKNOWN),
        ("", Standing.UNKNOWN),
    ],
)
def test_a_path_gets_one_verdict_and_is_echoed(path: str, standing: Standing) -> None:
    answer = verdict(path)
    assert (answer.path, answer.verdict) == (path, standing)


def test_the_missing_part_of_a_longer_path_is_named() -> None:
    answer = verdict("paint.old.Tone.mix")
    assert answer.reason.startswith("paint.old: ")
    assert answer.lifespan is not None
    assert answer.confidence is Confidence.CERTAIN


def test_a_parameter_can_be_asked_for_with_its_stars_and_equals_sign() -> None:
    assert verdict("paint.mix(gloss=)").verdict is Standing.DEPRECATED

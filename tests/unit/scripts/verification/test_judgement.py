from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.model.symbols import Binding, Deprecation
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import look_up
from scripts.verification.answers import Answer
from scripts.verification.judgement import Judgement, Outcome, judge
from scripts.verification.questions import Origin
from tests.builders import attribute, function, klass, module, pins, signature, surface_provider

SYMBOLS = [
    module("paint"),
    function("paint.tint", signature("colour")),
    function("paint.removed", raises=True),
    function("paint.fading", deprecation=Deprecation("warning")),
    klass("paint.Brush"),
    attribute("paint.Brush.width", binding=Binding.INSTANCE),
    klass("paint.Lazy", open_reason="class defines __getattr__"),
]


def judged(path: str, answer: Answer) -> Judgement:
    provider = surface_provider({"paint": {"1.0": SYMBOLS}})
    environment = Environment(provider, pins(paint="1.0"), python=Version("3.12"))
    return judge(look_up(environment, path), Origin.RECORDED, answer)


@pytest.mark.parametrize(
    ("path", "truth", "outcome"),
    [
        ("paint.tint", True, Outcome.RIGHT),
        ("paint.tint", False, Outcome.FALSE_PRESENT),
        ("paint.gone", False, Outcome.RIGHT),
        ("paint.gone", True, Outcome.FALSE_ABSENT),
        ("paint.gone", None, Outcome.NO_TRUTH),
        ("paint.Brush.width", False, Outcome.NO_TRUTH),
        ("paint.Lazy.magic", True, Outcome.UNKNOWN),
        ("paint.removed", True, Outcome.NO_TRUTH),
        ("paint.tint(colour)", True, Outcome.RIGHT),
        ("paint.tint(colour)", False, Outcome.PARAMETER_PRESENT),
        ("paint.tint(shade)", True, Outcome.PARAMETER_ABSENT),
    ],
)
def test_verdicts_are_held_against_the_truth(path: str, *, truth: bool | None, outcome: Outcome) -> None:
    assert judged(path, Answer(truth)).outcome is outcome


def test_a_warning_on_access_that_nothing_is_said_of_is_missed() -> None:
    assert judged("paint.tint", Answer(exists=True, is_deprecated=True)).outcome is Outcome.UNDEPRECATED
    assert judged("paint.fading", Answer(exists=True, is_deprecated=True)).outcome is Outcome.RIGHT
    assert judged("paint.fading", Answer(exists=True)).outcome is Outcome.RIGHT


def test_a_judgement_tells_what_the_verdict_rests_on() -> None:
    assert judged("paint.tint", Answer(exists=False)).cause == "recorded as function"
    assert judged("paint.gone", Answer(exists=True)).cause == "in no recorded release"
    assert judged("paint.Lazy.magic", Answer(exists=True)).cause == "open namespace: class defines __getattr__"

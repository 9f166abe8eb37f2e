from __future__ import annotations

import sys

from scripts.verification.answers import Answer, ask, group, list_names, read_answers
from scripts.verification.questions import Pool

POOL = Pool(frozenset({"colorsys", "string", "string.templatelib"}), (), (), (), ())


def test_paths_are_grouped_by_the_module_they_lie_in() -> None:
    assert group(POOL, ["string.digits", "wax.melt", "string.templatelib.Template", "string.capwords(s)"]) == {
        "string": ["string.capwords(s)", "string.digits"],
        "string.templatelib": ["string.templatelib.Template"],
        "wax": ["wax.melt"],
    }


def test_what_an_interpreter_said_before_it_went_down_counts_for_the_modules_it_was_done_with() -> None:
    said = '{"path": "a.x", "exists": true}\n{"module": "a"}\n{"path": "b.x", "exists": false}\n{"path": "b.y", "ex'
    finished, answers = read_answers(said)
    assert finished == {"a"}
    assert answers == [{"path": "a.x", "exists": True}]


def test_an_interpreter_is_asked() -> None:
    answers = ask(sys.executable, POOL, ["string.digits", "string.fractions", "colorsys.rgb_to_hls(g)"])
    assert answers == {
        "string.digits": Answer(exists=True),
        "string.fractions": Answer(exists=False),
        "colorsys.rgb_to_hls(g)": Answer(exists=True),
    }
    assert "colorsys.rgb_to_hls" in list_names(sys.executable, POOL, ["colorsys"])

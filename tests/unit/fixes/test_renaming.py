from __future__ import annotations

import pytest

from driftcheck.fixes.planning import Workbench
from driftcheck.model.edits import Fix
from driftcheck.model.findings import Finding, Severity
from driftcheck.model.locations import Location
from driftcheck.model.replacements import Fit, ReplacementKind
from tests.unit.fixes.findings import fixed, offer

SHADE = offer("paint.shade")
MOVED = ReplacementKind.MOVED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import paint\npaint.@tint(1)\n", "import paint\npaint.shade(1)\n"),
        ("import paint as p\np . @tint  # why\n", "import paint as p\np . shade  # why\n"),
        ("brush().@tint(\n  1,  # one\n)\n", "brush().shade(\n  1,  # one\n)\n"),
        ("é = '漢'; x.@tint()\n", "é = '漢'; x.shade()\n"),
    ],
)
def test_a_renamed_attribute_is_one_token(before: str, after: str) -> None:
    assert fixed(before, "paint.tint", SHADE) == after


def test_a_member_is_renamed_on_whatever_object_it_is_asked_of() -> None:
    assert fixed("self.brush.@dip()\n", "paint.Brush.dip", offer("paint.Brush.wet")) == "self.brush.wet()\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import paint\npaint.@Tone()\n", "import paint\nfrom paint.tones import Tone\nTone()\n"),
        ("import paint, paint.tones\npaint.@Tone()\n", "import paint, paint.tones\npaint.tones.Tone()\n"),
        ("import paint\nimport paint.tones as t\npaint.@Tone\n", "import paint\nimport paint.tones as t\nt.Tone\n"),
        ("import paint\nfrom paint import tones\npaint.@Tone\n", "import paint\nfrom paint import tones\ntones.Tone\n"),
        (
            "import paint\nfrom paint.tones import Hue\npaint.@Tone\n",
            "import paint\nfrom paint.tones import Hue, Tone\nTone\n",
        ),
        (
            "import paint\nfrom paint.tones import Tone as T\npaint.@Tone\n",
            "import paint\nfrom paint.tones import Tone as T\nT\n",
        ),
        (
            "import paint  # all\nimport os\npaint.@Tone\n",
            "import paint  # all\nfrom paint.tones import Tone\nimport os\nTone\n",
        ),
    ],
)
def test_a_moved_attribute_is_spelled_by_what_the_module_imports(before: str, after: str) -> None:
    replacement = offer("paint.tones.Tone", kind=MOVED)
    assert fixed(before, "paint.Tone", replacement) == after


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    import paint\n    return paint.@Tone\n",  # the author puts the import off
        "try:\n    import paint\nexcept ImportError:\n    paint = None\npaint.@Tone\n",
        "import paint\nTone = 1\npaint.@Tone\n",
        "import paint\ndef f(Tone): ...\npaint.@Tone\n",
        "import paint\nprint(Tone)\npaint.@Tone\n",
        "import paint\npaint = other\npaint.@Tone\n",
        "box.@Tone\n",
        "from paint import *\n@Tone\n",
    ],
)
def test_a_moved_attribute_stays_where_writing_it_could_change_something_else(code: str) -> None:
    assert fixed(code, "paint.Tone", offer("paint.tones.Tone", kind=MOVED)).startswith("no: ")


def test_a_builtin_is_written_bare_unless_its_name_is_taken() -> None:
    replacement = offer("builtins.float", kind=MOVED, module="builtins")
    assert fixed("import paint\npaint.@float\n", "paint.float", replacement) == "import paint\nfloat\n"
    assert fixed("import paint\nfloat = 1\npaint.@float\n", "paint.float", replacement).startswith("no: ")


def test_a_keyword_is_renamed_unless_the_new_one_is_given_too() -> None:
    replacement = offer("tone", kind=ReplacementKind.PARAMETER)
    assert fixed("mix(1, @hue = 2)\n", "paint.mix(hue)", replacement) == "mix(1, tone = 2)\n"
    assert fixed("mix(@hue=2, tone=3)\n", "paint.mix(hue)", replacement) == "no: tone is given as well"
    assert fixed("mix(**{'@hue': 2})\n", "paint.mix(hue)", replacement) == "no: not written as a keyword"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from paint import @tint\n", "from paint import shade as tint\n"),
        (
            "from paint import (\n    @tint,  # old\n    mix,\n)\n",
            "from paint import (\n    shade as tint,  # old\n    mix,\n)\n",
        ),
        ("from paint import @tint as t, mix\n", "from paint import shade as t, mix\n"),
    ],
)
def test_an_imported_name_that_is_not_used_here_keeps_its_local_name(before: str, after: str) -> None:
    assert fixed(before, "paint.tint", SHADE) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "from paint import @tint\nf(tint, x.tint, tint=tint)\n",
            "from paint import shade\nf(shade, x.tint, tint=shade)\n",
        ),
        ("from paint import @tint\ntint = tint\n", "from paint import shade as tint\ntint = tint\n"),
        ("from paint import @tint\ndef f(tint): tint\n", "from paint import shade as tint\ndef f(tint): tint\n"),
        ("from paint import @tint\nshade = tint\n", "from paint import shade as tint\nshade = tint\n"),
        (
            "from paint import @tint\ntint; __all__ = ['tint']\n",
            "from paint import shade as tint\ntint; __all__ = ['tint']\n",
        ),
        (
            "from paint import @tint\nx: 'list[tint]' = tint\n",
            "from paint import shade as tint\nx: 'list[tint]' = tint\n",
        ),
        ("def f():\n    from paint import @tint\n    tint()\n", "def f():\n    from paint import shade\n    shade()\n"),
    ],
)  # fmt: skip
def test_a_renamed_name_is_written_wherever_it_is_used_if_nothing_else_may_mean_it(before: str, after: str) -> None:
    assert fixed(before, "paint.tint", SHADE) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import @colours as c\n", "import paint.colours as c\n"),
        ("from @colours import Tone  # t\n", "from paint.colours import Tone  # t\n"),
        ("import @colours\ncolours.Tone\n", "import paint.colours\npaint.colours.Tone\n"),
        ("import @colours\ncolours = 1\n", "no: its first name is bound, or used, in other ways as well"),
        (
            "import @colours\npaint = 1\n",
            "no: paint.colours cannot be written without changing what another name means",
        ),
    ],
)
def test_a_module_that_moved_is_imported_from_there(before: str, after: str) -> None:
    assert fixed(before, "colours", offer("paint.colours", kind=MOVED)) == after


def module_at(code: str) -> str:
    """The code as the move of `old.tones` to `paint.tones` leaves it, found at its first dotted name."""
    start = code.index("old.tones")
    line, column = code.count("\n", 0, start) + 1, start - code.rfind("\n", 0, start)
    place = Location("main.py", line, column, line, column + len("old.tones"))
    replacement = offer("paint.tones", kind=MOVED)
    finding = Finding(place, "DC101", "removed-symbol", Severity.ERROR, "old.tones", "", replacement=replacement)
    bench = Workbench(code)
    made = bench.propose(finding, unsafe=False)
    return bench.render([made])[0] if isinstance(made, Fix) else "no"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import old.tones\nold.tones.Tone(old.tones)\n", "import paint.tones\npaint.tones.Tone(paint.tones)\n"),
        ("import os, old.tones as t\nt.Tone\n", "import os, paint.tones as t\nt.Tone\n"),
        ("from old.tones import Tone, Hue as H\n", "from paint.tones import Tone, Hue as H\n"),
        ("import old.tones\nold.mix\n", "no"),
        ("import old.tones\nprint('old.tones')\n", "no"),
    ],
)
def test_a_module_beneath_another_moves_with_its_uses(before: str, after: str) -> None:
    assert module_at(before) == after


@pytest.mark.parametrize("fit", [Fit.BY_HAND, Fit.ADAPTED])
def test_what_is_not_safe_is_not_changed_unasked(fit: Fit) -> None:
    assert fixed("x.@tint()\n", "paint.tint", offer("paint.shade", fit=fit)) == "no: for people"


def test_what_the_author_should_look_at_is_changed_on_request() -> None:
    assert fixed("x.@tint()\n", "paint.tint", offer("paint.shade", fit=Fit.ADAPTED), unsafe=True) == "x.shade()\n"


def test_of_several_ways_none_is_chosen() -> None:
    assert fixed("x.@tint()\n", "paint.tint", offer("paint.shade", "paint.hue")) == "no: there are several ways"

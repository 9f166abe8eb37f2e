from __future__ import annotations

import pytest

from driftcheck.fixes.planning import Workbench
from driftcheck.model.edits import Fix
from driftcheck.model.replacements import ReplacementKind
from tests.unit.fixes.findings import fixed, located, offer

TONE = offer("tones.Tone", kind=ReplacementKind.MOVED)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from paint import @Tone\n", "from tones import Tone\n"),
        (
            "from paint import (  # colours\n    @Tone,  # old\n)\n",
            "from tones import (  # colours\n    Tone,  # old\n)\n",
        ),
        ("from paint import @Tone as T\r\nT\r\n", "from tones import Tone as T\r\nT\r\n"),
        ("from paint import mix, @Tone\n", "from paint import mix\nfrom tones import Tone\n"),
        ("from paint import @Tone, mix\n", "from paint import mix\nfrom tones import Tone\n"),
        ("from paint import mix, @Tone, wash\n", "from paint import mix, wash\nfrom tones import Tone\n"),
        (
            "from paint import (\n    mix,  # m\n    @Tone,\n)\n",
            "from paint import (\n    mix,  # m\n)\nfrom tones import Tone\n",
        ),
        (
            "if x:\n    from paint import mix, @Tone  # two\n    y\n",
            "if x:\n    from paint import mix\n    from tones import Tone  # two\n    y\n",
        ),
        ("from tones import Hue\nfrom paint import @Tone\n", "from tones import Hue, Tone\n"),
        (
            "from tones import Hue\nfrom paint import mix, @Tone\n",
            "from tones import Hue, Tone\nfrom paint import mix\n",
        ),
        (
            "from tones import (\n    Hue,  # h\n)\nfrom paint import mix, @Tone\n",
            "no: its import statement cannot be changed without loss",
        ),
        (
            "from tones import (\n    Hue,\n)\nfrom paint import @Tone as T\n",
            "from tones import (\n    Hue,\n    Tone as T,\n)\n",
        ),
        ("from tones import Tone\nfrom paint import @Tone\n", "from tones import Tone\n"),
        (
            "def f():\n    from paint import @Tone\n    return Tone\n",
            "def f():\n    from tones import Tone\n    return Tone\n",
        ),
    ],
)
def test_a_name_is_imported_from_its_new_home(before: str, after: str) -> None:
    assert fixed(before, "paint.Tone", TONE) == after


@pytest.mark.parametrize(
    "code",
    [
        "from paint import (\n    mix,\n    @Tone,  # dear to me\n)\n",
        "import os; from paint import mix, @Tone\n",
        "if x: from paint import mix, @Tone\n",
        "from tones import Hue\nfrom paint import @Tone  # dear to me\n",
    ],
)
def test_no_comment_is_lost_and_no_line_split(code: str) -> None:
    assert fixed(code, "paint.Tone", TONE) == "no: its import statement cannot be changed without loss"


def test_several_names_leave_one_statement() -> None:
    text, first = located("from paint import @Tone, mix, Hue as H, Glaze\n", "paint.Tone", TONE)
    _, second = located(text.replace("Hue", "@Hue"), "paint.Hue", offer("tones.Colour", kind=ReplacementKind.MOVED))
    _, third = located(
        text.replace("Glaze", "@Glaze"), "paint.Glaze", offer("glazes.Glaze", kind=ReplacementKind.MOVED)
    )
    bench = Workbench(text)
    fixes = [made for f in (first, second, third) if isinstance(made := bench.propose(f, unsafe=False), Fix)]
    after, applied, refused = bench.render(fixes)
    assert (len(applied), refused) == (3, ())
    assert after == "from paint import mix\nfrom tones import Tone, Colour as H\nfrom glazes import Glaze\n"


def test_names_that_leave_several_statements_for_one_module_meet_there() -> None:
    text, first = located(
        "import paint\nfrom paint import @Tone\nfrom paint import mix, Hue as H\npaint.Glaze\n", "paint.Tone", TONE
    )
    _, second = located(text.replace("Hue", "@Hue"), "paint.Hue", offer("tones.Hue", kind=ReplacementKind.MOVED))
    _, third = located(text.replace("Glaze", "@Glaze"), "paint.Glaze", offer("tones.Glaze", kind=ReplacementKind.MOVED))
    bench = Workbench(text)
    fixes = [made for f in (first, second, third) if isinstance(made := bench.propose(f, unsafe=False), Fix)]
    after, applied, refused = bench.render(fixes)
    assert (len(applied), refused) == (3, ())
    assert after == "import paint\nfrom tones import Tone, Glaze, Hue as H\nfrom paint import mix\nGlaze\n"


def test_one_name_is_not_imported_from_two_modules() -> None:
    text, first = located(
        "import paint\npaint.@Tone, paint.Hue\n", "paint.Tone", offer("a.X", kind=ReplacementKind.MOVED)
    )
    _, second = located(text.replace("Hue", "@Hue"), "paint.Hue", offer("b.X", kind=ReplacementKind.MOVED))
    bench = Workbench(text)
    fixes = [made for f in (first, second) if isinstance(made := bench.propose(f, unsafe=False), Fix)]
    after, applied, _ = bench.render(fixes)
    assert len(applied) == 1
    assert after == "import paint\nfrom a import X\nX, paint.Hue\n"


BUILTIN = offer("builtins.float", kind=ReplacementKind.MOVED, module="builtins")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from paint import mix, @float\nfloat(1)\n", "from paint import mix\nfloat(1)\n"),
        ("import os\nfrom paint import @float\nfloat(1)\n", "import os\nfloat(1)\n"),
        ("from paint import @float as real\n", "no: a builtin is not imported under another name"),
        ("from paint import @float  # real\n", "no: its import statement cannot be changed without loss"),
        ("def f():\n    from paint import @float\n", "no: its import statement cannot be changed without loss"),
        ("def f():\n    from paint import @float\n    float\n", "def f():\n    float\n"),
    ],
)
def test_a_builtin_needs_no_import(before: str, after: str) -> None:
    assert fixed(before, "paint.float", BUILTIN) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from paint import @np\nnp.x\n", "import tones as np\nnp.x\n"),
        ("from paint import mix, @np as tones\n", "from paint import mix\nimport tones\n"),
        ("import paint\npaint.@np.x\n", "import paint\nimport tones\ntones.x\n"),
        ("import paint\nimport tones as t\npaint.@np.x\n", "import paint\nimport tones as t\nt.x\n"),
        (
            "import paint\ntones = 1\npaint.@np.x\n",
            "no: tones cannot be written without changing what another name means",
        ),
    ],
)
def test_a_module_at_the_root_is_imported_whole(before: str, after: str) -> None:
    replacement = offer("tones", kind=ReplacementKind.MOVED)
    assert fixed(before, "paint.np", replacement) == after

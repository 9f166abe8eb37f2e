"""Whatever the code around it: a fixed text parses, a second run changes nothing, other bytes stay."""

from __future__ import annotations

import ast
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from driftcheck.config.settings import Settings
from driftcheck.engine import check
from driftcheck.model.findings import Finding
from driftcheck.source.files import SourceFile
from tests.unit.test_mending import repair, surfaces

_LINES = [
    "import paint",
    "import paint as p",
    "import paint.tones",
    "from paint import tint",
    "from paint import tint as t, mix",
    "from paint import (\n    Tone,  # old\n    mix,\n)",
    "from paint import mix, Tone as T, tint, blend",
    "from paint.tones import Tone",
    "from paint import *",
    "x = paint.tint(1)  # paint.tint",
    "x = p.tint(\n    p.tint('é'),  # inner\n).dip(2)",
    "y = [paint.Tone, p.Tone]",
    "paint.blend(paint.tint(1), b=2)",
    "p.make().dip(1); p.tint(2)",
    "Tone = 3",
    "def f(paint):\n    return paint.tint(1)",
    "def f():\n    import paint\n    from paint import tint, Tone\n    return paint.tint(1), paint.Tone",
    "try:\n    from paint import tint\nexcept ImportError:\n    tint = None",
    "if True: from paint import tint, mix",
    "s = 'paint.tint' f'{paint.tint(1)!r}'",
    "paint.wash(water=1)",
    "漢 = paint.tint(1)\t",
    "",
    "# paint.tint(1)",
]

texts = st.tuples(
    st.lists(st.sampled_from(_LINES), max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans()
).map(lambda made: made[1].join(made[0]).replace("\r\n", "\n").replace("\n", made[1]) + made[1] * made[2])


@settings(max_examples=50, deadline=None)
@given(texts, st.booleans())
def test_what_is_fixed_parses_stays_fixed_and_touches_nothing_else(text: str, unsafe: bool) -> None:  # noqa: FBT001
    found = len(findings(text))
    made = repair({"main.py": text}, unsafe=unsafe)
    for file in made.files:
        after = file.after.decode()
        ast.parse(after)
        assert all(not other.is_changed for other in repair({"main.py": after}, unsafe=unsafe).files)
        assert len(made.report.findings) < found or not file.is_changed
        assert after.count("#") == text.count("#")
        assert unrelated(after) == unrelated(text)


def findings(text: str) -> tuple[Finding, ...]:
    entry = SourceFile("main.py", Path("/project/main.py"), text.encode())
    return check([entry], Settings(Path("/project"), ("paint==2.0",)), surfaces()).findings


def unrelated(text: str) -> list[str]:
    """The lines that name nothing of the library."""
    lines = text.splitlines(keepends=True)
    return [line for line in lines if not any(name in line for name in ("paint", "p.", "Tone", "tint", "dip", "wet"))]

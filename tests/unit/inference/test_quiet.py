"""What real code taught: constructs that once gave false alarms, each beside what is still to be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench import run, told, verify

CASES = {
    "what super() gives is not what the object has": """
        class Names(dict):
            def items(self, many=False):
                return super().items()
            def show(self):
                return self.items(many=True)
    """,
}


@pytest.mark.parametrize("name", CASES)
def test_stays_quiet(name: str, tmp_path: Path) -> None:
    verify(CASES[name], tmp_path)


def test_star_imports_in_a_circle(tmp_path: Path) -> None:
    files = {
        "kit/__init__.py": "from .one import *\n",
        "kit/one.py": "from .two import *\nprint(nowhere)\n",
        "kit/two.py": "from .one import *\nfrom paint import tint\n\ndef f(x: nowhere): ...\n",
        "main.py": "from kit import nowhere, tint\nnowhere.x\n",
    }
    assert [said for _, _, said in told(run(files, tmp_path))] == ["gone: paint.tint"]

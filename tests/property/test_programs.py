"""Programs out of notebooks and Markdown: nothing raises, and what is Python stays where it stands."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model.locations import Location
from driftcheck.source.fences import find_fences
from driftcheck.source.files import SourceFile
from driftcheck.source.masking import Masked, mask
from driftcheck.source.parsing import lines_of
from driftcheck.source.programs import Fences, programs_of

CODE = st.sampled_from(
    [
        "x = 1",
        "  x",
        "if x:",
        "    y.z()",
        "!ls",
        "%time f()",
        "a = !ls \\",
        "x?",
        ">>> f()",
        "... g()",
        "'''",
        "(",
        ")",
        "",
    ]
)
MARKUP = st.sampled_from(
    ["```python", "```", "   ```py", "~~~", "~~~~ pycon", "- ```python", "text", "\ttext\r", "\u2028"]
)
TEXTS = st.lists(CODE | MARKUP | st.text(max_size=8), max_size=30).map("\n".join)
CELLS = st.lists(
    st.fixed_dictionaries({"cell_type": st.sampled_from(["code", "markdown"]), "source": TEXTS}), max_size=6
)


@given(st.lists(CODE | st.text(max_size=6), max_size=20))
def test_masking_keeps_every_line(lines: list[str]) -> None:
    found = mask(lines)
    if isinstance(found, Masked):
        assert len(found.lines) == len(lines)
        assert all(lines[index].endswith(found.lines[index].lstrip()) for index in found.shifts)


@given(TEXTS)
def test_the_lines_of_a_fence_are_lines_of_the_text(text: str) -> None:
    lines = lines_of(text)
    for fragment in find_fences(text):
        for index, line in enumerate(fragment.lines):
            assert lines[fragment.line - 1 + index][fragment.shifts.get(index, 0) :] == line


@given(TEXTS, st.sampled_from(Fences))
def test_every_line_of_a_program_is_found_again(text: str, fences: Fences) -> None:
    lines = lines_of(text.removeprefix("\ufeff"))
    for program in programs_of(SourceFile("a.md", Path("/a.md"), text), fences):
        if isinstance(program, SourceFile):
            assert program.places is not None
            assert isinstance(program.text, str)
            for number, line in enumerate(program.text.split("\n")[:-1], start=1):
                place = program.places.locate(Location("a.md", number, 1, number, 1))
                code = line.strip()
                if code and code != "pass" and not code.endswith("= _"):
                    assert lines[place.line - 1].endswith(line.lstrip())
                    assert lines[place.line - 1][place.column - 1 :].lstrip() == line.lstrip()


@given(st.binary(max_size=60) | CELLS.map(lambda cells: json.dumps({"cells": cells}).encode()))
def test_no_notebook_raises(data: bytes) -> None:
    for program in programs_of(SourceFile("a.ipynb", Path("/a.ipynb"), data)):
        assert program.path == "a.ipynb"

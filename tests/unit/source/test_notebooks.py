from __future__ import annotations

import json

import pytest

from driftcheck.source.notebooks import NotebookError, read_cells
from driftcheck.source.places import Fragment


def cell(source: object, **more: object) -> dict[str, object]:
    return {"cell_type": "code", "source": source, **more}


def notebook(*cells: object, **more: object) -> bytes:
    return json.dumps({"nbformat": 4, "cells": list(cells), **more}).encode()


def test_code_cells_are_numbered_among_all_cells() -> None:
    text = {"cell_type": "markdown", "source": "# Paint"}
    found = read_cells(notebook(text, cell("a\r\nb"), cell(["c\n", "d\n"]), cell(" \n")))
    assert found == (Fragment(("a", "b"), 1, 2), Fragment(("c", "d", ""), 1, 3))


def test_the_third_format_keeps_cells_in_worksheets() -> None:
    cells = [
        {"cell_type": "code", "language": "python", "input": "a"},
        {"cell_type": "code", "language": "r", "input": "b"},
    ]
    data = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}, {"cells": cells}, {}]}).encode()
    assert [fragment.cell for fragment in read_cells(data)] == [1, 3]


@pytest.mark.parametrize(
    "metadata", [{"language_info": {"name": "R"}}, {"kernelspec": {"language": "julia"}, "language_info": None}]
)
def test_notebooks_in_other_languages_have_no_cells(metadata: object) -> None:
    assert read_cells(notebook(cell("a"), metadata=metadata)) == ()


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("%%time\na", ("", "a")),
        ("\n%%capture out\n%%timeit -n 3\na\n%%bash", ("", "", "", "a", "%%bash")),
        ("%%bash\na", None),
        ("%%time\n%%html\na", None),
        ("%%", None),
    ],
)
def test_magics_of_a_cell_say_whose_it_is(source: str, lines: tuple[str, ...] | None) -> None:
    assert [fragment.lines for fragment in read_cells(notebook(cell(source)))] == ([lines] if lines else [])


def test_an_editor_may_say_the_language_of_a_cell() -> None:
    assert read_cells(notebook(cell("a", metadata={"vscode": {"languageId": "sql"}}))) == ()


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe\xff", b"[]", b'{"cells": 3}', b"{}", b"[" * 100_000, b'{"metadata": 3, "worksheets": {}}'],
)
def test_what_is_no_notebook_is_told(data: bytes) -> None:
    with pytest.raises(NotebookError, match="not a notebook: "):
        read_cells(data)


def test_odd_cells_are_passed_over() -> None:
    odd = [3, None, {"cell_type": "code"}, cell(3), cell([1, "a"]), cell("a", language=3), cell("b", metadata=[])]
    assert [fragment.lines for fragment in read_cells(notebook(*odd))] == [("a",), ("b",)]


def test_half_a_character_is_one_character() -> None:
    assert read_cells(b'{"cells": [{"cell_type": "code", "source": "\'\\ud800\'"}]}')[0].lines == ("'\ufffd'",)

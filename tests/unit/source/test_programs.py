from __future__ import annotations

import json
from pathlib import Path

from driftcheck.model.findings import SkippedFile
from driftcheck.source.files import SourceFile
from driftcheck.source.parsing import GRAMMAR
from driftcheck.source.programs import Fences, programs_of

ANSWER = "```python\nimport a\n```\nand\n```python\ndef b(:\n```\n```python\n!ls\nc\n```\n"


def made(path: str, text: bytes | str, fences: Fences = Fences.JOINED) -> list[SourceFile | SkippedFile]:
    return list(programs_of(SourceFile(path, Path("/project", path), text), fences))


def test_a_module_is_its_own_program() -> None:
    (file,) = made("a.py", b"```python\n")
    assert file == SourceFile("a.py", Path("/project/a.py"), b"```python\n")


def test_pieces_are_joined_and_what_does_not_parse_is_told() -> None:
    skipped, joined = made("answer.md", ANSWER)
    assert skipped == SkippedFile("answer.md", f"does not parse: invalid syntax ({GRAMMAR})", 6)
    assert isinstance(joined, SourceFile)
    assert joined.text == "import a\npass\nc\n"
    assert joined.places is not None
    assert joined.places.line(3) == (0, 10)


def test_separate_pieces_have_places_of_their_own() -> None:
    _, first, second = made("answer.MD", ANSWER, Fences.SEPARATE)
    assert isinstance(first, SourceFile)
    assert isinstance(second, SourceFile)
    assert (first.text, second.text) == ("import a\n", "pass\nc\n")
    assert first.location != second.location
    assert first.location.parent == second.location.parent == Path("/project")
    assert second.places is not None
    assert second.places.line(2) == (0, 10)


def test_the_cells_of_a_notebook_are_one_program() -> None:
    cells = [{"cell_type": "code", "source": source} for source in ("a", "b(", "c")]
    skipped, file = made("n.ipynb", json.dumps({"cells": cells}), Fences.SEPARATE)
    assert skipped == SkippedFile("n.ipynb", f"does not parse: '(' was never closed ({GRAMMAR})", 1, 2)
    assert isinstance(file, SourceFile)
    assert file.text == "a\nc\n"


def test_a_text_without_code_counts_as_checked() -> None:
    (file,) = made("README.md", b"\xef\xbb\xbfNothing here.\n")
    assert isinstance(file, SourceFile)
    assert file.text == ""


def test_the_code_of_a_file_is_held_to_the_limit_of_a_module() -> None:
    piece = "```python\n" + "value = 1\n" * 120_000 + "```\n"
    assert made("a.md", piece * 2, Fences.SEPARATE) == [SkippedFile("a.md", "the code in it is larger than 2 MiB")]


def test_a_file_costs_no_more_attempts_than_its_size_allows() -> None:
    cell = "%load\n" * 3 + 'text = """\n%s\n"""\n'
    (small,) = made("a.md", f"```python\n{cell}```\n")
    (large,) = made("b.md", f"```python\n{cell}# {'x' * 1_900_000}\n```\n")
    assert isinstance(small, SourceFile)
    assert isinstance(large, SourceFile)
    # One by one, what stands in a text is left alone.
    assert (str(small.text).splitlines()[4], str(large.text).splitlines()[4]) == ("%s", "pass")


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    assert made("a.md", b"ab\n\xff") == [
        SkippedFile(
            "a.md", "cannot be decoded: 'utf-8' codec can't decode byte 0xff in position 3: invalid start byte", 2
        )
    ]
    assert made("a.ipynb", b"{}") == [SkippedFile("a.ipynb", "not a notebook: no cells")]
    (skipped,) = programs_of(SourceFile("b.md", tmp_path / "b.md"))
    assert skipped == SkippedFile("b.md", "cannot be read: No such file or directory")

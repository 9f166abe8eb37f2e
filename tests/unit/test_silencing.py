from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.config.settings import Settings
from driftcheck.errors import ConfigError
from driftcheck.model.edits import Repair
from driftcheck.silencing import add_ignores
from driftcheck.source.files import SourceFile
from tests.unit.test_mending import surfaces


def silence(text: str | bytes, *, reason: str = "", path: str = "main.py") -> Repair:
    data = text.encode() if isinstance(text, str) else text
    entry = SourceFile(path, Path("/project") / path, data)
    return add_ignores([entry], Settings(Path("/project"), ("paint==2.0",)), surfaces(), reason=reason)


def silenced(text: str, *, reason: str = "") -> str:
    made = silence(text, reason=reason)
    assert not made.report.findings
    return next((file.after.decode() for file in made.files), text)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("paint.tint(1)", "paint.tint(1)  # driftcheck: ignore[DC101]"),
        ("paint.tint(1)\t ", "paint.tint(1)  # driftcheck: ignore[DC101]"),
        ("paint.tint(1)  # old", "paint.tint(1)  # old  # driftcheck: ignore[DC101]"),
        ("paint.tint(1)  # type: ignore", "paint.tint(1)  # type: ignore  # driftcheck: ignore[DC101]"),
        ("paint.tint(1); paint.tint(2)", "paint.tint(1); paint.tint(2)  # driftcheck: ignore[DC101]"),
        ("paint.tint(1)  # noqa: E501", "paint.tint(1)  # noqa: E501  # driftcheck: ignore[DC101]"),
        ("x = paint.tint(\n    1,\n)", "x = paint.tint(  # driftcheck: ignore[DC101]\n    1,\n)"),
        ("x = paint.tint(1) + \\\n    1", "x = paint.tint(1) + \\\n    1  # driftcheck: ignore[DC101]"),
        ('x = paint.tint("""\n  a\n""")', 'x = paint.tint("""\n  a\n""")  # driftcheck: ignore[DC101]'),
        ("@paint.tint\ndef f(a): pass", "@paint.tint  # driftcheck: ignore[DC101]\ndef f(a): pass"),
        ("if paint.tint(1): pass", "if paint.tint(1): pass  # driftcheck: ignore[DC101]"),
        ("f = lambda: paint.tint(1)", "f = lambda: paint.tint(1)  # driftcheck: ignore[DC101]"),
        ("x = f'# {paint.tint(1)} #'", "x = f'# {paint.tint(1)} #'  # driftcheck: ignore[DC101]"),
        ("\x0cpaint.tint(1)", "\x0cpaint.tint(1)  # driftcheck: ignore[DC101]"),
        ("if 1:\n\tpaint.tint(1)", "if 1:\n\tpaint.tint(1)  # driftcheck: ignore[DC101]"),
    ],
)
def test_comments_stand_where_they_may(line: str, written: str) -> None:
    assert silenced(f"import paint\n{line}\n") == f"import paint\n{written}\n"
    ends = "\r\n"
    assert silenced(f"import paint\n{line}\n".replace("\n", ends)) == f"import paint\n{written}\n".replace("\n", ends)
    assert silenced(f"import paint\n{line}") == f"import paint\n{written}"


def silenced_beside(line: str) -> str:
    """What comes of a line in which other comments silence nothing, too."""
    made = silence(f"import paint\n{line}\n")
    assert {finding.code for finding in made.report.findings} <= {"DC900"}
    return made.files[0].after.decode()


def test_what_is_there_is_gone_on_with() -> None:
    assert silenced_beside("paint.tint(1)  # driftcheck: ignore[DC301] why") == (
        "import paint\npaint.tint(1)  # driftcheck: ignore[DC301, DC101] why\n"
    )
    assert silenced("import paint\nf(\n  paint.tint(1),\n  paint.wash(water=paint.tint(2)),\n)\n") == (
        "import paint\nf(\n  paint.tint(1),  # driftcheck: ignore[DC101]\n"
        "  paint.wash(water=paint.tint(2)),  # driftcheck: ignore[DC301]\n)\n"
    )


def test_a_reason_stands_behind() -> None:
    text = "import paint\npaint.tint(1)\n"
    assert silenced(text, reason=" until 2.0,\tsee #12 ") == (
        "import paint\npaint.tint(1)  # driftcheck: ignore[DC101]  until 2.0, see #12\n"
    )
    for reason in ("# noqa", "a\x1b[31m"):
        with pytest.raises(ConfigError, match="--add-ignore"):
            silence(text, reason=reason)


def test_bytes_that_no_comment_touches_stay() -> None:
    made = silence("\ufeffimport paint\r\npaint.tint('é')\r\n# \x0c\n".encode())
    assert made.files[0].after.decode() == (
        "\ufeffimport paint\r\npaint.tint('é')  # driftcheck: ignore[DC101]\r\n# \x0c\n"
    )
    assert silence("import paint\n").files == ()


def test_what_cannot_be_written_is_said() -> None:
    (file,) = silence("# coding: latin-1\nimport paint\npaint.tint('ü')\n".encode("latin-1"), reason="漢").files
    assert not file.is_changed
    assert [refusal.reason for refusal in file.refused] == ["the reason cannot be written in iso-8859-1"]
    (file,) = silence("```python\nimport paint\npaint.tint(1)\n```\n", path="answer.md").files
    assert (file.is_changed, [refusal.reason for refusal in file.refused]) == (False, ["only modules are written into"])


def test_what_speaks_of_files_and_comments_stays() -> None:
    made = silence("import paint\npaint.shade(1)  # noqa: DC101\n")
    assert [finding.code for finding in made.report.findings] == ["DC900"]
    assert made.files == ()
    made = silence("def (:\n")
    assert [finding.code for finding in made.report.findings] == ["DC901"]

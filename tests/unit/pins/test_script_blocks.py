from __future__ import annotations

import re
import time
from itertools import product

import pytest
from packaging.version import Version

from driftcheck.pins.candidates import NOTHING, Direct, Range
from driftcheck.pins.script_blocks import Script, find_script


def read(text: str, *, has_lines: bool = True) -> Script:
    found = find_script(text, "tool.py", has_lines=has_lines)
    assert found is not None
    return found


BLOCK = """\
#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "fruit==1.2",
#   "stone[hard]>=2,<3 ; sys_platform != 'win32'",
#   'bark @ git+https://example.invalid/bark',
#
#   "leaf",
#   "not a requirement",
# ]
#
# [tool.uv.sources]
# leaf = { path = "../leaf" }
# ///

import fruit
"""


def test_the_block_is_read_with_its_lines() -> None:
    reading = read(BLOCK).reading
    assert [(str(c.source), c.distribution, c.says) for c in reading.candidates] == [
        ("tool.py:14", "leaf", Direct("installed from a folder, not from a release")),
        ("tool.py:5", "fruit", Version("1.2")),
        ("tool.py:6", "stone", Range("<3,>=2")),
        ("tool.py:7", "bark", Direct("installed from a repository, not from a release")),
        ("tool.py:9", "leaf", None),
    ]
    assert reading.candidates[2].markers == ('sys_platform != "win32"',)
    assert reading.requires_python == ">=3.11"
    assert reading.notes == ("tool.py:10: expected a requirement such as name==1.0, found 'not a requirement'",)


def test_no_lines_are_named_where_they_are_not_those_of_the_file() -> None:
    assert {candidate.source.line for candidate in read(BLOCK, has_lines=False).reading.candidates} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "import fruit\n",
        "# /// script\n# dependencies = []\n",  # without an end
        "# /// pyproject\n# dependencies = []\n# ///\n",  # of another kind
        " # /// script\n # dependencies = []\n # ///\n",  # not at the beginning of the line
        "# /// script\nx = 1\n# ///\n",
        "# /// script\n#dependencies = []\n# ///\n",  # the standard asks for a blank
    ],
)
def test_what_is_no_block(text: str) -> None:
    assert find_script(text, "tool.py") is None


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("# /// script\n# dependencies = [\n# ///\n", "tool.py:1: expected TOML: "),
        ("x\n# /// script\n# a = 1\n# ///\n\n# /// script\n# ///\n# ///\n", "tool.py: expected one block "),
        (f"# /// script\n# a = {'[' * 3000}\n# ///\n", "tool.py:1: expected TOML: "),
    ],
)
def test_a_block_that_cannot_be_read_is_not_sound(text: str, note: str) -> None:
    script = read(text)
    assert not script.is_sound
    assert script.reading.notes[0].startswith(note)
    assert script.reading.candidates == ()


def test_dependencies_of_another_type_are_noted() -> None:
    script = read("# /// script\n# dependencies = 'fruit'\n# ///\n")
    assert script.is_sound
    assert script.reading.notes == ("tool.py:2: expected an array of requirements",)


def test_a_block_may_end_with_comments_that_look_like_its_end() -> None:
    # The standard takes the last line that may be the end.
    script = read("# /// script\n# dependencies = ['fruit==1']\n# ///\n# x = 1\n# ///\n")
    assert not script.is_sound


EXPRESSION = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
"""As the standard has it."""


def test_blocks_are_those_of_the_standard() -> None:
    parts = ("# /// script\n", "# ///\n", "# x = 1\n", "#\n", "x = 1\n")
    for many in product(parts, repeat=5):
        for text in ("".join(many), "".join(many).removesuffix("\n")):
            expected = [one for one in EXPRESSION.finditer(text) if one["type"] == "script"]
            script = find_script(text, "tool.py")
            assert (script is not None) == bool(expected), text
            if len(expected) > 1:
                assert script is not None
                assert "expected one block" in script.reading.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "# /// script\n" * 100_000,
        "# /// script\n" + "# x\n" * 200_000,
        "# /// script\n# x = 1\n" * 50_000 + "\n# ///\n",
    ],
)
def test_a_text_that_begins_many_blocks_is_read_at_once(text: str) -> None:
    began = time.process_time()
    assert find_script(text, "tool.py") is None
    assert time.process_time() - began < 5  # the expression takes hours


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[tool.uv]\nexclude-newer = '2025-01-01T00:00:00Z'",
        "[tool.pixi]\nchannels = ['conda-forge']\n[tool.pixi.dependencies]\nfruit = '*'",
        "tool = 3",
        "[tool]\nuv = 3",
        "[tool.uv]\nsources = 'leaf'",
        "[tool.uv.sources]\nleaf = 3\nbark = [1]",
        "nobody = { knows = [1, 2] }",
    ],
)
def test_settings_of_tools_are_let_be(content: str) -> None:
    script = read("# /// script\n" + "".join(f"# {line}\n" for line in content.split("\n")) + "# ///\n")
    assert script.is_sound
    assert script.reading == NOTHING


def test_a_python_that_is_no_text_is_noted() -> None:
    script = read("# /// script\n# requires-python = 3.11\n# ///\n")
    assert script.reading.requires_python is None
    (note,) = script.reading.notes
    assert note == 'tool.py:2: requires-python: expected a specifier in quotes, such as ">=3.11"'

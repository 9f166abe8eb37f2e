"""Inline metadata of a script (PEP 723): a block of comments with the dependencies of that one file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Reading
from driftcheck.pins.dependency_specifiers import candidate_from, parse_requirement
from driftcheck.pins.documents import Document, string_of, strings_of, table_of
from driftcheck.pins.pyproject import uv_sources

MARK = "# /// script"
"""The line that begins the block; a text without it has none."""
NAME = "script block"

# The expression of the standard, which all tools share, with the place of the content named.
_BLOCK = re.compile(r"^# /// script$\s(?P<content>(?:^#(?:| .*)$\s)+)^# ///$", re.MULTILINE)
_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Script:
    """What a script says of itself."""

    reading: Reading
    is_sound: bool = True
    """Whether it can be acted upon: where it cannot, the notes of the reading say why."""


def find_script(text: str, shown: str, *, has_lines: bool = True) -> Script | None:
    """Read the block of a script.

    Args:
        text: The code of the file.
        shown: What the file is called.
        has_lines: Whether the lines of `text` are those of the file, so that they can be named.

    Returns:
        What it says; None where there is no block. Never raises.
    """
    found = list(_BLOCK.finditer(text))
    if not found:
        return None
    lines = [text.count("\n", 0, block.start()) + 1 for block in found]
    if len(found) > 1:
        places = " and ".join(str(line) for line in lines[:2])
        where = f"on lines {places}" if has_lines else "more than once"
        return _unsound(f"{shown}: expected one block `{MARK}`, found it {where}")
    content = "".join(line[2:] if line.startswith("# ") else line[1:] for line in found[0]["content"].splitlines(True))
    # Blank lines in front stand for the lines above, so that places need no arithmetic.
    padded = "\n" * lines[0] + content
    try:
        root = tomllib.loads(padded)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "nested too deeply"
        return _unsound(f"{PinSource(NAME, shown, lines[0] if has_lines else None)}: expected TOML: {reason}")
    return Script(_reading(Document(Path(shown), padded, root), shown, has_lines=has_lines))


def _unsound(note: str) -> Script:
    return Script(Reading(notes=(note,)), is_sound=False)


def _reading(document: Document, shown: str, *, has_lines: bool) -> Reading:
    uv = table_of(table_of(document.root.get("tool")).get("uv"))
    written = [*uv_sources(document, uv, NAME), *_dependencies(document, shown)]
    notes = tuple(item for item in written if isinstance(item, str))
    found = (item for item in written if isinstance(item, Candidate))
    candidates = tuple(c if has_lines else replace(c, source=replace(c.source, line=None)) for c in found)
    return Reading(candidates, notes, string_of(document.root.get("requires-python")) or None)


def _dependencies(document: Document, shown: str) -> Iterator[Candidate | str]:
    value = document.root.get("dependencies", [])
    if not isinstance(value, list):
        yield f"{PinSource(NAME, shown, document.line_of_key('dependencies'))}: expected an array of requirements"
    for text in strings_of(value):
        source = PinSource(f"{NAME} [dependencies]", shown, document.line_of(text))
        requirement = parse_requirement(text)
        if requirement is None:
            yield f"{source}: expected a requirement such as name==1.0, found {text[:_QUOTED]!a}"
        else:
            yield candidate_from(requirement, source)

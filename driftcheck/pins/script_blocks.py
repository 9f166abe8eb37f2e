"""Inline metadata of a script (PEP 723): a block of comments with the dependencies of that one file."""

from __future__ import annotations

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

_END = "# ///"
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
    found = list(_blocks(text))
    if not found:
        return None
    lines = [line for line, _ in found]
    if len(found) > 1:
        places = " and ".join(str(line) for line in lines[:2])
        where = f"on lines {places}" if has_lines else "more than once"
        return _unsound(f"{shown}: expected one block `{MARK}`, found it {where}")
    # Blank lines in front stand for the lines above, so that places need no arithmetic.
    padded = "\n" * lines[0] + "".join(f"{line[2:]}\n" for line in found[0][1])
    try:
        root = tomllib.loads(padded)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "nested too deeply"
        return _unsound(f"{PinSource(NAME, shown, lines[0] if has_lines else None)}: expected TOML: {reason}")
    return Script(_reading(Document(Path(shown), padded, root), shown, has_lines=has_lines))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each block begins, and the comments within it.

    As the expression of the standard has it, a block ends with the last line of its end among the comments that follow
    each other. The expression itself takes hours where a file of a few megabytes begins many blocks and ends none.
    """
    lines = text.split("\n")
    begin = end = None
    for place, line in enumerate((*lines, "")):
        if line != "#" and not line.startswith("# "):
            if begin is not None and end is not None and end > begin + 1:
                yield begin + 1, lines[begin + 1 : end]
            begin = end = None
        elif begin is None:
            begin = place if line == MARK else None
        elif line == _END:
            end = place


def _unsound(note: str) -> Script:
    return Script(Reading(notes=(note,)), is_sound=False)


def _reading(document: Document, shown: str, *, has_lines: bool) -> Reading:
    uv = table_of(table_of(document.root.get("tool")).get("uv"))
    written = [*uv_sources(document, uv, NAME), *_dependencies(document, shown)]
    notes = tuple(item for item in written if isinstance(item, str))
    found = (item for item in written if isinstance(item, Candidate))
    candidates = tuple(c if has_lines else replace(c, source=replace(c.source, line=None)) for c in found)
    supported = document.root.get("requires-python", "")
    if not isinstance(supported, str):
        source = PinSource(NAME, shown, document.line_of_key("requires-python") if has_lines else None)
        notes = (*notes, f'{source}: requires-python: expected a specifier in quotes, such as ">=3.11"')
    return Reading(candidates, notes, string_of(supported) or None)


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

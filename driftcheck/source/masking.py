"""What interactive Python allows beside Python: magics, shell lines, questions for help, and prompts.

They are masked so that what remains parses, every line stays the line that it was, and every name stands at a column
that is known. A text that parses as it is is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from driftcheck.source.parsing import Trouble, find_trouble

ATTEMPTS = 20
"""Lines that are masked one by one, each where the parser stumbles; beyond, all that look like it are."""
_NEVER_CODE = re.compile(
    r"\s*(?:[%!?$]|(?:pip3?|conda|mamba)\s+\w)"  # magics, shell lines; some magics go without their mark
    r"|[\w.\[\]'\"]+\?{1,2}\s*$"  # `frame.head?`
)
_ASSIGNED = re.compile(r"(?P<target>\s*[A-Za-z_][\w.]*(?:\s*,\s*[A-Za-z_][\w.]*)*\s*=\s*)[%!]")
_MEASURING = re.compile(r"(?P<indent>\s*)%(?:time|timeit)\s+(?=[^-\s])")
"""Magics whose argument is a statement that runs where it stands."""
_PROMPT = re.compile(r"(?:>>>|\.\.\.)(?: |$)")
_FIRST_PROMPT = re.compile(r">>>(?: |$)")


@dataclass(frozen=True, slots=True)
class Masked:
    """Lines that parse, as many as there were."""

    lines: tuple[str, ...]
    shifts: Mapping[int, int]
    """By index: how many characters were taken away in front of the code."""


def mask(lines: Sequence[str], *, attempts: int = ATTEMPTS) -> Masked | Trouble:
    """Mask what is not Python, where that makes the lines parse.

    Args:
        lines: Of a cell, or of a piece of code in a text.
        attempts: How often they are parsed again, a line masked each time.

    Returns:
        As many lines; or why they do not parse, with the line counted from 1.
    """
    kept, shifts = _unprompted(lines)
    trouble = _parse(kept)
    for _ in range(attempts):
        if trouble is None or trouble.line is None or not _mask_line(kept, shifts, trouble.line - 1):
            break
        trouble = _parse(kept)
    if trouble is not None:
        for index, line in enumerate(kept):
            if _NEVER_CODE.match(line) or _ASSIGNED.match(line):
                _mask_line(kept, shifts, index)
        trouble = _parse(kept)
    return trouble or Masked(tuple(kept), shifts)


def _parse(lines: Sequence[str]) -> Trouble | None:
    return find_trouble("".join(f"{line}\n" for line in lines))


def _unprompted(lines: Sequence[str]) -> tuple[list[str], dict[int, int]]:
    """The code of a session with prompts, its output left blank; other lines as they are."""
    first = next((line for line in lines if line.strip()), "")
    if not _FIRST_PROMPT.match(first):
        return list(lines), {}
    kept: list[str] = []
    shifts: dict[int, int] = {}
    for index, line in enumerate(lines):
        prompt = _PROMPT.match(line)
        kept.append(line[prompt.end() :] if prompt else "")
        if prompt:
            shifts[index] = prompt.end()
    return kept, shifts


def _mask_line(lines: list[str], shifts: dict[int, int], index: int) -> bool:
    """Mask a line with those that continue it; False where it looks like Python."""
    if index >= len(lines):
        return False
    line = lines[index]
    measuring = _MEASURING.match(line)
    if measuring is not None:
        indent = measuring["indent"]
        lines[index] = indent + line[measuring.end() :]
        shifts[index] = shifts.get(index, 0) + measuring.end() - len(indent)
        return True
    assigned = _ASSIGNED.match(line)
    if assigned is None and not _NEVER_CODE.match(line):
        return False
    # What it gives is not known, but the name no longer means what it meant: `_` is a name that nothing here binds.
    lines[index] = f"{assigned['target']}_" if assigned else line[: len(line) - len(line.lstrip())] + "pass"
    while line.endswith("\\") and index + 1 < len(lines):
        index += 1
        line, lines[index] = lines[index], ""
    return True

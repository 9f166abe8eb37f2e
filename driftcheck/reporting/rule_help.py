"""The documentation of a rule as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

_PART = re.compile(r"^(Why|Example|Instead|Stays quiet):", re.MULTILINE)
_INDENT = "    "


def markdown_help(documentation: str) -> str:
    """The four parts of a rule's docstring, with its code in fences.

    Args:
        documentation: As it stands in the rule's module.
    """
    lines = _PART.sub(r"**\1:**", documentation).splitlines()
    return "\n".join(_fenced(lines)).strip()


def summary_of(documentation: str) -> str:
    """The first line, which says what the rule is about."""
    return documentation.partition("\n")[0]


def reason_of(documentation: str) -> str:
    """Why the rule is there, in one paragraph; the first line where that is not said."""
    part = re.search(r"^Why: (.*?)(?:\n\n|\Z)", documentation, re.MULTILINE | re.DOTALL)
    reason = " ".join(part[1].split()) if part else summary_of(documentation)
    return reason[:1].upper() + reason[1:]


def _fenced(lines: list[str]) -> Iterator[str]:
    """Yield lines, with a fence around each indented block."""
    for is_code, block in groupby(lines, key=lambda line: line.startswith(_INDENT)):
        if is_code:
            yield from ("", "```python", *(line.removeprefix(_INDENT) for line in block), "```")
        else:
            yield from block

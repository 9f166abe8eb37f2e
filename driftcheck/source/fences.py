"""Markdown: the fenced pieces of Python in a text, which is the form that answers come in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from driftcheck.source.parsing import lines_of
from driftcheck.source.places import Fragment

_OPENING = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)")
_CLOSING = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*")
_DIRECTIVE = re.compile(r"\{(?:code-cell|code-block|code|sourcecode)\}\s*")
_LANGUAGE = re.compile(r"\{?\.?([\w+-]+)")
_PYTHON = frozenset({"python", "python3", "py", "py3", "pycon", "ipython", "ipython3"})


def find_fences(text: str) -> Iterator[Fragment]:
    """Yield the pieces of Python in a text, in order.

    A fence ends as CommonMark says: with one of the same kind that is as long, or with the text. The code may be
    indented with the list that it stands in.

    Args:
        text: Markdown.
    """
    lines = lines_of(text)
    index = 0
    while index < len(lines):
        opening = _OPENING.fullmatch(lines[index])
        index += 1
        if opening is None:
            continue
        start = index
        while index < len(lines) and not _ends(opening["fence"], lines[index]):
            index += 1
        if _is_python(opening["info"]) and any(line.strip() for line in lines[start:index]):
            yield _dedented(lines[start:index], start + 1)
        index += 1


def _ends(fence: str, line: str) -> bool:
    closing = _CLOSING.fullmatch(line)
    return closing is not None and closing["fence"].startswith(fence)


def _is_python(info: str) -> bool:
    language = _LANGUAGE.match(_DIRECTIVE.sub("", info.strip()))
    return language is not None and language[1].lower() in _PYTHON


def _dedented(lines: list[str], number: int) -> Fragment:
    """The code without the indentation of its first line."""
    first = next(line for line in lines if line.strip())
    margin = first[: len(first) - len(first.lstrip())]
    kept: list[str] = []
    shifts: dict[int, int] = {}
    for index, line in enumerate(lines):
        width = _shared(margin, line)
        kept.append(line[width:])
        if width:
            shifts[index] = width
    return Fragment(tuple(kept), number, shifts=shifts)


def _shared(margin: str, line: str) -> int:
    """How many characters two lines begin with alike."""
    pairs = enumerate(zip(margin, line, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(margin), len(line)))

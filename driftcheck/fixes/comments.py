"""Comments that can go, or rules out of their lists: what is left looks as if they had never been there."""

from __future__ import annotations

import re

from driftcheck.model.edits import Edit

_NEXT_RULE = re.compile(r"[ \t]*,[ \t]*(?=[\w-])|[ \t]+(?=[A-Za-z]+[0-9]+(?!\w))")
"""A comma divides, and in the lists that linters share a blank between two codes."""
_LINE_END = re.compile(r"\r\n|\r|\n|\Z")


def removal(text: str, start: int, end: int) -> Edit:
    """The edit that removes a comment, or a rule from the list in one.

    Args:
        text: The text of a module.
        start: Of the comment, or the part of one that begins with a `#`; or of the rule.
        end: Where it ends.
    """
    return _of_comment(text, start, end) if text.startswith("#", start) else _of_rule(text, start, end)


def _of_comment(text: str, start: int, end: int) -> Edit:
    """With the blanks in front; with its whole line, where nothing else stands there."""
    line = _line_of(text, start)
    line_end = _LINE_END.search(text, end)
    assert line_end is not None, "a text has an end"
    behind = text[end : line_end.start()]
    if behind.strip():
        # Another comment takes its place.
        return Edit(start, end + len(behind) - len(behind.lstrip()), "")
    before = text[line:start]
    if not before.strip():
        return Edit(line, line_end.end(), "")
    return Edit(line + len(before.rstrip()), line_end.start(), "")


def _of_rule(text: str, start: int, end: int) -> Edit:
    """With what divides it from the next rule; the last one with what divides it from the one before."""
    after = _NEXT_RULE.match(text, end)
    if after is not None:
        return Edit(start, after.end(), "")
    line = _line_of(text, start)
    return Edit(line + len(text[line:start].rstrip(" \t,")), end, "")


def _line_of(text: str, place: int) -> int:
    """Where the line begins that holds a place."""
    return max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1

"""The statements of a text as lines, with their comments: what may be silenced together.

A logical line is a simple statement, the header of a compound one, a decorator, or several statements divided by
semicolons.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from driftcheck.source.parsing import lines_of

_OPENING = frozenset(getattr(tokenize, name, -1) for name in ("FSTRING_START", "TSTRING_START"))
_CLOSING = frozenset(getattr(tokenize, name, -1) for name in ("FSTRING_END", "TSTRING_END"))
"""Since Python 3.12 a string with code in it is many tokens. Comments within the code are not for older versions."""
_NO_CODE = frozenset({tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER})


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment. Lines and columns count from 1, columns count characters."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class LogicalLine:
    """The lines from `first` to `last`; both 0 for comments that stand where no statement is."""

    first: int
    last: int
    comments: tuple[Comment, ...] = ()
    ends: frozenset[int] = frozenset()
    """Lines of it at whose end a comment may be written: no string goes on there, and no backslash stands there."""


def logical_lines(text: str) -> Iterator[LogicalLine]:
    """Yield the logical lines of a text in order, as far as it can be read. Never raises.

    Args:
        text: A module that parses.
    """
    # The line ends that the parser knows: others, such as form feeds, are characters of a line.
    readable = io.StringIO("\n".join(lines_of(text.removeprefix("\ufeff"))))
    first = depth = 0
    comments: list[Comment] = []
    ends: set[int] = set()
    try:
        for token in tokenize.generate_tokens(readable.readline):
            kind = token.type
            if kind == tokenize.COMMENT:
                comment = Comment(token.start[0], token.start[1] + 1, token.string)
                if first:
                    comments.append(comment)
                else:
                    yield LogicalLine(0, 0, (comment,))
            elif kind == tokenize.NEWLINE:
                last = token.start[0]
                yield LogicalLine(first, last, tuple(comments), frozenset({*ends, last}))
                first = 0
                comments.clear()
                ends.clear()
            elif kind == tokenize.NL and not depth:
                ends.add(token.start[0])
            elif kind not in _NO_CODE:
                depth += (kind in _OPENING) - (kind in _CLOSING)
                if not first:
                    first = token.start[0]
                    ends.clear()
    except (tokenize.TokenError, SyntaxError):
        # Older tokenizers stumble over some of what their parsers read.
        return

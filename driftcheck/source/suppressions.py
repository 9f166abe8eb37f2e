"""Comments that silence findings: `# driftcheck: ignore[DC101]`, `# driftcheck: file-ignore[…]` and `# noqa: DC101`.

A comment may hold several of them, beside those of other tools: each begins with a `#` of its own. Which rules there
are is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from driftcheck.model.locations import Location
from driftcheck.model.suppressions import NamedRule, Scope, Suppression
from driftcheck.source.logical_lines import Comment, LogicalLine, logical_lines

EXPECTED = "expected `ignore[CODE, …]` or `file-ignore[CODE, …]`"
_MOST = 20
"""Parts of one comment that are read: more were written to make that take long."""
_MOST_RULES = 100
_MARK = re.compile(r"#[ \t]*(?:(?P<noqa>noqa)(?![\w-])|driftcheck[ \t]*:)", re.IGNORECASE)
_NEXT = re.compile(r"(?<=\s)#+\s*[^\W\d]")
"""Where a comment within a comment begins; `#12` in a reason is none."""
_CODES = re.compile(r"[ \t]*:[ \t]*(?P<codes>[A-Z]+[0-9]+(?!\w)(?:[ \t,]+[A-Z]+[0-9]+(?!\w))*)?", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]+[0-9]+", re.IGNORECASE)
_OURS = re.compile(r"DC[0-9]{3}", re.IGNORECASE)
_ORDER = re.compile(r"\s*(?P<scope>ignore|file-ignore)(?![\w-])\s*(?:\[(?P<listed>[^\[\]#]*)\])?", re.IGNORECASE)
_ITEM = re.compile(r"[^,\s](?:[^,]*[^,\s])?")
_BARE = re.compile(r"\s*[\[(:=,]|\s*DC[0-9]", re.IGNORECASE)
"""What looks like a list of rules and stands in no brackets: to silence everything instead is not what was meant."""


def find_suppressions(path: str, text: str) -> tuple[Suppression, ...]:
    """The comments of a module that are meant to silence findings, in order. Never raises.

    Args:
        path: What its places are called.
        text: A module that parses.
    """
    if not _is_marked(text):
        return ()
    found = [
        one for line in logical_lines(text) for comment in line.comments for one in _in_comment(path, line, comment)
    ]
    return tuple(sorted(found, key=lambda one: one.location))


def suppressions_in(path: str, line: LogicalLine) -> tuple[Suppression, ...]:
    """The same of one logical line."""
    return tuple(one for comment in line.comments for one in _in_comment(path, line, comment))


def _is_marked(text: str) -> bool:
    """Whether something may be meant for us: what is for others alone is not worth reading the whole file again."""
    return any(
        match["noqa"] is None or _noqa(text, match.end()) is not None or text.startswith("[", match.end())
        for match in _MARK.finditer(text)
    )


def _in_comment(path: str, line: LogicalLine, comment: Comment) -> Iterator[Suppression]:
    """Yield what stands in one comment."""
    statement = Location(path, line.first, 1, line.last, 1) if line.first else None
    for mark in islice(_MARK.finditer(comment.text), _MOST):
        following = _NEXT.search(comment.text, mark.end())
        part = comment.text[: following.start() if following else len(comment.text)].rstrip()
        place = _span(path, comment, mark.start(), len(part))
        found = (
            _order(place, comment, part, mark.end(), statement)
            if mark["noqa"] is None
            else _shared(place, comment, part, mark.end(), statement)
        )
        # Behind code that is itself a comment it silences nothing, and waits for the code to come back.
        is_asleep = statement is None and mark.start() > 0
        if found is not None and (found.scope is Scope.FILE or not is_asleep):
            yield found


def _shared(place: Location, comment: Comment, part: str, start: int, statement: Location | None) -> Suppression | None:
    """What a `noqa` says of us."""
    codes = _noqa(part, start)
    if codes is None:
        return None
    ours = [code for code in codes if _OURS.fullmatch(code[0])]
    named = tuple(_named(place.path, comment, code) for code in ours[:_MOST_RULES])
    return Suppression(place, Scope.NOQA, named, statement, is_shared=len(ours) < len(codes))


def _noqa(text: str, start: int) -> list[re.Match[str]] | None:
    """The codes behind a `noqa`; None where it is of no concern to us.

    One without codes was written for other tools, mostly before this one came: somebody was tired of remarks on style,
    and that is no reason to be silent about what fails at run time.
    """
    listed = _CODES.match(text, start)
    if listed is None or listed["codes"] is None:
        return None
    codes = list(_CODE.finditer(text, listed.start("codes"), listed.end("codes")))
    return codes if any(_OURS.fullmatch(code[0]) for code in codes) else None


def _order(place: Location, comment: Comment, part: str, start: int, statement: Location | None) -> Suppression:
    """What a comment addressed to us says."""
    order = _ORDER.match(part, start)
    if order is None or (order["listed"] is None and _BARE.match(part, order.end())):
        return Suppression(place, Scope.STATEMENT, statement=statement, trouble=EXPECTED)
    scope = Scope(order["scope"].lower())
    rules: tuple[NamedRule, ...] = ()
    if order["listed"] is not None:
        items = _ITEM.finditer(part, order.start("listed"), order.end("listed"))
        rules = tuple(_named(place.path, comment, item) for item in items)
        if not 0 < len(rules) <= _MOST_RULES:
            trouble = "it lists too many rules" if rules else "it lists no rule"
            return Suppression(place, scope, statement=statement, trouble=trouble)
    reason = part[order.end() :].strip()
    return Suppression(place, scope, rules, statement if scope is Scope.STATEMENT else None, reason)


def _named(path: str, comment: Comment, match: re.Match[str]) -> NamedRule:
    return NamedRule(match[0], _span(path, comment, match.start(), match.end()))


def _span(path: str, comment: Comment, start: int, end: int) -> Location:
    return Location(path, comment.line, comment.column + start, comment.line, comment.column + end)

"""From findings and comments to what is left: findings that nobody silenced, and comments that silence nothing.

Comments are held against all that was found, whatever of it is wanted: so one that a narrower choice of rules makes
idle is not called unused.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from driftcheck.model.findings import FileVerdict, Finding
from driftcheck.model.locations import Location
from driftcheck.model.suppressions import NamedRule, Scope, Suppression
from driftcheck.rules import UnusedSuppression
from driftcheck.rules.naming import UnknownRuleError, code_of
from driftcheck.rules.unused_suppression import RULE as UNUSED

IsActive = Callable[[str, str], bool]
"""Whether the rule of a code is wanted of the file of a path."""

_EVERYTHING = ""
"""Stands for the code of every rule."""
_FILE = (0, 0)
_Place = tuple[int, int]
"""A statement, by its cell and its first line; or the whole file."""


class Heard(NamedTuple):
    """What the comments leave, in no particular order."""

    left: list[Finding]
    """Findings that nobody silenced, and what there is to say of the comments."""
    silenced: list[Finding]


def unsuppressed(verdicts: Sequence[FileVerdict], is_active: IsActive) -> Heard:
    """What is left of the findings once the comments have spoken.

    Args:
        verdicts: What was found out about each file; a file may have several, of which one may use what another does
            not.
        is_active: Of rules that are not wanted a comment is not told that it is unused.
    """
    by_path: defaultdict[str, list[FileVerdict]] = defaultdict(list)
    for verdict in verdicts:
        by_path[verdict.path].append(verdict)
    heard = Heard([], [])
    for path, group in by_path.items():
        comments = tuple(dict.fromkeys(one for verdict in group for one in verdict.suppressions))
        found = [finding for verdict in group for finding in verdict.findings]
        if comments:
            _File(comments, path, is_active).hear(found, heard)
        else:
            heard.left.extend(found)
    return heard


class _File:
    """The comments of one file, by what they speak of.

    Args:
        comments: In any order.
        path: The file.
        is_active: As above.
    """

    def __init__(self, comments: Sequence[Suppression], path: str, is_active: IsActive) -> None:
        self._comments = comments
        self._path = path
        self._is_active = is_active
        self._silenced: defaultdict[_Place, set[str]] = defaultdict(set)
        """The codes that are silenced at each place."""
        self._met: set[tuple[_Place, str]] = set()
        """Those of them that were found there."""
        statements: dict[_Place, int] = {}
        for comment in comments:
            if _trouble(comment):
                continue
            place = _place(comment)
            if place is None:
                continue
            self._silenced[place].update(_codes(comment))
            if comment.statement is not None and place != _FILE:
                statements[place] = comment.statement.end_line
        self._starts = sorted(statements)
        self._ends = [statements[place] for place in self._starts]

    def hear(self, findings: Sequence[Finding], heard: Heard) -> None:
        """Part the findings, and add what there is to say of comments that silence none."""
        for finding in findings:
            (heard.silenced if self._silences(finding) else heard.left).append(finding)
        for comment in self._comments:
            for fact in self._idle(comment):
                said = UNUSED.check(fact)
                # Of itself a comment speaks by the code alone, or one that silences everything would silence this.
                is_meant = any(UNUSED.code in self._silenced.get(one, ()) for one in self._places(comment.location))
                if said is not None:
                    (heard.silenced if is_meant else heard.left).append(said)

    def _silences(self, finding: Finding) -> bool:
        """Whether a comment silences a finding; notes all of which that is true."""
        is_silenced = False
        for place in self._places(finding.location):
            codes = self._silenced.get(place, ())
            for code in (finding.code, _EVERYTHING):
                if code in codes:
                    self._met.add((place, code))
                    is_silenced = True
        return is_silenced

    def _places(self, location: Location) -> list[_Place]:
        """The file, and the statement that a place lies in, if a comment speaks of it."""
        line = (location.cell, location.line)
        index = bisect_right(self._starts, line) - 1
        if index >= 0:
            start = self._starts[index]
            if start[0] == location.cell and location.line <= self._ends[index]:
                return [_FILE, start]
        return [_FILE]

    def _idle(self, comment: Suppression) -> Iterator[UnusedSuppression]:
        """Yield what there is to say of a comment, or of the rules in its list."""
        trouble = _trouble(comment)
        if trouble:
            yield UnusedSuppression(comment.location, f"not understood: {trouble}", is_removable=False)
            return
        place = _place(comment)
        if not comment.rules:
            if comment.scope is not Scope.NOQA and (place is None or (place, _EVERYTHING) not in self._met):
                yield UnusedSuppression(comment.location, _nothing_to_silence(comment))
            return
        unused: list[tuple[NamedRule, str]] = []
        for rule in comment.rules:
            code = code_of(rule.written)
            if code is None:
                # In a list that tools share it is another's.
                if comment.scope is not Scope.NOQA:
                    yield UnusedSuppression(rule.location, str(UnknownRuleError(rule.written)), is_removable=False)
            elif code != UNUSED.code and self._is_active(code, self._path) and (place, code) not in self._met:
                unused.append((rule, code))
        if len(unused) == len(comment.rules) and not comment.is_shared:
            yield UnusedSuppression(comment.location, _nothing_to_silence(comment))
        else:
            for rule, code in unused:
                yield UnusedSuppression(rule.location, f"silences nothing: {code} finds nothing here")


def _place(comment: Suppression) -> _Place | None:
    """What a comment speaks of; None where it stands beside no statement."""
    if comment.scope is Scope.FILE:
        return _FILE
    return (comment.statement.cell, comment.statement.line) if comment.statement is not None else None


def _codes(comment: Suppression) -> Iterator[str]:
    """Yield the codes of the rules that a comment silences."""
    if not comment.rules:
        yield _EVERYTHING
    for rule in comment.rules:
        code = code_of(rule.written)
        if code is not None:
            yield code


def _trouble(comment: Suppression) -> str:
    """Why a comment is not understood; empty where it is."""
    first = comment.reason.partition(" ")[0].strip(",;.")
    if not comment.rules and first and code_of(first) is not None:
        return f"rules stand in brackets, as in `{comment.scope}[{first}]`"
    return comment.trouble


def _nothing_to_silence(comment: Suppression) -> str:
    if comment.statement is None and comment.scope is not Scope.FILE:
        return "silences nothing: no statement stands on its line"
    where = "in this file" if comment.scope is Scope.FILE else "here"
    codes = dict.fromkeys(code for rule in comment.rules if (code := code_of(rule.written)) is not None)
    if not codes:
        return f"silences nothing: no rule finds anything {where}"
    return f"silences nothing: {' and '.join(codes)} {'find' if len(codes) > 1 else 'finds'} nothing {where}"

"""Writing comments that silence what is found: check, write in memory, check again, keep what held.

Exactly the findings that were meant must be gone, and no other may have come or gone; else the file stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from driftcheck.config.settings import Settings
from driftcheck.engine import check
from driftcheck.errors import ConfigError
from driftcheck.fixes.texts import Decoded, apply_edits, decode
from driftcheck.model.edits import Edit, FixedFile, Refusal, Repair
from driftcheck.model.findings import Finding, Report, SkippedFile
from driftcheck.model.suppressions import Scope, Suppression
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.source.files import SourceFile, read
from driftcheck.source.logical_lines import LogicalLine, logical_lines
from driftcheck.source.suppressions import suppressions_in

_SUFFIXES = frozenset({".py", ".pyi", ".pyw", ""})
_LINE_END = re.compile(r"\r\n|\r|\n")
_ANOTHER = re.compile(r"#\s*[^\W\d]")
"""What would begin another comment within the comment."""

_Key = tuple[int, int, str, str]


@dataclass(slots=True)
class _Draft:
    """One file on its way."""

    entry: SourceFile
    before: bytes
    decoded: Decoded
    meant: list[Finding]
    refused: list[Refusal] = field(default_factory=list)

    def refuse(self, findings: Sequence[Finding], reason: str) -> None:
        """Leave these as they are, and say why."""
        self.meant = [one for one in self.meant if one not in findings]
        self.refused += [Refusal(finding, reason) for finding in findings]

    def written(self, reason: str) -> bytes:
        """The file with a comment beside each of the findings; those that no comment can stand beside are refused."""
        if not self.meant:
            return self.before
        text = self.decoded.text
        edits, homeless = _comments(self.entry.path, text, self.meant, reason)
        self.refuse(homeless, "no statement stands there")
        try:
            return self.decoded.encode(apply_edits(text, edits))
        except ValueError:
            self.refuse(self.meant, f"the reason cannot be written in {self.decoded.encoding}")
            return self.before


def _all(report: Report) -> Iterable[Finding]:
    return report.findings


def add_ignores(
    entries: Sequence[SourceFile | SkippedFile],
    settings: Settings,
    provider: SurfaceProvider,
    *,
    reason: str = "",
    wanted: Callable[[Report], Iterable[Finding]] = _all,
) -> Repair:
    """Silence what is found by comments, in memory.

    Args:
        entries: What discovery found.
        settings: Where pins come from, and which rules are wanted.
        provider: The recorded surfaces.
        reason: Why, to stand behind each comment; one line.
        wanted: Which of the findings are meant.

    Returns:
        The files that change, with what is silenced in them and what is not, and the report on the code as it is then.

    Raises:
        ConfigError: A pin cannot be read, or the reason cannot stand in a comment.
        SnapshotError: A snapshot that is needed is damaged.
    """
    reason = " ".join(reason.split())
    if _ANOTHER.search(reason) or not reason.isprintable():
        raise ConfigError("--add-ignore: expected a reason in printable characters that holds no other comment")
    report = check(entries, settings, provider)
    drafts, refused = _drafts(wanted(report), entries)
    before = _keys(report)
    while True:
        contents = {path: draft.written(reason) for path, draft in drafts.items()}
        changed = [
            replace(entry, text=contents[entry.path])
            if isinstance(entry, SourceFile) and entry.path in contents
            else entry
            for entry in entries
        ]
        checked = check(changed, settings, provider)
        after = _keys(checked)
        worse = [draft for draft in drafts.values() if not _holds(draft, before, after)]
        if not worse:
            break
        for draft in worse:
            found = after.get(draft.entry.path, Counter())
            left = [finding for finding in draft.meant if found[_key(finding)]]
            draft.refuse(left or list(draft.meant), "a comment there would not silence this finding, and no other")
    files = [
        FixedFile(path, draft.before, contents[path], tuple(draft.meant), tuple(draft.refused))
        for path, draft in sorted(drafts.items())
    ]
    return Repair(checked, (*files, *_unwritable(refused)))


def _holds(draft: _Draft, before: dict[str, Counter[_Key]], after: dict[str, Counter[_Key]]) -> bool:
    """Whether exactly what was meant is gone from a file."""
    path = draft.entry.path
    expected = before.get(path, Counter()) - Counter(map(_key, draft.meant))
    return not draft.meant or after.get(path, Counter()) == expected


def _drafts(
    findings: Iterable[Finding], entries: Sequence[SourceFile | SkippedFile]
) -> tuple[dict[str, _Draft], list[Finding]]:
    """The files with something to silence; and what cannot be silenced by a comment."""
    files = {entry.path: entry for entry in entries if isinstance(entry, SourceFile)}
    drafts: dict[str, _Draft] = {}
    refused: list[Finding] = []
    for finding in findings:
        path = finding.location.path
        if not finding.symbol:
            continue  # it speaks of a file, or of a comment
        if path not in drafts:
            made = _open(files.get(path))
            if made is None:
                refused.append(finding)
                continue
            drafts[path] = made
        drafts[path].meant.append(finding)
    return drafts, refused


def _open(entry: SourceFile | None) -> _Draft | None:
    """The file, if it is a module that can be written as it was read."""
    if entry is None or entry.location.suffix not in _SUFFIXES:
        return None
    data = read(entry)
    if isinstance(data, SkippedFile):
        return None
    try:
        return _Draft(entry, data, decode(data), [])
    except ValueError:
        return None


def _unwritable(refused: Sequence[Finding]) -> Iterator[FixedFile]:
    """Yield the files that only people can write into."""
    for path in dict.fromkeys(finding.location.path for finding in refused):
        why = tuple(Refusal(f, "only modules are written into") for f in refused if f.location.path == path)
        yield FixedFile(path, b"", b"", refused=why)


def _keys(report: Report) -> dict[str, Counter[_Key]]:
    """The findings of each file: a comment at the end of a line moves none of them."""
    found: dict[str, Counter[_Key]] = {}
    for finding in report.findings:
        tally = found.setdefault(finding.location.path, Counter())
        tally[_key(finding)] = tally[_key(finding)] + 1 if finding.symbol else 1
    return found


def _key(finding: Finding) -> _Key:
    # What is said of a comment may be said of parts of it once others of its rules are used.
    column = finding.location.column if finding.symbol else 0
    return finding.location.line, column, finding.code, finding.symbol


def _comments(path: str, text: str, findings: Sequence[Finding], reason: str) -> tuple[list[Edit], list[Finding]]:
    """The edits that put comments beside findings; and the findings that stand beside no statement."""
    statements = [line for line in logical_lines(text) if line.first]
    firsts = [line.first for line in statements]
    by_statement: dict[int, list[Finding]] = {}
    homeless: list[Finding] = []
    for finding in findings:
        index = bisect_right(firsts, finding.location.line) - 1
        if index < 0 or finding.location.line > statements[index].last:
            homeless.append(finding)
        else:
            by_statement.setdefault(index, []).append(finding)
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    behind = f"  {reason}" if reason else ""
    edits: list[Edit] = []
    for index, found in by_statement.items():
        statement = statements[index]
        listed = next((one for one in suppressions_in(path, statement) if _takes_more(one)), None)
        if listed is not None:
            place = listed.rules[-1].location
            offset = starts[place.end_line - 1] + place.end_column - 1
            edits.append(Edit(offset, offset, "".join(f", {code}" for code in sorted({one.code for one in found}))))
            continue
        for number, codes in _lines(statement, found).items():
            end = starts[number] if number < len(starts) else len(text)
            line = text[starts[number - 1] : end]
            kept = len(line.rstrip())
            edits.append(
                Edit(
                    starts[number - 1] + kept,
                    starts[number - 1] + len(line.rstrip("\r\n")),
                    f"  # driftcheck: ignore[{', '.join(codes)}]{behind}",
                )
            )
    return edits, homeless


def _takes_more(one: Suppression) -> bool:
    return one.scope is Scope.STATEMENT and bool(one.rules) and not one.trouble


def _lines(statement: LogicalLine, findings: Sequence[Finding]) -> dict[int, list[str]]:
    """The codes to write at the end of which lines, each once: that of the finding, if a comment may stand there."""
    found: dict[int, list[str]] = {}
    told: set[str] = set()
    for finding in findings:
        if finding.code not in told:
            told.add(finding.code)
            line = finding.location.line
            found.setdefault(line if line in statement.ends else statement.last, []).append(finding.code)
    return found

"""Mending, read from top to bottom: check, propose, change in memory, check again, keep what held.

A fix that leaves its finding where it was, or that brings another one, is dropped and said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.config.settings import Settings
from driftcheck.engine import check
from driftcheck.errors import ConfigError
from driftcheck.fixes.holding import holds, tallies_of
from driftcheck.model.edits import Fix, FixedFile, Refusal, Repair
from driftcheck.model.findings import Finding, Report, SkippedFile
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.source.discovery import discover
from driftcheck.source.files import SourceFile, read
from driftcheck.source.parsing import lines_of

if TYPE_CHECKING:
    from driftcheck.fixes.planning import Workbench
    from driftcheck.fixes.texts import Decoded

_MOST_ROUNDS = 8
"""Fixes within fixes (`a.old(b.old())`) take a round each."""
_SUFFIXES = frozenset({".py", ".pyi", ".pyw", ""})

_Check = Callable[[Sequence[SourceFile | SkippedFile]], Report]


@dataclass(slots=True)
class _Draft:
    """One file on its way."""

    entry: SourceFile
    before: bytes
    decoded: Decoded
    text: str
    fixed: list[Finding] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    """What could not be proposed for the text as it stands."""
    dropped: dict[tuple[str, str, str], Refusal] = field(default_factory=dict)
    """What was tried and did not hold; by what is found and the line it stands on, which other fixes may push down."""

    def as_entry(self, text: str) -> SourceFile:
        """The file with another text."""
        return replace(self.entry, text=self.decoded.encode(text))

    def drop(self, refusal: Refusal) -> None:
        """Note a fix that did not hold, so that it is not tried again."""
        self.dropped[self._key(refusal.finding)] = refusal

    def has_dropped(self, finding: Finding) -> bool:
        """Whether the fix of a finding did not hold."""
        return self._key(finding) in self.dropped

    def _key(self, finding: Finding) -> tuple[str, str, str]:
        lines = lines_of(self.text)
        number = finding.location.line
        return finding.code, finding.symbol, lines[number - 1].strip() if number <= len(lines) else ""

    def finished(self) -> FixedFile:
        """The file before and after."""
        after = self.decoded.encode(self.text)
        return FixedFile(
            self.entry.path, self.before, after, tuple(self.fixed), (*self.refused, *self.dropped.values())
        )


class _Project:
    """All the files, for what one may know of another: those that are mended, and those beside them.

    Args:
        entries: What discovery found.
        folder: What they lie in.
    """

    def __init__(self, entries: Sequence[SourceFile | SkippedFile], folder: Path) -> None:
        self._entries = entries
        self._folder = folder
        self._texts: dict[Path, bytes] = {}

    def knows(self, module: SourceFile, name: str) -> bool:
        """Whether other code may know a name of a module: another file that names it, or whoever imports a package."""
        if module.location.stem == "__init__":
            return True
        if not self._texts:
            # What is mended may be one file of many, such as those of a commit.
            files = (entry for entry in (*_beside(self._folder), *self._entries) if isinstance(entry, SourceFile))
            read_all = ((file.location, read(file)) for file in files)
            self._texts = {place: data for place, data in read_all if isinstance(data, bytes)}
        word = re.compile(rf"\b{re.escape(name)}\b".encode())
        return any(place != module.location and word.search(data) for place, data in self._texts.items())


def _beside(folder: Path) -> tuple[SourceFile | SkippedFile, ...]:
    """The files of the repository that a folder lies in; of the folder alone where it lies in none."""
    above = (place for place in (folder, *folder.parents) if (place / ".git").exists())
    root = next(above, folder)
    return discover([str(root)], root) if root.is_dir() else ()


def mend(
    entries: Sequence[SourceFile | SkippedFile], settings: Settings, provider: SurfaceProvider, *, unsafe: bool = False
) -> Repair:
    """Mend what can be mended by machine, in memory.

    Args:
        entries: What discovery found.
        settings: Where pins come from.
        provider: The recorded surfaces.
        unsafe: Whether changes are wanted that the author should look at.

    Returns:
        The files that change, with what was mended in them and what was not, and the report on the code as mended.

    Raises:
        ConfigError: A pin cannot be read, or what fixing needs is not installed.
        SnapshotError: A snapshot that is needed is damaged.
    """
    workbench = _workbench()

    def inspect(given: Sequence[SourceFile | SkippedFile]) -> Report:
        return check(given, settings, provider)

    project = _Project(entries, settings.project)
    report = inspect(entries)
    drafts: dict[str, _Draft] = {}
    for _ in range(_MOST_ROUNDS):
        for path in {finding.location.path for finding in report.findings if finding.replacement} - drafts.keys():
            draft = _open(path, entries)
            if draft is not None:
                drafts[path] = draft
        proposed = dict(_proposals(report, drafts, project, workbench, unsafe=unsafe))
        if not proposed:
            break
        changed, report = _keep_what_holds(proposed, drafts, entries, report, inspect, workbench)
        if not changed:
            break
    standing = Counter((f.location.path, f.code, f.symbol) for f in report.findings)
    files = [drafts[path].finished() for path in sorted(drafts)]
    files = [replace(file, refused=tuple(_still(file.refused, standing))) for file in files]
    return Repair(report, tuple(file for file in files if file.fixed or file.refused))


def _still(refused: Sequence[Refusal], standing: Counter[tuple[str, str, str]]) -> Iterator[Refusal]:
    """Yield the refusals of findings that no other fix has mended since, one for each that stands."""
    told: Counter[tuple[str, str, str]] = Counter()
    for refusal in refused:
        finding = refusal.finding
        key = (finding.location.path, finding.code, finding.symbol)
        told[key] += 1
        if told[key] <= standing[key]:
            yield refusal


def _workbench() -> type[Workbench]:
    """What changes texts, imported when it is asked for: a plain check does without."""
    try:
        from driftcheck.fixes.planning import Workbench  # noqa: PLC0415  an optional dependency
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "libcst":
            raise
        raise ConfigError("fixing needs libcst, which is not installed: pip install 'driftcheck[fix]'") from error
    return Workbench


def _open(path: str, entries: Sequence[SourceFile | SkippedFile]) -> _Draft | None:
    """The file of that path, if it is a module that can be written as it was read."""
    from driftcheck.fixes.texts import decode  # noqa: PLC0415  an optional dependency

    entry = next((entry for entry in entries if isinstance(entry, SourceFile) and entry.path == path), None)
    if entry is None or entry.places is not None or entry.location.suffix not in _SUFFIXES:
        return None
    data = read(entry)
    if isinstance(data, SkippedFile):
        return None
    try:
        decoded = decode(data)
    except ValueError:
        return None
    return _Draft(entry, data, decoded, decoded.text)


def _proposals(
    report: Report,
    drafts: dict[str, _Draft],
    project: _Project,
    workbench: type[Workbench],
    *,
    unsafe: bool,
) -> Iterator[tuple[str, list[Fix]]]:
    """Yield the fixes of each file that has some, by path."""
    for path, draft in drafts.items():
        draft.refused.clear()
        findings = [f for f in report.findings if f.location.path == path and f.replacement is not None]
        if not findings:
            continue
        try:
            bench = workbench(draft.text, partial(project.knows, draft.entry))
        except ValueError:
            continue
        fixes: list[Fix] = []
        for finding in findings:
            made = bench.propose(finding, unsafe=unsafe)
            if isinstance(made, Refusal):
                draft.refused.append(made)
            elif made is not None and not draft.has_dropped(finding):
                fixes.append(made)
        if fixes:
            yield path, fixes


def _keep_what_holds(  # noqa: PLR0913, PLR0917  one round of mending, and all that it rests on
    proposed: dict[str, list[Fix]],
    drafts: dict[str, _Draft],
    entries: Sequence[SourceFile | SkippedFile],
    report: Report,
    inspect: _Check,
    workbench: type[Workbench],
) -> tuple[bool, Report]:
    """Make the fixes that hold when the whole is checked again; whether there were any, and the new report."""
    before = tallies_of(report)
    texts: dict[str, str] = {}
    made: dict[str, tuple[Fix, ...]] = {}
    for path, wanted in proposed.items():
        draft = drafts[path]
        texts[path], made[path], refused = workbench(draft.text).render(wanted)
        for refusal in refused:
            draft.drop(refusal)
    checked = inspect(_with(entries, drafts, texts))
    after = tallies_of(checked)
    skipped = {entry.path for entry in checked.summary.skipped}
    worse = {path for path in after.keys() | made.keys() if not holds(before, after, path, made.get(path, ()))}
    worse |= skipped & made.keys()
    if worse:
        # A file that was not touched suffers: any of the fixes may be to blame.
        suspects = set(made) if worse - made.keys() else worse
        for path in suspects:
            texts[path], made[path] = _one_by_one(drafts[path], made[path], inspect, workbench)
        checked = inspect(_with(entries, drafts, texts))
        after = tallies_of(checked)
        if any(not holds(before, after, path, made.get(path, ())) for path in after.keys() | made.keys()):
            for path, fixes in made.items():
                for fix in fixes:
                    drafts[path].drop(Refusal(fix.finding, "other code would break"))
            return False, report
    for path, fixes in made.items():
        drafts[path].text = texts[path]
        drafts[path].fixed.extend(fix.finding for fix in fixes)
    return any(made.values()), checked


def _one_by_one(
    draft: _Draft, fixes: Sequence[Fix], inspect: _Check, workbench: type[Workbench]
) -> tuple[str, tuple[Fix, ...]]:
    """The text with each of the fixes that holds beside those before it, the file looked at by itself."""
    path = draft.entry.path
    before = tallies_of(inspect([draft.as_entry(draft.text)]))
    kept: tuple[Fix, ...] = ()
    text = draft.text
    for fix in fixes:
        tried, made, _ = workbench(draft.text).render([*kept, fix])
        checked = inspect([draft.as_entry(tried)])
        if len(made) == len(kept) + 1 and not checked.summary.skipped and holds(
            before, tallies_of(checked), path, made
        ):  # fmt: skip
            text, kept = tried, made
        else:
            draft.drop(Refusal(fix.finding, "the finding would stay, another would come, or one be lost from sight"))
    return text, kept


def _with(
    entries: Sequence[SourceFile | SkippedFile], drafts: dict[str, _Draft], texts: dict[str, str]
) -> list[SourceFile | SkippedFile]:
    """The entries, with the texts of those that changed."""
    return [
        drafts[entry.path].as_entry(texts.get(entry.path, drafts[entry.path].text)) if entry.path in drafts else entry
        for entry in entries
    ]

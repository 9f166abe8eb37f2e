"""Judging files, unless what would be said of them is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from driftcheck.cache.circumstances import circumstances
from driftcheck.cache.entries import Entry, dump_entry, load_entry
from driftcheck.cache.folder import Folder
from driftcheck.inference.layout import ROOT_MARKS, Layout, entries_of, place_of
from driftcheck.inference.trace import Trace
from driftcheck.judging import judge_files
from driftcheck.model.declarations import Declaration
from driftcheck.model.findings import FileVerdict, SkippedFile
from driftcheck.resolution.environment import Environment
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.source.digests import digest_of, identify
from driftcheck.source.files import SourceFile, content_of
from driftcheck.source.progress import Advance, ignored

Results = tuple[FileVerdict | SkippedFile, ...]


class TracedJudging(Protocol):
    """Judging that notes what it reads from the disk."""

    def __call__(  # noqa: PLR0913  # as `judge_files`
        self,
        files: Sequence[SourceFile],
        environment: Environment,
        *,
        layout: Layout | None = None,
        declarations: Sequence[Declaration] = (),
        advance: Advance = ignored,
        trace: Trace | None = None,
    ) -> Iterable[FileVerdict | SkippedFile]:
        """Say what is to be said of each file, in order of path."""


class RememberedJudging:
    """Says what `judge_files` says, from memory where nothing changed that it depends on.

    What is remembered is a whole run over a set of files. What is said of one file depends on what the walk of others
    met (attributes they set, methods they call, classes they define), so nothing less gives the same bytes for sure.

    Args:
        folder: Where entries are kept.
        store: The snapshots that the environments ask; nothing of them is read yet, so that what tells them from others
            now is true of what will be.
        judge: Who is asked about what is not remembered.
    """

    def __init__(self, folder: Path, store: SnapshotStore, judge: TracedJudging = judge_files) -> None:
        self._folder = Folder(folder)
        self._store = store
        self._snapshots = _identity(store)
        self._judge = judge

    def __call__(
        self,
        files: Sequence[SourceFile],
        environment: Environment,
        *,
        layout: Layout | None = None,
        declarations: Sequence[Declaration] = (),
        advance: Advance = ignored,
    ) -> Results:
        """What is to be said of each file, in order of path.

        Args:
            files: Modules, and programs made of the pieces of a notebook or a text.
            environment: The libraries under the pins that count for all of these files.
            layout: Where the modules of the whole project are, where other files are judged under other pins.
            declarations: What the project itself says against names.
            advance: Told of each file that was walked, and of those that are remembered.
        """
        judge = partial(self._judge, files, environment, layout=layout, declarations=declarations, advance=advance)
        if not files or self._snapshots is None:
            return tuple(judge())
        name = _name_of(files, environment, layout)
        under = circumstances(environment, self._snapshots, declarations)
        text = self._folder.read(name)
        entry = load_entry(text, under) if text is not None else None
        if entry is not None and _holds(entry, files, layout):
            advance(len(files))
            return entry.results
        trace = Trace()
        results = tuple(judge(trace=trace))
        if not self._store.notes and _identity(self._store) == self._snapshots:
            # What is noted of damaged snapshots is noted by those who ask for them, and a refresh may come in between.
            listed = trace.folders if layout is None else layout.listed
            folders = {folder: _listing(names) for folder, names in listed.items()}
            made = Entry(under, trace.texts, folders, trace.others, results)
            self._folder.write(name, dump_entry(made))
        return results


def _identity(store: SnapshotStore) -> str | None:
    """What tells the snapshots from others; None where they are being exchanged at this moment."""
    try:
        return store.identity()
    except OSError:
        return None


def _name_of(files: Sequence[SourceFile], environment: Environment, layout: Layout | None) -> str:
    """The name of the entry for a set of files: whatever they hold, so that a newer one takes its place."""
    digest = blake2b(environment.identity.encode("utf-8", "surrogatepass"), digest_size=20)
    for file in sorted(files, key=lambda file: (file.path, place_of(file))):
        digest.update(f"{file.path}\0{place_of(file)}\0".encode("utf-8", "surrogatepass"))
    for place in sorted(layout.given) if layout is not None else ():
        digest.update(f"{place}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _holds(entry: Entry, files: Sequence[SourceFile], layout: Layout | None) -> bool:
    """Whether everything that an entry was made of is still as it was."""
    given = {place_of(file): file for file in files}
    if not given.keys() <= entry.texts.keys() or not _are_same(entry.texts, given):
        return False
    if any(_listing(entries_of(folder)) != listing for folder, listing in entry.folders.items()):
        return False
    if entry.others is None:
        return True
    others = (layout or Layout(files)).others(given.keys())
    return set(entry.others) == {place_of(file) for file in others}


def _are_same(texts: Mapping[str, str], given: Mapping[str, SourceFile]) -> bool:
    for place, digest in texts.items():
        file = given.get(place) or SourceFile(place, Path(place))
        if identify(file, content_of(file)) != digest:
            return False
    return True


def _listing(names: frozenset[str]) -> str:
    """The digest of those names in a folder that imports may ask for: no report or cache that is put there counts."""
    asked = sorted(name for name in names if "." not in name or name.endswith(".py") or name in ROOT_MARKS)
    return digest_of("\n".join(asked))

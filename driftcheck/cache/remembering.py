"""Judging portions, unless what would be said of them is remembered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from driftcheck.cache.circumstances import circumstances
from driftcheck.cache.entries import Entry, dump_entry, load_entry
from driftcheck.cache.folder import Folder
from driftcheck.inference.layout import ROOT_MARKS, Layout, entries_of, place_of
from driftcheck.judging import one_by_one
from driftcheck.portions import Judged, Portion, PortionJudging
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.source.digests import digest_of, identify
from driftcheck.source.files import content_of
from driftcheck.source.progress import Advance, ignored


class RememberedJudging:
    """Says of portions what others say, from memory where nothing changed that it depends on.

    What is said of one file depends on what the walk of others met (attributes they set, methods they call, classes
    they define), so nothing less than a portion gives the same bytes for sure. What other portions do is no part of it:
    that is in the provisos.

    Args:
        folder: Where entries are kept.
        store: The snapshots that the environments ask; nothing of them is read yet, so that what tells them from others
            now is true of what will be.
        by: Who is asked about what is not remembered.
    """

    def __init__(self, folder: Path, store: SnapshotStore, by: PortionJudging = one_by_one) -> None:
        self._folder = Folder(folder)
        self._store = store
        self._snapshots = _identity(store)
        self._by = by

    def __call__(self, portions: Sequence[Portion], advance: Advance = ignored) -> Iterator[Judged]:
        """What is to be said of each portion, in order.

        Args:
            portions: What is to be judged.
            advance: Told of each file that was walked, and of those that are remembered.
        """
        known = [self._remembered(portion) for portion in portions]
        unknown = [portion for portion, found in zip(portions, known, strict=True) if found is None]
        told = self._by([replace(portion, is_traced=True) for portion in unknown], advance)
        return self._together(portions, known, iter(told), advance)

    def _together(
        self, portions: Sequence[Portion], known: Sequence[Judged | None], told: Iterator[Judged], advance: Advance
    ) -> Iterator[Judged]:
        """Yield what was remembered and, in between, what is told anew, which is kept."""
        for portion, found in zip(portions, known, strict=True):
            if found is not None:
                advance(len(portion.files))
                yield found
                continue
            judged = next(told)
            if judged.trace is not None:
                self._keep(portion, judged)
            yield judged

    def _remembered(self, portion: Portion) -> Judged | None:
        """What was said of a portion; None where that is not known, or may have changed."""
        if self._snapshots is None:
            return None
        text = self._folder.read(_name_of(portion))
        entry = load_entry(text, self._circumstances(portion)) if text is not None else None
        return Judged(entry.results, entry.deeds) if entry is not None and _holds(entry, portion) else None

    def _keep(self, portion: Portion, judged: Judged) -> None:
        """Remember what was said, unless the snapshots are no longer what they were.

        What is noted of damaged snapshots is noted by those who ask for them, and a refresh may come in between.
        """
        trace = judged.trace
        if trace is None or self._snapshots is None or self._store.notes or _identity(self._store) != self._snapshots:
            return
        folders = {folder: _listing(names) for folder, names in trace.folders.items()}
        under = self._circumstances(portion)
        made = Entry(under, trace.texts, folders, trace.others, judged.results, judged.deeds)
        self._folder.write(_name_of(portion), dump_entry(made))

    def _circumstances(self, portion: Portion) -> str:
        layout = f"{portion.is_whole} {portion.layout.identity}"
        return circumstances(portion.environment, f"{self._snapshots}\n{layout}", portion.declarations)


def _identity(store: SnapshotStore) -> str | None:
    """What tells the snapshots from others; None where they are being exchanged at this moment."""
    try:
        return store.identity()
    except OSError:
        return None


def _name_of(portion: Portion) -> str:
    """The name of the entry for a set of files: whatever they hold, so that a newer one takes its place."""
    digest = blake2b(portion.environment.identity.encode("utf-8", "surrogatepass"), digest_size=20)
    for file in portion.files:
        digest.update(f"{file.path}\0{place_of(file)}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _holds(entry: Entry, portion: Portion) -> bool:
    """Whether everything that an entry was made of is still as it was."""
    given = {place_of(file): file for file in portion.files}
    if not given.keys() <= entry.texts.keys() or not _are_same(entry.texts, portion.layout):
        return False
    if any(_listing(entries_of(folder)) != listing for folder, listing in entry.folders.items()):
        return False
    if entry.others is None:
        return True
    return set(entry.others) == {place_of(file) for file in portion.layout.others(given.keys())}


def _are_same(texts: Mapping[str, str], layout: Layout) -> bool:
    for place, digest in texts.items():
        file = layout.file(place)
        if identify(file, content_of(file)) != digest:
            return False
    return True


def _listing(names: frozenset[str]) -> str:
    """The digest of those names in a folder that imports may ask for: no report or cache that is put there counts."""
    asked = sorted(name for name in names if "." not in name or name.endswith(".py") or name in ROOT_MARKS)
    return digest_of("\n".join(asked))

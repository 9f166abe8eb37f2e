"""What changed among the files to check: since a revision, or from the last commit to what is staged."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from driftcheck.changes.changed_lines import WHOLE, ChangedLines, FileChange, Stretch, notebook_change
from driftcheck.changes.patches import Patched, read_patch
from driftcheck.changes.repository import Repository
from driftcheck.errors import ConfigError
from driftcheck.model.findings import SkippedFile
from driftcheck.source.discovery import shown
from driftcheck.source.files import SourceFile, read
from driftcheck.source.programs import NOTEBOOK

Entry = SourceFile | SkippedFile

_DIFF = ("diff-index", "--patch", "--unified=0", "--inter-hunk-context=0", "--find-renames", "--no-ext-diff")
_PLAIN = ("--no-textconv", "--no-color", "--ignore-submodules=all", "--src-prefix=a/", "--dst-prefix=b/")
_LINK = "120000"
_SUBMODULE = "160000"
_SINCE_FORK = "..."


@dataclass(frozen=True, slots=True)
class Compared:
    """The files that are worth looking at, and what is new in them."""

    entries: tuple[Entry, ...]
    changed: ChangedLines


def since(revision: str, entries: Sequence[Entry], folder: Path, working_folder: Path) -> Compared:
    """Compare the working tree with a revision. Files that git does not know are new from end to end.

    Args:
        revision: As git takes it. With `...` behind it: the commit at which the current branch left it.
        entries: The files to check.
        folder: Whose repository is asked.
        working_folder: From which paths are shown.

    Raises:
        ConfigError: There is no git, no repository or no such revision, or a file lies outside of the repository.
    """
    option = f"--since {revision}"
    if not revision or revision.startswith("-"):
        raise ConfigError(f"{option}: expected a revision, such as a branch, a tag or HEAD~1")
    repository = Repository.around(folder, "--since")
    commit = _commit(repository, revision, option)
    patched = _patched(repository, commit)
    index = _index(repository)
    submodules = tuple(f"{path}/" for path, (mode, _) in index.items() if mode == _SUBMODULE)
    changes = _beside_entries(patched.values(), repository, working_folder)
    kept: list[Entry] = []
    for entry, path in _located(entries, repository, working_folder, option):
        # What lies in a submodule has a history of its own, which is not asked.
        if path in patched:
            changes[entry.path] = _change(repository, patched[path], commit, entry)
        elif isinstance(entry, SkippedFile) or not (path in index or path.startswith(submodules)):
            changes[entry.path] = WHOLE
        else:
            continue
        kept.append(entry)
    return Compared(tuple(kept), ChangedLines(MappingProxyType(changes)))


def staged(entries: Sequence[Entry], folder: Path, working_folder: Path) -> Compared:
    """Compare what is staged with the last commit. The entries hold what is staged, not what the working tree has.

    Files that are staged as they were committed, and have changed since in the working tree, are among the entries: so
    whatever imports them sees what is going to be committed. Nothing in them counts as changed.

    Args:
        entries: The files to check, as the working tree has them.
        folder: Whose repository is asked.
        working_folder: From which paths are shown.

    Raises:
        ConfigError: There is no git or no repository, or a file lies outside of it.
    """
    repository = Repository.around(folder, "--staged")
    head = repository.answer("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    # Before the first commit, all that is staged is new.
    commit = _text(head) if head else _text(repository.ask("hash-object", "-t", "tree", os.devnull))
    patched = _patched(repository, commit, "--cached")
    index = _index(repository)
    dirty = set(_names(repository.ask("diff-files", "--name-only", "-z", "--ignore-submodules=all", "--no-ext-diff")))
    changes = _beside_entries(patched.values(), repository, working_folder)
    found: list[tuple[SourceFile, str]] = []
    for entry, path in _located(entries, repository, working_folder, "--staged"):
        mode, _ = index.get(path, ("", ""))
        if isinstance(entry, SourceFile) and mode not in {"", _LINK} and (path in patched or path in dirty):
            found.append((entry, path))
    texts = repository.blobs([index[path][1] for _, path in found])
    kept: list[Entry] = []
    for (entry, path), text in zip(found, texts, strict=True):
        staged_entry = replace(entry, text=text)
        kept.append(staged_entry)
        if path in patched:
            changes[entry.path] = _change(repository, patched[path], commit, staged_entry)
    return Compared(tuple(kept), ChangedLines(MappingProxyType(changes)))


def _commit(repository: Repository, revision: str, option: str) -> str:
    name, fork, _ = revision.partition(_SINCE_FORK)
    found = repository.answer("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") if "\n" not in name else None
    if not found:
        raise ConfigError(f"{option}: there is no such revision")
    if not fork:
        return _text(found)
    base = repository.answer("merge-base", _text(found), "HEAD")
    if not base:
        raise ConfigError(f"{option}: the current branch and this one have no commit in common")
    return _text(base).partition("\n")[0]


def _patched(repository: Repository, commit: str, *options: str) -> dict[str, Patched]:
    """What differs from a commit, by path from the root of the repository."""
    with repository.lines(*_DIFF, *_PLAIN, *options, commit, "--") as lines:
        return {file.path: file for file in read_patch(lines)}


def _index(repository: Repository) -> dict[str, tuple[str, str]]:
    """Mode and object of what the index holds, by path; without what a merge left undecided."""
    found = {}
    for record in _names(repository.ask("ls-files", "--stage", "-z")):
        head, _, path = record.partition("\t")
        mode, name, stage = head.split(" ")
        if stage == "0":
            found[path] = (mode, name)
    return found


def _names(output: bytes) -> Iterator[str]:
    return (os.fsdecode(name) for name in output.split(b"\0") if name)


def _text(output: bytes) -> str:
    return output.decode("ascii", "replace").strip()


def _located(
    entries: Iterable[Entry], repository: Repository, working_folder: Path, option: str
) -> Iterator[tuple[Entry, str]]:
    """Yield the entries with their paths from the root of the repository."""
    real = cache(os.path.realpath)
    beginning = os.path.join(repository.top, "")  # noqa: PTH118  a path drops the last separator
    for entry in entries:
        place = entry.location if isinstance(entry, SourceFile) else working_folder / entry.path
        # Git knows a symbolic link as such, and nothing of the file that it leads to.
        folder = real(place.parent)
        path = f"{folder}{os.sep}{place.name}" if folder != os.sep else f"{os.sep}{place.name}"
        if not path.startswith(beginning):
            raise ConfigError(f"{option}: {entry.path} lies outside of the repository in {repository.top}")
        yield entry, path.removeprefix(beginning).replace(os.sep, "/")


def _beside_entries(patched: Iterable[Patched], repository: Repository, working_folder: Path) -> dict[str, FileChange]:
    """That files changed which are none of those to check, such as the one that pins are written in."""
    return {shown(repository.top / file.path, working_folder): FileChange() for file in patched}


def _change(repository: Repository, file: Patched, commit: str, entry: Entry) -> FileChange:
    """The lines of one file that changed, as findings count them."""
    if file.lines is None or file.before is None or isinstance(entry, SkippedFile):
        return WHOLE
    data = read(entry)
    if isinstance(data, SkippedFile):
        return WHOLE
    if entry.path.endswith(NOTEBOOK):
        before = repository.answer("cat-file", "blob", f"{commit}:{file.before}")
        return WHOLE if before is None else notebook_change(before, data)
    if b"\r" in data.replace(b"\r\n", b"\n"):
        # Git counts the lines of a text whose ends are of this kind in another way than Python.
        return WHOLE
    return FileChange(tuple(Stretch(first, last) for first, last in file.lines))

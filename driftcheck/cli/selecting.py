"""Which files a check is asked to look at: what is named, listed, excluded and changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from driftcheck.api import Checker, project_of
from driftcheck.cli.output import lines_within, source_lines
from driftcheck.config.configuration import Configuration
from driftcheck.errors import ConfigError
from driftcheck.model.findings import Report, SkippedFile
from driftcheck.source.discovery import discover
from driftcheck.source.files import SourceFile
from driftcheck.source.programs import MARKDOWN, NOTEBOOK
from driftcheck.source.progress import Watch, unwatched

if TYPE_CHECKING:
    from driftcheck.changes.changed_lines import ChangedLines
    from driftcheck.model.edits import Repair

_STANDARD_INPUT = "-"
_PYTHON = frozenset({".py", ".pyi", ".pyw", NOTEBOOK})
_SHEBANG = b"#!"


@dataclass(frozen=True, slots=True)
class Named:
    """What the command line names."""

    paths: tuple[str, ...]
    """Files and folders; of standard input, what it is called."""
    is_input: bool = False
    """Whether standard input is what is checked."""
    is_listed: bool = False
    """Whether files come from a list."""

    @property
    def project(self) -> Path:
        """The folder whose pins and whose configuration count."""
        return project_of(self.paths, Path.cwd())

    @property
    def is_whole(self) -> bool:
        """Whether folders are checked, with all that lies in them."""
        return not self.is_input and not self.is_listed and all(map(os.path.isdir, self.paths))


def read_named(
    paths: tuple[str, ...], files_from: str | None, stdin_filename: str | None, *, with_markdown: bool
) -> Named:
    """What is to be checked, as it is named and listed; the current folder where nothing is.

    Args:
        paths: The arguments.
        files_from: A file that lists more of them, or `-`.
        stdin_filename: What standard input is called.
        with_markdown: Whether texts in Markdown are taken from a list.

    Raises:
        ConfigError: The list cannot be read, or names what does not exist.
    """
    if _STANDARD_INPUT in paths:
        if files_from is not None or len(paths) > 1:
            raise click.UsageError("standard input is checked alone")
        return Named((stdin_filename or _STANDARD_INPUT,), is_input=True)
    if files_from is None:
        return Named(paths or (".",))
    endings = _PYTHON | set(MARKDOWN) if with_markdown else _PYTHON
    listed = (path for path in _listed(files_from) if os.path.isdir(path) or _is_wanted(path, endings))  # noqa: PTH112
    return Named((*paths, *listed), is_listed=True)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be checked; it may be carried out again once more is known."""

    entries: tuple[SourceFile | SkippedFile, ...]
    project: Path
    is_input: bool = False
    changed: ChangedLines | None = None
    """Where only that counts."""

    def check(self, checker: Checker, watch: Watch = unwatched) -> Report:
        """Check.

        Args:
            checker: Who checks.
            watch: Told how far the walk is.
        """
        if self.is_input and self.entries:
            (entry,) = self.entries
            if isinstance(entry, SourceFile) and isinstance(entry.text, bytes):
                return checker.check_source(entry.text, path=entry.path)
        return checker.check_files(self.entries, self.project, watch=watch)

    def mend(self, checker: Checker, *, unsafe: bool) -> Repair:
        """Mend in memory."""
        return checker.mend_files(self.entries, self.project, unsafe=unsafe)

    def silence(self, checker: Checker, *, reason: str) -> Repair:
        """Write comments in memory that silence what is found."""
        return checker.ignore_files(self.entries, self.project, reason=reason)

    def lines(self, path: str, cell: int) -> Sequence[str]:
        """Where excerpts come from: the text that was checked."""
        for entry in self.entries:
            if entry.path == path and isinstance(entry, SourceFile) and isinstance(entry.text, bytes):
                return lines_within(entry.text, cell)
        return source_lines(path, cell)


def select(
    named: Named, configuration: Configuration, *, with_markdown: bool, since: str | None, is_staged: bool
) -> Task:
    """Find the files, leave out what is excluded, and what did not change where that is asked for.

    Raises:
        ConfigError: A path does not exist, a pattern is none, or git does not answer.
    """
    here = Path.cwd()
    exclusion = configuration.exclusion
    if named.is_input:
        (path,) = named.paths
        location = Path(os.path.normpath(here / path))
        # An editor asks about each file that it opens.
        is_refused = exclusion.refuses(str(location), str(here))
        entries = () if is_refused else (SourceFile(path, location, sys.stdin.buffer.read()),)
        return Task(entries, named.project, is_input=True)
    found = discover(named.paths, here, with_markdown=with_markdown, exclusion=exclusion)
    task = Task(found, named.project)
    if since is None and not is_staged:
        return task
    from driftcheck.changes import comparisons  # noqa: PLC0415  only for who asks git

    compare = comparisons.staged if is_staged else partial(comparisons.since, since or "")
    compared = compare(found, named.project, here)
    return replace(task, entries=compared.entries, changed=compared.changed)


def _listed(files_from: str) -> Iterator[str]:
    """Yield the paths in a list. Zeros end them where there are any, as `git diff -z` and `find -print0` write them."""
    if files_from == _STANDARD_INPUT:
        data, shown = sys.stdin.buffer.read(), "standard input"
    else:
        shown = files_from
        try:
            data = Path(files_from).read_bytes()
        except OSError as error:
            raise ConfigError(f"--files-from {files_from}: cannot be read: {error.strerror or error}") from error
    separator = b"\0" if b"\0" in data else b"\n"
    for number, line in enumerate(data.split(separator), start=1):
        path = os.fsdecode(line if separator == b"\0" else line.removesuffix(b"\r"))
        if not path:
            continue
        if not os.path.lexists(path):
            raise ConfigError(f"{shown}:{number}: {path}: no such file or folder")
        yield path


def _is_wanted(path: str, endings: frozenset[str]) -> bool:
    """Whether a listed file is Python by its name, or by its first line. Lists of changed files name all kinds."""
    ending = PurePath(path).suffix.lower()
    if ending or not os.path.isfile(path):  # noqa: PTH113
        return ending in endings
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            first = file.readline(200)
    except OSError:
        return True
    return first.startswith(_SHEBANG) and b"python" in first

"""Which files a check looks at.

Folders are searched for modules and notebooks, and for Markdown where that is asked for. What git ignores, what an
environment or a tool put there, what is excluded, and what a symbolic link to a folder leads to is left out; a file
that is named is always taken, unless exclusions are forced.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from driftcheck.errors import ConfigError
from driftcheck.model.findings import SkippedFile
from driftcheck.source.excluding import DEFAULT_EXCLUSION, Exclusion, Search
from driftcheck.source.files import SourceFile
from driftcheck.source.ignoring import IgnoreFiles
from driftcheck.source.programs import MARKDOWN, NOTEBOOK

_ENVIRONMENT_MARK = "pyvenv.cfg"
_CODE = (".py", NOTEBOOK)


def discover(
    paths: Iterable[str],
    working_folder: Path,
    *,
    with_markdown: bool = False,
    exclusion: Exclusion = DEFAULT_EXCLUSION,
) -> tuple[SourceFile | SkippedFile, ...]:
    """The files to check, each once, sorted by the path that is shown.

    Args:
        paths: Files and folders, relative to `working_folder` or absolute.
        working_folder: Paths beneath it are shown relative to it, others as absolute ones; always with `/`.
        with_markdown: Whether folders are searched for texts in Markdown, too.
        exclusion: What is left out, beside what git ignores.

    Raises:
        ConfigError: A path does not exist, or an exclusion is no pattern.
    """
    suffixes = _CODE + MARKDOWN if with_markdown else _CODE
    ignore = IgnoreFiles.of_user(os.environ)
    found: dict[str, SourceFile | SkippedFile] = {}
    for path in paths:
        location = Path(os.path.normpath(working_folder / path))
        if exclusion.refuses(str(location), str(working_folder)):
            continue
        mode = _mode(path, location)
        name = shown(location, working_folder)
        if stat.S_ISDIR(mode):
            search = exclusion.searching(str(location))
            for entry in _modules(location, working_folder, suffixes, search, ignore.above(location)):
                found[entry.path] = entry
        elif stat.S_ISREG(mode):
            found[name] = SourceFile(name, location)
        else:
            # Reading a pipe may wait for ever; what is meant is told by `-`.
            found[name] = SkippedFile(name, "is no regular file")
    return tuple(found[name] for name in sorted(found, key=lambda name: name.split("/")))


def _mode(path: str, location: Path) -> int:
    """What kind of thing lies at a place that the user names.

    Raises:
        ConfigError: Nothing does.
    """
    try:
        return location.stat().st_mode
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: no such file or folder") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise ConfigError(f"{path}: is no path") from error


def _modules(
    root: Path, working_folder: Path, suffixes: tuple[str, ...], search: Search, ignore: IgnoreFiles
) -> Iterator[SourceFile | SkippedFile]:
    """Yield the files beneath `root` whose names end in one of `suffixes`, and the folders that cannot be read."""
    pending = [(str(root), ignore)]
    while pending:
        folder, ignore = pending.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            yield SkippedFile(shown(Path(folder), working_folder), f"cannot be read: {error.strerror}")
            continue
        names = {entry.name for entry in entries}
        if _ENVIRONMENT_MARK in names:
            continue
        if ".gitignore" in names or ".git" in names:
            ignore = ignore.entering(folder)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not (
                    search.hides(entry.path, entry.name, is_folder=True) or ignore.hides(entry.path, is_folder=True)
                ):
                    pending.append((entry.path, ignore))
            elif (
                entry.name.endswith(suffixes)
                and _is_file(entry)
                and not search.hides(entry.path, entry.name)
                and not ignore.hides(entry.path)
            ):
                location = Path(entry.path)
                yield SourceFile(shown(location, working_folder), location)


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a regular file, or a link that leads to one. A link may lead to itself."""
    try:
        return entry.is_file()
    except OSError:
        return False


def shown(location: Path, working_folder: Path) -> str:
    """The path of a file as the user is told it.

    Args:
        location: Where it is; absolute.
        working_folder: Paths beneath it are shown relative to it.
    """
    # Text is compared, not paths: in a large project this is asked of thousands of files.
    path, beginning = str(location), os.path.join(working_folder, "")  # noqa: PTH118  a path drops the last separator
    return path.removeprefix(beginning).replace(os.sep, "/")

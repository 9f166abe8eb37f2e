"""Which files a check looks at.

Folders are searched for modules and notebooks, and for Markdown where that is asked for. What git ignores, what an
environment or a tool put there, and what a symbolic link to a folder leads to is left out; a file that is named is
always taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from driftcheck.errors import ConfigError
from driftcheck.model.findings import SkippedFile
from driftcheck.source.files import SourceFile
from driftcheck.source.ignoring import IgnoreFiles
from driftcheck.source.programs import MARKDOWN, NOTEBOOK

_PRUNED = frozenset(
    {
        "__pycache__",
        "__pypackages__",
        "node_modules",
        "site-packages",
        ".bzr",
        ".cache",
        ".conda",
        ".direnv",
        ".driftcheck_cache",
        ".eggs",
        ".git",
        ".hg",
        ".hypothesis",
        ".idea",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".nox",
        ".pixi",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".vscode",
    }
)
_ENVIRONMENT_MARK = "pyvenv.cfg"
_CODE = (".py", NOTEBOOK)


def discover(
    paths: Iterable[str], working_folder: Path, *, with_markdown: bool = False
) -> tuple[SourceFile | SkippedFile, ...]:
    """The files to check, each once, sorted by the path that is shown.

    Args:
        paths: Files and folders, relative to `working_folder` or absolute.
        working_folder: Paths beneath it are shown relative to it, others as absolute ones; always with `/`.
        with_markdown: Whether folders are searched for texts in Markdown, too.

    Raises:
        ConfigError: A path does not exist.
    """
    suffixes = _CODE + MARKDOWN if with_markdown else _CODE
    found: dict[str, SourceFile | SkippedFile] = {}
    for path in paths:
        location = Path(os.path.normpath(working_folder / path))
        if location.is_dir():
            for entry in _modules(location, working_folder, suffixes):
                found[entry.path] = entry
        elif location.exists():
            shown = _shown(location, working_folder)
            found[shown] = SourceFile(shown, location)
        else:
            raise ConfigError(f"{path}: no such file or folder")
    return tuple(found[shown] for shown in sorted(found, key=lambda shown: shown.split("/")))


def _modules(root: Path, working_folder: Path, suffixes: tuple[str, ...]) -> Iterator[SourceFile | SkippedFile]:
    """Yield the files beneath `root` whose names end in one of `suffixes`, and the folders that cannot be read."""
    ignore = IgnoreFiles.above(root)
    pending = [(str(root), ignore)]
    while pending:
        folder, ignore = pending.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            yield SkippedFile(_shown(Path(folder), working_folder), f"cannot be read: {error.strerror}")
            continue
        names = {entry.name for entry in entries}
        if _ENVIRONMENT_MARK in names:
            continue
        if ".gitignore" in names or ".git" in names:
            ignore = ignore.entering(folder)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _PRUNED and not ignore.hides(entry.path, is_folder=True):
                    pending.append((entry.path, ignore))
            elif entry.name.endswith(suffixes) and entry.is_file() and not ignore.hides(entry.path):
                location = Path(entry.path)
                yield SourceFile(_shown(location, working_folder), location)


def _shown(location: Path, working_folder: Path) -> str:
    # Text is compared, not paths: in a large project this is asked of thousands of files.
    path, beginning = str(location), os.path.join(working_folder, "")  # noqa: PTH118  a path drops the last separator
    return path.removeprefix(beginning).replace(os.sep, "/")

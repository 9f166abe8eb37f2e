"""What is left out of a search, beside what git ignores: folders of tools, and what the user excludes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.errors import ConfigError
from driftcheck.source.patterns import fault_of, specification

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

DEFAULT_NAMES = (
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
    "__pycache__",
    "__pypackages__",
    "node_modules",
    "site-packages",
)
"""Folders that are left out where nothing else is said."""
_NEVER_SEARCHED = frozenset({".bzr", ".git", ".hg", ".svn", "__pycache__"})
"""Left out whatever is said: nothing in them is anybody's code."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns as in .gitignore, and the folder that they are relative to."""

    lines: tuple[str, ...]
    folder: Path
    """Absolute."""


DEFAULT_PATTERNS = Patterns(DEFAULT_NAMES, Path())
"""The folders of tools, where no other patterns are said to be left out; they are known by name alone."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is left out beneath one folder."""

    names: frozenset[str]
    """Of folders, wherever they lie."""
    specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()
    """(folder with a separator behind it, its patterns)."""

    def hides(self, path: str, name: str, *, is_folder: bool = False) -> bool:
        """Whether something is left out, by its absolute path and the last part of it."""
        if is_folder and name in self.names:
            return True
        return any(
            spec.match_file(_relative(path, folder, is_folder=is_folder))
            for folder, spec in self.specs
            if path.startswith(folder)
        )


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What is left out of every search."""

    patterns: tuple[Patterns, ...] = ()
    with_defaults: bool = True
    """Whether the folders of tools are left out as well."""
    is_forced: bool = False
    """Whether what is named is left out, too, and not only what is found in folders."""

    def searching(self, root: str) -> Search:
        """What is left out of the search of a folder. Whatever hides the folder itself does not count: it was named.

        Raises:
            ConfigError: Something is no pattern.
        """
        return Search(self._names(), tuple(self._specs(root)))

    def refuses(self, path: str, working_folder: str) -> bool:
        """Whether what is named is left out all the same.

        Args:
            path: An absolute path.
            working_folder: Folders of tools are known by their names beneath it.

        Raises:
            ConfigError: Something is no pattern.
        """
        if not self.is_forced:
            return False
        beginning = os.path.join(working_folder, "")  # noqa: PTH118  a path drops the last separator
        inner = path.removeprefix(beginning).replace(os.sep, "/").split("/") if path.startswith(beginning) else []
        is_folder = Path(path).is_dir()
        if self._names() & set(inner if is_folder else inner[:-1]):
            return True
        return Search(frozenset(), tuple(self._specs())).hides(path, "", is_folder=is_folder)

    def _names(self) -> frozenset[str]:
        return frozenset(DEFAULT_NAMES) if self.with_defaults else _NEVER_SEARCHED

    def _specs(self, root: str | None = None) -> Iterator[tuple[str, GitIgnoreSpec]]:
        for patterns in self.patterns:
            folder = os.path.join(patterns.folder, "")  # noqa: PTH118
            lines = patterns.lines
            if root is not None and root.startswith(folder):
                place = _relative(root, folder, is_folder=True)
                lines = tuple(line for line in lines if not compile_patterns((line,)).match_file(place))
            if lines:
                yield folder, compile_patterns(lines)


DEFAULT_EXCLUSION = Exclusion()


def compile_patterns(lines: tuple[str, ...]) -> GitIgnoreSpec:
    """Patterns, ready to be asked.

    Raises:
        ConfigError: One of them is none; it is named.
    """
    for line in lines:
        fault = fault_of(line)
        if fault is not None:
            raise ConfigError(f"exclude: {fault}")
    return specification(lines)


def _relative(path: str, folder: str, *, is_folder: bool) -> str:
    relative = path[len(folder) :].replace(os.sep, "/")
    return f"{relative}/" if is_folder else relative

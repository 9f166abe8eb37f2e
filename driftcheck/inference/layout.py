"""Where the project's own modules are: packages, folders of scripts, `src` layouts, namespace packages."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from driftcheck.source.files import SourceFile

_ROOT_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
_INSTALLED = frozenset({"site-packages", "dist-packages"})
_SOURCE_FOLDERS = ("src", "lib")
_DEPTH_LIMIT = 40


class Layout:
    """Tells module names of files, and files of module names.

    Looks at the disk for names of files and folders only.

    Args:
        files: The files to check.
    """

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._given: dict[str, SourceFile] = {}
        self._listed: dict[str, frozenset[str]] = {}
        self._names: dict[str, tuple[str, bool, str]] = {}
        self._found: dict[tuple[str, str], str | None] = {}
        self._tops: set[str] = set()
        roots: dict[str, None] = {}
        folders: set[str] = set()
        for file in files:
            location = os.path.abspath(file.location)
            self._given[location] = file
            name, _, root = self.name_of(location)
            self._tops.add(name.partition(".")[0])
            if "." in name or self.is_package(location):
                roots[root] = None
            folders.add(os.path.dirname(location))
        for root in self._project_roots(folders):
            roots[root] = None
        self._roots = tuple(roots)

    def name_of(self, location: str) -> tuple[str, bool, str]:
        """The dotted name of the module at `location`, whether it is a package, and the folder its name starts from."""
        known = self._names.get(location)
        if known is None:
            folder, base = os.path.split(location)
            stem = base.partition(".")[0]
            is_package = stem == "__init__"
            parts = [] if is_package else [stem]
            for _ in range(_DEPTH_LIMIT):
                if "__init__.py" not in self._entries(folder):
                    break
                folder, package = os.path.split(folder)
                parts.append(package)
            known = self._names[location] = (".".join(reversed(parts)), is_package, folder)
        return known

    def is_package(self, location: str) -> bool:
        """Whether a file is a package's `__init__`."""
        return os.path.basename(location).startswith("__init__.")

    def owns(self, top: str) -> bool:
        """Whether a file to check lies in a package or module of that name."""
        return top in self._tops

    def find(self, name: str, importer: str, folder: str) -> str | None:
        """The file of a module of the project.

        Args:
            name: Absolute dotted name.
            importer: Dotted name of the importing module.
            folder: The folder that the importer's name starts from.

        Returns:
            Its location; None where the project has no such module.
        """
        key = (name, folder)
        if key not in self._found:
            self._found[key] = self._search(name, importer, folder)
        return self._found[key]

    def given(self, location: str) -> SourceFile | None:
        """The file to check at a location."""
        return self._given.get(location)

    def _search(self, name: str, importer: str, folder: str) -> str | None:
        parts = name.split(".")
        top = parts[0]
        for root in dict.fromkeys((folder, *self._roots)):
            if os.path.basename(root) in _INSTALLED and top not in self._tops:
                # Neighbours in an installation are libraries, not the project.
                continue
            found = self._beneath(root, parts)
            if found is not None:
                return found
        return None

    def _beneath(self, root: str, parts: list[str]) -> str | None:
        folder = root
        for part in parts[:-1]:
            if part not in self._entries(folder):
                return None
            folder = os.path.join(folder, part)
        last = parts[-1]
        entries = self._entries(folder)
        if last in entries:
            package = os.path.join(folder, last)
            if "__init__.py" in self._entries(package):
                return os.path.join(package, "__init__.py")
        return os.path.join(folder, f"{last}.py") if f"{last}.py" in entries else None

    def _entries(self, folder: str) -> frozenset[str]:
        known = self._listed.get(folder)
        if known is None:
            try:
                known = frozenset(os.listdir(folder))
            except OSError:
                known = frozenset()
            self._listed[folder] = known
        return known

    def _project_roots(self, folders: set[str]) -> list[str]:
        """Folders that imports may start from although no package lies right beneath them."""
        if not folders:
            return []
        try:
            common = os.path.commonpath(sorted(folders))
        except ValueError:
            return []
        roots = [common]
        folder = common
        for _ in range(_DEPTH_LIMIT):
            if any(mark in self._entries(folder) for mark in _ROOT_MARKS):
                roots.append(folder)
                break
            above = os.path.dirname(folder)
            if above == folder:
                break
            folder = above
        found = [os.path.join(root, name) for root in roots for name in _SOURCE_FOLDERS if name in self._entries(root)]
        return [root for root in (*found, *roots) if os.path.basename(root) not in _INSTALLED or root == common]


def location_of(file: SourceFile) -> str:
    """The absolute place of a file."""
    return os.path.abspath(Path(file.location))

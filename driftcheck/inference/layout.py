"""Where the project's own modules are: packages, folders of scripts, `src` layouts, namespace packages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from driftcheck.source.files import SourceFile

_ROOT_MARKS = frozenset({"pyproject.toml", "setup.py", "setup.cfg", ".git"})
_INSTALLED = frozenset({"site-packages", "dist-packages"})
_SOURCE_FOLDERS = ("src", "lib")
_DEPTH_LIMIT = 40
_INIT = "__init__.py"


class Layout:
    """Tells module names of files, and files of module names.

    Looks at the disk for names of files and folders only.

    Args:
        files: The files to check.
    """

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._given: dict[Path, SourceFile] = {}
        self._listed: dict[Path, frozenset[str]] = {}
        self._tops: set[str] = set()
        self._found: dict[tuple[str, Path], Path | None] = {}
        roots: dict[Path, None] = {}
        folders: set[Path] = set()
        for file in files:
            location = file.location.absolute()
            self._given[location] = file
            name, is_package, root = self.name_of(location)
            self._tops.add(name.partition(".")[0])
            if is_package or "." in name:
                roots[root] = None
            folders.add(location.parent)
        roots.update(dict.fromkeys(self._project_roots(folders)))
        self._roots = tuple(roots)

    def name_of(self, location: Path) -> tuple[str, bool, Path]:
        """The dotted name of the module at `location`, whether it is a package, and the folder its name starts from."""
        folder = location.parent
        stem = location.name.partition(".")[0]
        is_package = stem == "__init__"
        parts = [] if is_package else [stem]
        for _ in range(_DEPTH_LIMIT):
            if _INIT not in self._entries(folder):
                break
            parts.append(folder.name)
            folder = folder.parent
        return ".".join(reversed(parts)), is_package, folder

    def owns(self, top: str) -> bool:
        """Whether a file to check lies in a package or module of that name."""
        return top in self._tops

    def find(self, name: str, folder: Path) -> Path | None:
        """The file of a module of the project.

        Args:
            name: Absolute dotted name.
            folder: The folder that the importing module's name starts from.

        Returns:
            Its location; None where the project has no such module.
        """
        key = (name, folder)
        if key not in self._found:
            self._found[key] = self._search(name, folder)
        return self._found[key]

    def given(self, location: Path) -> SourceFile | None:
        """The file to check at a location."""
        return self._given.get(location)

    def _search(self, name: str, folder: Path) -> Path | None:
        parts = name.split(".")
        for root in dict.fromkeys((folder, *self._roots)):
            if root.name in _INSTALLED and parts[0] not in self._tops:
                # Neighbours in an installation are libraries, not the project.
                continue
            found = self._beneath(root, parts)
            if found is not None:
                return found
        return None

    def _beneath(self, root: Path, parts: list[str]) -> Path | None:
        folder = root
        for part in parts[:-1]:
            if part not in self._entries(folder):
                return None
            folder /= part
        last = parts[-1]
        entries = self._entries(folder)
        if last in entries and _INIT in self._entries(folder / last):
            return folder / last / _INIT
        return folder / f"{last}.py" if f"{last}.py" in entries else None

    def _entries(self, folder: Path) -> frozenset[str]:
        known = self._listed.get(folder)
        if known is None:
            try:
                known = frozenset(entry.name for entry in folder.iterdir())
            except OSError:
                known = frozenset()
            self._listed[folder] = known
        return known

    def _project_roots(self, folders: set[Path]) -> Iterator[Path]:
        """Yield folders that imports may start from although no package lies right beneath them."""
        common = _common(folders)
        if common is None:
            return
        marked = (above for above in (common, *common.parents) if _ROOT_MARKS & self._entries(above))
        for root in dict.fromkeys((common, next(marked, common))):
            yield from (root / name for name in _SOURCE_FOLDERS if name in self._entries(root))
            yield root


def _common(folders: set[Path]) -> Path | None:
    """The deepest folder that all folders lie in."""
    if not folders:
        return None
    first, *others = folders
    shared = (above for above in (first, *first.parents) if all(other.is_relative_to(above) for other in others))
    return next(shared, None)

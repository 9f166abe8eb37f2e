"""Where the project's own modules are: packages, folders of scripts, `src` layouts, namespace packages."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from driftcheck.source.discovery import discover
from driftcheck.source.files import SourceFile

ROOT_MARKS = frozenset({"pyproject.toml", "setup.py", "setup.cfg", ".git"})
_INSTALLED = frozenset({"site-packages", "dist-packages"})
_SOURCE_FOLDERS = ("src", "lib")
_DEPTH_LIMIT = 40
_INIT = "__init__.py"
_MODULE = ".py"


class Layout:
    """Tells module names of files, and files of module names.

    Looks at the disk for names of files and folders only. Places are texts with `/`: imports are looked up by the
    thousand, and a `Path` is joined, compared and hashed by functions in Python.

    Args:
        files: The files to check.
        listed: Takes what is found in each folder that is looked into.
    """

    def __init__(self, files: Sequence[SourceFile], listed: dict[str, frozenset[str]] | None = None) -> None:
        self._given: dict[str, SourceFile] = {}
        self._listed = {} if listed is None else listed
        self._tops: set[str] = set()
        self._found: dict[str, dict[str, str | None]] = {}
        roots: dict[str, None] = {}
        folders: set[str] = set()
        for file in files:
            place = place_of(file)
            self._given[place] = file
            name, is_package, root = self.name_of(place)
            if place.endswith(_MODULE):
                # A notebook or a text can import, and cannot be imported.
                self._tops.add(name.partition(".")[0])
            if is_package or "." in name:
                roots[root] = None
            folders.add(place.rpartition("/")[0])
        self._folders = folders
        self._called: dict[str, list[str]] = {}
        """Folders that packages lie in, by their own names."""
        for root in roots:
            self._called.setdefault(root.rpartition("/")[2], []).append(root)
        common = _common(folders)
        self._marked = next((above for above in _upward(common or "") if ROOT_MARKS & self._entries(above)), None)
        roots.update(dict.fromkeys(self._project_roots(common)))
        self._roots = tuple(roots)

    @property
    def given(self) -> Collection[str]:
        """The places of the files to check."""
        return self._given.keys()

    @property
    def listed(self) -> Mapping[str, frozenset[str]]:
        """What was found in each folder that was looked into so far."""
        return self._listed

    def name_of(self, place: str) -> tuple[str, bool, str]:
        """The dotted name of the module at a place, whether it is a package, and the folder its name starts from."""
        folder, _, base = place.rpartition("/")
        stem = base.partition(".")[0]
        is_package = stem == "__init__"
        parts = [] if is_package else [stem]
        for _ in range(_DEPTH_LIMIT):
            if _INIT not in self._entries(folder):
                break
            folder, _, package = folder.rpartition("/")
            parts.append(package)
        return ".".join(reversed(parts)), is_package, folder

    def owns(self, top: str) -> bool:
        """Whether a file to check lies in a package or module of that name."""
        return top in self._tops

    def find(self, name: str, folder: str) -> str | None:
        """The file of a module of the project.

        Args:
            name: Absolute dotted name.
            folder: The folder that the importing module's name starts from.

        Returns:
            Its place; None where the project has no such module.
        """
        found = self._found.get(folder)
        if found is None:
            found = self._found[folder] = {}
        if name not in found:
            found[name] = self._search(name, folder)
        return found[name]

    def file(self, place: str) -> SourceFile:
        """The file at a place, as it was given to check or as it is on the disk."""
        return self._given.get(place) or SourceFile(place, Path(place))

    def _search(self, name: str, folder: str) -> str | None:
        parts = name.split(".")
        for root in dict.fromkeys((folder, *self._roots)):
            if root.rpartition("/")[2] in _INSTALLED and parts[0] not in self._tops:
                # Neighbours in an installation are libraries, not the project.
                continue
            found = self._beneath(root, parts)
            if found is not None:
                return found
        return self._in_namespace(parts)

    def _in_namespace(self, parts: list[str]) -> str | None:
        """The same beneath a namespace: folders without `__init__`, by whose names the import begins (PEP 420).

        Only a package of the project vouches for the folders above it: those of scripts are called anything.
        """
        for count in range(1, len(parts)):
            for root in self._called.get(parts[count - 1], ()):
                is_named = f"{root}/".endswith(f"/{'/'.join(parts[:count])}/")
                if is_named and _INIT in self._entries(f"{root}/{parts[count]}"):
                    found = self._beneath(root, parts[count:])
                    if found is not None:
                        return found
        return None

    def _beneath(self, root: str, parts: list[str]) -> str | None:
        folder = root
        for part in parts[:-1]:
            if part not in self._entries(folder):
                return None
            folder = f"{folder}/{part}"
        last = parts[-1]
        entries = self._entries(folder)
        if last in entries and _INIT in self._entries(f"{folder}/{last}"):
            return f"{folder}/{last}/{_INIT}"
        return f"{folder}/{last}.py" if f"{last}.py" in entries else None

    def _entries(self, folder: str) -> frozenset[str]:
        known = self._listed.get(folder)
        if known is None:
            known = self._listed[folder] = entries_of(folder)
        return known

    def others(self, walked: Collection[str]) -> Iterator[SourceFile]:
        """Yield the files of the project other than those at some places.

        They were given to check, or lie beneath the folder that is marked as the project's root, or, where none is,
        beside those that were given.
        """
        yield from (file for place, file in self._given.items() if place not in walked)
        if self._marked is not None:
            found = discover([self._marked], Path(self._marked))
            beside = (file for file in found if isinstance(file, SourceFile))
        else:
            places = (f"{folder}/{name}" for folder in self._folders for name in self._entries(folder))
            beside = (SourceFile(place, Path(place)) for place in places if place.endswith(_MODULE))
        yield from (file for file in beside if place_of(file) not in self._given)

    def _project_roots(self, common: str | None) -> Iterator[str]:
        """Yield folders that imports may start from although no package lies right beneath them."""
        if common is None:
            return
        for root in dict.fromkeys((common, self._marked or common)):
            yield from (f"{root}/{name}" for name in _SOURCE_FOLDERS if name in self._entries(root))
            yield root


def entries_of(folder: str) -> frozenset[str]:
    """The names of what lies in a folder; none where it cannot be listed."""
    try:
        return frozenset(os.listdir(folder or "/"))  # noqa: PTH208  a path for each name is what costs
    except OSError:
        return frozenset()


def place_of(file: SourceFile) -> str:
    """Where a file is."""
    return file.location.absolute().as_posix()


def _upward(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _common(folders: set[str]) -> str | None:
    """The deepest folder that all folders lie in."""
    if not folders:
        return None
    first, *others = folders
    shared = (above for above in _upward(first) if all(f"{other}/".startswith(f"{above}/") for other in others))
    return next(shared, None)

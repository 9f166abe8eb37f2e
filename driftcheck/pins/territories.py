"""Whose pins govern which folder.

The nearest folder upwards that says anything about dependencies counts, up to the root of the repository. A lock or an
environment names all that is installed, so the search ends with it. A list or a project file may leave much open
(`docs/requirements.txt`, a member of a monorepo that gives ranges): what it does not say, the next folder above adds.
Where there is no repository, the working folder stands for its root, and only the lock of a workspace reaches further.

Every folder is listed once, and its sources are read once, however many files ask.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from driftcheck.pins.candidates import Said

_REPOSITORY = ".git"
_INSTALLED = frozenset({"site-packages", "dist-packages"})
PYTHON_VERSION = ".python-version"


@dataclass(frozen=True, slots=True)
class Territory:
    """What governs some folder; folders with the same one are governed alike."""

    folders: tuple[Path, ...] = ()
    """Those whose sources count, the nearest first."""
    python_file: Path | None = None
    """The nearest `.python-version`."""


class Territories:
    """Tells the territory of every folder of a tree.

    Args:
        read: What the sources of a folder say.
        are_sources: Whether there may be a source among the names in a folder.
    """

    def __init__(self, read: Callable[[Path], Said], are_sources: Callable[[Collection[str]], bool]) -> None:
        self._read = read
        self._are_sources = are_sources
        self._names: dict[Path, frozenset[str]] = {}
        self._said: dict[Path, Said] = {}
        self._speakers: dict[Path, Path | None] = {}
        self._python_files: dict[Path, Path | None] = {}
        self._made: dict[Path | None, tuple[Path, ...]] = {None: ()}
        self._here = Path.cwd()

    def of(self, folder: Path) -> Territory:
        """The territory that a folder lies in.

        Args:
            folder: An absolute path; what does not exist is as good as an empty folder.
        """
        folder = _outside_installation(folder)
        nearest = self._nearest(folder, self._speakers, lambda place: not self.said(place).is_empty)
        governing = self._made.get(nearest)
        if governing is None:
            assert nearest is not None, "none is governed by none"
            governing = self._made[nearest] = (nearest, *self._above(nearest))
        marked = self._nearest(folder, self._python_files, lambda place: self._has(place, PYTHON_VERSION))
        return Territory(governing, marked / PYTHON_VERSION if marked else None)

    def said(self, folder: Path) -> Said:
        """What the sources of a folder say."""
        known = self._said.get(folder)
        if known is None:
            known = self._said[folder] = self._read(folder) if self._are_sources(self.names(folder)) else Said()
        return known

    def names(self, folder: Path) -> frozenset[str]:
        """What lies in a folder; nothing where it cannot be listed."""
        known = self._names.get(folder)
        if known is None:
            try:
                known = frozenset(os.listdir(folder))  # noqa: PTH208  only the names are wanted
            except (OSError, ValueError):
                known = frozenset()
            self._names[folder] = known
        return known

    def _above(self, folder: Path) -> Iterator[Path]:
        """Yield the folders above that add to what `folder` says."""
        near = folder
        while not self.said(near).is_whole:
            above = self._speaking_above(near)
            if above is None:
                return
            yield above
            near = above

    def _speaking_above(self, folder: Path) -> Path | None:
        """The nearest folder above that says anything and belongs to the same project."""
        if _is_end(folder) or self._has(folder, _REPOSITORY):
            return None
        found = self._nearest(folder.parent, self._speakers, lambda place: not self.said(place).is_empty)
        while found is not None:
            member = folder.relative_to(found).as_posix()
            if self.said(found).covers(member) or self._is_in_repository(found) or found.is_relative_to(self._here):
                return found
            if _is_end(found):
                return None
            found = self._nearest(found.parent, self._speakers, lambda place: not self.said(place).is_empty)
        return None

    def _is_in_repository(self, folder: Path) -> bool:
        return any(self._has(place, _REPOSITORY) for place in (folder, *folder.parents))

    def _nearest(self, folder: Path, known: dict[Path, Path | None], holds: Callable[[Path], bool]) -> Path | None:
        """The nearest folder upwards of which something holds, up to the root of the repository."""
        passed = []
        place = folder
        while place not in known:
            passed.append(place)
            if holds(place):
                known[place] = place
            elif _is_end(place) or self._has(place, _REPOSITORY):
                known[place] = None
            else:
                place = place.parent
        found = known[place]
        known.update(dict.fromkeys(passed, found))
        return found

    def _has(self, folder: Path, name: str) -> bool:
        """Whether a folder has something of that name. What need not be listed, such as `/tmp`, is only asked."""
        listed = self._names.get(folder)
        return name in listed if listed is not None else os.path.lexists(f"{folder}/{name}")


def _outside_installation(folder: Path) -> Path:
    """The folder that an installation lies in, for what lies in one: what a library ships holds nobody to anything."""
    place = next((index for index, part in enumerate(folder.parts) if part in _INSTALLED), None)
    return folder if place is None else Path(*folder.parts[:place])


def _is_end(folder: Path) -> bool:
    return folder == folder.parent

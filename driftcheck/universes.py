"""Which files are judged together: those that the same pins govern, each group of them in a world of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from driftcheck.equivalents.catalogue import is_written_down
from driftcheck.model.findings import Governed, SkippedFile
from driftcheck.model.releases import Pin, PinKind
from driftcheck.pins.documents import shown
from driftcheck.pins.pin_set import PinSet
from driftcheck.pins.script_blocks import MARK, find_script
from driftcheck.pins.search import PinSearch, Sources
from driftcheck.pins.target import PLATFORMS, firmness, newest_allowed, running_platform
from driftcheck.pins.territories import Territory
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.selections import STANDARD_LIBRARY
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.source.files import SourceFile, read

MOST_ENVIRONMENTS = 8
"""Of one universe, with `--all-environments`: each costs a whole check."""

_MARK = MARK.encode()
_HEAD = 32 * 1024
"""Bytes at the beginning of a file among which the block is looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Universe:
    """A set of pins, and the world in which names mean what they mean under it."""

    folder: Path
    """The nearest folder that says which pins count; of a script, the script."""
    pins: PinSet
    environment: Environment
    python: Version
    """The Python that is judged."""
    python_kind: PinKind = PinKind.EXACT
    """How firmly that is known."""

    @property
    def target(self) -> str:
        """The environment as the user is told it."""
        return f"Python {self.python} on {self.pins.platform or running_platform()}"

    def governing(self, files: int) -> Governed:
        """What the report says of it.

        Args:
            files: How many it governs.
        """
        return Governed(shown(self.folder), str(self.python), self.pins.platform or running_platform(), files)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Files that are judged together."""

    universe: Universe
    files: tuple[SourceFile, ...]
    others: tuple[Universe, ...] = ()
    """The same under other versions that markers can select, where all environments are asked for."""


@dataclass(slots=True)
class _Draft:
    """A group while files are gathered."""

    folder: Path
    sources: Sources
    files: list[SourceFile]
    notes: list[str]


def environment_of(
    provider: SurfaceProvider, pins: Mapping[str, Pin], python: Version, python_kind: PinKind = PinKind.EXACT
) -> Environment:
    """The world in which names mean what they mean under some pins.

    Args:
        provider: The recorded surfaces.
        pins: Pins by normalised distribution name.
        python: The version of the language.
        python_kind: How firmly that is known.
    """
    return Environment(provider, pins, python=python, python_kind=python_kind, testimony=is_written_down)


def divide(
    files: Iterable[SourceFile],
    folder: Path,
    search: PinSearch,
    provider: SurfaceProvider,
    *,
    all_environments: bool = False,
) -> tuple[Group, ...]:
    """Group files by the pins that govern them.

    A file is governed by the nearest pins from its own folder upwards; a script with a block of dependencies (PEP 723)
    by these alone. Folders that come to the same pins and the same Python are one group.

    Args:
        files: Modules, and programs made of the pieces of a notebook or a text.
        folder: Whose pins are asked for where there are no files.
        search: Finds the pins.
        provider: The recorded surfaces.
        all_environments: Whether other versions are wanted that markers can select.

    Returns:
        The groups in order of their first file; at least one.
    """
    drafts = _drafts(files, search) or [_draft(search, folder, search.territory(folder))]
    newest = search.stated.newest_python
    made: dict[object, tuple[Universe, Sources, list[SourceFile]]] = {}
    for draft in drafts:
        pins = search.pins(draft.sources)
        python = pins.python or newest_allowed(pins.requires_python, newest)
        kind = PinKind.EXACT if pins.python else firmness(pins.requires_python, newest)
        # The search makes one object of what is written in one place, and hashing thousands would take longer.
        key = (tuple(map(id, pins.pins.values())), python, kind)
        pins = replace(pins, notes=tuple(dict.fromkeys((*pins.notes, *draft.notes))))
        if key in made:
            universe, sources, gathered = made[key]
            made[key] = (_joined(universe, draft.folder, pins), sources, gathered)
            gathered.extend(draft.files)
        else:
            environment = environment_of(provider, pins.pins, python, kind)
            universe = Universe(draft.folder, pins, environment, python, kind)
            made[key] = (universe, draft.sources, [*draft.files])
    if not all_environments:
        return tuple(Group(universe, tuple(gathered)) for universe, _, gathered in made.values())
    return tuple(
        _everywhere(Group(universe, tuple(gathered)), sources, search, provider)
        for universe, sources, gathered in made.values()
    )


def _drafts(files: Iterable[SourceFile], search: PinSearch) -> list[_Draft]:
    """What governs the files, and which; in order of the first file of each."""
    drafts: dict[object, _Draft] = {}
    territories: dict[Path, Territory] = {}
    for file in files:
        note = ""
        script = _script_in(file)
        if script is not None:
            found = find_script(script, file.path, has_lines=file.places is None)
            if found is not None and found.is_sound:
                location = file.location.absolute()
                drafts[location] = _Draft(location, search.script_sources(found, location), [file], [])
                continue
            note = found.reading.notes[0] if found is not None else ""
        folder = file.location.parent
        territory = territories.get(folder)
        if territory is None:
            territory = territories[folder] = search.territory(folder.absolute())
        draft = drafts.get(territory)
        if draft is None:
            draft = drafts[territory] = _draft(search, folder.absolute(), territory)
        draft.files.append(file)
        if note:
            draft.notes.append(note)
    return list(drafts.values())


def _draft(search: PinSearch, folder: Path, territory: Territory) -> _Draft:
    return _Draft(territory.folders[0] if territory.folders else folder, search.sources(territory), [], [])


def _joined(universe: Universe, folder: Path, pins: PinSet) -> Universe:
    """One universe out of two that have the same pins: told by the outermost folder."""
    outermost = min(universe.folder, folder, key=lambda path: (len(path.parts), path))
    notes = tuple(dict.fromkeys((*universe.pins.notes, *pins.notes)))
    unpinned = tuple(dict.fromkeys((*universe.pins.unpinned, *pins.unpinned)))
    return replace(universe, folder=outermost, pins=replace(universe.pins, notes=notes, unpinned=unpinned))


def _script_in(file: SourceFile) -> str | None:
    """The code of a file that may hold a script block."""
    if isinstance(file.text, str):
        return file.text if MARK in file.text else None
    if file.text is None and not _has_mark(file.location):
        return None
    data = read(file)
    if isinstance(data, SkippedFile) or _MARK not in data:
        return None
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _has_mark(location: Path) -> bool:
    """Whether a block begins where readers look for it. Every file is asked, so it must cost next to nothing."""
    try:
        handle = os.open(location, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError):
        return False
    try:
        return _MARK in os.read(handle, _HEAD)
    except OSError:
        return False
    finally:
        os.close(handle)


def _everywhere(group: Group, sources: Sources, search: PinSearch, provider: SurfaceProvider) -> Group:
    """The group with the universes of other environments, as many as are checked; a note tells of the rest."""
    universe = group.universe
    targets = list(_targets(universe, sources, search, provider))
    if len(targets) >= MOST_ENVIRONMENTS:
        note = f"{shown(universe.folder)}: of {len(targets) + 1} environments {MOST_ENVIRONMENTS} are checked"
        pins = replace(universe.pins, notes=(*universe.pins.notes, note))
        universe = replace(universe, pins=pins)
    kind = universe.python_kind
    others = (
        Universe(universe.folder, pins, environment_of(provider, pins.pins, python, kind), python, kind)
        for python, pins in targets[: MOST_ENVIRONMENTS - 1]
    )
    return Group(universe, group.files, tuple(others))


def _targets(
    universe: Universe, sources: Sources, search: PinSearch, provider: SurfaceProvider
) -> Iterator[tuple[Version, PinSet]]:
    """Yield every other set of versions that can be selected, with the newest and the oldest Python that selects it."""
    found: dict[frozenset[tuple[str, str]], list[tuple[Version, PinSet]]] = {}
    for python in _pythons(universe, search, provider):
        for platform in _platforms(search):
            pins = search.pins(sources, python_version=python, platform=platform)
            found.setdefault(_versions(pins), []).append((python, pins))
    made = {(_versions(universe.pins), _minor(universe.python))}
    for versions, places in found.items():
        oldest = next(place for place in places if place[0] == places[-1][0])  # on the running system, where it can be
        for python, pins in (places[0], oldest):
            if (versions, _minor(python)) not in made:
                made.add((versions, _minor(python)))
                yield python, pins


def _pythons(universe: Universe, search: PinSearch, provider: SurfaceProvider) -> Sequence[Version]:
    """The versions of Python that the code may run on, the newest first."""
    supported = universe.pins.requires_python
    if search.stated.python_version is not None or not supported:
        return (universe.python,)
    try:
        allowed = SpecifierSet(supported)
    except InvalidSpecifier:
        return (universe.python,)
    recorded = {_minor(release.version) for release in provider.releases(STANDARD_LIBRARY)}
    minors = (Version(f"{major}.{minor}") for major, minor in sorted(recorded, reverse=True))
    fitting = tuple(v for v in minors if any(allowed.contains(f"{v}.{patch}") for patch in (99, 0)))
    return fitting or (universe.python,)


def _platforms(search: PinSearch) -> Sequence[str | None]:
    """The systems that the code may run on, the running one first."""
    if search.stated.platform is not None:
        return (search.stated.platform,)
    return (None, *(name for name in PLATFORMS if name != running_platform()))


def _versions(pins: PinSet) -> frozenset[tuple[str, str]]:
    return frozenset((name, str(pin.version or pin.specifier)) for name, pin in pins.pins.items())


def _minor(version: Version) -> tuple[int, int]:
    return version.major, version.minor

"""The pins of all the code that one run looks at: each source is read once, whichever files it governs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.model.releases import Pin, Unpinned
from driftcheck.pins import uv_lock
from driftcheck.pins.candidates import NOTHING, Candidate, Range, Reading, Said
from driftcheck.pins.choice import Choice, believe, choose, remarks
from driftcheck.pins.documents import read_bytes
from driftcheck.pins.pin_set import PinSet
from driftcheck.pins.script_blocks import Script
from driftcheck.pins.target import NEWEST_PYTHON, Target, python_of_file, target_for
from driftcheck.pins.territories import Territories, Territory

_SCRIPT_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Stated:
    """What the user says on the command line, over whatever is found."""

    pins: tuple[Reading, ...] = ()
    """Given pins and a named lock, the most trusted first."""
    environment: Reading | None = None
    """The named environment, which takes the place of those that are found."""
    python_version: Version | None = None
    platform: str | None = None
    newest_python: Version = NEWEST_PYTHON
    """The newest Python there is, for markers where nothing is said about Python."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What has a word on the pins of some files."""

    layers: tuple[Said, ...]
    """What folders say, the nearest first; of a script, what it says itself."""
    python: Version | None = None
    """What a `.python-version` file asks for."""
    is_member: bool = False
    """Whether the lock of the last layer is made for the first."""


@dataclass
class PinSearch:
    """Finds the pins that govern files.

    Args:
        read_folder: What the sources of a folder say.
        are_sources: Whether there may be a source among the names in a folder.
        stated: What goes before what is found.
    """

    read_folder: Callable[[Path], Said]
    are_sources: Callable[[Collection[str]], bool]
    stated: Stated = field(default_factory=Stated)
    _territories: Territories = field(init=False)
    _choices: dict[tuple[int, Version, str | None], Choice] = field(default_factory=dict, init=False)
    _kept: list[Reading] = field(default_factory=list, init=False)
    """Readings whose identities are keys."""
    _settled: dict[int, Pin | Unpinned] = field(default_factory=dict, init=False)
    _believed: list[Candidate] = field(default_factory=list, init=False)
    """Candidates whose identities are keys."""

    def __post_init__(self) -> None:
        self._territories = Territories(self.read_folder, self.are_sources)

    def territory(self, folder: Path) -> Territory:
        """What governs the code in a folder, given by its absolute path; the same for all that are governed alike."""
        return self._territories.of(folder)

    def sources(self, territory: Territory) -> Sources:
        """What has a word in a territory."""
        layers = tuple(_within(self._territories.said(folder) for folder in territory.folders))
        is_member = len(layers) > 1 and layers[-1].covers(
            territory.folders[0].relative_to(territory.folders[-1]).as_posix()
        )
        return Sources(layers, _python_in(territory.python_file), is_member)

    def script_sources(self, script: Script, location: Path) -> Sources:
        """What has a word in a script: it, its lock, and a `.python-version` that it does not rule out."""
        lock = location.with_name(f"{location.name}{_SCRIPT_LOCK}")
        locks: tuple[Reading, ...] = ()
        if lock.name in self._territories.names(location.parent):
            try:
                locks = (uv_lock.read_uv_lock(lock),)
            except PinError as error:
                locks = (Reading(notes=(str(error),)),)
        python = _python_in(self._territories.of(location.parent).python_file)
        allowed = _specifiers(script.reading.requires_python or "")
        is_allowed = python is None or allowed is None or allowed.contains(python, prereleases=True)
        return Sources((Said(locks, project_file=script.reading),), python if is_allowed else None)

    def pins(self, sources: Sources, *, python_version: Version | None = None, platform: str | None = None) -> PinSet:
        """The pins that sources come to.

        For each distribution the first source that gives a version wins, in the order of `Said.ordered`, the nearest
        folder first. Ranges count where no source gives a version; what a nearer one rules out does not.

        Args:
            sources: What has a word.
            python_version: Instead of the Python that is written.
            platform: Instead of the platform that is asked for.
        """
        stated = self.stated
        layers = _with_environment(sources.layers, stated.environment)
        readings = [*stated.pins, *(reading for said in layers for reading in said.ordered())]
        project_files = (said.project_file for said in layers)
        supported = (reading.requires_python for reading in (*project_files, *readings))
        requires_python = next(filter(None, supported), None)
        wanted = python_version or stated.python_version or next((r.python for r in stated.pins if r.python), None)
        wanted = wanted or (stated.environment.python if stated.environment else None) or sources.python
        wanted = wanted or next(
            (reading.python for said in layers for reading in said.ordered() if reading.python), None
        )
        platform = platform or stated.platform
        target = target_for(wanted, requires_python, stated.newest_python, platform)
        choices = [self._choose(reading, target) for reading in stated.pins]
        for depth, said in enumerate(layers):
            held = _ranges(believe(choices)) if depth and not sources.is_member else {}
            choices += [_admitted(self._choose(reading, target), held) for reading in said.ordered()]
        believed = believe(choices)
        settled = [self._settle(candidate) for candidate in believed]
        read = (note for reading in readings for note in reading.notes)
        notes = dict.fromkeys((*read, *remarks(choices, believed, target)))
        return PinSet(
            {pin.distribution: pin for pin in settled if isinstance(pin, Pin)},
            tuple(unpinned for unpinned in settled if isinstance(unpinned, Unpinned)),
            wanted,
            tuple(notes),
            requires_python,
            platform,
        )

    def _settle(self, candidate: Candidate) -> Pin | Unpinned:
        """What a candidate comes to: one object, so that the pins of a workspace's members are quickly compared."""
        known = self._settled.get(id(candidate))
        if known is None:
            known = candidate.settle()
            self._settled[id(candidate)] = known
            self._believed.append(candidate)
        return known

    def _choose(self, reading: Reading, target: Target) -> Choice:
        key = (id(reading), target.python, target.platform)
        known = self._choices.get(key)
        if known is None:
            self._kept.append(reading)
            known = self._choices[key] = choose(reading, target)
        return known


def _within(layers: Iterable[Said]) -> Iterator[Said]:
    """Yield what folders say, without the environments above a list that gives versions.

    Such a list describes an installation of its own, and which tools are installed next to it differs by machine.
    """
    is_pinned = False
    for said in layers:
        yield replace(said, environment=NOTHING) if is_pinned else said
        versions = (isinstance(candidate.says, Version) for reading in said.lists for candidate in reading.candidates)
        is_pinned = is_pinned or any(versions)


def _with_environment(layers: Sequence[Said], named: Reading | None) -> tuple[Said, ...]:
    if named is None:
        return tuple(layers)
    nearest, *above = layers or (Said(),)
    return (replace(nearest, environment=named), *(replace(said, environment=NOTHING) for said in above))


def _ranges(believed: Sequence[Candidate]) -> dict[str, SpecifierSet]:
    """The ranges that nearer sources give."""
    written = ((c.distribution, _specifiers(c.says.specifier)) for c in believed if isinstance(c.says, Range))
    return {name: specifiers for name, specifiers in written if specifiers is not None}


def _admitted(choice: Choice, held: dict[str, SpecifierSet]) -> Choice:
    """A choice without the versions that a nearer range rules out: they are those of somebody else's project."""
    if not held:
        return choice

    def is_admitted(candidate: Candidate) -> bool:
        allowed = held.get(candidate.distribution)
        return (
            allowed is None
            or not isinstance(candidate.says, Version)
            or allowed.contains(candidate.says, prereleases=True)
        )

    return replace(
        choice,
        applying={name: candidate for name, candidate in choice.applying.items() if is_admitted(candidate)},
        elsewhere={name: candidate for name, candidate in choice.elsewhere.items() if is_admitted(candidate)},
    )


def _specifiers(text: str) -> SpecifierSet | None:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


def _python_in(path: Path | None) -> Version | None:
    if path is None:
        return None
    try:
        return python_of_file(read_bytes(path).decode("utf-8", "replace"))
    except PinError:
        return None

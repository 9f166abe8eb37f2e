"""What a pin source says about a distribution, before anything is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from packaging.version import Version

from driftcheck.model.releases import Pin, PinKind, PinSource, Unpinned

_NOTES_TOLD = 5
"""Of one source; a file that is no such file would fill the screen."""


@dataclass(frozen=True, slots=True)
class Range:
    """A written range: the version is for whoever knows the releases."""

    specifier: str
    """PEP 440, as `packaging.specifiers.SpecifierSet` reads it."""


@dataclass(frozen=True, slots=True)
class Direct:
    """Installed from a place that is not a release: a repository, a folder, a file."""

    reason: str


NAMED_ONLY = "named without a version"

Statement = Version | Range | Direct | None
"""What is said of a distribution; None where it is only named."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place where a source names a distribution."""

    distribution: str
    """Normalised name."""
    says: Statement
    source: PinSource
    markers: tuple[str, ...] = ()
    """Environment markers; it applies where one of them holds, and everywhere if there are none."""

    @property
    def is_firm(self) -> bool:
        """Whether no other source needs to be asked: a version is given, or it is said that there is none."""
        return isinstance(self.says, Version | Direct)

    def settle(self) -> Pin | Unpinned:
        """The candidate as the rest of the program knows it."""
        match self.says:
            case Version() as version:
                return Pin(self.distribution, version, PinKind.EXACT, self.source)
            case Range(specifier):
                return Pin(self.distribution, None, PinKind.RANGE, self.source, specifier)
            case Direct(reason):
                return Unpinned(self.distribution, reason, self.source)
            case None:
                return Unpinned(self.distribution, NAMED_ONLY, self.source)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one source says."""

    candidates: tuple[Candidate, ...] = ()
    """In the order in which they are written."""
    notes: tuple[str, ...] = ()
    """What could not be read, each with file and line."""
    requires_python: str | None = None
    """Specifier of the Python versions that the project supports."""
    python: Version | None = None
    """The Python version that the source is made for."""
    members: tuple[str, ...] = ()
    """Folders of the workspace that a lock covers, relative to the lock, `/` between the parts."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing about dependencies was found, so that the search should go on."""
        return not (self.candidates or self.notes or self.requires_python or self.python)


NOTHING = Reading()


@dataclass(frozen=True, slots=True)
class Said:
    """What the sources of one folder say."""

    locks: tuple[Reading, ...] = ()
    lists: tuple[Reading, ...] = ()
    environment: Reading = NOTHING
    project_file: Reading = NOTHING
    declarations: tuple[Reading, ...] = ()
    """What else says which releases a project asks for."""

    def ordered(self) -> tuple[Reading, ...]:
        """All readings, the most trusted first."""
        return (*self.locks, *self.lists, self.environment, self.project_file, *self.declarations)

    @property
    def is_empty(self) -> bool:
        """Whether nothing about dependencies is said here."""
        return all(reading.is_empty for reading in self.ordered())

    @property
    def is_whole(self) -> bool:
        """Whether nothing above can add to it: a lock and an environment name all that is installed."""
        return any(reading.candidates for reading in (*self.locks, self.environment))

    def covers(self, member: str) -> bool:
        """Whether a lock here is that of a workspace with a folder of this name (relative, `/` between the parts)."""
        return any(member in lock.members for lock in self.locks)


def reading_of(
    items: Iterable[Candidate | str], place: str, requires_python: str | None = None, *, python: Version | None = None
) -> Reading:
    """The reading that candidates and notes (the texts) make up, each kept in its order.

    Args:
        items: What was read, and what could not be read.
        place: The file, as the user is told it, for the count of the notes that are left out.
        requires_python: Specifier of the Python versions that the project supports.
        python: The minor version that the source is made for, where it is made for one alone.
    """
    candidates: list[Candidate] = []
    notes: list[str] = []
    for item in items:
        if isinstance(item, str):
            notes.append(item)
        else:
            candidates.append(item)
    more = len(notes) - _NOTES_TOLD
    if more > 0:
        notes[_NOTES_TOLD:] = [f"{place}: {more} more lines could not be read"]
    if python is not None:
        requires_python = f"=={python}.*"
    return Reading(tuple(candidates), tuple(notes), requires_python, python)

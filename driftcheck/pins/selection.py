"""Which release each distribution is held to: all sources of a project, the most trusted first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.version import Version

from driftcheck.errors import ConfigError, PinError
from driftcheck.model.releases import Pin, Unpinned
from driftcheck.pins import (
    conda_lock,
    environment,
    environment_file,
    pdm_lock,
    pipfile,
    pixi_lock,
    poetry_lock,
    pylock,
    pyproject,
    requirements,
    setup_cfg,
    setup_script,
    uv_lock,
)
from driftcheck.pins.candidates import Reading
from driftcheck.pins.choice import believe, choose, remarks
from driftcheck.pins.documents import folders_upward, read_bytes
from driftcheck.pins.given import read_given
from driftcheck.pins.target import NEWEST_PYTHON, python_of_file, target_for


@dataclass(frozen=True, slots=True)
class PinSet:
    """All that is known of the releases that a project is held to."""

    pins: Mapping[str, Pin]
    """By normalised name; never changed. A plain dict, since worker processes are sent it."""
    unpinned: tuple[Unpinned, ...] = ()
    """Distributions that are named, without a version that could be known."""
    python: Version | None = None
    """The Python that the code is checked for, where it is written anywhere."""
    notes: tuple[str, ...] = ()
    """What could not be read, or had to be chosen: each with its file."""
    requires_python: str | None = None
    """Specifier of the Python versions that the project supports."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A family of files."""

    accepts: Callable[[str], object]
    """Whether a path relative to the project, `/` between the parts, is of this family."""
    read: Callable[[Path], Reading]
    is_lock: bool = False


_PYPROJECT = _Source(pyproject.NAME.__eq__, pyproject.read_pyproject)
_SOURCES = (
    _Source(pylock.FILE_NAME.fullmatch, pylock.read_pylock, is_lock=True),
    _Source(uv_lock.NAME.__eq__, uv_lock.read_uv_lock, is_lock=True),
    _Source(poetry_lock.NAME.__eq__, poetry_lock.read_poetry_lock, is_lock=True),
    _Source(pdm_lock.NAME.__eq__, pdm_lock.read_pdm_lock, is_lock=True),
    _Source(pipfile.LOCK_NAME.__eq__, pipfile.read_pipfile_lock, is_lock=True),
    _Source(pixi_lock.NAME.__eq__, pixi_lock.read_pixi_lock, is_lock=True),
    _Source(conda_lock.is_conda_lock, conda_lock.read_conda_lock, is_lock=True),
    _Source(conda_lock.is_explicit_list, conda_lock.read_explicit_list, is_lock=True),
    _Source(requirements.is_requirements_file, requirements.read_requirements),
)
"""The most trusted first. The environment comes after these, the project file then, and other declarations last."""
_DECLARATIONS = (
    _Source(pipfile.NAME.__eq__, pipfile.read_pipfile),
    _Source(setup_cfg.NAME.__eq__, setup_cfg.read_setup_cfg),
    _Source(setup_script.NAME.__eq__, setup_script.read_setup_script),
    _Source(environment_file.is_environment_file, environment_file.read_environment_file),
)
"""What says which releases a project asks for, besides pyproject.toml."""

_NOTHING = Reading()
_PYTHON_VERSION = ".python-version"


def find_pins(  # noqa: PLR0913 - each is an option of its own
    folder: Path,
    *,
    given: Sequence[str] = (),
    lock: Path | None = None,
    python: Path | None = None,
    python_version: Version | None = None,
    newest_python: Version = NEWEST_PYTHON,
) -> PinSet:
    """Find out which releases the code in a folder is held to.

    The nearest folder upwards that says anything about dependencies counts, up to the root of the
    repository; a member of a uv workspace is also governed by the lock of the workspace. For each
    distribution the first source that gives a version wins: what is given, the named lock,
    pylock.toml, uv.lock, poetry.lock, pdm.lock, Pipfile.lock, pixi.lock, locks of conda, requirement
    files, the environment, pyproject.toml, other declarations (Pipfile, setup.cfg, setup.py,
    environment.yml). Ranges count where no source gives a version.

    Args:
        folder: Where the search begins.
        given: Pins as `NAME==VERSION`.
        lock: A file of pins that the user names, of any family.
        python: An interpreter, a virtual environment or a site-packages folder that the user names.
        python_version: The Python that the code is checked for.
        newest_python: The newest Python there is, for markers where nothing is said about Python.

    Raises:
        ConfigError: A value of `given` or the name of `lock` cannot be understood.
        PinError: What the user names cannot be read. Files that were merely found become notes.
    """
    stated = [read_given(given)]
    if lock is not None:
        stated.append(read_source(lock))
    named = environment.read_environment(environment.locate_environment(python)) if python else None
    chain = folders_upward(folder)
    project = _read_nearest(chain)
    if named:
        project = replace(project, environment=named)
    readings = [*stated, *project.ordered()]
    supported = (reading.requires_python for reading in (project.project_file, *readings))
    requires_python = next(filter(None, supported), None)
    wanted = python_version or stated[0].python or (named and named.python)
    wanted = wanted or _python_file(chain) or project.environment.python
    target = target_for(wanted, requires_python, newest_python)
    choices = [choose(reading, target) for reading in readings]
    believed = believe(choices)
    settled = [candidate.settle() for candidate in believed]
    read = (note for reading in readings for note in reading.notes)
    notes = dict.fromkeys((*read, *remarks(choices, believed, target)))
    return PinSet(
        {pin.distribution: pin for pin in settled if isinstance(pin, Pin)},
        tuple(unpinned for unpinned in settled if isinstance(unpinned, Unpinned)),
        wanted,
        tuple(notes),
        requires_python,
    )


@dataclass(frozen=True, slots=True)
class _Project:
    """What the sources of one folder say."""

    locks: tuple[Reading, ...] = ()
    lists: tuple[Reading, ...] = ()
    environment: Reading = _NOTHING
    project_file: Reading = _NOTHING
    declarations: tuple[Reading, ...] = ()

    def ordered(self) -> tuple[Reading, ...]:
        return (*self.locks, *self.lists, self.environment, self.project_file, *self.declarations)

    @property
    def is_empty(self) -> bool:
        return all(reading.is_empty for reading in self.ordered())


def _read_nearest(chain: Sequence[Path]) -> _Project:
    for place, folder in enumerate(chain):
        project = _read_folder(folder)
        if not project.is_empty:
            return project if project.locks else _within_workspace(project, folder, chain[place + 1 :])
    return _Project()


def _read_folder(folder: Path) -> _Project:
    names = _files(folder)
    locks: list[Reading] = []
    lists: list[Reading] = []
    for source in _SOURCES:
        for name in filter(source.accepts, names):
            (locks if source.is_lock else lists).append(_attempt(source, folder / name))
    project_file = _attempt(_PYPROJECT, folder / pyproject.NAME) if pyproject.NAME in names else _NOTHING
    declarations = [
        _attempt(source, folder / name) for source in _DECLARATIONS for name in filter(source.accepts, names)
    ]
    return _Project(tuple(locks), tuple(lists), _found_environment(folder), project_file, tuple(declarations))


def _within_workspace(project: _Project, folder: Path, above: Sequence[Path]) -> _Project:
    """The project together with the lock and the environment of the workspace that it is a member of."""
    for root in above:
        lock = root / uv_lock.NAME
        if lock.is_file():
            reading = _attempt(_Source(bool, uv_lock.read_uv_lock), lock)
            if folder.relative_to(root).as_posix() in reading.members:
                installed = _found_environment(root) if project.environment.is_empty else project.environment
                return replace(project, locks=(reading,), environment=installed)
    return project


def _found_environment(folder: Path) -> Reading:
    root = environment.find_environment(folder)
    return environment.read_environment(root) if root else _NOTHING


def _files(folder: Path) -> tuple[str, ...]:
    """The names in a folder, and in its folder of requirements, in the order in which files count."""
    names = _listed(folder)
    nested = (f"{requirements.FOLDER}/{name}" for name in _listed(folder / requirements.FOLDER))
    return tuple(sorted((*names, *nested), key=_weight))


def _listed(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in folder.iterdir()]
    except OSError:
        return []


def _weight(name: str) -> tuple[bool, bool, int, str]:
    """Compiled files before their `.in`, requirements before constraints, plain names before those of variants."""
    return name.endswith(".in"), name.startswith("constraints"), len(name), name


def _attempt(source: _Source, path: Path) -> Reading:
    """Read a file that was merely found: trouble with it must not hide the other sources."""
    try:
        return source.read(path)
    except PinError as error:
        return Reading(notes=(str(error),))


def read_source(path: Path) -> Reading:
    """Read a file of pins of any family, told by its name.

    Raises:
        ConfigError: Its name is of no family.
        PinError: It cannot be read.
    """
    for source in (*_SOURCES, _PYPROJECT, *_DECLARATIONS):
        if source.accepts(path.name):
            return source.read(path)
    if path.suffix in {".txt", ".in"}:
        return requirements.read_requirements(path)
    raise ConfigError(
        f"{path}: expected pylock.toml, uv.lock, poetry.lock, pdm.lock, Pipfile.lock, pixi.lock, conda-lock.yml, "
        "pyproject.toml, Pipfile, setup.cfg, setup.py, environment.yml or a requirements file (.txt, .in)"
    )


def _python_file(chain: Sequence[Path]) -> Version | None:
    for folder in chain:
        path = folder / _PYTHON_VERSION
        if path.is_file():
            try:
                return python_of_file(read_bytes(path).decode("utf-8", "replace"))
            except PinError:
                return None
    return None

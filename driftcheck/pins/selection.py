"""Which release each distribution is held to: all sources of a project, the most trusted first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from driftcheck.errors import ConfigError, PinError
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
from driftcheck.pins.candidates import NOTHING, Reading, Said
from driftcheck.pins.given import read_given
from driftcheck.pins.pin_set import PinSet
from driftcheck.pins.search import PinSearch, Stated
from driftcheck.pins.target import NEWEST_PYTHON

__all__ = ["PinSet", "find_pins", "open_search"]


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
_FOLDERS = frozenset({requirements.FOLDER, *environment.FOLDER_NAMES})
"""Folders that are sources, or hold some."""


def find_pins(  # noqa: PLR0913 - each is an option of its own
    folder: Path,
    *,
    given: Sequence[str] = (),
    lock: Path | None = None,
    python: Path | None = None,
    python_version: Version | None = None,
    platform: str | None = None,
    newest_python: Version = NEWEST_PYTHON,
) -> PinSet:
    """Find out which releases the code in a folder is held to.

    For each distribution the first source that gives a version wins: what is given, the named lock,
    pylock.toml, uv.lock, poetry.lock, pdm.lock, Pipfile.lock, pixi.lock, locks of conda, requirement
    files, the environment, pyproject.toml, other declarations (Pipfile, setup.cfg, setup.py,
    environment.yml). Ranges count where no source gives a version. Which folders' sources count,
    `territories` says.

    Args:
        folder: Where the search begins.
        given: As for `open_search`, which says what it raises, too.
        lock: The same.
        python: The same.
        python_version: The same.
        platform: The same.
        newest_python: The same.
    """
    search = open_search(
        given=given,
        lock=lock,
        python=python,
        python_version=python_version,
        platform=platform,
        newest_python=newest_python,
    )
    return search.pins(search.sources(search.territory(folder.absolute())))


def open_search(  # noqa: PLR0913 - each is an option of its own
    *,
    given: Sequence[str] = (),
    lock: Path | None = None,
    python: Path | None = None,
    python_version: Version | None = None,
    platform: str | None = None,
    newest_python: Version = NEWEST_PYTHON,
) -> PinSearch:
    """A search that reads each source once, whichever folders it is asked about.

    Args:
        given: Pins as `NAME==VERSION`.
        lock: A file of pins that the user names, of any family.
        python: An interpreter, a virtual environment or a site-packages folder that the user names.
        python_version: The Python that the code is checked for.
        platform: The system that it is checked for, by a name of `target.PLATFORMS`; by default the running one.
        newest_python: The newest Python there is, for markers where nothing is said about Python.

    Raises:
        ConfigError: A value of `given` or the name of `lock` cannot be understood.
        PinError: What the user names cannot be read. Files that were merely found become notes.
    """
    stated = [read_given(given)]
    if lock is not None:
        stated.append(read_source(lock))
    named = environment.read_environment(environment.locate_environment(python)) if python else None
    return PinSearch(_read_folder, _are_sources, Stated(tuple(stated), named, python_version, platform, newest_python))


def _are_sources(names: Collection[str]) -> bool:
    """Whether a folder with these names may say anything: most folders hold code only, and need not be looked into."""
    families = (*_SOURCES, _PYPROJECT, *_DECLARATIONS)
    return not _FOLDERS.isdisjoint(names) or any(source.accepts(name) for name in names for source in families)


def _read_folder(folder: Path) -> Said:
    names = _files(folder)
    locks: list[Reading] = []
    lists: list[Reading] = []
    for source in _SOURCES:
        for name in filter(source.accepts, names):
            (locks if source.is_lock else lists).append(_attempt(source, folder / name))
    project_file = _attempt(_PYPROJECT, folder / pyproject.NAME) if pyproject.NAME in names else NOTHING
    declarations = [
        _attempt(source, folder / name) for source in _DECLARATIONS for name in filter(source.accepts, names)
    ]
    return Said(tuple(locks), tuple(lists), _found_environment(folder), project_file, tuple(declarations))


def _found_environment(folder: Path) -> Reading:
    root = environment.find_environment(folder)
    return environment.read_environment(root) if root else NOTHING


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

"""The keys of the configuration: what each is called, what its value must be, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from packaging.utils import InvalidName, NormalizedName, canonicalize_name
from packaging.version import Version

from driftcheck.config.settings import read_python_version
from driftcheck.errors import ConfigError
from driftcheck.source.excluding import Patterns, compile_patterns


class WrongValueError(Exception):
    """A value that its key does not take.

    Args:
        expected: What it takes.
        below: Of a table: the key in it that is at fault.
    """

    def __init__(self, expected: str, below: str | None = None) -> None:
        super().__init__(expected, below)
        self.expected = expected
        self.below = below


@dataclass(frozen=True, slots=True)
class Key:
    """One key. The field of `Configuration` that holds its value is called the same, with underscores."""

    name: str
    read: Callable[[object, Path], object]
    """From what TOML holds, and the folder of the file, to the value; raises `WrongValueError`."""
    about: str

    @property
    def field(self) -> str:
        """The field of `Configuration`."""
        return self.name.replace("-", "_")


def _boolean(value: object, _: Path) -> bool:
    if not isinstance(value, bool):
        raise WrongValueError("true or false")
    return value


def _python_version(value: object, _: Path) -> Version:
    expected = 'a version in quotes, such as "3.12"'
    if not isinstance(value, str):
        raise WrongValueError(expected)
    try:
        return read_python_version(value)
    except ConfigError as error:
        raise WrongValueError(expected) from error


def _folders(value: object, home: Path) -> tuple[Path, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise WrongValueError("a list of folders, each in quotes")
    folders = tuple(home / item for item in value)
    for name, folder in zip(value, folders, strict=True):
        if not folder.is_dir():
            raise WrongValueError(f"folders that exist, and {name!a} does not")
    return folders


def _import_names(value: object, _: Path) -> Mapping[str, NormalizedName]:
    if not isinstance(value, dict):
        raise WrongValueError('a table of distributions by import name, such as { cv2 = "opencv-python" }')
    found = {}
    for name, distribution in value.items():
        if not all(part.isidentifier() for part in name.split(".")):
            raise WrongValueError("an import name before the equals sign, a dotted one in quotes", name)
        try:
            found[name] = canonicalize_name(distribution if isinstance(distribution, str) else "", validate=True)
        except InvalidName as error:
            raise WrongValueError("the name of a distribution in quotes", name) from error
    return MappingProxyType(found)


def _patterns(value: object, home: Path) -> Patterns:
    expected = 'a list of patterns as in .gitignore, such as ["generated/", "*_pb2.py"]'
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise WrongValueError(expected)
    try:
        compile_patterns(tuple(value))
    except ConfigError as error:
        raise WrongValueError(f"{expected}; {error}") from error
    return Patterns(tuple(value), home)


def _more_patterns(value: object, home: Path) -> tuple[Patterns, ...]:
    return (_patterns(value, home),)


def _file(value: object, home: Path) -> Path:
    if not isinstance(value, str) or not value:
        raise WrongValueError("a file in quotes, relative to this one")
    return home / value


KEYS = (
    Key("fetch", _boolean, "Before a check, read the pinned releases that no snapshot holds from the index."),
    Key("offline", _boolean, "Never use the network, whatever `fetch` says."),
    Key("import-names", _import_names, "Distributions by import name, over what the snapshots say."),
    Key("snapshots", _folders, "Folders of snapshots instead of the shipped ones, relative to the file."),
    Key("python-version", _python_version, "The Python that the code will run on."),
    Key("exclude", _patterns, "What no folder is searched for, instead of the folders of tools; as in .gitignore."),
    Key("extend-exclude", _more_patterns, "The same, beside what `exclude` says."),
    Key("force-exclude", _boolean, "Leave out what is excluded, also where it is named."),
    Key("baseline", _file, "A file of findings that are known, and not shown; relative to the file."),
)
"""In the order in which they are shown."""

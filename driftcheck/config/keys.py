"""The keys of the configuration: what each is called, what its value must be, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from packaging.utils import InvalidName, NormalizedName, canonicalize_name
from packaging.version import Version

from driftcheck.config.declaration_values import declarations
from driftcheck.config.rule_values import rule_list, rules_by_package, rules_by_path, severities
from driftcheck.config.settings import read_platform, read_python_version
from driftcheck.config.values import WrongValueError
from driftcheck.errors import ConfigError
from driftcheck.pins.target import PLATFORM_NAMES
from driftcheck.source.excluding import Patterns
from driftcheck.source.patterns import fault_of


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


def _platform(value: object, _: Path) -> str:
    try:
        return read_platform(value if isinstance(value, str) else "")
    except ConfigError as error:
        raise WrongValueError(f"one of {', '.join(PLATFORM_NAMES)}") from error


def _folder(value: object, home: Path) -> Path:
    if not isinstance(value, str) or not value:
        raise WrongValueError("a folder in quotes")
    if (home / value).exists() and not (home / value).is_dir():
        raise WrongValueError(f"a folder, and {value!a} is a file")
    return home / value


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
    fault = next(filter(None, map(fault_of, value)), None)
    if fault is not None:
        raise WrongValueError(f"{expected}, and {fault}")
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
    Key("cache-dir", _folder, "Where to remember what was said of unchanged files, instead of at the project's root."),
    Key("python-version", _python_version, "The Python that the code will run on."),
    Key("platform", _platform, "The system that the code will run on: linux, darwin (macos) or win32 (windows)."),
    Key("select", rule_list, "The rules that are wanted: codes, beginnings of codes, names, or ALL."),
    Key("extend-select", rule_list, "Rules that are wanted besides."),
    Key("ignore", rule_list, "Rules that are not wanted; what says more of a code goes first."),
    Key("severity", severities, "How much each rule weighs: error, warning, information or off."),
    Key("per-file-ignores", rules_by_path, "Rules that are not wanted of files, by patterns relative to the file."),
    Key("per-package-ignores", rules_by_package, "Rules that are not wanted of distributions or dotted names."),
    Key("deprecations", declarations, "Names that the project speaks against: since when, and what to use instead."),
    Key("exclude", _patterns, "What no folder is searched for, instead of the folders of tools; as in .gitignore."),
    Key("extend-exclude", _more_patterns, "The same, beside what `exclude` says."),
    Key("force-exclude", _boolean, "Leave out what is excluded, also where it is named."),
    Key("baseline", _file, "A file of findings that are known, and not shown; relative to the file."),
)
"""In the order in which they are shown."""

"""The values in force, and where each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from packaging.version import Version

from driftcheck.model.declarations import Declaration
from driftcheck.source.excluding import DEFAULT_PATTERNS, Exclusion, Patterns


class Origin(NamedTuple):
    """Where a value is written."""

    name: str
    """`--offline`, or the file as the user is told it."""
    line: int | None = None

    @property
    def is_option(self) -> bool:
        """Whether it was typed, and stands in no file."""
        return self.name.startswith("--")

    def __str__(self) -> str:
        return f"{self.name}:{self.line}" if self.line else self.name


DEFAULT = Origin("default")


@dataclass(frozen=True, slots=True)
class Configuration:
    """The configuration of a run: a field for each of `keys.KEYS`, with what holds where nothing is written."""

    fetch: bool = False
    offline: bool = False
    import_names: Mapping[str, str] = field(default_factory=dict)
    snapshots: tuple[Path, ...] = ()
    cache_dir: Path | None = None
    python_version: Version | None = None
    platform: str | None = None
    select: tuple[str, ...] = ("ALL",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    per_package_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deprecations: tuple[Declaration, ...] = ()
    exclude: Patterns = DEFAULT_PATTERNS
    extend_exclude: tuple[Patterns, ...] = ()
    force_exclude: bool = False
    baseline: Path | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """Of the fields that are written somewhere."""
    file: Path | None = None
    """The file that was read."""

    @property
    def may_fetch(self) -> bool:
        """Whether the network may be used to complete the snapshots."""
        return self.fetch and not self.offline

    @property
    def exclusion(self) -> Exclusion:
        """What is left out of a search."""
        has_defaults = self.exclude is DEFAULT_PATTERNS
        patterns = self.extend_exclude if has_defaults else (self.exclude, *self.extend_exclude)
        return Exclusion(patterns, with_defaults=has_defaults, is_forced=self.force_exclude)

    def origin(self, name: str) -> Origin:
        """Where the value of a field comes from."""
        return self.origins.get(name, DEFAULT)

    def with_option(self, name: str, value: object, option: str) -> Configuration:
        """The same with a value that the command line gives, which goes before what is written."""
        origins = {**self.origins, name: Origin(option)}
        changes: dict[str, Any] = {name: value, "origins": MappingProxyType(origins)}
        return replace(self, **changes)

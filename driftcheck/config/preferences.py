"""Which rules are wanted, where, and how much they weigh: as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from driftcheck.config.configuration import Configuration
from driftcheck.model.findings import Severity
from driftcheck.rules.naming import CODES, choose, codes_of_all, weigh

OFF = "off"
"""The severity of a rule that is not wanted."""


@dataclass(frozen=True, slots=True)
class PathRules:
    """Rules that are not wanted of some files."""

    pattern: str
    """As git reads those of `.gitignore`; with `!` in front, all other files are meant."""
    home: Path
    """The folder that it is relative to."""
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a user wants of the rules. The defaults are all rules, as they are."""

    codes: frozenset[str] = CODES
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """By code, where another weight is wanted than the rule's own."""
    by_path: tuple[PathRules, ...] = ()
    by_package: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Codes that are not wanted of a distribution, or of what lies beneath a dotted name."""
    working_folder: Path = Path()
    """What the paths in findings are relative to."""


def preferences_of(configuration: Configuration, working_folder: Path) -> Preferences:
    """What a configuration says of rules.

    Args:
        configuration: Whose rules are known.
        working_folder: What the paths in findings are relative to.
    """
    selected = choose(
        CODES, select=configuration.select, extend=configuration.extend_select, ignore=configuration.ignore
    )
    weights = weigh(configuration.severity)
    is_typed = configuration.origin("per_file_ignores").is_option
    home = configuration.file.parent if configuration.file is not None and not is_typed else working_folder
    return Preferences(
        codes=selected - {code for code, weight in weights.items() if weight == OFF},
        severities=MappingProxyType({code: Severity(weight) for code, weight in weights.items() if weight != OFF}),
        by_path=tuple(
            PathRules(pattern, home, codes_of_all(rules)) for pattern, rules in configuration.per_file_ignores.items()
        ),
        by_package=MappingProxyType(
            {name: codes_of_all(rules) for name, rules in configuration.per_package_ignores.items()}
        ),
        working_folder=working_folder,
    )

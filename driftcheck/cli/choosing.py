"""The choice of rules that a command line makes, over what the configuration says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from driftcheck.config.configuration import Configuration
from driftcheck.config.preferences import Preferences, preferences_of
from driftcheck.errors import ConfigError
from driftcheck.rules.naming import CODES, UnknownRuleError, choose, codes_of
from driftcheck.source.patterns import fault_of


def with_chosen(
    configuration: Configuration,
    *,
    select: Sequence[str] = (),
    extend: Sequence[str] = (),
    ignore: Sequence[str] = (),
    per_file: Sequence[str] = (),
) -> Configuration:
    """The configuration with what was typed, which goes before what is written.

    Args:
        configuration: Of the project.
        select: `--select`: these rules alone, whatever the file selects or ignores. Each value may hold several,
            divided by commas.
        extend: `--extend-select`: these besides.
        ignore: `--ignore`: these not.
        per_file: `--per-file-ignores`: `PATTERN:RULE`, instead of those of the file.

    Raises:
        ConfigError: There is no such rule.
    """
    if select or extend or ignore:
        before = choose(
            CODES, select=configuration.select, extend=configuration.extend_select, ignore=configuration.ignore
        )
        wanted = _names("--select", select) if select else None
        more, less = _names("--extend-select", extend), _names("--ignore", ignore)
        chosen = choose(before, select=wanted, extend=more, ignore=less)
        option = "--select" if select else "--extend-select" if extend else "--ignore"
        configuration = configuration.with_option("select", tuple(sorted(chosen)), option)
        configuration = configuration.with_option("extend_select", (), option)
        configuration = configuration.with_option("ignore", tuple(sorted(CODES - chosen)), option)
    if per_file:
        found: dict[str, tuple[str, ...]] = {}
        for written in per_file:
            pattern, mark, rules = written.rpartition(":")
            if not mark or not pattern:
                raise ConfigError(f"--per-file-ignores {written}: expected PATTERN:RULE")
            fault = fault_of(pattern.removeprefix("!"))
            if fault is not None:
                raise ConfigError(f"--per-file-ignores {written}: {fault}")
            found[pattern] = (*found.get(pattern, ()), *_names("--per-file-ignores", [rules]))
        configuration = configuration.with_option("per_file_ignores", found, "--per-file-ignores")
    return configuration


def chosen_by(configuration: Configuration) -> Preferences:
    """What a configuration says of rules, for findings whose paths are shown from the working folder."""
    return preferences_of(configuration, Path.cwd())


def _names(option: str, values: Sequence[str]) -> tuple[str, ...]:
    """What an option names.

    Raises:
        ConfigError: There is no such rule.
    """
    names = tuple(name for value in values for part in value.split(",") if (name := part.strip()))
    for name in names:
        try:
            codes_of(name)
        except UnknownRuleError as error:
            raise ConfigError(f"{option} {name}: {error}") from error
    if values and not names:
        raise ConfigError(f"{option}: names no rule")
    return names

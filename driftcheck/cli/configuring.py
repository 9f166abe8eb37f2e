"""The configuration of one run: the command line over the file, the file over the defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from driftcheck.config.configuration import Configuration
from driftcheck.config.files import find_configuration, read_configuration
from driftcheck.config.settings import read_platform, read_python_version
from driftcheck.source.excluding import Patterns


@dataclass(frozen=True, slots=True)
class InputOptions:
    """What the command line says of what is left out and what is known. Patterns are relative to the working folder."""

    exclude: tuple[str, ...] = ()
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool | None = None
    baseline: Path | None = None

    def over(self, found: Configuration) -> Configuration:
        """The configuration with what is said here, which goes before it."""
        here = Path.cwd()
        if self.exclude:
            found = found.with_option("exclude", Patterns(self.exclude, here), "--exclude")
        if self.extend_exclude:
            more = (*found.extend_exclude, Patterns(self.extend_exclude, here))
            found = found.with_option("extend_exclude", more, "--extend-exclude")
        if self.force_exclude is not None:
            said = "--force-exclude" if self.force_exclude else "--no-force-exclude"
            found = found.with_option("force_exclude", self.force_exclude, said)
        if self.baseline is not None:
            found = found.with_option("baseline", self.baseline, "--baseline")
        return found


_NO_INPUTS = InputOptions()


def configuration_for(
    folder: Path | None,
    *,
    config_file: Path | None = None,
    isolated: bool = False,
    snapshots: tuple[Path, ...] = (),
    python_version: str | None = None,
    platform: str | None = None,
    fetch: bool = False,
    offline: bool = False,
    inputs: InputOptions = _NO_INPUTS,
) -> Configuration:
    """What is in force.

    Args:
        folder: The project; None where no project is looked at.
        config_file: `--config`.
        isolated: `--isolated`.
        snapshots: `--snapshots`.
        python_version: `--python-version`.
        platform: `--platform`.
        fetch: `--fetch`.
        offline: `--offline`.
        inputs: What is left out, and what is known.

    Raises:
        ConfigError: The file cannot be used, or an option.
    """
    if config_file is not None and isolated:
        raise click.UsageError("--isolated reads no configuration: give no --config with it")
    if fetch and offline:
        raise click.UsageError("--offline uses no network: give no --fetch with it")
    found = Configuration()
    if config_file is not None:
        found = read_configuration(config_file)
    elif folder is not None and not isolated:
        found = find_configuration(folder)
    if snapshots:
        found = found.with_option("snapshots", snapshots, "--snapshots")
    if python_version:
        found = found.with_option("python_version", read_python_version(python_version), "--python-version")
    if platform:
        found = found.with_option("platform", read_platform(platform), "--platform")
    if fetch:
        # What was just typed goes before what was written once.
        found = found.with_option("fetch", True, "--fetch").with_option("offline", False, "--fetch")
    if offline:
        found = found.with_option("offline", True, "--offline")
    return inputs.over(found)

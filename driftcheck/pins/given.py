"""Pins given on the command line: `--pin NAME==VERSION`."""

from __future__ import annotations

from collections.abc import Sequence

from packaging.version import Version

from driftcheck.errors import ConfigError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Reading
from driftcheck.pins.dependency_specifiers import candidate_from, parse_requirement

SOURCE = PinSource("--pin")
_LANGUAGE = "python"
"""The standard library is recorded as a distribution of this name; to pin it is to say the Python version."""


def read_given(texts: Sequence[str]) -> Reading:
    """Read the values of the option.

    Raises:
        ConfigError: A value is not `NAME==VERSION`, or a distribution is given twice, differently.
    """
    candidates: dict[str, Candidate] = {}
    for text in texts:
        candidate = _candidate(text)
        known = candidates.setdefault(candidate.distribution, candidate)
        if known.says != candidate.says:
            raise ConfigError(f"--pin {text}: {known.distribution} is also given as {known.says}")
    language = candidates.pop(_LANGUAGE, None)
    python = language.says if language is not None and isinstance(language.says, Version) else None
    return Reading(tuple(candidates.values()), python=python)


def _candidate(text: str) -> Candidate:
    requirement = parse_requirement(text.strip())
    if requirement is None or requirement.url or requirement.marker or len(requirement.specifier) != 1:
        raise ConfigError(f"--pin {text}: expected NAME==VERSION, such as example==1.4.0")
    candidate = candidate_from(requirement, SOURCE)
    if not isinstance(candidate.says, Version):
        raise ConfigError(f"--pin {text}: expected one version (NAME==VERSION), found a range")
    return candidate

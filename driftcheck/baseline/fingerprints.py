"""What makes a finding the same one tomorrow: where it belongs, not the line on which it happens to stand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from driftcheck.model.findings import Finding


@dataclass(frozen=True, slots=True, order=True)
class Fingerprint:
    """A finding without its place in the file. Lines and cells move with every edit above them; this does not."""

    path: str
    """Relative to the folder of the baseline, with `/`."""
    code: str
    symbol: str
    """Empty for findings on files."""
    scope: str
    """The enclosing function or class; empty at the top level."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often each known finding occurs."""

    counts: Mapping[Fingerprint, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def total(self) -> int:
        """How many findings it can hide."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Frame:
    """How paths of findings and paths in the baseline belong together."""

    folder: Path
    """Of the baseline; absolute."""
    working_folder: Path
    """From which findings show their paths; absolute."""

    def relative(self, path: str) -> str:
        """The path of a finding as the baseline has it."""
        place = os.path.normpath(self.working_folder / path)
        try:
            return os.path.relpath(place, self.folder).replace(os.sep, "/")
        except ValueError:  # on another drive
            return place.replace(os.sep, "/")

    def holds(self, path: str) -> bool:
        """Whether there is still such a file, by its path in the baseline."""
        return os.path.lexists(os.path.normpath(self.folder / path))

    def fingerprint(self, finding: Finding) -> Fingerprint:
        """The fingerprint of a finding."""
        return Fingerprint(self.relative(finding.location.path), finding.code, finding.symbol, finding.scope)

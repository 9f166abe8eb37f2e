"""What a format is handed beside the report: the text around findings, the rules, and how much is to be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from driftcheck.model.findings import Severity
from driftcheck.reporting.painting import Painter

SourceLines = Callable[[str, int], Sequence[str]]
"""The lines of a file, or of a cell in it, by the path and the cell that findings carry; empty where there are none."""


def no_lines(_path: str, _cell: int) -> Sequence[str]:
    """What is known of a text that cannot be read."""
    return ()


class RuleText(NamedTuple):
    """A rule as formats that explain it need it."""

    code: str
    name: str
    severity: Severity
    documentation: str
    """The docstring of its module."""


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a format may use beside the report. Formats take what they need of it."""

    painter: Painter = field(default_factory=Painter)
    """Makes text printable, and colours it or not."""
    source_lines: SourceLines = no_lines
    """Where excerpts come from."""
    locate: Callable[[str], str] = str
    """A path of a finding as the repository has it: relative to its root with slashes, absolute where it lies outside.

    Formats that are read by services, which know the repository and not the folder that a check ran in, write this.
    """
    rules: tuple[RuleText, ...] = ()
    """In code order."""
    version: str = "0"
    """Of driftcheck."""
    with_statistics: bool = False
    """Whether formats with room for it say how much was judged."""
    is_quiet: bool = False
    """Whether formats for people show findings, and nothing else."""
    is_verbose: bool = False
    """Whether it is told where the pins come from, and what stands behind each count."""

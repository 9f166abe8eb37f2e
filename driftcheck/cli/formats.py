"""The formats of a report, by name, and what they are handed: a format is imported when it is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from driftcheck import __version__
from driftcheck.model.findings import Report
from driftcheck.reporting.context import Context, RuleText
from driftcheck.rules import RULES, Rule

_REPOSITORY = ".git"


class Format(NamedTuple):
    """Where a format is written, and what is written beside it."""

    module: str
    is_for_people: bool = False
    """Whether remarks of the command may stand on standard output, too."""


FORMATS = {
    "full": Format("full", is_for_people=True),
    "concise": Format("concise", is_for_people=True),
    "grouped": Format("grouped", is_for_people=True),
    "json": Format("json_document"),
    "jsonl": Format("json_lines"),
    "sarif": Format("sarif"),
    "github": Format("github"),
    "gitlab": Format("gitlab"),
    "junit": Format("junit"),
    "rdjson": Format("rdjson"),
    "markdown": Format("markdown"),
    "agent": Format("agent"),
    "text": Format("full", is_for_people=True),  # what `full` was called
}


def render(name: str, report: Report, context: Context) -> Iterator[str]:
    """The lines of a report in a format.

    Args:
        name: One of `FORMATS`.
        report: What was found.
        context: What the format is handed beside it.
    """
    lines: Iterator[str] = import_module(f"driftcheck.reporting.formats.{FORMATS[name].module}").render(report, context)
    return lines


def documentation(rule: Rule) -> str:
    """The docstring of the module that a rule is written in: it is the user's documentation."""
    return (sys.modules[rule.check.__module__].__doc__ or "").strip()


def context_for(*, with_statistics: bool = False, is_quiet: bool = False, is_verbose: bool = False) -> Context:
    """What formats are handed, but for colours and source lines, which depend on where a report goes.

    Args:
        with_statistics: Whether it is told how much was judged.
        is_quiet: Whether findings are told, and nothing else.
        is_verbose: Whether it is told what stands behind each count.
    """
    return Context(
        locate=place_in_repository,
        rules=tuple(RuleText(rule.code, rule.name, rule.severity, documentation(rule)) for rule in RULES),
        version=__version__,
        with_statistics=with_statistics,
        is_quiet=is_quiet,
        is_verbose=is_verbose,
    )


@cache
def place_in_repository(path: str) -> str:
    """A path of a finding as the repository around the current folder has it.

    Args:
        path: Relative to the current folder, or absolute. What is no file (`--pin`) is left as it is.
    """
    here = Path.cwd()
    place = Path(os.path.normpath(here / path))
    if not place.exists():
        return path
    root = next((folder for folder in (here, *here.parents) if (folder / _REPOSITORY).exists()), here)
    return (place.relative_to(root) if place.is_relative_to(root) else place).as_posix()

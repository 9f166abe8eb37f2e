"""What a reader of the source said of findings: each is true, or false and why."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.ecosystem.measuring import Measured, Told

_READ = ("DC1", "DC3")
"""Families that say that code fails, or will: each of these findings is read."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds for every use of a symbol in a file. File and symbol may be patterns of the shell."""

    distribution: str
    file: str
    symbol: str
    is_true: bool
    """Also where the code is guarded in a way that no reader of code can follow, or is never run."""
    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The findings of one distribution that are to be read, by what was said of them."""

    true: tuple[Told, ...] = ()
    false: tuple[Told, ...] = ()
    unread: tuple[Told, ...] = ()


def read_verdicts(text: str) -> tuple[Verdict, ...]:
    """Read the file of verdicts.

    Args:
        text: TOML: a table `distribution` of arrays, each entry with `file`, `symbol`, `verdict` and `why`.

    Raises:
        ValueError: An entry has another verdict than `true` or `false`, or does not say why.
    """
    found = []
    for distribution, entries in tomllib.loads(text).items():
        for entry in entries:
            if entry["verdict"] not in {"true", "false"} or not entry["why"].strip():
                raise ValueError(f"{distribution}: {entry}: true or false, and why")
            is_true = entry["verdict"] == "true"
            found.append(Verdict(distribution, entry["file"], entry["symbol"], is_true, entry["why"]))
    return tuple(found)


def judge(measured: Measured, verdicts: tuple[Verdict, ...]) -> Judged:
    """Join findings with what was said of them; the first verdict that fits holds."""
    true: list[Told] = []
    false: list[Told] = []
    unread: list[Told] = []
    for told in measured.findings:
        if told.code.startswith(_READ):
            verdict = next((v for v in verdicts if v.distribution == measured.name and _fits(v, told)), None)
            pile = unread if verdict is None else true if verdict.is_true else false
            pile.append(told)
    return Judged(tuple(true), tuple(false), tuple(unread))


def _fits(verdict: Verdict, told: Told) -> bool:
    return fnmatchcase(told.path, verdict.file) and fnmatchcase(told.symbol, verdict.symbol)

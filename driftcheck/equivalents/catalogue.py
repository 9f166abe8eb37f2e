"""Replacements that people have written down, in `data/<distribution>.toml`.

For what no release of a library says in a form that can be read. An entry:

    [[entry]]
    symbol = "paint.tint"              # or a list; `paint.old.*` for everything beneath
    releases = ">=2"                   # the pinned releases it holds for; all if left out
    target = "paint.shade"             # or a list; `{tail}` is the last component of the symbol
    expression = "paint.shade(colour)" # what to write, where the target alone does not say it
    parameter = "shine"                # for a symbol such as `paint.mix(gloss)`
    advice = "…"                       # prose, where there is no target
    link = "https://…"                 # where the library says so
    fix = "safe"                       # or "unsafe", "none": whether it may be written in place of the old name;
                                       # left out, signatures decide
    before = "paint.tint('red')"       # code that is found, and what a fix makes of it
    after = "paint.shade('red')"
    [[entry.rewrite]]                  # how expressions change: see `model.replacements.Rewrite`
    match = "{image}.tint({colour}, ...)"
    write = "paint.shade({image}, {colour}, ...)"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from driftcheck.model.names import tail
from driftcheck.model.replacements import Fit, Rewrite

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Entry:
    """One replacement."""

    symbols: tuple[str, ...]
    releases: SpecifierSet
    targets: tuple[str, ...] = ()
    expression: str | None = None
    parameter: str | None = None
    advice: str | None = None
    link: str = ""
    fit: Fit | None = None
    """Whether it may be written in place of the old name; None where signatures decide."""
    rewrites: tuple[Rewrite, ...] = ()
    before: str | None = None
    after: str | None = None

    def holds_for(self, symbol: str, version: Version) -> bool:
        """Whether the entry is about this symbol under this pinned release."""
        named = any(symbol == own or (own.endswith(".*") and symbol.startswith(own[:-1])) for own in self.symbols)
        return named and self.releases.contains(version, prereleases=True)

    def targets_for(self, symbol: str) -> tuple[str, ...]:
        """The targets, with the last component of the symbol put in."""
        return tuple(target.replace("{tail}", tail(symbol)) for target in self.targets)


def find_entries(distribution: str, symbols: tuple[str, ...], version: str) -> tuple[Entry, ...]:
    """The entries for any of the names that one thing goes by, first names first, those for everything beneath last."""
    pinned = Version(version)
    found = [entry for entry in read_entries(distribution) if any(entry.holds_for(s, pinned) for s in symbols)]
    return tuple(sorted(found, key=lambda entry: _rank(entry, symbols)))


def is_written_down(distribution: str, symbols: tuple[str, ...], version: str) -> bool:
    """Whether an entry tells what to write instead of one thing, by any of its names, under a pinned release."""
    return bool(find_entries(distribution, symbols, version))


def _rank(entry: Entry, symbols: tuple[str, ...]) -> int:
    return next((place for place, symbol in enumerate(symbols) if symbol in entry.symbols), len(symbols))


@lru_cache(maxsize=64)
def read_entries(distribution: str, folder: Path = FOLDER) -> tuple[Entry, ...]:
    """All entries of one distribution, in the order of the file; () where nothing is written down for it."""
    try:
        text = (folder / f"{distribution}.toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    return tuple(_entry(item) for item in tomllib.loads(text).get("entry", []))


def _entry(item: dict[str, object]) -> Entry:
    return Entry(
        symbols=_strings(item.get("symbol")),
        releases=SpecifierSet(str(item.get("releases", ""))),
        targets=_strings(item.get("target")),
        expression=_text(item.get("expression")),
        parameter=_text(item.get("parameter")),
        advice=_text(item.get("advice")),
        link=_text(item.get("link")) or "",
        fit=Fit(str(item["fix"])) if "fix" in item else None,
        rewrites=_rewrites(item.get("rewrite")),
        before=_text(item.get("before")),
        after=_text(item.get("after")),
    )


def _rewrites(value: object) -> tuple[Rewrite, ...]:
    tables = value if isinstance(value, list) else []
    return tuple(Rewrite(str(table["match"]), str(table["write"])) for table in tables)


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return (str(value),) if value is not None else ()


def _text(value: object) -> str | None:
    return str(value) if value is not None else None

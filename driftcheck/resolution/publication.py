"""The path by which public code writes a definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from driftcheck.model.names import is_private, is_within, parent, prefixes, tail
from driftcheck.model.symbols import Kind, Symbol
from driftcheck.resolution.outcomes import Outcome, Present


class PublishedNames(Protocol):
    """The world in which public names are looked for."""

    def find(self, path: str) -> Outcome:
        """What a dotted path leads to."""
        ...

    def symbols(self, distribution: str, path: str) -> list[Symbol]:
        """What is bound at exactly `path`."""
        ...

    def paths_ending_in(self, distribution: str, name: str) -> tuple[str, ...]:
        """Recorded paths whose last component is `name`."""
        ...


def public_path(names: PublishedNames, definition: Present) -> str:
    """The shortest public path that leads to a definition; its own path where there is none shorter.

    Members of classes keep the name and take the public path of their class.
    """
    symbol = definition.symbol
    above = parent(symbol.path)
    if not above or symbol.kind is Kind.MODULE:
        return symbol.path
    holder = names.find(above)
    # A package may bind a class under the name of the module that defines it: that holds what stands in the module not.
    if isinstance(holder, Present) and holder.symbol.kind is Kind.CLASS and holder.symbol.path == above:
        return f"{public_path(names, holder)}.{tail(symbol.path)}"
    is_hidden = is_private(symbol.path) or not symbol.is_public
    best = _rank(symbol.path, symbol.path, is_hidden=is_hidden)
    chosen = symbol.path
    for path in _candidates(names, definition, is_hidden=is_hidden):
        rank = _rank(path, symbol.path, is_hidden=is_private(path))
        if path == symbol.path or rank >= best or not _is_published(names, definition, path):
            continue
        found = names.find(path)
        if (
            isinstance(found, Present)
            and found.symbol.path == symbol.path
            and found.symbol.kind is symbol.kind
            and found.deprecation == symbol.deprecation
        ):
            best, chosen = rank, path
    return chosen


def _candidates(names: PublishedNames, definition: Present, *, is_hidden: bool) -> Iterator[str]:
    """Yield paths that may lead to the definition: in the packages above it, where most are published.

    Only what is hidden, under a name that may be public, and published by none of these is worth a search through the
    whole surface: that takes tens of milliseconds for a large one.
    """
    path = definition.symbol.path
    name = tail(path)
    above = [f"{package}.{name}" for package in reversed(prefixes(parent(path)))]
    yield from above
    public = (candidate for candidate in above if not is_private(candidate))
    if is_hidden and not is_private(name) and not any(_is_published(names, definition, path) for path in public):
        yield from names.paths_ending_in(definition.distribution, name)


def _is_published(names: PublishedNames, definition: Present, path: str) -> bool:
    """Whether `path` is a public alias in a module of the distribution, and not an incidental import."""
    if is_within(path, definition.symbol.path):
        return False
    return any(s.kind is Kind.ALIAS and s.is_public for s in names.symbols(definition.distribution, path))


def _rank(path: str, definition: str, *, is_hidden: bool) -> tuple[bool, bool, int, int, str]:
    """How well a path names a definition, the best the lowest.

    Public before private, in the definition's own package before another, short before long, close to the definition
    (itself the closest) before far from it, then by alphabet.
    """
    names, wanted = path.split("."), definition.split(".")
    differing = (place for place, (one, other) in enumerate(zip(names, wanted, strict=False)) if one != other)
    closeness = next(differing, min(len(names), len(wanted)))
    return is_hidden, names[0] != wanted[0], len(names), -closeness, path

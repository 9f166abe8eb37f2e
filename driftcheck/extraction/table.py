"""The growing surface of a release while it is joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from driftcheck.model.symbols import Kind, Symbol

_MAX_HOPS = 20


class Table:
    """Symbols by path, with the indexes that joining asks for."""

    def __init__(self) -> None:
        self._symbols: dict[str, list[Symbol]] = {}
        self._names: dict[str, dict[str, None]] = {}
        self.modules: dict[str, None] = {}
        self.bound: set[str] = set()
        """Paths bound by something other than being a submodule."""

    def add(self, symbols: Iterable[Symbol]) -> None:
        """Add symbols; several may share a path."""
        for symbol in symbols:
            path = symbol.path
            self._symbols.setdefault(path, []).append(symbol)
            above, _, name = path.rpartition(".")
            if symbol.kind is Kind.MODULE:
                self.modules[path] = None
            else:
                self.bound.add(path)
            self._names.setdefault(above, {})[name] = None

    def __contains__(self, path: str) -> bool:
        return path in self._symbols

    def __iter__(self) -> Iterator[Symbol]:
        for symbols in self._symbols.values():
            yield from symbols

    def get(self, path: str) -> tuple[Symbol, ...]:
        """All symbols at a path."""
        return tuple(self._symbols.get(path, ()))

    def names_of(self, path: str) -> tuple[str, ...]:
        """Names directly beneath a path."""
        return tuple(self._names.get(path, ()))

    def replace(self, old: Symbol, new: Symbol) -> None:
        """Put `new` where `old` is."""
        symbols = self._symbols[old.path]
        symbols[next(place for place, symbol in enumerate(symbols) if symbol is old)] = new

    def substitute(self, path: str, symbols: Iterable[Symbol]) -> None:
        """Put other symbols at a path, the module row excepted."""
        kept = [symbol for symbol in self._symbols.get(path, ()) if symbol.kind is Kind.MODULE]
        self._symbols[path] = kept
        self.add(symbols)

    def open(self, path: str, reason: str) -> None:
        """Mark a module or class as open, for the first reason given."""
        for symbol in self.get(path):
            if symbol.kind in (Kind.MODULE, Kind.CLASS) and symbol.open_reason is None:
                self.replace(symbol, replace(symbol, open_reason=reason))

    def reopen(self, path: str, reason: str) -> None:
        """Give an open namespace another reason."""
        for symbol in self.get(path):
            if symbol.open_reason is not None:
                self.replace(symbol, replace(symbol, open_reason=reason))

    def open_reason(self, path: str) -> str | None:
        """Why a namespace is open; None for a closed one."""
        return next((symbol.open_reason for symbol in self.get(path) if symbol.open_reason), None)

    def follow(self, path: str, depth: int = 0) -> Symbol | None:
        """The definition behind a path, through aliases of this release, also of what lies above it."""
        if depth > _MAX_HOPS:
            return None
        for _ in range(_MAX_HOPS):
            symbols = self._symbols.get(path)
            if symbols is None:
                above, _, name = path.rpartition(".")
                if not above:
                    return None
                owner = self.follow(above, depth + 1)
                if owner is None or owner.path == above:
                    return None
                path = f"{owner.path}.{name}"
                continue
            symbol = next((s for s in symbols if s.kind is not Kind.MODULE), symbols[0])
            if symbol.kind is not Kind.ALIAS:
                return symbol
            if symbol.target is None or symbol.target == path:
                return None
            path = symbol.target
        return None

    def final(self, path: str) -> str:
        """The path of the definition behind `path`; `path` itself where it leads out of the release."""
        symbol = self.follow(path)
        return symbol.path if symbol is not None else path

    def sorted(self) -> tuple[Symbol, ...]:
        """All symbols by path; at one path modules first, then in order of definition."""
        return tuple(
            symbol
            for path in sorted(self._symbols)
            for symbol in sorted(self._symbols[path], key=lambda s: s.kind is not Kind.MODULE)
        )

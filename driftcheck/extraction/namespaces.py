"""Collecting what the statements of a module or class body bind, under their conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from driftcheck.extraction.conditions import both
from driftcheck.model.symbols import Kind, Symbol


@dataclass(slots=True)
class Namespace:
    """The symbols of one body, by path. A later binding replaces an earlier one unless a condition tells them apart."""

    symbols: dict[str, list[Symbol]] = field(default_factory=dict)
    condition: str | None = None
    """The condition of the branch that is being read."""
    is_fallback: bool = False
    """Inside an `except` handler or an `else` of an undecidable test: what is bound already stays."""
    outside: frozenset[str] = frozenset()
    """In the body of an undecidable test, what was bound before it: definitions stay."""
    with_members: set[str] = field(default_factory=set)
    """Paths of classes bound so far."""

    def bind(self, symbol: Symbol, *members: Symbol) -> bool:
        """Bind a symbol with everything beneath it; whether it was taken."""
        known = self.symbols.get(symbol.path)
        if known and self._stays(known[-1]):
            known[-1] = _either(known[-1], symbol)
            return False
        if self.condition is not None:
            symbol = replace(symbol, condition=both(self.condition, symbol.condition))
            members = tuple(replace(member, condition=both(self.condition, member.condition)) for member in members)
        if known and symbol.condition is not None and all(k.condition != symbol.condition for k in known):
            known.append(symbol)
        else:
            self.symbols[symbol.path] = [symbol]
            self._forget_members(symbol.path)
        if symbol.kind is Kind.CLASS:
            self.with_members.add(symbol.path)
        for member in members:
            self.symbols.setdefault(member.path, []).append(member)
        return True

    def _stays(self, known: Symbol) -> bool:
        if both(self.condition, known.condition) != self.condition:
            return False  # here it may not be bound at all
        return self.is_fallback or (known.path in self.outside and known.kind is not Kind.ATTRIBUTE)

    def bind_weakly(self, symbol: Symbol) -> None:
        """Bind unless the name is bound already."""
        if symbol.path not in self.symbols:
            self.symbols[symbol.path] = [symbol]

    def delete(self, path: str) -> None:
        """Forget a name and all beneath it; under a condition it may be there still."""
        if self.condition is None and not self.is_fallback and path in self.symbols:
            del self.symbols[path]
            self._forget_members(path)

    def _forget_members(self, path: str) -> None:
        # Only classes have members here, and rebinding one is rare: the scan is worth its price then only.
        if path in self.with_members:
            prefix = path + "."
            for member in [p for p in self.symbols if p.startswith(prefix)]:
                del self.symbols[member]

    def __iter__(self) -> Iterator[Symbol]:
        for symbols in self.symbols.values():
            yield from symbols


def _either(known: Symbol, other: Symbol) -> Symbol:
    """What stays bound where another definition may take its place: no more is claimed of it than holds for both."""
    if known.condition != other.condition or known.kind is not other.kind:
        return known
    if known.kind is Kind.CLASS:
        return replace(known, open_reason=known.open_reason or "defined in several ways")
    if known.kind is Kind.FUNCTION and known.signatures:
        added = tuple(s for s in other.signatures if s not in known.signatures) if other.signatures else ()
        return replace(known, signatures=(*known.signatures, *added) if other.signatures else ())
    return known

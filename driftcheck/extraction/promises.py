"""Redeeming what single modules could only promise: results of calls, names imported for type checkers."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from dataclasses import replace

from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.returns import SELF
from driftcheck.extraction.scopes import UNKNOWN, split_union
from driftcheck.extraction.table import Table
from driftcheck.model.names import parent, tail
from driftcheck.model.symbols import HANDS_ON, Kind, Signature, Symbol

_PROMISE = re.compile(r"@(call|own) ([\w.]+)")
_NAME = re.compile(r"[A-Za-z_][\w]*(?:\.\w+)+")
_MAX_DEPTH = 5
_BUILTIN_CLASSES = frozenset(name for name, value in vars(builtins).items() if isinstance(value, type))


class Redeemer:
    """Settles the type expressions of one release."""

    def __init__(self, table: Table, modules: Mapping[str, ModuleFacts]) -> None:
        """Take the joined symbols and the facts they came from."""
        self.table = table
        self.type_names = {
            f"{facts.name}.{name}": target for facts in modules.values() for name, target in facts.type_names.items()
        }
        self._results: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def redeem(self) -> None:
        """Replace every symbol whose type expressions change."""
        for symbol in list(self.table):
            if symbol.kind is Kind.FUNCTION and symbol.signatures:
                signatures = self._signatures(symbol.signatures, symbol.type_source)
                if signatures != symbol.signatures:
                    self.table.replace(symbol, replace(symbol, signatures=signatures))
            elif symbol.type is not None and symbol.kind is not Kind.CLASS:
                settled = self.settle(symbol.type, 0)
                if settled != symbol.type:
                    self.table.replace(
                        symbol, replace(symbol, type=settled, type_source=symbol.type_source if settled else None)
                    )

    def _signatures(self, signatures: tuple[Signature, ...], source: str | None) -> tuple[Signature, ...]:
        """Results settled; of annotations those are kept by which overloads differ."""
        given: dict[str, set[str | None]] = {}
        # The implementation behind overloads says of a parameter what all of them take.
        is_behind = source in ("overloads", "stub") and len(signatures) > 1 and signatures[-1].returns is None
        for signature in signatures[:-1] if is_behind else signatures:
            for parameter in signature.parameters:
                given.setdefault(parameter.name, set()).add(parameter.annotation)
        telling = {name for name, annotations in given.items() if len(annotations) > 1}
        return tuple(
            Signature(
                tuple(
                    p
                    if p.annotation is None or p.name in telling or p.annotation.startswith(HANDS_ON)
                    else replace(p, annotation=None)
                    for p in signature.parameters
                ),
                self.settle(signature.returns, 0) if signature.returns else None,
            )
            for signature in signatures
        )

    def settle(self, text: str, depth: int) -> str | None:
        """A type expression without promises, its names followed out of type-checking imports; None if unknown."""
        if "@" in text:
            text = _PROMISE.sub(lambda found: self._redeemed(found[1], found[2], depth), text)
        if "." in text:
            text = _NAME.sub(lambda found: self._name(found[0]), text)
        alternatives = list(dict.fromkeys(split_union(text)))
        if any(part == UNKNOWN or part.startswith(("?.", "typing.Any")) for part in alternatives):
            return None
        return " | ".join(alternatives)

    def _name(self, path: str) -> str:
        """What a name stands for, where it was imported for type checkers or is an alias out of the release."""
        if path not in self._names:
            self._names[path] = self._followed(path)
        return self._names[path]

    def _followed(self, path: str) -> str:
        for _ in range(_MAX_DEPTH):
            if path in self.type_names:
                # What type checkers are told comes before what the name is bound to when the module runs.
                path = self.type_names[path].replace("typing_extensions.", "typing.")
                continue
            if path in self.table:
                symbol = self.table.follow(path)
                if symbol is not None:
                    return symbol.path if symbol.kind is Kind.CLASS else path
                target = next((s.target for s in self.table.get(path) if s.kind is Kind.ALIAS and s.target), None)
                if target is None or not target.startswith(("typing", "builtins.")):
                    return path
                return target.replace("typing_extensions.", "typing.")
            return path
        return path

    def _redeemed(self, promise: str, path: str, depth: int) -> str:
        """What is promised; a method of another class that returns its receiver gives an instance of that class."""
        result = self._result(path, depth)
        if promise == "own" or SELF not in result:
            return result
        owner = self.table.follow(parent(path))
        if owner is None or owner.kind is not Kind.CLASS:
            return UNKNOWN
        return " | ".join(owner.path if part == SELF else part for part in result.split(" | "))

    def _result(self, path: str, depth: int) -> str:
        """What calling the thing at `path` gives."""
        if path.startswith("builtins."):
            return path if tail(path) in _BUILTIN_CLASSES else UNKNOWN
        if depth > _MAX_DEPTH:
            return UNKNOWN
        if path not in self._results:
            self._results[path] = UNKNOWN  # a function that returns its own result tells nothing
            self._results[path] = self._called(self._find(path), depth)
        return self._results[path]

    def _called(self, symbol: Symbol | None, depth: int) -> str:
        if symbol is None or (symbol.deprecation is not None and symbol.raises):
            return UNKNOWN
        if symbol.kind is Kind.CLASS:
            return symbol.path
        if symbol.kind is Kind.FUNCTION and symbol.signatures:
            kinds = [s.returns for s in symbol.signatures if s.returns is not None]
            if not kinds or len(symbol.signatures) > 2:
                return UNKNOWN
            settled = self.settle(kinds[0], depth + 1)
            return settled if settled is not None and "[" not in settled else UNKNOWN
        return UNKNOWN

    def _find(self, path: str) -> Symbol | None:
        """The definition at `path`, for members also in the bases of their class."""
        symbol = self.table.follow(path)
        if symbol is not None:
            return symbol
        owner = self.table.follow(parent(path))
        if owner is None or owner.kind is not Kind.CLASS:
            return None
        return self._inherited(owner, tail(path), 0)

    def _inherited(self, owner: Symbol, name: str, depth: int) -> Symbol | None:
        if depth > _MAX_DEPTH:
            return None
        for base in owner.bases:
            above = self.table.follow(base)
            if above is None or above.kind is not Kind.CLASS:
                continue
            found = self.table.follow(f"{above.path}.{name}") or self._inherited(above, name, depth + 1)
            if found is not None:
                return found
        return None

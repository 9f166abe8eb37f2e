"""Stubs laid over the sources they describe.

A stub is evidence of types. It is evidence of existence only for names whose source cannot
be read: those that a compiled module provides.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from driftcheck.extraction.conditions import LISTED_BY_STUB, STUB_ONLY
from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.returns import SELF
from driftcheck.extraction.table import Table
from driftcheck.model.names import is_within, parent, tail
from driftcheck.model.symbols import STUB_ALONE, Kind, ParameterKind, Signature, Symbol

_NEARLY_ALL = 0.75
_STUB = "stub"
_GUESSES = frozenset({"inferred", "docstring"})
_BY_PLACE = ParameterKind.POSITIONAL_ONLY


def lay_over(table: Table, module: str, stub: ModuleFacts) -> None:
    """Complete the symbols of one module by its stub."""
    by_path: dict[str, list[Symbol]] = {}
    for symbol in stub.symbols[1:]:
        by_path.setdefault(symbol.path, []).append(symbol)
    depth = module.count(".") + 1
    is_open = table.open_reason(module) is not None
    if is_open and stub.symbols[0].open_reason is None and _lists_nearly_all(table, module, by_path):
        # What the source leaves in the dark, its stub lists.
        table.reopen(module, LISTED_BY_STUB)
    for path, symbols in by_path.items():
        if path.count(".") != depth:
            continue
        first = symbols[0]
        if path not in table.bound:
            if is_open and path not in table:
                _take(table, path, by_path)
            continue
        known = next(s for s in table.get(path) if s.kind is not Kind.MODULE)
        if _is_unread(table, known):
            if first.kind is not Kind.ALIAS or _leads_somewhere(table, first):
                _take(table, path, by_path, keep=known)
        else:
            _complete(table, known, first, is_own=True)
            if known.kind is Kind.CLASS:
                _complete_members(table, known.path, by_path)


def complete_types(table: Table, stub: ModuleFacts) -> None:
    """Add types to the symbols of one module; nothing is bound by it."""
    by_path: dict[str, list[Symbol]] = {}
    for described in stub.symbols[1:]:
        by_path.setdefault(described.path, []).append(described)
        for known in table.get(described.path):
            _complete(table, known, described)
    for described in stub.symbols[1:]:
        # A base that only the stub has tells of the class itself.
        own = [base for base in described.bases if base in by_path and base not in table]
        for base in own if described.kind is Kind.CLASS else ():
            for path, symbols in by_path.items():
                if parent(path) == base:
                    for known in table.get(f"{described.path}.{tail(path)}"):
                        _complete(table, known, symbols[0])


def tell_hidden(table: Table, stub: ModuleFacts) -> None:
    """Take from the release's own stub how functions are called of whose signatures decorators left nothing."""
    for described in stub.symbols[1:]:
        for known in table.get(described.path) if described.signatures else ():
            if known.kind is Kind.FUNCTION and described.kind is Kind.FUNCTION and not known.signatures:
                table.replace(known, replace(known, signatures=described.signatures, type_source=STUB_ALONE))


def _lists_nearly_all(table: Table, module: str, by_path: dict[str, list[Symbol]]) -> bool:
    """Whether the stub knows what the source is seen to bind: then it can be trusted for what is not seen."""
    public = [f"{module}.{name}" for name in table.names_of(module) if not name.startswith("_")]
    bound = [path for path in public if path in table.bound]
    return bool(bound) and sum(path in by_path for path in bound) >= _NEARLY_ALL * len(bound)


def _is_unread(table: Table, symbol: Symbol) -> bool:
    """Whether only the existence of a name is known: its definition lies where nothing could be read."""
    if symbol.kind is Kind.ATTRIBUTE:
        return symbol.type is None
    if symbol.kind is not Kind.ALIAS or symbol.target is None:
        return False
    found = table.follow(symbol.path)
    if found is None:
        top = symbol.path.partition(".")[0]
        return is_within(symbol.target, top)
    return found.kind is Kind.ATTRIBUTE and found.type is None


def _leads_somewhere(table: Table, symbol: Symbol) -> bool:
    if symbol.target is None or symbol.target == symbol.path:
        return False
    found = table.follow(symbol.target)
    return found is not None and found.kind is not Kind.ALIAS


def _take(table: Table, path: str, by_path: dict[str, list[Symbol]], keep: Symbol | None = None) -> None:
    """Bind what the stub defines at `path`, with everything beneath it."""
    prefix = f"{path}."
    taken = by_path[path]
    if keep is not None and keep.deprecation is not None:
        taken = [replace(symbol, deprecation=symbol.deprecation or keep.deprecation) for symbol in taken]
    beneath = [symbol for inner, symbols in by_path.items() if inner.startswith(prefix) for symbol in symbols]
    table.substitute(path, [_as_stub(symbol) for symbol in taken])
    for symbol in beneath:
        if symbol.path not in table:
            table.add([_as_stub(symbol)])


def _as_stub(symbol: Symbol) -> Symbol:
    """The symbol, marked as told by a stub; of a compiled class a stub may leave members out."""
    reason = (symbol.open_reason or STUB_ONLY) if symbol.kind is Kind.CLASS else symbol.open_reason
    return replace(symbol, type_source=STUB_ALONE if symbol.type_source else None, open_reason=reason)


def _complete_members(table: Table, path: str, by_path: dict[str, list[Symbol]]) -> None:
    for name in table.names_of(path):
        member = f"{path}.{name}"
        if member in by_path:
            for known in table.get(member):
                _complete(table, known, by_path[member][0], is_own=True)


def _complete(table: Table, known: Symbol, described: Symbol, *, is_own: bool = False) -> None:
    """Add the stub's types where the source gives none; the release's own stub also knows better than a guess."""
    if known.kind is Kind.FUNCTION and described.kind is Kind.FUNCTION and described.signatures:
        if known.type_source == _STUB or not (_says_nothing(known) or (is_own and _is_guessed(known))):
            return
        own = tuple(Signature(signature.parameters, None) for signature in known.signatures)
        if own:
            taken = {p.name for signature in own for p in signature.parameters}
            is_open = any(signature.takes_any_keyword for signature in own)
            told = described.signatures if is_open else tuple(_only(taken, s) for s in described.signatures)
            table.replace(known, replace(known, signatures=(*told, *own), type_source=_STUB))
    elif known.kind is Kind.ATTRIBUTE and known.type is None and described.type is not None:
        table.replace(known, replace(known, type=described.type, type_source=_STUB))


def _says_nothing(symbol: Symbol) -> bool:
    """Whether the source tells no result of a function."""
    return not any(signature.returns for signature in symbol.signatures)


def _is_guessed(symbol: Symbol) -> bool:
    """Whether the result was read from statements or prose, and is not the receiver, of which a stub says less."""
    return symbol.type_source in _GUESSES and not any(SELF in (s.returns or "") for s in symbol.signatures)


def _only(taken: Collection[str], signature: Signature) -> Signature:
    """A stub's signature without keywords that the source does not take: what it calls otherwise has a place alone."""
    return replace(
        signature,
        parameters=tuple(
            p if p.name in taken or p.kind.startswith("*") else replace(p, name=f"__{p.name}", kind=_BY_PLACE)
            for p in signature.parameters
            if p.name in taken or p.kind is not ParameterKind.KEYWORD_ONLY
        ),
    )

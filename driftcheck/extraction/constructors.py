"""Constructors made of fields, and keywords told by a dictionary's type: what shows when all modules are read."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace

from driftcheck.extraction.ancestors import ancestors
from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.table import Table
from driftcheck.model.symbols import (
    DATACLASS,
    FIELDS,
    TELLS_OF_NONE,
    TRANSFORM,
    Kind,
    Parameter,
    ParameterKind,
    Signature,
    Symbol,
)

_TYPED_DICT = frozenset({"typing.TypedDict", "typing_extensions.TypedDict"})
_UNPACK = re.compile(r"(?:typing|typing_extensions)\.Unpack\[([\w.]+)(?:\[.*\])?\]")
_MAX_HOPS = 20


def settle_constructors(table: Table, modules: Mapping[str, ModuleFacts]) -> None:
    """Settle which classes have their fields listed, and what functions take that unpack a typed dictionary.

    Fields stay listed where something makes a constructor of them, or where a base or a metaclass of another
    distribution may do so.

    Args:
        table: The symbols of the release.
        modules: The facts that they came from.
    """
    decorators = {path: paths for facts in modules.values() for path, paths in facts.decorators.items()}
    makers = {path for facts in modules.values() for path, traits in facts.traits.items() if traits.makes_fields}
    unrun = {f"{facts.name}.{name}": names for facts in modules.values() for name, names in facts.dictionaries.items()}
    for symbol in list(table):
        if symbol.kind is Kind.FUNCTION:
            signatures = tuple(_unpacked(table, unrun, signature) for signature in symbol.signatures)
            if signatures != symbol.signatures:
                table.replace(symbol, replace(symbol, signatures=signatures))
    for symbol in list(table):
        if symbol.kind is not Kind.CLASS or symbol.type != FIELDS:
            continue
        if makers and any(table.final(path) in makers for path in decorators.get(symbol.path, ())):
            table.replace(symbol, replace(symbol, type=DATACLASS))
    listed = [s for s in table if s.kind is Kind.CLASS and s.type == DATACLASS]
    # Classes whose fields others take over, whoever makes a constructor of their own.
    given = {above.path for s in listed for above in _above(table, s) if isinstance(above, Symbol)}
    for symbol in list(table):
        is_listed = symbol.kind is Kind.CLASS and symbol.type == FIELDS
        if is_listed and symbol.path not in given and not _may_be_made(table, symbol):
            table.replace(symbol, replace(symbol, type=None, signatures=()))


def _may_be_made(table: Table, symbol: Symbol) -> bool:
    for above in _above(table, symbol):
        if isinstance(above, str):
            if (
                above.partition(".")[0] not in sys.stdlib_module_names
                and above.partition(".")[0] != "typing_extensions"
            ):
                return True
        elif above.type in (TRANSFORM, DATACLASS):
            return True
    return False


def _above(table: Table, symbol: Symbol) -> Iterator[Symbol | str]:
    """Yield the bases and metaclasses above a class, those of other distributions by their paths."""
    for above in ancestors(table, symbol, with_metaclasses=True):
        yield _outside(table, above) if isinstance(above, str) else above


def _outside(table: Table, path: str) -> str:
    """Where a path leads that leaves the release."""
    for _ in range(_MAX_HOPS):
        alias = next((s for s in table.get(path) if s.kind is Kind.ALIAS and s.target), None)
        if alias is None or alias.target is None or alias.target == path:
            return path
        path = alias.target
    return path


def _unpacked(table: Table, unrun: Mapping[str, tuple[str, ...]], signature: Signature) -> Signature:
    """A signature with `**keywords: Unpack[Options]` spelt out, where the release tells what Options has."""
    last = signature.parameters[-1] if signature.parameters else None
    if last is None or last.kind is not ParameterKind.VAR_KEYWORD or last.annotation is None:
        return signature
    unpacked = _UNPACK.fullmatch(last.annotation)
    path = unpacked[1] if unpacked else ""
    names = unrun.get(path) or (_entries(table, path, set()) if path else None)
    if names is None:
        return signature
    if not names:
        told = replace(last, annotation=TELLS_OF_NONE)
        return replace(signature, parameters=(*signature.parameters[:-1], told))
    given = {p.name for p in signature.parameters}
    added = (Parameter(name, ParameterKind.KEYWORD_ONLY) for name in dict.fromkeys(names) if name not in given)
    return replace(signature, parameters=(*signature.parameters[:-1], *added))


def _entries(table: Table, path: str, seen: set[str]) -> list[str] | None:
    """The entries of a typed dictionary, those of its bases included; None where some are not in sight.

    Args:
        table: The symbols of the release.
        path: The dictionary's type.
        seen: Those whose entries are told already, and need not be told again.
    """
    found = table.follow(path)
    if found is None or found.kind is not Kind.CLASS or found.open_reason is not None:
        return None
    if found.path in seen:
        return []
    seen.add(found.path)
    names: list[str] = []
    is_dictionary = False
    for base in found.bases:
        if base in _TYPED_DICT:
            is_dictionary = True
        elif base not in ("typing.Generic", "typing_extensions.Generic"):
            above = _entries(table, base, seen)
            if above is None:
                return None
            is_dictionary = True
            names += above
    # What the language keeps in a class, such as its brackets, is no entry.
    written = (name for name in table.names_of(found.path) if not name.startswith("__"))
    own = [table.get(f"{found.path}.{name}")[0] for name in written]
    names += [symbol.path.rpartition(".")[2] for symbol in own if symbol.kind is Kind.ATTRIBUTE]
    return names if is_dictionary else None

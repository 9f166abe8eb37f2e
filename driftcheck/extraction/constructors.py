"""Constructors made of fields, and keywords told by a dictionary's type: what shows when all modules are read."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace

from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.table import Table
from driftcheck.model.symbols import DATACLASS, FIELDS, TRANSFORM, Kind, Parameter, ParameterKind, Signature, Symbol

_TYPED_DICT = frozenset({"typing.TypedDict", "typing_extensions.TypedDict"})
_UNPACK = re.compile(r"(?:typing|typing_extensions)\.Unpack\[([\w.]+)(?:\[.*\])?\]")
_MAX_DEPTH = 20


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
    given = {above.path for s in listed for above in _ancestors(table, s, 0) if isinstance(above, Symbol)}
    for symbol in list(table):
        is_listed = symbol.kind is Kind.CLASS and symbol.type == FIELDS
        if is_listed and symbol.path not in given and not _may_be_made(table, symbol):
            table.replace(symbol, replace(symbol, type=None, signatures=()))


def _may_be_made(table: Table, symbol: Symbol) -> bool:
    for above in _ancestors(table, symbol, 0):
        if isinstance(above, str):
            if (
                above.partition(".")[0] not in sys.stdlib_module_names
                and above.partition(".")[0] != "typing_extensions"
            ):
                return True
        elif above.type in (TRANSFORM, DATACLASS):
            return True
    return False


def _ancestors(table: Table, symbol: Symbol, depth: int) -> Iterator[Symbol | str]:
    """Yield the bases and metaclasses above a class, those of other distributions by their paths."""
    if depth > _MAX_DEPTH:
        return
    for path in (*symbol.bases, *([symbol.metaclass] if symbol.metaclass else [])):
        above = table.follow(path)
        if above is None:
            yield _outside(table, path)
        elif above.kind is Kind.CLASS:
            yield above
            yield from _ancestors(table, above, depth + 1)


def _outside(table: Table, path: str) -> str:
    """Where a path leads that leaves the release."""
    for _ in range(_MAX_DEPTH):
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
    names = unrun.get(path) or (_entries(table, path, 0) if path else None)
    if names is None:
        return signature
    given = {p.name for p in signature.parameters}
    added = (Parameter(name, ParameterKind.KEYWORD_ONLY) for name in dict.fromkeys(names) if name not in given)
    return replace(signature, parameters=(*signature.parameters[:-1], *added))


def _entries(table: Table, path: str, depth: int) -> list[str] | None:
    """The entries of a typed dictionary, those of its bases included; None where some are not in sight."""
    found = table.follow(path)
    if found is None or found.kind is not Kind.CLASS or depth > _MAX_DEPTH or found.open_reason is not None:
        return None
    names: list[str] = []
    is_dictionary = False
    for base in found.bases:
        if base in _TYPED_DICT:
            is_dictionary = True
        elif base not in ("typing.Generic", "typing_extensions.Generic"):
            above = _entries(table, base, depth + 1)
            if above is None:
                return None
            is_dictionary = True
            names += above
    # What the language keeps in a class, such as its brackets, is no entry.
    written = (name for name in table.names_of(found.path) if not name.startswith("__"))
    own = [table.get(f"{found.path}.{name}")[0] for name in written]
    names += [symbol.path.rpartition(".")[2] for symbol in own if symbol.kind is Kind.ATTRIBUTE]
    return names if is_dictionary else None

"""What decorators leave of the signatures of functions, once all modules are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from driftcheck.extraction.facts import FunctionTraits, ModuleFacts
from driftcheck.extraction.returns import CALL
from driftcheck.extraction.table import Table
from driftcheck.model.names import parent, tail
from driftcheck.model.symbols import Kind, Parameter, ParameterKind, Signature, Symbol

_MAX_HOPS = 8
_ANYTHING = (Parameter("args", ParameterKind.VAR_POSITIONAL), Parameter("added", ParameterKind.VAR_KEYWORD))


def unkept_signatures(facts: ModuleFacts, table: Table, traits: Mapping[str, FunctionTraits]) -> None:
    """A decorator that is not known to keep a signature leaves it unknown; one that binds names opens its module."""
    for path, decorators in facts.decorators.items():
        known = [_traits_of(decorator, table, traits) for decorator in decorators]
        if any(t and t.binds_names for t in known):
            table.open(facts.name, "names bound by a decorator")
        for symbol in table.get(path):
            if symbol.kind is not Kind.FUNCTION or all(t and t.keeps_signature for t in known):
                continue
            is_taken = all(t and (t.keeps_signature or t.extends_signature) for t in known)
            # What a wrapper returns is not what the function returns, unless it is declared to be.
            is_given = all(t and (t.keeps_signature or t.keeps_result) for t in known)
            signatures = symbol.signatures if is_taken or is_given else ()
            if is_given and not is_taken:
                # By the arguments nobody would know whether what is declared elsewhere holds of the wrapper.
                signatures = tuple(replace(s, parameters=_ANYTHING) for s in signatures if s.returns is not None)
            elif is_taken:
                signatures = tuple(_extended(signature) for signature in signatures)
            if not is_given:
                signatures = tuple(replace(signature, returns=None) for signature in signatures)
            source = symbol.type_source if is_given else None
            table.replace(symbol, replace(symbol, signatures=signatures, type_source=source))


def _traits_of(path: str, table: Table, traits: Mapping[str, FunctionTraits]) -> FunctionTraits | None:
    """The traits of a decorator: a function, a method that its class inherits, or what another function made."""
    for _ in range(_MAX_HOPS):
        found = table.follow(path) or _inherited(path, table)
        if found is None:
            return None
        if found.kind is Kind.ATTRIBUTE and found.type is not None and found.type.startswith(CALL):
            # `name = factory(...)`: a factory of decorators has the traits of what it makes.
            path = found.type.removeprefix(CALL)
            continue
        known = traits.get(found.path)
        if known is None or known.made_by is None:
            return known
        path = known.made_by
    return None


def _inherited(path: str, table: Table) -> Symbol | None:
    """A member of a class that one of its bases defines."""
    owner = table.follow(parent(path))
    for _ in range(_MAX_HOPS):
        bases = [table.follow(base) for base in owner.bases] if owner is not None and owner.kind is Kind.CLASS else []
        for base in bases:
            found = table.follow(f"{base.path}.{tail(path)}") if base is not None else None
            if found is not None:
                return found
        owner = next((base for base in bases if base is not None), None)
    return None


def _extended(signature: Signature) -> Signature:
    """A signature with any other keyword besides."""
    named = tuple(p for p in signature.parameters if p.kind is not ParameterKind.VAR_KEYWORD)
    return replace(signature, parameters=(*named, Parameter("added", ParameterKind.VAR_KEYWORD)))

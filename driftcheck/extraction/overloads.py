"""Overloads of one function, and the implementation behind them, bound as one symbol."""

from __future__ import annotations

from dataclasses import replace

from driftcheck.extraction.namespaces import Namespace
from driftcheck.model.symbols import Kind, Signature, Symbol


def bind_function(namespace: Namespace, symbol: Symbol, *, is_overload: bool) -> bool:
    """Bind a function under its name, together with the overloads written before it.

    Returns:
        Whether decorators and traits of this definition speak for what is bound: not where it stands behind overloads
        that differ by version.
    """
    known = namespace.symbols.get(symbol.path)
    before = known[-1] if known else None
    if known and before is not None and before.kind is Kind.FUNCTION and before.type_source == "overload":
        if before.condition in (namespace.condition, None):
            # An overload, or the implementation, joins the overloads before it.
            known.pop()
            if not known:
                del namespace.symbols[symbol.path]
            namespace.bind(_joined(before, symbol, is_overload=is_overload))
            return True
        if not is_overload and namespace.condition is None:
            # The implementation behind overloads that differ by version: each keeps its own.
            namespace.symbols[symbol.path] = [_joined(other, symbol, is_overload=False) for other in known]
            return False
    if is_overload:
        # Evidence against one overload is not evidence against the function.
        symbol = replace(symbol, type_source="overload", deprecation=None)
    namespace.bind(symbol)
    return True


def _joined(before: Symbol, symbol: Symbol, *, is_overload: bool) -> Symbol:
    """A function's overloads with one more, or with the implementation, which gives parameters and no result."""
    signatures = symbol.signatures
    if not is_overload:
        signatures = tuple(Signature(signature.parameters, None) for signature in signatures)
    return replace(
        symbol,
        signatures=(*before.signatures, *signatures),
        type_source="overload" if is_overload else "overloads",
        deprecation=None if is_overload else symbol.deprecation,
        condition=before.condition,
    )

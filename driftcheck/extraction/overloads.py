"""Overloads of one function, and the implementation behind them, bound as one symbol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from driftcheck.extraction.namespaces import Namespace
from driftcheck.model.symbols import Signature, Symbol


def bind_function(namespace: Namespace, symbol: Symbol, *, is_overload: bool) -> bool:
    """Bind a function under its name, together with the overloads written before it.

    Returns:
        Whether decorators and traits of this definition speak for what is bound: not where it stands behind overloads
        that differ by version.
    """
    known = [s for s in namespace.symbols.get(symbol.path, ()) if s.type_source == "overload"]
    if known:
        is_apart = all(other.condition is not None for other in known)
        if not is_overload and is_apart and namespace.condition is None:
            # The implementation behind overloads that differ by version: each keeps its own.
            namespace.symbols[symbol.path] = [_joined([other], symbol, is_overload=False) for other in known]
            return False
        if is_apart and namespace.condition is not None:
            same = [other for other in known if other.condition == namespace.condition]
            if same:
                place = namespace.symbols[symbol.path].index(same[0])
                namespace.symbols[symbol.path][place] = _joined(same, symbol, is_overload=is_overload)
                return True
        else:
            # Some hold on every version, so that all of them stand together.
            joined = _joined(known, symbol, is_overload=is_overload)
            namespace.symbols[symbol.path] = [replace(joined, condition=None)]
            return True
    if is_overload:
        # Evidence against one overload is not evidence against the function.
        symbol = replace(symbol, type_source="overload", deprecation=None)
    namespace.bind(symbol)
    return True


def _joined(before: Sequence[Symbol], symbol: Symbol, *, is_overload: bool) -> Symbol:
    """A function's overloads with one more, or with the implementation, which gives parameters and no result."""
    signatures = symbol.signatures
    if not is_overload:
        signatures = tuple(Signature(signature.parameters, None) for signature in signatures)
    return replace(
        symbol,
        signatures=tuple(dict.fromkeys((*(s for one in before for s in one.signatures), *signatures))),
        type_source="overload" if is_overload else "overloads",
        deprecation=None if is_overload else symbol.deprecation,
        condition=before[0].condition,
    )

"""What other releases say of the result of a call, where the pinned one does not.

Libraries declare types little by little: `plt.subplots()` gives a tuple of "anything" up to one release, and axes from
the next on, while it did the same all along. So what a later release declares of a function that is called alike holds
for the earlier ones, too, and what the last declared before, for the later: not surely, but as likely as anything that
is only declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from driftcheck.model.resolutions import Arguments
from driftcheck.model.symbols import Kind, ParameterKind, Signature, Symbol, SymbolSpan
from driftcheck.resolution.expressions import subscript
from driftcheck.resolution.overloads import choose, returned

_DECLARED = frozenset({"annotation", "overloads", "overload", "stub"})
"""How types come to be known that an author has written down."""
_OPEN = re.compile(r"(?<![\w.])(?:\?|(?:typing|typing_extensions)\.Any)(?![\w.])")
_LATER = frozenset({"Coroutine", "Awaitable", "CoroutineType", "AsyncIterator", "AsyncGenerator", "AsyncIterable"})
"""What a function gives since it is asynchronous, and did not before."""


def told_by_neighbours(
    rows: Sequence[SymbolSpan], ordinal: int, symbol: Symbol, arguments: Arguments, said: str | None
) -> str | None:
    """What a call gives back by the nearest release that declares it; None where none does, or the pinned one says all.

    Args:
        rows: What is recorded of the path of the function.
        ordinal: The pinned release.
        symbol: The function in the pinned release.
        arguments: How it is called.
        said: What the pinned release says of it.
    """
    if said is not None and not _OPEN.search(said):
        return None
    for other in _nearest(rows, ordinal):
        if other.type_source not in _DECLARED or not _is_called_alike(symbol, other):
            continue
        told = returned(choose(other.signatures, arguments) or list(other.signatures))
        if told is None or (said is not None and len(_OPEN.findall(told)) >= len(_OPEN.findall(said))):
            continue
        head = subscript(told)[0]
        if head != subscript(said)[0] if said is not None else head.rpartition(".")[2] in _LATER:
            return None
        return told
    return None


def _nearest(rows: Sequence[SymbolSpan], ordinal: int) -> Iterator[Symbol]:
    """Yield what later releases have, then what earlier ones had, the nearest first."""
    for row in sorted(rows, key=lambda row: row.first):
        if row.first > ordinal:
            yield row.symbol
    for row in sorted(rows, key=lambda row: -row.last):
        if row.last < ordinal:
            yield row.symbol


def _is_called_alike(one: Symbol, other: Symbol) -> bool:
    """Whether two definitions are of one function: all that one names, the other names as well."""
    if other.kind is not Kind.FUNCTION or other.binding is not one.binding or one.condition != other.condition:
        return False
    mine, theirs = _named(one.signatures), _named(other.signatures)
    return mine <= theirs or theirs <= mine


def _named(signatures: Sequence[Signature]) -> frozenset[str]:
    plain = (p for s in signatures for p in s.parameters if p.kind not in _COLLECTING)
    return frozenset(parameter.name for parameter in plain)


_COLLECTING = frozenset({ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD})

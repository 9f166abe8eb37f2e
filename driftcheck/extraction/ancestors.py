"""The classes above a class, as far as a release tells."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.extraction.table import Table
from driftcheck.model.symbols import Kind, Symbol


def ancestors(table: Table, symbol: Symbol, *, with_metaclasses: bool = False) -> Iterator[Symbol | str]:
    """Yield the classes above a class, each once however many ways lead to it; of others the paths as written.

    Args:
        table: The symbols of the release.
        symbol: The class.
        with_metaclasses: Whether metaclasses, and what lies above those, are meant as well.
    """
    pending = [symbol]
    seen = {symbol.path}
    while pending:
        of = pending.pop()
        for path in (*of.bases, *([of.metaclass] if with_metaclasses and of.metaclass else [])):
            above = table.follow(path)
            found = path if above is None else above.path
            if found in seen:
                continue
            seen.add(found)
            if above is None:
                yield path
            elif above.kind is Kind.CLASS:
                yield above
                pending.append(above)

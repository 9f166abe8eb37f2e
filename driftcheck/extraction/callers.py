"""Namespaces that calls fill: judged once all modules are read, since whoever fills is seldom whoever calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.outreach import BY_CALL, only_reads
from driftcheck.extraction.table import Table
from driftcheck.extraction.toplevel import Bindings
from driftcheck.model.names import parent, tail
from driftcheck.model.symbols import Kind

_BY_NAME = "members set by name"


def open_what_calls_fill(
    modules: Iterable[ModuleFacts],
    table: Table,
    text_of: Callable[[str], str | None],
    evaluated: Mapping[str, Bindings],
) -> None:
    """Leave open what functions fill when a module is imported, or when a class is made.

    Args:
        modules: All modules of the release.
        table: Its symbols.
        text_of: The source of a module, for the few functions that are given a whole namespace.
        evaluated: What evaluation saw modules bind: where it could follow, it knows better.
    """
    modules = tuple(modules)
    trusted: dict[str, bool] = {}
    fillers = {path for facts in modules for path in facts.fillers}
    argument_fillers = {path for facts in modules for path in facts.argument_fillers}
    for facts in modules:
        bindings = evaluated.get(facts.name, Bindings())
        if facts.filled is not None and not (facts.is_followable and _is_followed(facts.name, bindings)):
            table.open(facts.name, facts.filled)
        for path in facts.filled_classes:
            if not _is_followed(path, bindings):
                table.open(path, _BY_NAME)
        if fillers and any(table.final(path) in fillers for path in facts.calls):
            table.open(facts.name, BY_CALL)
        for path in facts.trusting if not _is_followed(facts.name, bindings) else ():
            function = table.final(path)
            if function not in trusted:
                module = parent(function)
                text = text_of(module) if module in table.modules else None
                trusted[function] = text is not None and only_reads(text, tail(function))
            if not trusted[function]:
                table.open(facts.name, BY_CALL)
        for function, owner in facts.handed if argument_fillers else ():
            if table.final(function) in argument_fillers:
                table.open(owner, _BY_NAME)
    for symbol in list(table):
        # What a metaclass sets on the classes it makes, instances have as well.
        meta = table.follow(symbol.metaclass) if symbol.kind is Kind.CLASS and symbol.metaclass else None
        if meta is not None and meta.open_reason == _BY_NAME:
            table.open(symbol.path, _BY_NAME)


def _is_followed(owner: str, bindings: Bindings) -> bool:
    """Whether evaluation saw names being bound on a module or class, and all of them."""
    is_seen = any(path == owner for path, *_ in (*bindings.bound, *bindings.taken))
    return is_seen and owner not in bindings.opened | bindings.escaped

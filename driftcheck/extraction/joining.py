"""From the facts of each module to the surface of a release.

What one module means depends on others: star imports, re-exported decorators, base classes,
results of calls. All of that is settled here, once every module of the release is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from driftcheck.extraction.ancestors import ancestors
from driftcheck.extraction.callers import open_what_calls_fill
from driftcheck.extraction.constructors import settle_constructors
from driftcheck.extraction.decorating import unkept_signatures
from driftcheck.extraction.exported import Exported
from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.import_hooks import open_hooked
from driftcheck.extraction.made_names import MadeNames
from driftcheck.extraction.overlay import complete_types, lay_over, tell_hidden
from driftcheck.extraction.patches import classes_in
from driftcheck.extraction.promises import Redeemer
from driftcheck.extraction.table import Table
from driftcheck.model.names import is_private, is_within, parent, tail
from driftcheck.model.symbols import NAMESPACE_PACKAGE, Binding, Kind, Symbol

_MAX_STAR_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Parts:
    """The modules of one release."""

    modules: Mapping[str, ModuleFacts]
    """Those that a running program imports: sources, and stubs of compiled modules that have no source."""
    stubs: Mapping[str, ModuleFacts]
    """Stubs beside a source."""
    text_of: Callable[[str], str | None]
    """The source of a module, for the few that must be evaluated."""
    types: Mapping[str, ModuleFacts] = field(default_factory=dict)
    """Stubs that another distribution publishes: believed of types only."""


def join(parts: Parts) -> tuple[Symbol, ...]:
    """Settle everything between modules.

    Returns:
        The symbols of the release, sorted by path.
    """
    table = Table()
    for facts in parts.modules.values():
        table.add(facts.symbols)
    _add_packages(table)
    exports = Exported(parts.modules)
    made = MadeNames(parts.modules, parts.text_of, table, exports)
    made.bind()
    stars = {
        name: tuple(dict.fromkeys((*facts.stars, *made.stars.get(name, ()))))
        for name, facts in parts.modules.items()
        if facts.stars or name in made.stars
    }
    open_hooked(parts.modules.values(), table)
    _expand_stars(stars, parts.modules, table, exports)
    for name, facts in parts.modules.items():
        if facts.exports_grow:
            table.open(name, "__all__ made at run time")
    for name, stub in parts.stubs.items():
        lay_over(table, name, stub)
    for stub in parts.types.values():
        complete_types(table, stub)
    _expand_stars(stars, parts.modules, table, exports)
    _apply_patches(parts.modules, table)
    _bind_exported(parts.modules, table, exports)
    traits = {path: t for facts in parts.modules.values() for path, t in facts.traits.items()}
    for facts in parts.modules.values():
        unkept_signatures(facts, table, traits)
    for stub in parts.stubs.values():
        tell_hidden(table, stub)
    made.judge_classes(traits)
    settle_constructors(table, parts.modules)
    made.judge_calls()
    open_what_calls_fill(parts.modules.values(), table, parts.text_of, made.modules.bound)
    made.forget()
    _lend_members(table)
    redeemer = Redeemer(table, parts.modules)
    redeemer.redeem()
    for stub in parts.types.values():
        # What the source only seemed to tell, its stub may tell.
        complete_types(table, stub)
    if parts.types:
        redeemer.redeem()
    _mark_raising(parts.modules, table)
    _mark_public(parts.modules, table, exports)
    return table.sorted()


def _add_packages(table: Table) -> None:
    """A folder without `__init__` is a namespace package: it exists, and others may add to it."""
    for path in list(table.modules):
        above = parent(path)
        while above and above not in table.modules:
            table.add([Symbol(above, Kind.MODULE, open_reason=NAMESPACE_PACKAGE)])
            above = parent(above)


def _expand_stars(
    stars: Mapping[str, tuple[str, ...]], modules: Mapping[str, ModuleFacts], table: Table, exports: Exported
) -> None:
    """Bind what star imports bring, as aliases; repeated, since stars chain.

    The last of several binds a name, and a module within the package stays that, whatever else is called so.
    """
    stars = {name: stars[name] for name in _targets_first(stars)}
    for name in stars:
        known = {symbol.target for symbol in table.get(f"{name}.*")}
        for target in dict.fromkeys(_foreign_stars(name, stars, modules, table, exports, {name})):
            if target not in known:
                table.add([Symbol(f"{name}.*", Kind.ALIAS, target=target)])
    for _ in range(_MAX_STAR_ROUNDS):
        changed = False
        for name, targets in stars.items():
            for target in reversed(targets):
                changed |= _expand_star(name, target, table, exports)
        if not changed:
            return


def _targets_first(stars: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The modules with star imports, those that others take from before them: names are there when they are taken."""
    ordered: dict[str, None] = {}
    met: set[str] = set()
    for name in stars:
        pending = [(name, iter(stars[name]))] if name not in met else []
        met.add(name)
        while pending:
            module, targets = pending[-1]
            target = next((t for t in targets if t in stars and t not in met), None)
            if target is None:
                ordered[module] = None
                pending.pop()
            else:
                met.add(target)
                pending.append((target, iter(stars[target])))
    return tuple(ordered)


def _foreign_stars(  # noqa: PLR0913, PLR0917  # what is walked, and what it is walked by
    name: str,
    stars: Mapping[str, tuple[str, ...]],
    modules: Mapping[str, ModuleFacts],
    table: Table,
    exports: Exported,
    seen: set[str],
) -> Iterator[str]:
    """Yield the modules of other distributions whose names star imports bring, also by way of modules of this one."""
    for target in stars.get(name, ()):
        if target not in modules and target not in table.modules:
            yield target
        elif target in modules and target not in seen and exports.of(target) is None:
            seen.add(target)
            yield from _foreign_stars(target, stars, modules, table, exports, seen)


_STAR = "star import of an open module"
"""What the reason begins with that tells why the other module is open."""


def _expand_star(module: str, target: str, table: Table, exports: Exported) -> bool:
    if target not in table.modules:
        return False
    changed = False
    names = exports.of(target)
    # A star brings nothing by a module's `__getattr__` unless `__all__` names it, and no more than a known `__all__`.
    is_known = names is not None and exports.is_complete(target)
    if not is_known:
        public = (name for name in table.names_of(target) if not name.startswith("_"))
        names = tuple(dict.fromkeys((*(names or ()), *public)))
    reason = table.open_reason(target)
    if reason and reason != "module __getattr__" and not is_known and not table.open_reason(module):
        table.open(module, f"{_STAR}: {reason.removeprefix(f'{_STAR}: ')}")
        changed = True
    for name in names or ():
        path = f"{module}.{name}"
        if name == "*" or path in table.bound or (path in table.modules and _is_module(f"{target}.{name}", table)):
            continue
        table.add([Symbol(path, Kind.ALIAS, target=f"{target}.{name}")])
        changed = True
    return changed


def _is_module(path: str, table: Table) -> bool:
    return path in table.modules and path not in table.bound


def _apply_patches(modules: Mapping[str, ModuleFacts], table: Table) -> None:
    """What a module sets on a class or module that another one defines, or on objects of a class."""
    for facts in modules.values():
        for owner, name, target in facts.patches:
            for final in _owners(owner, table):
                if f"{final.path}.{name}" not in table and not _is_inherited(final, name, table):
                    kind = Kind.ALIAS if target is not None else Kind.ATTRIBUTE
                    table.add([Symbol(f"{final.path}.{name}", kind, target=target)])


def _owners(path: str, table: Table) -> list[Symbol]:
    """The class or module at a path, or the classes that an attribute of a class is known to be of."""
    found = table.follow(path)
    if found is None:
        of = table.follow(parent(path))
        above = ancestors(table, of) if of is not None and of.kind is Kind.CLASS else ()
        inherited = (table.follow(f"{base.path}.{tail(path)}") for base in above if isinstance(base, Symbol))
        found = next((symbol for symbol in inherited if symbol is not None), None)
    if found is None or found.kind is Kind.FUNCTION:
        return []
    if found.kind is not Kind.ATTRIBUTE:
        return [found]
    known = (table.follow(one) for one in classes_in(found.type or ""))
    return [symbol for symbol in known if symbol is not None and symbol.kind is Kind.CLASS]


def _is_inherited(of: Symbol, name: str, table: Table) -> bool:
    above = ancestors(table, of) if of.kind is Kind.CLASS else ()
    return any(isinstance(base, Symbol) and f"{base.path}.{name}" in table for base in above)


def _bind_exported(modules: Mapping[str, ModuleFacts], table: Table, exports: Exported) -> None:
    """A name in `__all__` exists, however it comes about."""
    for name, facts in modules.items():
        conditions = dict(facts.conditional_exports)
        for exported in exports.of(name) or ():
            path = f"{name}.{exported}"
            if exported.isidentifier() and path not in table:
                table.add([Symbol(path, Kind.ATTRIBUTE, condition=conditions.get(exported))])


def _lend_members(table: Table) -> None:
    """What a metaclass sets on the classes it makes, their instances have as well."""
    for symbol in list(table):
        meta = table.follow(symbol.metaclass) if symbol.kind is Kind.CLASS and symbol.metaclass else None
        if meta is None or meta.kind is not Kind.CLASS:
            continue
        for name in table.names_of(meta.path):
            lent = table.get(f"{meta.path}.{name}")[0]
            if lent.binding is Binding.INSTANCE and f"{symbol.path}.{name}" not in table:
                table.add([replace(lent, path=f"{symbol.path}.{name}", binding=Binding.PLAIN)])


def _mark_raising(modules: Mapping[str, ModuleFacts], table: Table) -> None:
    """A removal proxy is still bound, but each use of it raises."""
    raising = {
        parent(path)
        for facts in modules.values()
        for path, traits in facts.traits.items()
        if traits.always_raises and tail(path) == "__call__"
    }
    if not raising:
        return
    for symbol in list(table):
        if symbol.kind is Kind.ATTRIBUTE and symbol.type and table.final(symbol.type) in raising:
            table.replace(symbol, replace(symbol, raises=True))


def _mark_public(modules: Mapping[str, ModuleFacts], table: Table, exports: Exported) -> None:
    for name, facts in modules.items():
        exported = exports.of(name)
        top = name.partition(".")[0]
        for attribute in table.names_of(name):
            path = f"{name}.{attribute}"
            for symbol in table.get(path):
                is_incidental = path in facts.imported and not is_within(symbol.target or "", top)
                public = attribute in exported if exported is not None else not is_incidental
                if not public or is_private(attribute):
                    table.replace(symbol, replace(symbol, is_public=False))

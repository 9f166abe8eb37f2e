"""From the facts of each module to the surface of a release.

What one module means depends on others: star imports, re-exported decorators, base classes,
results of calls. All of that is settled here, once every module of the release is read.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from driftcheck.extraction import dynamic, toplevel
from driftcheck.extraction.constructors import settle_constructors
from driftcheck.extraction.facts import FunctionTraits, ModuleFacts
from driftcheck.extraction.overlay import complete_types, lay_over
from driftcheck.extraction.promises import Redeemer
from driftcheck.extraction.returns import promised
from driftcheck.extraction.table import Table
from driftcheck.extraction.traits import takes_note
from driftcheck.extraction.values import Ref
from driftcheck.model.names import is_private, is_within, parent, tail
from driftcheck.model.symbols import Binding, Kind, Symbol

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
    exports = _Exports(parts)
    _answer_dynamic(parts, table, exports)
    _expand_stars(parts.modules, table, exports)
    for name, stub in parts.stubs.items():
        lay_over(table, name, stub)
    for stub in parts.types.values():
        complete_types(table, stub)
    _expand_stars(parts.modules, table, exports)
    _apply_patches(parts.modules, table)
    _bind_exported(parts.modules, table, exports)
    _judge_decorators(parts.modules, table)
    settle_constructors(table, parts.modules)
    _judge_calls(parts.modules, table)
    _lend_members(table)
    Redeemer(table, parts.modules).redeem()
    _mark_raising(parts.modules, table)
    _mark_public(parts.modules, table, exports)
    return table.sorted()


def _add_packages(table: Table) -> None:
    """A folder without `__init__` is a namespace package: it exists, and others may add to it."""
    for path in list(table.modules):
        above = parent(path)
        while above and above not in table.modules:
            table.add([Symbol(above, Kind.MODULE, open_reason="namespace package")])
            above = parent(above)


class _Exports:
    """`__all__` of each module, with what it takes from others."""

    def __init__(self, parts: Parts) -> None:
        self.modules = parts.modules
        self.evaluated: dict[str, tuple[str, ...]] = {}
        self.made_together: set[str] = set()
        """Modules of which one call makes both `__getattr__` and `__all__`."""

    def is_complete(self, module: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether `__all__` is known to the last name."""
        facts = self.modules.get(module)
        if facts is None or module in seen:
            return facts is not None
        own = facts.exports_complete or module in self.evaluated
        return own and all(self.is_complete(other, seen | {module}) for other in facts.exports_of)

    def of(self, module: str, seen: frozenset[str] = frozenset()) -> tuple[str, ...] | None:
        facts = self.modules.get(module)
        if facts is None or module in seen:
            return None
        own = self.evaluated.get(module, facts.exports)
        if own is None:
            return None
        names = dict.fromkeys((*own, *(name for name, _ in facts.conditional_exports)))
        for other in facts.exports_of:
            names.update(dict.fromkeys(self.of(other, seen | {module}) or ()))
        return tuple(names)


def _answer_dynamic(parts: Parts, table: Table, exports: _Exports) -> None:
    """Evaluate the modules whose names are made by code."""
    trees: dict[str, tuple[ast.Module, bool] | None] = {}

    def tree_of(module: str) -> tuple[ast.Module, bool] | None:
        if module not in trees:
            facts = parts.modules.get(module)
            text = parts.text_of(module) if facts is not None else None
            trees[module] = (ast.parse(text), facts.is_package) if facts is not None and text is not None else None
        return trees[module]

    modules = toplevel.Modules(tree_of)
    for name, facts in parts.modules.items():
        if facts.exports is not None and not facts.exports_complete:
            _evaluate_exports(name, modules, table, exports, is_dynamic=facts.is_dynamic)
    for name, facts in parts.modules.items():
        if facts.is_dynamic:
            _answer(name, modules, table, exports)


def _evaluate_exports(
    name: str, modules: toplevel.Modules, table: Table, exports: _Exports, *, is_dynamic: bool
) -> None:
    """`__all__` that code makes."""
    env = modules.environment(name)
    value = env.lookup("__all__") if env is not None else None
    read = modules.tree_of(name)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        exports.evaluated[name] = tuple(value)
    elif read is not None and dynamic.makes_exports(read[0]):
        exports.made_together.add(name)
    elif is_dynamic:
        # A list that is not known chooses among names that are: only where code binds names can it hold others.
        table.open(name, "__all__ made at run time")


def _answer(name: str, modules: toplevel.Modules, table: Table, exports: _Exports) -> None:
    """Bind what a module binds by code, and what its `__getattr__` hands out."""
    read = modules.tree_of(name)
    if read is None:
        table.open(name, "module __getattr__")
        return
    _bind_loops(name, modules, table)
    node, value = dynamic.getattr_of(read[0])
    if node is None and value is None:
        return
    answer = dynamic.answer(name, modules, node, value, exports.of(name) or ())
    if name in exports.made_together and answer.open_reason is None:
        exports.evaluated[name] = tuple(tail(symbol.path) for symbol in answer.symbols)
    elif name in exports.made_together:
        table.open(name, "__all__ made at run time")
    table.add(symbol for symbol in answer.symbols if symbol.path not in table)
    for target, evidence in answer.forwards:
        table.add([Symbol(f"{name}.*", Kind.ALIAS, target=target, deprecation=evidence)])
    if answer.open_reason:
        table.open(name, answer.open_reason)


def _bind_loops(name: str, modules: toplevel.Modules, table: Table) -> None:
    bound, opened = toplevel.bindings_of_loops(name, modules)
    for owner in sorted(opened):
        table.open(owner, "names bound in a loop")
    for owner, attribute, value in bound:
        path = f"{owner}.{attribute}"
        if owner not in table or (isinstance(value, Ref) and value.path in (path, table.final(path))):
            continue
        if path in table:
            # Which of the two is bound in the end depends on their order; that the name exists does not.
            if path in table.bound:
                table.substitute(path, [Symbol(path, Kind.ATTRIBUTE, deprecation=table.get(path)[-1].deprecation)])
        elif isinstance(value, toplevel.Made):
            table.add([Symbol(path, Kind.ATTRIBUTE, type=promised(value.path), type_source="inferred")])
        elif isinstance(value, Ref) and value.path != path:
            table.add([Symbol(path, Kind.ALIAS, target=value.path)])
        else:
            table.add([Symbol(path, Kind.ATTRIBUTE)])


def _expand_stars(modules: Mapping[str, ModuleFacts], table: Table, exports: _Exports) -> None:
    """Bind what star imports bring, as aliases; repeated, since stars chain."""
    starred = [facts for facts in modules.values() if facts.stars]
    for facts in starred:
        known = {symbol.target for symbol in table.get(f"{facts.name}.*")}
        for target in dict.fromkeys(_foreign_stars(facts, modules, table, exports, {facts.name})):
            if target not in known:
                table.add([Symbol(f"{facts.name}.*", Kind.ALIAS, target=target)])
    for _ in range(_MAX_STAR_ROUNDS):
        changed = False
        for facts in starred:
            for target in facts.stars:
                changed |= _expand_star(facts.name, target, table, exports)
        if not changed:
            return


def _foreign_stars(
    facts: ModuleFacts, modules: Mapping[str, ModuleFacts], table: Table, exports: _Exports, seen: set[str]
) -> Iterator[str]:
    """Yield the modules of other distributions whose names star imports bring, also by way of modules of this one."""
    for target in facts.stars:
        inner = modules.get(target)
        if inner is None and target not in table.modules:
            yield target
        elif inner is not None and target not in seen and exports.of(target) is None:
            yield from _foreign_stars(inner, modules, table, exports, {*seen, target})


def _expand_star(module: str, target: str, table: Table, exports: _Exports) -> bool:
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
        table.open(module, "star import of an open module")
        changed = True
    for name in names or ():
        path = f"{module}.{name}"
        if name == "*" or path in table.bound:
            continue
        table.add([Symbol(path, Kind.ALIAS, target=f"{target}.{name}")])
        changed = True
    return changed


def _apply_patches(modules: Mapping[str, ModuleFacts], table: Table) -> None:
    """What a module sets on a class or module that another one defines."""
    for facts in modules.values():
        for owner, name, target in facts.patches:
            final = table.follow(owner)
            if final is None or final.kind not in (Kind.CLASS, Kind.MODULE) or f"{final.path}.{name}" in table:
                continue
            kind = Kind.ALIAS if target is not None else Kind.ATTRIBUTE
            table.add([Symbol(f"{final.path}.{name}", kind, target=target)])


def _bind_exported(modules: Mapping[str, ModuleFacts], table: Table, exports: _Exports) -> None:
    """A name in `__all__` exists, however it comes about."""
    for name, facts in modules.items():
        conditions = dict(facts.conditional_exports)
        for exported in exports.of(name) or ():
            path = f"{name}.{exported}"
            if exported.isidentifier() and path not in table:
                table.add([Symbol(path, Kind.ATTRIBUTE, condition=conditions.get(exported))])
        if facts.exports_grow:
            table.open(name, "__all__ made at run time")


def _judge_decorators(modules: Mapping[str, ModuleFacts], table: Table) -> None:
    """A decorator not known to keep a signature leaves it unknown; one that may change a class leaves it open."""
    traits: dict[str, FunctionTraits] = {}
    for facts in modules.values():
        traits.update(facts.traits)
    for facts in modules.values():
        for path, decorators in facts.decorators.items():
            known = [traits.get(table.final(decorator)) for decorator in decorators]
            if any(t and t.binds_names for t in known):
                table.open(facts.name, "names bound by a decorator")
            for symbol in table.get(path):
                if symbol.kind is Kind.FUNCTION and not all(t and t.keeps_signature for t in known):
                    # What a wrapper returns is not what the function returns.
                    table.replace(symbol, replace(symbol, signatures=(), type_source=None))
                elif (
                    symbol.kind is Kind.CLASS
                    and symbol.open_reason is None
                    and not all(t and t.keeps_class for t in known)
                ):
                    table.replace(symbol, replace(symbol, open_reason="class decorator not known"))


def _judge_calls(modules: Mapping[str, ModuleFacts], table: Table) -> None:
    """A class handed to a function at import time may come back with more members."""
    for facts in modules.values():
        for function, given in facts.class_calls:
            final = table.follow(given)
            if final is None or final.kind is not Kind.CLASS or takes_note(tail(function)):
                continue
            if function == "builtins.setattr":
                # It was evaluated with the rest of the module, unless something there could not be read.
                is_harmless = table.open_reason(facts.name) is None
            else:
                is_harmless = function.partition(".")[0] in sys.stdlib_module_names
            if not is_harmless:
                table.open(final.path, "members added by a call")


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


def _mark_public(modules: Mapping[str, ModuleFacts], table: Table, exports: _Exports) -> None:
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

"""Members of modules and of classes."""

from __future__ import annotations

from typing import Protocol

from driftcheck.model.names import tail
from driftcheck.model.symbols import Kind, Symbol
from driftcheck.resolution.lineage import Lineage
from driftcheck.resolution.outcomes import CIRCULAR, Absent, Hidden, Outcome, Present

_OF_EVERY_MODULE = {
    "__name__": "builtins.str",
    "__doc__": "builtins.str | None",
    "__file__": "builtins.str",
    "__package__": "builtins.str | None",
    "__path__": None,
    "__spec__": None,
    "__loader__": None,
    "__dict__": "builtins.dict[builtins.str, typing.Any]",
    "__class__": None,
    "__builtins__": None,
    "__cached__": "builtins.str | None",
    "__annotations__": "builtins.dict[builtins.str, typing.Any]",
}
"""Attributes that the import system or the interpreter sets, with their types."""

_OF_EVERY_CLASS = frozenset({
    "__dict__", "__doc__", "__module__", "__weakref__", "__annotations__", "__qualname__", "__name__", "__slots__",
    "__abstractmethods__", "__orig_bases__", "__match_args__", "__firstlineno__", "__static_attributes__",
})  # fmt: skip
"""Attributes that the interpreter gives to every class, or to all that use a feature of the language, whether a
surface lists them or not."""


_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})


class Names(Protocol):
    """The world in which members are looked up."""

    def symbols(self, distribution: str, path: str) -> list[Symbol]:
        """What is bound at exactly `path`."""
        ...

    def find(self, path: str) -> Outcome:
        """What a dotted path leads to."""
        ...

    def member(self, owner: Present, name: str, *, instance: bool = False) -> Outcome:
        """What `owner.name` is."""
        ...

    def lineage(self, owner: Present) -> Lineage:
        """A class and its ancestors."""
        ...

    def providers_of(self, path: str) -> tuple[str, ...]:
        """Distributions that provide the longest known prefix of `path`."""
        ...


def is_dunder(name: str) -> bool:
    """Whether the name is of the language's own."""
    return name.startswith("__") and name.endswith("__")


def open_namespace(reason: str) -> str:
    """The phrase by which names beneath an open namespace are counted."""
    return f"open namespace: {reason}"


def module_member(names: Names, distribution: str, module: Symbol, name: str) -> Outcome:
    """What a module binds to `name`: its own binding, else a submodule, else what a star import brings."""
    path = f"{module.path}.{name}"
    own = _bound_in_module(names, distribution, path)
    if own is not None:
        return own
    causes: list[str] = [module.open_reason] if module.open_reason is not None else []
    related: list[str] = []
    for star in names.symbols(distribution, f"{module.path}.*"):
        origin = names.find(star.target or "")
        if not isinstance(origin, Present):
            # What is known not to exist brings nothing: the import is for another version of the language.
            if isinstance(origin, Hidden) and origin.reason != CIRCULAR:
                causes.append(f"star import from {star.target}")
            continue
        through = names.member(origin, name)
        if isinstance(through, Present) and not name.startswith("_"):
            return Present(through.symbol, through.distribution, path, star.deprecation or through.deprecation)
        related.append(origin.distribution)
        if isinstance(through, Hidden) and through.reason != CIRCULAR:
            # A star import copies what is bound; it never asks an attribute hook.
            causes.extend(c for c in through.causes or (through.reason,) if "__getattr__" not in c)
    elsewhere = _given_to_module(names, distribution, path, name)
    if elsewhere is not None:
        return elsewhere
    if causes:
        return Hidden(path, open_namespace(causes[0]), distribution, tuple(causes))
    return Absent(path, distribution, tuple(dict.fromkeys(other for other in related if other != distribution)))


def _bound_in_module(names: Names, distribution: str, path: str) -> Present | None:
    """What the module itself binds, or its submodule of that name."""
    submodule = bound = None
    for symbol in names.symbols(distribution, path):
        if symbol.kind is Kind.MODULE:
            submodule = submodule or symbol
        else:
            bound = bound or symbol
    if bound is not None and (submodule is None or not _names_submodule(names, bound, path)):
        return settle(names, bound, distribution, path)
    if submodule is None:
        return None
    evidence = bound.deprecation if bound is not None else None
    return Present(submodule, distribution, path, evidence or submodule.deprecation)


def _given_to_module(names: Names, distribution: str, path: str, name: str) -> Present | None:
    """What the interpreter, or another distribution of the same namespace package, puts into a module."""
    if name in _OF_EVERY_MODULE:
        return Present(Symbol(path, Kind.ATTRIBUTE, type=_OF_EVERY_MODULE[name]), distribution, path)
    for other in names.providers_of(path):
        for symbol in names.symbols(other, path) if other != distribution else ():
            if symbol.kind is Kind.MODULE:
                return Present(symbol, other, path, symbol.deprecation)
    # Stubs lend all modules the hook that few define, so that type checkers keep quiet.
    if is_dunder(name) and name != "__getattr__":
        anywhere = names.find(f"types.ModuleType.{name}")
        if isinstance(anywhere, Present):
            return Present(anywhere.symbol, anywhere.distribution, path)
    return None


def _names_submodule(names: Names, bound: Symbol, path: str) -> bool:
    """Whether a binding beside a submodule of the same name is that submodule (`from . import sub`)."""
    if bound.kind is not Kind.ALIAS:
        return False
    return bound.target == path or not isinstance(names.find(bound.target or ""), Present)


def settle(names: Names, bound: Symbol, distribution: str, path: str) -> Present:
    """What a binding stands for in the end.

    An alias that leads nowhere we can see still proves that the name exists: it is then its own definition.
    """
    if bound.kind is not Kind.ALIAS or bound.raises or not bound.target or bound.target == path:
        return Present(bound, distribution, path, bound.deprecation)
    target = names.find(bound.target)
    if isinstance(target, Present):
        return Present(target.symbol, target.distribution, path, bound.deprecation or target.deprecation)
    return Present(bound, distribution, path, bound.deprecation)


def own_member(names: Names, owner: Present, name: str) -> Present | None:
    """What the body of a class binds to `name`, ancestors left out."""
    mangled = f"_{tail(owner.symbol.path).lstrip('_')}__"
    if name.startswith(mangled) and not name.endswith("__"):
        # Seen from outside, `__name` of a class bears the name of the class.
        name = name[len(mangled) - 2 :]
    path = f"{owner.symbol.path}.{name}"
    for symbol in names.symbols(owner.distribution, path):
        if symbol.kind is not Kind.MODULE:
            return settle(names, symbol, owner.distribution, path)
    return None


def class_member(names: Names, owner: Present, name: str, *, instance: bool) -> Outcome:
    """A member of a class or of its instances, the nearest ancestor's first, the metaclass's last.

    What instances have counts for the class as well: code that reads it from the class object
    is right often enough (descriptors, dataclass fields), and a class path is documented so.
    """
    line = names.lineage(owner)
    path = f"{owner.path}.{name}"
    for ancestor in line.classes:
        found = own_member(names, ancestor, name)
        if found is not None:
            return Present(found.symbol, found.distribution, path, found.deprecation)
    causes = list(line.causes)
    if not instance:
        through = _metaclass_member(names, line, name)
        if isinstance(through, Present):
            return Present(through.symbol, through.distribution, path, through.deprecation)
        if isinstance(through, Hidden):
            causes.append(through.reason)
    if name in _OF_EVERY_CLASS:
        return Present(Symbol(path, Kind.ATTRIBUTE), owner.distribution, path)
    if is_dunder(name) and not line.is_rooted:
        causes.append("built-in classes not covered")
    if causes:
        return Hidden(path, open_namespace(causes[0]), owner.distribution, tuple(causes))
    related = dict.fromkeys(ancestor.distribution for ancestor in line.classes)
    return Absent(path, owner.distribution, tuple(other for other in related if other != owner.distribution))


def _metaclass(symbol: Symbol) -> str | None:
    """The metaclass that a class states, or that its being a protocol brings."""
    if symbol.metaclass is None and not _PROTOCOLS.isdisjoint(symbol.bases):
        return "abc.ABCMeta"
    return symbol.metaclass


def _metaclass_member(names: Names, line: Lineage, name: str) -> Outcome | None:
    """A member that the class object has from its metaclass; None where it has no such member."""
    metaclass = next((own for c in line.classes if (own := _metaclass(c.symbol))), "builtins.type")
    found = names.find(metaclass)
    if not isinstance(found, Present) or found.symbol.kind is not Kind.CLASS:
        return None if metaclass == "builtins.type" else Hidden(metaclass, f"unresolved metaclass {metaclass}")
    above = names.lineage(found)
    for ancestor in above.classes:
        member = own_member(names, ancestor, name)
        if member is not None:
            return member
    if above.causes:
        return Hidden(metaclass, f"open metaclass {metaclass}")
    if metaclass != "builtins.type" and all(c.symbol.path != "builtins.type" for c in above.classes):
        return own_member(names, root, name) if isinstance(root := names.find("builtins.type"), Present) else None
    return None

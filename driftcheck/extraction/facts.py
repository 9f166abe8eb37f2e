"""What reading one module of a library gives, before modules are joined into a surface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from driftcheck.model.symbols import Symbol


@dataclass(frozen=True, slots=True)
class FunctionTraits:
    """What a function does to what it decorates, or to its caller; judged when modules are joined."""

    keeps_signature: bool = False
    """Used as a decorator it gives back its argument, or a wrapper that `functools.wraps` marks."""
    keeps_class: bool = False
    """Used on a class it gives back that class without adding members under names that are not literal."""
    always_raises: bool = False
    """Its body begins by raising something other than NotImplementedError."""
    binds_names: bool = False
    """It binds names in whichever module it is told: its caller's, or that of what it decorates."""
    makes_fields: bool = False
    """Used on a class it makes a constructor of its fields (PEP 681)."""
    extends_signature: bool = False
    """Used as a decorator it gives back a wrapper that `functools.wraps` marks, and that may take more keywords."""
    made_by: str | None = None
    """What it gives back is what another function gives back: its path."""
    keeps_result: bool = False
    """It is declared to give back a function of the same type as the one that it decorates."""


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """One module as its own text tells it: depends on text, name and extractor only, so it can be reused."""

    name: str
    is_package: bool
    symbols: tuple[Symbol, ...] = ()
    """The module's own row first; paths are absolute."""
    stars: tuple[str, ...] = ()
    """Absolute names of modules star-imported, in order."""
    exports: tuple[str, ...] | None = None
    """`__all__` as far as it is literal; None where there is none."""
    exports_of: tuple[str, ...] = ()
    """Modules whose `__all__` is added to this one's."""
    exports_complete: bool = True
    exports_grow: bool = False
    """A function of the module adds to `__all__` when it is called: names may come from anywhere."""
    conditional_exports: tuple[tuple[str, str], ...] = ()
    """(name, condition) of what `__all__` holds on some versions of Python only."""
    decorators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Path of a function or class to the paths of decorators whose effect is not known from their name."""
    traits: Mapping[str, FunctionTraits] = field(default_factory=dict)
    """Path of a function to its traits, where there is something to say."""
    is_dynamic: bool = False
    """It has a `__getattr__`, replaces itself, or binds names in loops: joining evaluates it."""
    imported: frozenset[str] = frozenset()
    """Names bound by import statements: incidental unless exported."""
    class_calls: tuple[tuple[str, str], ...] = ()
    """(function, argument) of calls at module level that are given a bare name."""
    patches: tuple[tuple[str, str, str | None], ...] = ()
    """(owner, name, target or None) of `owner.name = …` at module level, for owners that other modules define."""
    type_names: Mapping[str, str] = field(default_factory=dict)
    """What names imported for type checkers only stand for: no symbols, but annotations use them."""
    dictionaries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name to the entries of each typed dictionary that is written for type checkers only."""
    filled: str | None = None
    """Why the module is open unless evaluating it shows what its code binds there."""
    is_followable: bool = True
    """Whether what fills it is called when it is imported, so that evaluation meets it."""
    filled_classes: tuple[str, ...] = ()
    """Paths of its classes that get members from functions that it calls."""
    fillers: tuple[str, ...] = ()
    """Paths of functions that bind names in a module chosen when they run: their caller's, an entry of sys.modules."""
    argument_fillers: tuple[str, ...] = ()
    """Paths of functions that bind names on what they are given."""
    calls: tuple[str, ...] = ()
    """Paths of functions of other modules that are called when the module is imported."""
    trusting: tuple[str, ...] = ()
    """Paths of functions that are given the module's own namespace when it is imported."""
    handed: tuple[tuple[str, str], ...] = ()
    """(function, class) of calls that are given a class by what makes it: its metaclass, a hook for subclasses."""
    hooked: tuple[str, ...] = ()
    """Modules that it names and may make or fill, with all beneath them, by a finder in the import system."""

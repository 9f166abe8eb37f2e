"""Symbols: what a snapshot knows of one name in one release."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a name is bound to, as far as static reading tells."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    ATTRIBUTE = "attribute"
    ALIAS = "alias"
    """Bound by an import, or by an assignment from a dotted name: `target` says to what."""


class ParameterKind(StrEnum):
    """The five kinds of `inspect.Parameter`, in the letters the database uses."""

    POSITIONAL_ONLY = "/"
    POSITIONAL_OR_KEYWORD = ""
    VAR_POSITIONAL = "*"
    KEYWORD_ONLY = "k"
    VAR_KEYWORD = "**"


_SOFT = ("soft deprecated", "soft-deprecated")
"""How a message begins on what no new code should use, although it stays (PEP 387)."""


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Evidence that a symbol or a parameter is on its way out, in the library's own words."""

    evidence: str
    """Which reader found it: `decorator`, `warning`, `docstring`, `pep702`, `table`, `sentinel`."""
    since: str | None = None
    """Version as the library writes it; not necessarily a recorded release."""
    removal: str | None = None
    message: str | None = None
    """Plain text, unsanitised, at most some hundred characters."""
    alternative: str | None = None
    """What the library names as the way out, where it gives it as data (a path or an expression)."""
    pending: bool = False

    @property
    def is_soft(self) -> bool:
        """Whether it warns nobody, and nothing will go: pending, or what PEP 387 calls soft deprecated."""
        return self.pending or (self.message or "").lower().startswith(_SOFT)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a signature."""

    name: str
    kind: ParameterKind = ParameterKind.POSITIONAL_OR_KEYWORD
    required: bool = False
    annotation: str | None = None
    """Type expression with qualified names, or of `**keywords` where they go (HANDS_ON); None where there is none."""
    deprecation: Deprecation | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call. `self`/`cls` is left out of methods that are bound when accessed."""

    parameters: tuple[Parameter, ...] = ()
    returns: str | None = None
    """Type expression with qualified names (see `Symbol.type`); None where nothing is known."""

    def parameter(self, name: str) -> Parameter | None:
        """The parameter that can be given as keyword `name`, or is called so."""
        return next((p for p in self.parameters if p.name == name and not p.kind.startswith("*")), None)

    @property
    def takes_any_keyword(self) -> bool:
        """Whether it ends in `**keywords`."""
        return any(p.kind is ParameterKind.VAR_KEYWORD for p in self.parameters)


class Binding(StrEnum):
    """How a function or an attribute of a class behaves when it is looked up."""

    PLAIN = ""
    STATIC = "static"
    CLASS = "class"
    PROPERTY = "property"
    INSTANCE = "instance"
    """Set on instances (`self.x = …`, a dataclass field without default): not on the class object."""


NAMESPACE_PACKAGE = "namespace package"
"""The reason why a module is open to which other distributions may add modules, and nothing else (PEP 420)."""
BOUND_BY_CALL = "names bound by a call"
"""The reason why a module is open in which a function binds names that is called there: old names above all."""
STUB_ALONE = "stub alone"
"""The `type_source` of what no source tells of: a compiled function may take its arguments in other ways as well."""

FIELDS = "fields"
"""The `type` of a class whose signature lists the fields of its own body, of which something above it may make a
constructor (PEP 681)."""
DATACLASS = "dataclass"
"""The `type` of a class whose decorator makes a constructor of the fields that its signature lists, and of those of
its bases."""
TRANSFORM = "transform"
"""The `type` of a class that makes such constructors: for those derived from it, or those that it is the metaclass of.
Its signature lists its own fields."""
HANDS_ON = "@"
TELLS_OF_NONE = f"{HANDS_ON}none"
"""In the same place, where a type without entries has type checkers refuse what the code itself may take."""
"""What the annotation of `**keywords` begins with where a function hands them on as it got them: followed by the path
of what takes them, `self.name` for a method of its own, `super.name` for one of a base, `class` for its class."""

CAST = "cast"
"""The `type_source` of what a function is declared to give, where it only asserts that it does: `return cast(X, …)`."""

TYPE_VARIABLE = "typing.TypeVar"
"""The head of the `type` of a type variable, with what it stands for at least in brackets."""

LISTED_BY_STUB = "described by a stub only"
"""The reason why a module is open whose documented names a stub lists, but not what it imports for itself."""
HOOKS = frozenset({"class defines __getattr__", "module __getattr__", LISTED_BY_STUB})
"""Reasons for an open namespace whose own list of names is complete all the same: a hook, or a list made by others,
may know more, but what is written down in one release would have been written down in another."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One entry of a surface, valid in the release it was asked for."""

    path: str
    kind: Kind
    target: str | None = None
    """ALIAS: the absolute dotted path it stands for, possibly in another distribution."""
    bases: tuple[str, ...] = ()
    """CLASS: qualified names of the bases, subscripts removed."""
    metaclass: str | None = None
    signatures: tuple[Signature, ...] = ()
    """FUNCTION, and CLASS where the class itself fixes how it is called (named tuple): one, or one per overload. A
    class with a `type` lists its own fields in one. Empty: how it is called is not known."""
    type: str | None = None
    """ATTRIBUTE: what an access gives back. A Python type expression whose names are qualified
    (`pandas.core.frame.DataFrame | None`, `builtins.list[builtins.str]`, `typing.Self`); a name that
    could not be qualified is `?`. None where nothing is known. CLASS: whether its signature lists fields, and who makes
    a constructor of them: FIELDS, DATACLASS or TRANSFORM."""
    type_source: str | None = None
    """How `type` or the signatures' `returns` came to be known: `annotation`, `overload`, `inferred`, `docstring`
    or `stub`."""
    binding: Binding = Binding.PLAIN
    deprecation: Deprecation | None = None
    raises: bool = False
    """It is still bound, but every use raises: counts as removed."""
    open_reason: str | None = None
    """MODULE, CLASS: why its members cannot all be known; None for a closed namespace."""
    condition: str | None = None
    """When it is bound at all: `python>=3.9`, joined by `and`; None for always."""
    is_public: bool = True
    """In `__all__`, or without a leading underscore and not an incidental import."""


@dataclass(frozen=True, slots=True)
class SymbolSpan:
    """A symbol together with the recorded releases in which exactly this is true of its path.

    A path may have several spans, also overlapping ones: a submodule and a member of the same name
    are two facts (`sqlalchemy.orm.mapper`), and so are definitions under different conditions.
    """

    first: int
    """Ordinal of the first release."""
    last: int
    """Ordinal of the last release, included."""
    symbol: Symbol

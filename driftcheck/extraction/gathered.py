"""Where the reading of a module is, and what it collects on the way besides symbols."""

from __future__ import annotations

from dataclasses import dataclass, field

from driftcheck.extraction.facts import FunctionTraits
from driftcheck.extraction.namespaces import Namespace
from driftcheck.extraction.scopes import Scope
from driftcheck.model.symbols import Symbol


@dataclass(slots=True)
class Late:
    """What is collected besides symbols."""

    decorators: dict[str, tuple[str, ...]] = field(default_factory=dict)
    traits: dict[str, FunctionTraits] = field(default_factory=dict)
    imported: set[str] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)
    open_reason: str | None = None
    is_dynamic: bool = False
    unexported: list[Symbol] = field(default_factory=list)
    """What a stub imports without exporting it."""
    globals: dict[str, Symbol] = field(default_factory=dict)
    class_calls: list[tuple[str, str]] = field(default_factory=list)
    patches: list[tuple[str, str, str | None]] = field(default_factory=list)
    handed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """The body that is being read."""

    namespace: Namespace
    scope: Scope
    path: str
    """The qualified name of the module or class whose body it is."""
    depth: int = 0
    """How many bodies of classes it lies in, its own included."""

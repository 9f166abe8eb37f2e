"""What partial evaluation works on: literals, and stand-ins for what lives in modules."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

_MAX_STEPS = 60_000
_BUILTINS = frozenset(dir(builtins))


class Opaque(Enum):
    """The value of which nothing is known."""

    OPAQUE = "opaque"


OPAQUE = Opaque.OPAQUE


@dataclass(frozen=True, slots=True)
class Ref:
    """Something that lives at a dotted path: an imported module, or a member of one."""

    path: str


@dataclass(frozen=True, slots=True)
class Enumeration(Ref):
    """An enumeration, with the names of its members."""

    names: tuple[str, ...]

    @property
    def table(self) -> dict[object, object]:
        """Its `__members__`."""
        return {name: Member(f"{self.path}.{name}") for name in self.names}


@dataclass(frozen=True, slots=True)
class Member(Ref):
    """A member of an enumeration."""


@dataclass(frozen=True, slots=True)
class SomeName:
    """One name that stands for each of the names of a module."""

    owner: str
    is_exported: bool
    """Those of its `__all__`; else all that it binds."""


class Presumed(str):
    """A name that is likely, and not sure: `__name__` of what another distribution defines."""

    __slots__ = ()


@dataclass(slots=True)
class ClassSpace:
    """What the body of a class binds, evaluated when it is asked for."""

    values: dict[str, object] = field(default_factory=dict)
    bases: tuple[object, ...] = ()
    is_read: bool = False
    is_costly: bool = False
    """Its `__init__` does much: of its instances no more is known than their class."""


@dataclass(frozen=True, slots=True, eq=False)
class LibraryClass(Ref):
    """A class of the library, known by its path, with its text."""

    node: ast.ClassDef
    env: Environment
    space: ClassSpace = field(default_factory=ClassSpace)


@dataclass(slots=True, eq=False)
class Instance:
    """What calling a class of the library gives."""

    made_by: LibraryClass
    attributes: dict[str, object] = field(default_factory=dict)
    is_known: bool = True
    """Whether what its `__init__` sets is among the attributes."""


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A function of a class with its receiver."""

    function: Closure
    receiver: object


@dataclass(frozen=True, slots=True, eq=False)
class Super:
    """`super()` within a function of a class."""

    within: LibraryClass
    receiver: object


@dataclass(frozen=True, slots=True)
class Spec:
    """A module's `__spec__`, of which only the package is asked for."""

    package: str


@dataclass(frozen=True, slots=True)
class ModuleDict:
    """`globals()` of a module, or its `__dict__`."""

    module: str


@dataclass(frozen=True, slots=True, eq=False)
class Closure:
    """A function of the library with the names it sees."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    env: Environment
    owner: LibraryClass | None = None
    """The class in whose body it is defined."""


@dataclass(frozen=True, slots=True, eq=False)
class Decorated:
    """A function whose decorators are looked at when it is called."""

    function: Closure


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A bound method of a literal (`table.get`)."""

    owner: object
    name: str


class Exhausted(Exception):  # noqa: N818  # control flow, not an error
    """The budget of steps is spent."""


class LookupFails(Exception):  # noqa: N818  # what the evaluated code would meet, not an error of ours
    """A key that a literal table lacks was asked for."""


@dataclass(slots=True)
class Budget:
    """What the evaluations of one release may cost together."""

    left: int = 2_000_000
    costly: set[ast.AST] = field(default_factory=set)
    """Functions that took too many steps once: they are not followed again."""


@dataclass(slots=True)
class Effects:
    """What an evaluation did besides giving a value."""

    warnings: list[tuple[str, str]] = field(default_factory=list)
    """(category path or empty, message) of every warning that was reached."""
    affixes: list[tuple[str, str]] = field(default_factory=list)
    """(prefix, suffix), one of them empty, that the name in question was tested for."""
    escaped: set[str] = field(default_factory=set)
    """Paths of the classes and modules that were given to a call which could not be followed."""
    budget: Budget = field(default_factory=Budget)
    steps: int = 0

    def step(self, cost: int = 1) -> None:
        """Count what a step costs.

        Raises:
            Exhausted: The budget is spent.
        """
        self.steps += cost
        self.budget.left -= cost
        if self.steps > _MAX_STEPS or self.budget.left < 0:
            raise Exhausted


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a call may end."""

    raises: str | None = None
    """The name of the exception raised; None for a return."""
    value: object = None
    message: str = ""


@dataclass(slots=True, eq=False)
class Environment:
    """Names in sight: local values over those of the module."""

    module: str
    find: Callable[[str], object]
    """What a name means at module level."""
    load: Callable[[str], object]
    """What lives at a dotted path (a `Closure`, a literal), or a `Ref` to it."""
    values: dict[str, object] = field(default_factory=dict)
    parent: Environment | None = None
    stars: list[str] = field(default_factory=list)
    """Modules that were star-imported."""
    outer: set[str] = field(default_factory=set)
    """Names declared `global`."""

    def root(self) -> Environment:
        """The names of the module."""
        env = self
        while env.parent is not None:
            env = env.parent
        return env

    def lookup(self, name: str) -> object:
        """The value of a name, `OPAQUE` where nothing is known."""
        env: Environment | None = self
        while env is not None:
            if name in env.values:
                return env.values[name]
            env = env.parent
        return self.find(name)


def bind_target(target: ast.expr, value: object, values: dict[str, object]) -> bool:
    """Bind a name or a tuple of names; whether the shapes fit."""
    match target:
        case ast.Name(id=name):
            values[name] = value
            return True
        case ast.Tuple(elts=elts) | ast.List(elts=elts):
            parts = value if isinstance(value, list) and len(value) == len(elts) else [OPAQUE] * len(elts)
            fits = [bind_target(elt, part, values) for elt, part in zip(elts, parts, strict=True)]
            return all(fits)
        case _:
            return False


def builtin(name: str) -> object:
    """What a name means that no module binds."""
    return Ref(f"builtins.{name}") if name in _BUILTINS else OPAQUE


def is_hashable(value: object) -> bool:
    """Whether a value may be a key of a folded table."""
    return isinstance(value, str | int | float | bytes | None | Ref | Opaque | SomeName)


def merged(ways: list[dict[str, object]]) -> dict[str, object]:
    """The names after one of several ways was taken: what is the same in all of them, and lists and tables together."""
    if not ways:
        return {}
    result = dict(ways[0])
    for other in ways[1:]:
        for name, value in other.items():
            known = result.setdefault(name, value)
            if known is not value:
                result[name] = _either(known, value)
    return result


def _either(one: object, other: object) -> object:
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *(item for item in other if item not in one)]
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **other}
    if type(one) is type(other) and isinstance(one, str | int | Ref | ModuleDict) and one == other:
        return one
    return OPAQUE

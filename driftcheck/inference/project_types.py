"""What the project's own modules, classes and functions denote.

Like the types of libraries, they are compared by identity and carry what is learnt of them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from driftcheck.inference.scopes import Scope
from driftcheck.inference.stand_ins import Given
from driftcheck.inference.types import UNKNOWN, Foreign, Lazy, Outcome, Type

if TYPE_CHECKING:
    from driftcheck.source.guards import Guard


_STANDARD_LIBRARY = "python"


class ProjectModule(Type):
    """A module of the project."""

    __slots__ = ("is_package", "load", "name", "providers", "scope", "stars", "state", "submodule", "writers")

    def __init__(self, name: str, *, is_package: bool, scope: Scope) -> None:
        self.name = name
        self.is_package = is_package
        self.scope = scope
        self.stars: list[Type] = []
        self.state = 0
        """0: not looked at; 1: its top level is being walked; 2: walked."""
        self.load: Callable[[], None] = _nothing
        self.submodule: Callable[[str], ProjectModule | None] = _no_submodule
        self.providers: dict[str, ProjectFunction] = {}
        """Functions whose values parameters get by name."""
        self.writers: dict[str, list[ProjectFunction]] | None = None
        """Functions that bind names of the module by a `global` declaration, where there are any."""


class ProjectClass(Type):
    """A class of the project."""

    __slots__ = (
        "annotated",
        "assigned",
        "attributes",
        "bases",
        "inherited",
        "instance",
        "is_decorated",
        "is_made_elsewhere",
        "is_open",
        "lineage",
        "made",
        "methods",
        "module",
        "name",
        "overrides",
        "scope",
        "self_instance",
    )

    def __init__(self, name: str, module: object, scope: Scope, bases: tuple[Type, ...], *, is_open: bool) -> None:
        self.name = name
        self.module = module
        self.scope = scope
        self.bases = bases
        self.is_open = is_open
        """Whether it may have members that its text does not show."""
        self.made: Type | None = None
        """What a call gives, once that is worked out."""
        self.is_decorated = False
        self.is_made_elsewhere = False
        """Whether its metaclass decides what a call gives."""
        self.methods: list[ProjectFunction] = []
        self.annotated: dict[str, Type] = {}
        self.attributes: dict[str, dict[object, Type]] = {}
        """What is assigned to attributes of instances, by the function that assigns it."""
        self.assigned: dict[str, list[ProjectFunction]] | None = None
        """Which methods assign which attributes; found when first asked."""
        self.lineage: Lineage | None = None
        self.inherited: dict[tuple[str, Type], Outcome] = {}
        self.overrides: bool | None = None
        """Whether it has methods of its own in place of a library's; None where nobody asked."""
        self.instance = ProjectInstance(self)
        self.self_instance = ProjectInstance(self, is_self=True)

    @property
    def called(self) -> str:
        """What other walks call it: by its module and its name."""
        return f"{self.module.name}:{self.name}" if isinstance(self.module, ProjectModule) else self.name


class ProjectInstance(Type):
    """An object of a class of the project; `is_self`: of that class or of any derived from it."""

    __slots__ = ("is_self", "of")

    def __init__(self, of: ProjectClass, *, is_self: bool = False) -> None:
        self.of = of
        self.is_self = is_self

    def declared(self) -> ProjectInstance:
        """An object of that class or of one derived from it."""
        return self.of.self_instance


class ProjectFunction(Type):
    """A function of the project."""

    __slots__ = (
        "context",
        "enclosing",
        "given",
        "guards",
        "may_hand_on",
        "module",
        "name",
        "node",
        "order",
        "owner",
        "parameters",
        "qualified",
        "result",
        "results",
        "returns",
        "role",
        "scope",
        "state",
        "values",
    )

    def __init__(  # noqa: PLR0913 - a function belongs to several things
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        module: object,
        scope: Scope,
        *,
        owner: ProjectClass | None,
        qualified: str,
        guards: tuple[Guard, ...],
        enclosing: ProjectFunction | None = None,
    ) -> None:
        self.node: ast.FunctionDef | ast.AsyncFunctionDef | None = node
        """Let go once the body is walked."""
        self.name = node.name
        self.module = module
        self.scope = scope
        """Where it is defined."""
        self.owner = owner
        self.qualified = qualified
        self.guards = guards
        self.role = ""
        """`static`, `class`, `property`, `context`, or empty."""
        self.context = False
        self.state = 0
        """0: not walked; 1: being walked; 2: walked."""
        self.result: Type = UNKNOWN
        self.returns: Type | None = None
        """What its annotation says that a call gives back."""
        self.parameters: dict[str, Type] | None = None
        self.values: dict[str, Type] = {}
        """Types of default values that tell something."""
        self.results: dict[Type | None, Lazy] = {}
        self.given: dict[str, Given] = {}
        """Stand-ins for what is given for parameters of which nothing is known."""
        self.may_hand_on = True
        """Whether the result may depend on what is given; known for certain once it was asked for."""
        self.order: tuple[str, ...] = ()
        """Parameters that may be given by place."""
        self.enclosing = enclosing


class Method(Type):
    """A function of the project, looked up on a class or on an object."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: ProjectFunction, receiver: Type) -> None:
        self.function = function
        self.receiver = receiver


class Closure(Type):
    """A function of the project that was defined within another, with what that one was given."""

    __slots__ = ("function", "given", "value")

    def __init__(self, function: ProjectFunction, given: Mapping[Given, Type], value: Lazy) -> None:
        self.function = function
        self.given = given
        self.value = value
        """What a call gives, whatever the arguments are."""


class Super(Type):
    """`super()`: the bases of a class, looked at through one of its objects."""

    __slots__ = ("of", "receiver")

    def __init__(self, of: ProjectClass, receiver: Type) -> None:
        self.of = of
        self.receiver = receiver


def _nothing() -> None:
    """Load nothing."""


def _no_submodule(_name: str) -> ProjectModule | None:
    return None


@dataclass(frozen=True, slots=True)
class Lineage:
    """A class with its ancestors."""

    project: tuple[ProjectClass, ...]
    """The class itself first."""
    foreign: tuple[Foreign, ...]
    """The nearest library classes; `object` left out."""
    has_unknown: bool
    """Whether some base is not known."""

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the language decides what the attributes in a class body do."""
        return (
            not self.has_unknown
            and not any(one.is_open for one in self.project)
            and all(base.entity.selection.distribution == _STANDARD_LIBRARY for base in self.foreign)
        )

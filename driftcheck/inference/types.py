"""What an expression can denote.

These objects are compared by identity and carry their own memories (members already asked for, calls already bound), so
that asking the same thing of the same library twice costs one look into a dictionary: they are the one place where
speed asks for mutable values. `Analysis` makes them, each only once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from driftcheck.model.resolutions import Entity, Found, Missing

if TYPE_CHECKING:
    from driftcheck.source.guards import Guard


class Type:
    """Base of everything an expression can denote."""

    __slots__ = ()

    def declared(self) -> Type:
        """The same, where it is only declared: an object may be of a derived class."""
        return self


class Unknown(Type):
    """Nothing is known. With a reason: it came from a library, and the reason says why nothing is known."""

    __slots__ = ("reason",)

    def __init__(self, reason: str = "") -> None:
        self.reason = reason


UNKNOWN = Unknown()


class Nothing(Type):
    """`None`."""

    __slots__ = ()


NONE = Nothing()


class Never(Type):
    """What an empty container holds."""

    __slots__ = ()


NEVER = Never()


class Outcome:
    """What asking a type for a member gives."""

    __slots__ = ("reason", "report", "value")

    def __init__(self, value: Type, report: Found | Missing | None = None, reason: str | None = "") -> None:
        self.value = value
        self.report = report
        """Set where a rule should have a look."""
        self.reason = reason
        """None: resolved in a library. Empty: no library was asked. Otherwise why a library could not answer."""


NOT_FOREIGN = Outcome(UNKNOWN)


class Foreign(Type):
    """A library's module, class or function itself; `is_loose`: that class, or as likely one derived from it."""

    __slots__ = (
        "_derived",
        "arguments",
        "calls",
        "entity",
        "handed",
        "instance",
        "is_loose",
        "lent",
        "loose",
        "members",
        "origin",
        "tested",
    )

    def __init__(self, entity: Entity, origin: Missing | None, arguments: tuple[Type, ...] = ()) -> None:
        self.entity = entity
        self.arguments = arguments
        """What stands for the type variables of a class, where its brackets tell."""
        self.is_loose = False
        self._derived: Foreign | None = None
        self.origin = origin
        """The break through which an entity of a former release was reached."""
        self.members: dict[str, Outcome] = {}
        self.calls: dict[object, CallOutcome] = {}
        self.instance = Instance(self)
        self.loose = Instance(self, is_loose=True)
        self.tested = Instance(self, is_loose=True, is_tested=True)
        self.handed = Instance(self, is_loose=True, is_handed=True)
        self.lent = Instance(self, is_handed=True)

    def derived(self) -> Foreign:
        """The class or one derived from it."""
        if self.is_loose:
            return self
        if self._derived is None:
            twin = self._derived = Foreign(self.entity, self.origin, self.arguments)
            twin.is_loose = True
            twin.instance = twin.loose = self.loose
            twin.tested = self.tested
            twin.handed = twin.lent = self.handed
        return self._derived


class Instance(Type):
    """An object of a library's class.

    `is_loose`: as likely of a class derived from it, which may have more members; `is_tested`: nobody says where it
    comes from, only that it passed a test for its class; `is_handed`: it comes from elsewhere, or was lent to another
    library, where others may have set attributes on it that its class does not know.
    """

    __slots__ = ("is_handed", "is_loose", "is_tested", "members", "of")

    def __init__(
        self, of: Foreign, *, is_loose: bool = False, is_tested: bool = False, is_handed: bool = False
    ) -> None:
        self.of = of
        self.is_loose = is_loose
        self.is_tested = is_tested
        self.is_handed = is_handed
        self.members: dict[str, Outcome] = {}

    def declared(self) -> Instance:
        """An object of that class or of one derived from it."""
        if self.is_loose:
            return self
        return self.of.handed if self.is_handed else self.of.loose


class BoundFunction(Type):
    """A library's function, looked up on a class or on an object."""

    __slots__ = ("bound", "calls", "entity", "origin", "receiver")

    def __init__(self, entity: Entity, receiver: Type, *, bound: bool, origin: Missing | None) -> None:
        self.entity = entity
        self.receiver = receiver
        """What `typing.Self` stands for."""
        self.bound = bound
        self.origin = origin
        self.calls: dict[object, CallOutcome] = {}


class CallOutcome:
    """What a call gives, and what there is to say about its arguments."""

    __slots__ = ("outcomes", "reason", "value")

    def __init__(self, value: Type, outcomes: tuple[object, ...] = (), reason: str | None = "") -> None:
        self.value = value
        self.outcomes = outcomes
        self.reason = reason


class SpecialForm(Type):
    """A name of `typing` that means something in annotations only."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Union(Type):
    """One of several things."""

    __slots__ = ("members", "parts")

    def __init__(self, members: tuple[Type, ...]) -> None:
        self.members = members
        self.parts: tuple[Type, ...] | None = None
        """The members without `None`, once they are all worked out."""


class Tuple(Type):
    """A tuple whose every element is known; `is_loose`: or an object of a class derived from `tuple`."""

    __slots__ = ("_declared", "is_loose", "items")

    def __init__(self, items: tuple[Type, ...], *, is_loose: bool = False) -> None:
        self.items = items
        self.is_loose = is_loose
        self._declared: Tuple | None = None

    def declared(self) -> Tuple:
        """The same, where it is only declared."""
        if self._declared is None:
            self._declared = self if self.is_loose else Tuple(self.items, is_loose=True)
        return self._declared


class Container(Type):
    """An object of a generic class of the standard library, with what it is filled with.

    `is_loose`: or of a class derived from that one.
    """

    __slots__ = ("_declared", "fields", "is_loose", "items", "path", "shape")

    def __init__(self, path: str, items: tuple[Type, ...], *, is_loose: bool = False) -> None:
        self.path = path
        self.shape = path.rpartition(".")[2]
        self.items = items
        self.is_loose = is_loose
        self.fields: Mapping[str, Type] | None = None
        """What is known to be under which key."""
        self._declared: Container | None = None

    def with_fields(self, fields: Mapping[str, Type]) -> Container:
        """The same, with what is known to be under which key."""
        made = Container(self.path, self.items)
        made.fields = fields
        return made

    def declared(self) -> Container:
        """The same, where it is only declared."""
        if self._declared is None:
            self._declared = self if self.is_loose else Container(self.path, self.items, is_loose=True)
            self._declared.fields = self.fields
        return self._declared


class Returning(Type):
    """Something that is called for a known result."""

    __slots__ = ("value",)

    def __init__(self, value: Type) -> None:
        self.value = value


class Partial(Type):
    """A callable with some of its arguments given."""

    __slots__ = ("callee", "keywords", "positional")

    def __init__(self, callee: Type, positional: int, keywords: tuple[str, ...]) -> None:
        self.callee = callee
        self.positional = positional
        self.keywords = keywords


class Lazy(Type):
    """Something that is only worked out when it matters; `is_open`: it may depend on what a function is given."""

    __slots__ = ("_work", "is_open", "value")

    def __init__(self, work: Callable[[], Type | None], *, is_open: bool = False) -> None:
        self._work: Callable[[], Type | None] | None = work
        self.is_open = is_open
        self.value: Type | None = None

    def force(self) -> Type:
        """Work it out; unknown where that leads back to itself or too deep (and then tried again another time)."""
        if self.value is not None:
            return self.value
        work = self._work
        if work is None:
            return UNKNOWN
        self._work = None
        try:
            value = work()
            while type(value) is Lazy:
                value = value.force()
        finally:
            self._work = work
        if value is None:
            return UNKNOWN
        self.value = value
        self._work = None
        return value


class Condition(Type):
    """The truth of a test that the pins decide, or of one that guards against drift."""

    __slots__ = ("guard", "otherwise", "value")

    def __init__(self, value: bool | None, guard: Guard, otherwise: Guard | None = None) -> None:  # noqa: FBT001 - it wraps this very value
        self.value = value
        self.guard = guard
        """What the truth of the test guards."""
        self.otherwise = otherwise or guard
        """What its falsehood guards."""


class VersionValue(Type):
    """The version of something, as far as it is known."""

    __slots__ = ("parts", "rest_is_zero")

    def __init__(self, parts: tuple[int, ...], *, rest_is_zero: bool) -> None:
        self.parts = parts
        self.rest_is_zero = rest_is_zero

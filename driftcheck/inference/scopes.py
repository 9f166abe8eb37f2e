"""Names and what they are bound to while a body is walked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftcheck.inference.types import UNKNOWN, Type
from driftcheck.inference.unions import join

if TYPE_CHECKING:
    from driftcheck.inference.project_types import ProjectFunction


class Written:
    """What functions within a scope bind to one of its names, by `global` or `nonlocal`."""

    __slots__ = ("functions", "last", "value")

    def __init__(self) -> None:
        self.functions: list[ProjectFunction] = []
        self.value: Type | None = None
        """All that was bound, as far as they were walked."""
        self.last: Type | None = None
        """What the name stood for after the last call that may have bound it."""


class Scope:
    """The names of a module, a class or a function.

    `names` is the state at the point the walk has reached. Code that runs later sees a name through `seen_later`: all
    it was ever bound to.
    """

    __slots__ = ("is_class", "names", "parent", "rebound", "written")

    def __init__(self, parent: Scope | None, *, is_class: bool = False) -> None:
        self.parent = parent
        self.is_class = is_class
        self.names: dict[str, Type] = {}
        self.rebound: dict[str, Type] = {}
        """Names that were bound more than once, to all they were bound to."""
        self.written: dict[str, Written] | None = None
        """Names that functions within bind as well."""

    def rebind(self, name: str, old: Type, new: Type) -> None:
        """Remember that `name` was both."""
        self.rebound[name] = join(self.rebound.get(name, old), new)

    def seen_later(self, name: str) -> Type | None:
        """What a function that runs at some time finds under `name`; None where the scope never binds it."""
        return self.rebound.get(name) or self.names.get(name)


def joined(first: dict[str, Type], second: dict[str, Type]) -> dict[str, Type]:
    """The state after two ways met. A name bound on one way only keeps what it was bound to there.

    What is known of an attribute (a dotted key) holds only where both ways know it.
    """
    if first == second:
        return first
    result = dict(first)
    for name, value in second.items():
        other = first.get(name)
        if other is None:
            if "." not in name:
                result[name] = value
        elif other is not value:
            result[name] = UNKNOWN if other is UNKNOWN or value is UNKNOWN else join(other, value)
    for name in first:
        if "." in name and name not in second:
            del result[name]
    return result

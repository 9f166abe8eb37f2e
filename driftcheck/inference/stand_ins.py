"""What stands for something that is known only where it is used: type variables, and what functions are given."""

from __future__ import annotations

from enum import Enum

from driftcheck.inference.types import Type


class TypeVariable(Type):
    """A type variable, with what it is bound to."""

    __slots__ = ("bound",)

    def __init__(self, bound: Type) -> None:
        self.bound = bound


class TypeTest(Type):
    """The truth of a test for a class, as an annotation declares it; `is_exact`: its falsehood tells as much."""

    __slots__ = ("is_exact", "of")

    def __init__(self, of: Type, *, is_exact: bool) -> None:
        self.of = of
        self.is_exact = is_exact


class Given(Type):
    """What a function of the project is given for a parameter of which nothing else is known."""

    __slots__ = ("derived",)

    def __init__(self) -> None:
        self.derived: dict[Step, Derived] | None = None
        """What is made of it in one step. Most parameters stand for themselves alone."""

    def after(self, step: Step) -> Derived:
        """What is made of it in one step."""
        if self.derived is None:
            self.derived = {}
        known = self.derived.get(step)
        if known is None:
            known = self.derived[step] = Derived(self, step)
        return known


class Step(Enum):
    """What can be done with something that is not known yet."""

    CALL = "call"
    AWAIT = "await"


class Derived(Given):
    """What is made of what a function is given: the result of calling it, or of awaiting that."""

    __slots__ = ("of", "step")

    def __init__(self, of: Given, step: Step) -> None:
        super().__init__()
        self.of = of
        self.step = step

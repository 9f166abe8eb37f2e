"""Members of functions, and of values by their types."""

from __future__ import annotations

from driftcheck.model.names import parent
from driftcheck.model.symbols import Binding, Kind
from driftcheck.resolution.expressions import Arm, arms_of
from driftcheck.resolution.members import Names, class_member
from driftcheck.resolution.outcomes import Absent, Hidden, Outcome, Present

_SELF = frozenset({"typing.Self", "typing_extensions.Self"})
_ENUM = "enum.Enum"
_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
_OF_ANYTHING = frozenset({"builtins.object", "builtins.type", "typing.Any"})
"""Types that say nothing of what a value has: a class that is known as some class may be any."""


def function_member(names: Names, owner: Present, name: str) -> Outcome:
    """A member of a function: what every function has; decorators may have added anything else."""
    if owner.symbol.binding is Binding.PROPERTY:
        return value_member(names, owner, name)
    path = f"{owner.path}.{name}"
    found = names.find(f"types.FunctionType.{name}")
    if isinstance(found, Present):
        return Present(found.symbol, found.distribution, path)
    return Hidden(path, "member of a function")


def value_member(names: Names, owner: Present, name: str) -> Outcome:
    """A member of the value that an attribute or a property holds, as its type tells; all arms must agree."""
    path = f"{owner.path}.{name}"
    arms = _arms(names, owner)
    if arms is None:
        return Hidden(path, "value of unknown type")
    absent: Absent | None = None
    present: Present | None = None
    for arm in arms:
        found = names.find(arm.path)
        if not isinstance(found, Present) or found.symbol.kind is not Kind.CLASS or found.symbol.path in _OF_ANYTHING:
            return Hidden(path, "value of unknown type")
        outcome = class_member(names, found, name, instance=not arm.is_class_object)
        if isinstance(outcome, Absent) and is_interface(found):
            return Hidden(path, "value of an interface")
        if isinstance(outcome, Hidden):
            return Hidden(path, outcome.reason, outcome.distribution, outcome.causes)
        if isinstance(outcome, Absent):
            absent = outcome
        else:
            present = present or outcome
    if present is None:
        assert absent is not None, "a union has at least one arm"
        return Absent(path, absent.distribution, absent.related)
    if absent is not None:
        return Hidden(path, "members of a union differ")
    return Present(present.symbol, present.distribution, path, present.deprecation)


def called_value(names: Names, owner: Present) -> Present | None:
    """What is called where a value is: `__call__` of its class; None where it is not known."""
    arms = _arms(names, owner)
    if arms is None or len(arms) != 1:
        return None
    found = names.find(arms[0].path)
    if not isinstance(found, Present) or found.symbol.kind is not Kind.CLASS or found.symbol.path in _OF_ANYTHING:
        return None
    if arms[0].is_class_object or is_interface(found):
        return None  # a class that is derived from it may well be called in another way
    member = class_member(names, found, "__call__", instance=True)
    return member if isinstance(member, Present) and member.symbol.kind is Kind.FUNCTION else None


def is_interface(owner: Present) -> bool:
    """Whether nothing is of this very class: what is said to be of it has members of its own."""
    return any(base in _PROTOCOLS for base in owner.symbol.bases)


def _arms(names: Names, owner: Present) -> tuple[Arm, ...] | None:
    """The classes that the value may be an instance of; None where that is not known."""
    symbol = owner.symbol
    container = names.find(parent(symbol.path))
    holder = container if isinstance(container, Present) and container.symbol.kind is Kind.CLASS else None
    if holder is not None and symbol.binding is Binding.PLAIN and symbol.kind is Kind.ATTRIBUTE:
        line = names.lineage(holder)
        if any(ancestor.symbol.path == _ENUM for ancestor in line.classes) and symbol.type_source != "annotation":
            # A plain assignment in the body of an enumeration makes a member of it, whatever its value is.
            return (Arm(holder.symbol.path),)
    expression = symbol.type
    if expression is None and symbol.kind is Kind.FUNCTION and len(symbol.signatures) == 1:
        expression = symbol.signatures[0].returns
    arms = arms_of(expression) if expression else None
    if arms is None:
        return None
    if any(arm.path in _SELF for arm in arms):
        if holder is None:
            return None
        return tuple(Arm(holder.symbol.path) if arm.path in _SELF else arm for arm in arms)
    return arms

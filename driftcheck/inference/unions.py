"""Types taken together, and how sure one can be of them."""

from __future__ import annotations

from collections.abc import Sequence

from driftcheck.inference.types import (
    NEVER,
    NONE,
    UNKNOWN,
    Container,
    Foreign,
    Instance,
    Lazy,
    Never,
    Tuple,
    Type,
    Union,
    Unknown,
)

_LANGUAGE = "python"
_ANY_OBJECT = frozenset({"builtins.object", "builtins.type"})


def declared_instance(of: Foreign) -> Type:
    """What is declared to be an object of a library's class: it may be of a class derived from that."""
    return UNKNOWN if of.entity.symbol.path in _ANY_OBJECT else of.loose


def loosened(value: Type) -> Type:
    """The same, for what is only declared, or may be replaced unseen: an object may be of a derived class."""
    if type(value) is Union:
        return join_all([loosened(member) for member in value.members])
    if type(value) is Lazy:
        return loosened(value.value) if value.value is not None else Lazy(lambda: loosened(value.force()))
    return value.declared()


def handed(value: Type) -> Type:
    """The same, for what is declared of a value that somebody else made."""
    if type(value) is Union:
        return join_all([handed(member) for member in value.members])
    if type(value) is Lazy:
        return handed(value.value) if value.value is not None else Lazy(lambda: handed(value.force()))
    return value.of.handed if type(value) is Instance and not value.is_tested else value


def replaceable(value: Type) -> Type:
    """The same, for what a class has and derived classes, or whoever loads them, may have something else for.

    They often do where it is the language's: an empty list stands for a dictionary, and a name for what has that name.
    """
    if type(value) is Container:
        return loosened(value)
    is_of_language = type(value) is Instance and value.of.entity.selection.distribution == _LANGUAGE
    return loosened(value) if is_of_language else value


def borrowed(value: Type) -> Type:
    """The same, for what another release says: what was taken away is told of it, but not what was never there."""
    if type(value) is Union:
        return join_all([borrowed(member) for member in value.members])
    if type(value) is Tuple:
        return Tuple(tuple(map(borrowed, value.items)), is_loose=value.is_loose)
    if type(value) is Container:
        return Container(value.path, tuple(map(borrowed, value.items)), is_loose=value.is_loose)
    return value.of.tested if type(value) is Instance else value


_UNION_LIMIT = 8
_OF_OTHERS = frozenset({Union, Lazy, Never})


def join(first: Type, second: Type) -> Type:
    """One or the other."""
    if first is second:
        return first
    if first is UNKNOWN or second is UNKNOWN:
        return UNKNOWN
    if first is NEVER or second is NEVER:
        return second if first is NEVER else first
    return join_all((first, second))


def join_all(types: Sequence[Type]) -> Type:
    """Any of several; unknown where one of them is, or where there are none."""
    if len(types) == 1 and type(types[0]) not in _OF_OTHERS:
        return types[0]
    members: dict[Type, None] = {}
    for given in types:
        one = given
        kind = type(one)
        if kind is Lazy and one.value is not None:  # type: ignore[attr-defined] # narrowed by `kind`, which is the quick way
            one = one.value  # type: ignore[attr-defined] # the same
            kind = type(one)
        if kind is Unknown:
            return one
        if kind is Union:
            members.update(dict.fromkeys(one.members))  # type: ignore[attr-defined] # the same
        elif one is not NEVER:
            members[one] = None
    if not members or len(members) > _UNION_LIMIT:
        return UNKNOWN
    return next(iter(members)) if len(members) == 1 else Union(tuple(members))


def settle(value: Type) -> Type:
    """The same, worked out where it was put off."""
    return value.force() if type(value) is Lazy else value


def parts_of(value: Type) -> tuple[Type, ...]:
    """The members of a union without `None`, worked out; anything else alone."""
    if type(value) is Lazy:
        value = value.force()
    if type(value) is not Union:
        return (value,)
    if value.parts is not None:
        return value.parts
    # A function that calls itself may give a union that holds itself: met again, it adds nothing.
    value.parts = ()
    parts: tuple[Type, ...] | None = None
    is_settled = False
    try:
        parts, is_settled = _parts(value)
    finally:
        value.parts = parts if is_settled else None
    return parts


def _parts(union: Union) -> tuple[tuple[Type, ...], bool]:
    """The members worked out, and whether that is their last word."""
    members: dict[Type, None] = {}
    is_settled = True
    for member in union.members:
        settled = member
        is_known = True
        if type(member) is Lazy:
            settled = member.force()
            is_known = member.value is not None
        inner: tuple[Type, ...] = (settled,)
        if type(settled) is Union:
            inner = parts_of(settled)
            is_known = is_known and settled.parts is not None
        is_settled = is_settled and is_known
        if inner and type(inner[0]) is Unknown:
            # Nothing else matters: one of them may be anything.
            return inner, is_known
        members.update(dict.fromkeys(inner))
    members.pop(NONE, None)
    if len(members) > 1:
        # What was empty at first has been filled since; what only may be empty is still something of its own.
        containers = [one for one in members if type(one) is Container]
        filled = {one.path for one in containers if NEVER not in one.items}
        for one in containers:
            if NEVER in one.items and one.path in filled:
                del members[one]
    return (UNKNOWN,) if len(members) > _UNION_LIMIT else tuple(members), is_settled

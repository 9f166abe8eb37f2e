"""How a class is called: by the constructor that it writes or inherits, or by one that is made of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from driftcheck.model.symbols import (
    DATACLASS,
    FIELDS,
    HANDS_ON,
    TRANSFORM,
    Kind,
    Parameter,
    ParameterKind,
    Signature,
)
from driftcheck.resolution.lineage import OBJECT, Lineage
from driftcheck.resolution.members import Names, own_member
from driftcheck.resolution.outcomes import Present
from driftcheck.resolution.shapes import Shape, Shapeless, definitions

CONSTRUCTORS = ("__init__", "__new__")
_TYPE = "builtins.type"
_LISTING = frozenset({FIELDS, DATACLASS, TRANSFORM})
_HOOK = "__getattr__"
"""What a reason for openness names that cannot hide a constructor: the language looks for it without asking hooks."""
_ANYTHING = Parameter("more", ParameterKind.VAR_KEYWORD)


def shape_of_class(names: Names, callee: Present) -> Shape | Shapeless:
    """The nearest constructor among the ancestors, where no metaclass and no unseen base can intervene.

    A constructor that hands its keywords on to that of its bases takes what that one takes. Where PEP 681 says that
    constructors are made of fields, one that takes any keyword stands for the fields.
    """
    line = names.lineage(callee)
    if _is_called_by_metaclass(names, line):
        return Shapeless("metaclass decides how the class is called")
    made_until = _last_made(names, line)
    handed: list[Signature] = []
    """Of the constructors before, which hand their keywords on."""
    for place, ancestor in enumerate(line.classes):
        symbol = ancestor.symbol
        is_root = symbol.path == OBJECT
        if symbol.signatures and symbol.type not in _LISTING:
            return _joined(handed, Shape(symbol.signatures, ancestor.distribution))
        made = None if is_root and made_until >= 0 else _constructor(names, ancestor)
        if isinstance(made, Shapeless):
            return made
        if made is None and symbol.type == DATACLASS:
            return _joined(handed, _of_fields(names, ancestor, line))
        if made is not None and made.takes_any() and place >= made_until >= 0:
            return _of_fields(names, callee, line, (*handed, *made.signatures))
        if made is not None and _hands_on(made):
            handed += made.signatures
        elif made is not None and made.takes_any() and made_until >= 0:
            return _of_fields(names, callee, line, (*handed, *made.signatures), is_open=True)
        elif made is not None:
            return _joined(handed, made)
        elif is_root and made_until >= 0:
            return _of_fields(names, callee, line, tuple(handed))
        reason = hidden(line, ancestor)
        if reason is not None:
            if made_until >= 0 or handed:
                return _of_fields(names, callee, line, tuple(handed), is_open=True)
            return Shapeless(reason)
    return Shapeless("constructor not recorded")


def hidden(line: Lineage, ancestor: Present) -> str | None:
    """Why a constructor, or another method, may come between this class and the next that is in sight."""
    symbol = ancestor.symbol
    if symbol.open_reason is not None and _HOOK not in symbol.open_reason:
        return "constructor may be hidden"
    if any(f"unresolved base {base}" in line.causes for base in symbol.bases):
        return "constructor may be inherited from an unresolved base"
    return None


def _constructor(names: Names, owner: Present) -> Shape | Shapeless | None:
    """What the body of a class says about being called; None where it says nothing."""
    found = [own_member(names, owner, name) for name in CONSTRUCTORS]
    shapes: list[Shape] = []
    for member in found:
        if member is None:
            continue
        if member.symbol.kind is not Kind.FUNCTION or not member.symbol.signatures:
            return Shapeless("signature not known")
        shapes.append(Shape(definitions(names, member), owner.distribution))
    if not shapes:
        return None
    # Both are called. The one that passes everything on says less than the other, but it may make an object of a
    # derived class, which is initialised in a way of its own.
    return Shape(tuple(dict.fromkeys(s for shape in shapes for s in shape.signatures)), owner.distribution)


def _hands_on(shape: Shape) -> bool:
    """Whether a constructor hands the keywords that it does not name on to that of its bases."""
    targets = {p.annotation for s in shape.signatures for p in s.parameters if p.kind is ParameterKind.VAR_KEYWORD}
    return bool(targets) and targets <= {f"{HANDS_ON}super.__init__", f"{HANDS_ON}super.__new__"}


def _joined(before: list[Signature], last: Shape) -> Shape:
    """What is taken by a constructor, or by one before it that hands its keywords on."""
    if not before:
        return last
    more = [p for s in last.signatures for p in s.parameters]
    first = before[0]
    own = [p for s in before for p in s.parameters]
    return Shape((_signature(first, [*own, *more], is_open=last.takes_any()),), last.distribution)


def _of_fields(
    names: Names, callee: Present, line: Lineage, written: tuple[Signature, ...] = (), *, is_open: bool = False
) -> Shape:
    """The constructor that is made of the fields of a class and its ancestors, and what is written besides."""
    above = line.classes if callee is line.classes[0] else names.lineage(callee).classes
    listing = [c for c in reversed(above) if c.symbol.type in _LISTING]
    fields = [signature for c in listing for signature in c.symbol.signatures]
    # Of the class that begins it all, the configuration is the usual one, which those derived from it refine.
    last = _last_made(names, line)
    refined = [c for c in listing if last < 0 or c.symbol.path != line.classes[last].symbol.path]
    is_open = is_open or any(signature.takes_any_keyword for c in refined for signature in c.symbol.signatures)
    is_open = is_open or any(hidden(line, c) is not None for c in above if c.symbol.type != DATACLASS)
    is_open = is_open or any(f"unresolved base {base}" in line.causes for c in above for base in c.symbol.bases)
    parameters = [p for s in fields for p in s.parameters] + [p for s in written for p in s.parameters]
    first = written[0] if written else Signature()
    is_certain = callee.symbol.type == DATACLASS
    return Shape((_signature(first, parameters, is_open=is_open),), callee.distribution, is_certain=is_certain)


def _signature(first: Signature, parameters: list[Parameter], *, is_open: bool) -> Signature:
    """One signature of all parameters; of those of one name the last counts, in the place of the first."""
    by_name = {p.name: p for p in parameters if not p.kind.startswith("*")}
    rest = [p for p in parameters if p.kind is ParameterKind.VAR_POSITIONAL][:1]
    return replace(first, parameters=(*by_name.values(), *rest, *([_ANYTHING] if is_open else [])))


def is_made_of_fields(names: Names, line: Lineage) -> bool:
    """Whether somewhere in a line a constructor is made of fields, which no class writes."""
    return any(c.symbol.type in _LISTING for c in line.classes) or _last_made(names, line) >= 0


def _last_made(names: Names, line: Lineage) -> int:
    """The place of the last class in a line whose constructor PEP 681 says to be made of fields; -1 for none."""
    found = -1
    for place, ancestor in enumerate(line.classes):
        if any(maker.symbol.type == TRANSFORM for maker in _makers(names, ancestor)):
            found = place
    return found


def _makers(names: Names, owner: Present) -> Iterator[Present]:
    """Yield the bases of a class, and its metaclass with the bases of that."""
    above = names.lineage(owner).classes
    yield from above[1:]
    metaclass = next((c.symbol.metaclass for c in above if c.symbol.metaclass), None)
    found = names.find(metaclass) if metaclass is not None else None
    if isinstance(found, Present) and found.symbol.kind is Kind.CLASS:
        yield from names.lineage(found).classes


def _is_called_by_metaclass(names: Names, line: Lineage) -> bool:
    metaclass = next((c.symbol.metaclass for c in line.classes if c.symbol.metaclass), None)
    if metaclass is None:
        return False
    found = names.find(metaclass)
    if not isinstance(found, Present) or found.symbol.kind is not Kind.CLASS:
        return True
    above = names.lineage(found)
    if any(_HOOK not in cause for cause in above.causes):
        return True
    return any(_decides(names, ancestor) for ancestor in above.classes if ancestor.symbol.path not in {_TYPE, OBJECT})


def _decides(names: Names, metaclass: Present) -> bool:
    """Whether a metaclass has a way of its own to call its classes, other than to hand everything on."""
    member = own_member(names, metaclass, "__call__")
    if member is None:
        return False
    ends = [signature.parameters[-1:] for signature in member.symbol.signatures]
    return not ends or any(not end or end[0].annotation != f"{HANDS_ON}super.__call__" for end in ends)

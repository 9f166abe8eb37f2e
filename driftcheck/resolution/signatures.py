"""How something is called: the signatures of a function, and those that a class takes from its constructors."""

from __future__ import annotations

from dataclasses import replace

from driftcheck.model.names import parent
from driftcheck.model.symbols import HANDS_ON, TELLS_OF_NONE, Binding, Kind, Parameter, ParameterKind, Signature
from driftcheck.resolution.constructors import CONSTRUCTORS, hidden, is_made_of_fields, shape_of_class
from driftcheck.resolution.lineage import OBJECT
from driftcheck.resolution.members import Names, own_member
from driftcheck.resolution.outcomes import Present
from driftcheck.resolution.shapes import Shape, Shapeless, accepted, definitions
from driftcheck.resolution.values import called_value, is_interface

__all__ = ["Shape", "Shapeless", "accepted", "shape_of"]

_MORE = Parameter("more", ParameterKind.VAR_KEYWORD)
_RECEIVER = Parameter("self", ParameterKind.POSITIONAL_ONLY, required=True)
_WITHIN = ("super.", "self.")
"""How it begins that keywords are handed on to another method of the same object."""
_MAX_HOPS = 6
"""So often keywords are followed from one function to the next."""


def shape_of(names: Names, callee: Present, *, bound: bool = True) -> Shape | Shapeless:
    """How a function or a class is called.

    Args:
        names: The world.
        callee: The function or class.
        bound: Whether a method's receiver is left out of the call.
    """
    return _shape(names, callee, bound=bound, hops=0)


def _shape(names: Names, callee: Present, *, bound: bool, hops: int, of: Present | None = None) -> Shape | Shapeless:
    """The same, for what is reached by following keywords; `of` is the class of the object that hands them on."""
    symbol = callee.symbol
    if symbol.kind is Kind.CLASS:
        return shape_of_class(names, callee)
    if symbol.kind is Kind.ALIAS:
        return Shapeless("origin not recorded")
    if symbol.kind is not Kind.FUNCTION or symbol.binding is Binding.PROPERTY:
        called = called_value(names, callee) if symbol.kind in (Kind.ATTRIBUTE, Kind.FUNCTION) else None
        if called is None or hops >= _MAX_HOPS:
            return Shapeless("callee is a value")
        return _shape(names, called, bound=True, hops=hops + 1)
    if not symbol.signatures:
        return Shapeless("signature not known")
    written = definitions(names, callee)
    if _is_of_interface(names, symbol.path):
        # What implements it may take more.
        written = tuple(s if s.takes_any_keyword else replace(s, parameters=(*s.parameters, _MORE)) for s in written)
    signatures = tuple(_followed(names, callee, s, hops, of) for s in written)
    is_certain = signatures == written
    if not bound and symbol.binding is Binding.PLAIN and _is_method(names, symbol.path):
        signatures = tuple(replace(s, parameters=(_RECEIVER, *s.parameters)) for s in signatures)
    return Shape(signatures, callee.distribution, is_certain=is_certain)


def _is_of_interface(names: Names, path: str) -> bool:
    above = names.find(parent(path))
    return isinstance(above, Present) and above.symbol.kind is Kind.CLASS and is_interface(above)


def _is_method(names: Names, path: str) -> bool:
    above = names.find(parent(path))
    return isinstance(above, Present) and above.symbol.kind is Kind.CLASS


def _followed(names: Names, callee: Present, signature: Signature, hops: int, of: Present | None) -> Signature:
    """A signature that hands its keywords on, with those that are taken where they go."""
    last = signature.parameters[-1] if signature.parameters else None
    if last is None or last.annotation is None or not last.annotation.startswith(HANDS_ON) or hops >= _MAX_HOPS:
        return signature
    if last.annotation == TELLS_OF_NONE:
        return signature
    of = of or _owner_of(names, callee)
    text = last.annotation.removeprefix(HANDS_ON)
    target = _target(names, callee, text, of)
    # The next of the bases is that of the object's class, wherever the method was written.
    within = of if text.startswith(_WITHIN) else None
    shape = _shape(names, target, bound=True, hops=hops + 1, of=within) if target is not None else None
    if not isinstance(shape, Shape):
        return signature
    own = {p.name for p in signature.parameters if not p.kind.startswith("*")}
    taken = {
        p.name: Parameter(p.name, ParameterKind.KEYWORD_ONLY, deprecation=p.deprecation)
        for s in shape.signatures
        for p in s.parameters
        if not p.kind.startswith("*") and p.kind is not ParameterKind.POSITIONAL_ONLY and p.name not in own
    }
    # What a method hands on to its own class goes elsewhere where that is derived from: in the user's code, say.
    is_settled = not last.annotation.startswith((f"{HANDS_ON}self.", f"{HANDS_ON}class"))
    rest = () if is_settled and not shape.takes_any() else (last,)
    return replace(signature, parameters=(*signature.parameters[:-1], *taken.values(), *rest))


def _target(names: Names, callee: Present, text: str, owner: Present | None) -> Present | None:
    """What keywords are handed on to; `owner` is the class of the object that does it."""
    path = callee.symbol.path
    scheme, _, name = text.partition(".")
    if scheme not in ("super", "self", "class"):
        found = names.find(text)
        return found if isinstance(found, Present) and found.symbol.path != path else None
    if owner is None:
        return None
    if scheme == "class":
        # A class that is derived from this one may be called in another way.
        return owner if parent(callee.path) == owner.path else None
    lineage = names.lineage(owner)
    line = lineage.classes
    if scheme == "super":
        line = line[next((place for place, c in enumerate(line) if c.symbol.path == parent(path)), 0) + 1 :]
    for ancestor in line:
        is_last = ancestor.symbol.path == OBJECT and name in CONSTRUCTORS and is_made_of_fields(names, lineage)
        member = None if is_last else own_member(names, ancestor, name)
        if member is not None:
            # Any class that is derived may have another value in this place.
            is_value = scheme == "self" and member.symbol.kind is not Kind.FUNCTION
            return member if member.symbol.path != path and not is_value else None
        if hidden(lineage, ancestor) is not None:
            # What takes them may be in a base that is not seen.
            return None
    return None


def _owner_of(names: Names, callee: Present) -> Present | None:
    """The class of a method: the one it is reached by, where that is derived from the one that defines it."""
    home = names.find(parent(callee.symbol.path))
    if not isinstance(home, Present) or home.symbol.kind is not Kind.CLASS:
        return None
    reached = names.find(parent(callee.path))
    if isinstance(reached, Present) and reached.symbol.kind is Kind.CLASS and _is_derived(names, reached, home):
        return reached
    return home


def _is_derived(names: Names, owner: Present, base: Present) -> bool:
    return any(ancestor.symbol.path == base.symbol.path for ancestor in names.lineage(owner).classes)

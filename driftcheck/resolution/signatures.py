"""How something is called: the signatures of a function, and those that a class takes from its constructors."""

from __future__ import annotations

from dataclasses import dataclass

from driftcheck.model.names import parent
from driftcheck.model.symbols import Binding, Kind, Parameter, ParameterKind, Signature
from driftcheck.resolution.lineage import OBJECT, Lineage
from driftcheck.resolution.members import Names, own_member
from driftcheck.resolution.outcomes import Present

_RECEIVER = Parameter("self", ParameterKind.POSITIONAL_ONLY, required=True)
_TYPE = "builtins.type"


@dataclass(frozen=True, slots=True)
class Shape:
    """Every way to call something."""

    signatures: tuple[Signature, ...]
    distribution: str
    """The distribution whose releases change them."""

    def takes(self, keyword: str) -> bool:
        """Whether some signature names the keyword."""
        return any(accepted(signature, keyword) is not None for signature in self.signatures)

    def names(self, name: str) -> bool:
        """Whether some signature has a parameter of this name that can only be given by position."""
        found = [signature.parameter(name) for signature in self.signatures]
        return not self.takes(name) and any(parameter is not None for parameter in found)

    def takes_position_only(self) -> bool:
        """Whether some parameter can only be given by position."""
        return any(p.kind is ParameterKind.POSITIONAL_ONLY for s in self.signatures for p in s.parameters)

    def takes_any(self) -> bool:
        """Whether some signature takes keywords that it does not name."""
        return any(signature.takes_any_keyword for signature in self.signatures)


@dataclass(frozen=True, slots=True)
class Shapeless:
    """Why it is not known how something is called."""

    reason: str


def accepted(signature: Signature, keyword: str) -> Parameter | None:
    """The parameter that can be given by this keyword."""
    found = signature.parameter(keyword)
    return found if found is not None and found.kind is not ParameterKind.POSITIONAL_ONLY else None


def shape_of(names: Names, callee: Present, *, bound: bool = True) -> Shape | Shapeless:
    """How a function or a class is called.

    Args:
        names: The world.
        callee: The function or class.
        bound: Whether a method's receiver is left out of the call.
    """
    symbol = callee.symbol
    if symbol.kind is Kind.CLASS:
        return _shape_of_class(names, callee)
    if symbol.kind is Kind.ALIAS:
        return Shapeless("origin not recorded")
    if symbol.kind is not Kind.FUNCTION or symbol.binding is Binding.PROPERTY:
        return Shapeless("callee is a value")
    if not symbol.signatures:
        return Shapeless("signature not known")
    signatures = _signatures(names, callee)
    if not bound and symbol.binding is Binding.PLAIN and _is_method(names, symbol.path):
        shifted = tuple(Signature((_RECEIVER, *s.parameters), s.returns) for s in signatures)
        return Shape(shifted, callee.distribution)
    return Shape(signatures, callee.distribution)


def _signatures(names: Names, callee: Present) -> tuple[Signature, ...]:
    """The signatures of a function, those of its definitions for other platforms included."""
    found = names.symbols(callee.distribution, callee.symbol.path)
    if len(found) < 2:
        return callee.symbol.signatures
    functions = [symbol.signatures for symbol in found if symbol.kind is Kind.FUNCTION]
    return tuple(dict.fromkeys(signature for signatures in functions for signature in signatures))


def _is_method(names: Names, path: str) -> bool:
    above = names.find(parent(path))
    return isinstance(above, Present) and above.symbol.kind is Kind.CLASS


def _shape_of_class(names: Names, callee: Present) -> Shape | Shapeless:
    """The nearest constructor among the ancestors, where no metaclass and no unseen base can intervene."""
    line = names.lineage(callee)
    if _is_called_by_metaclass(names, line):
        return Shapeless("metaclass decides how the class is called")
    for ancestor in line.classes:
        symbol = ancestor.symbol
        if symbol.signatures:
            return Shape(symbol.signatures, ancestor.distribution)
        made = _constructor(names, ancestor)
        if made is not None:
            return made
        if symbol.open_reason is not None and "__getattr__" not in symbol.open_reason:
            return Shapeless("constructor may be hidden")
        if any(f"unresolved base {base}" in line.causes for base in symbol.bases):
            return Shapeless("constructor may be inherited from an unresolved base")
    return Shapeless("constructor not recorded")


def _constructor(names: Names, owner: Present) -> Shape | Shapeless | None:
    """What the body of a class says about being called; None where it says nothing."""
    found = [own_member(names, owner, name) for name in ("__init__", "__new__")]
    shapes: list[Shape] = []
    for member in found:
        if member is None:
            continue
        if member.symbol.kind is not Kind.FUNCTION or not member.symbol.signatures:
            return Shapeless("signature not known")
        shapes.append(Shape(_signatures(names, member), owner.distribution))
    if not shapes:
        return None
    # Both are called. The one that passes everything on says less than the other, but it may make an object of a
    # derived class, which is initialised in a way of its own.
    return Shape(tuple(dict.fromkeys(s for shape in shapes for s in shape.signatures)), owner.distribution)


def _is_called_by_metaclass(names: Names, line: Lineage) -> bool:
    metaclass = next((c.symbol.metaclass for c in line.classes if c.symbol.metaclass), None)
    if metaclass is None:
        return False
    found = names.find(metaclass)
    if not isinstance(found, Present) or found.symbol.kind is not Kind.CLASS:
        return True
    above = names.lineage(found)
    if above.causes:
        return True
    return any(
        own_member(names, ancestor, "__call__") is not None
        for ancestor in above.classes
        if ancestor.symbol.path not in {_TYPE, OBJECT}
    )

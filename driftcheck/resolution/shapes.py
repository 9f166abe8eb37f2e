"""Every way to call something, as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass

from driftcheck.model.symbols import TELLS_OF_NONE, Kind, Parameter, ParameterKind, Signature
from driftcheck.resolution.members import Names
from driftcheck.resolution.outcomes import Present

_BY_PLACE = ParameterKind.POSITIONAL_ONLY


@dataclass(frozen=True, slots=True)
class Shape:
    """Every way to call something."""

    signatures: tuple[Signature, ...]
    distribution: str
    """The distribution whose releases change them."""
    is_certain: bool = True
    """Whether a keyword that no signature takes is refused, and not only out of place (PEP 681), or refused by what it
    is handed on to."""

    def takes(self, keyword: str) -> bool:
        """Whether some signature names the keyword."""
        return any(accepted(signature, keyword) is not None for signature in self.signatures)

    def names(self, name: str) -> bool:
        """Whether some signature has a parameter of this name that can only be given by position."""
        found = [signature.parameter(name) for signature in self.signatures]
        return not self.takes(name) and any(parameter is not None for parameter in found)

    def places(self) -> frozenset[str]:
        """The parameters that can only be given by position."""
        return frozenset(p.name for s in self.signatures for p in s.parameters if p.kind is _BY_PLACE)

    def takes_any(self) -> bool:
        """Whether some signature takes keywords that it does not name."""
        return any(signature.takes_any_keyword for signature in self.signatures)

    def tells_of_none(self) -> bool:
        """Whether no more keywords are meant to be given than are named, whatever is taken."""
        return all(s.parameters and s.parameters[-1].annotation == TELLS_OF_NONE for s in self.signatures)


@dataclass(frozen=True, slots=True)
class Shapeless:
    """Why it is not known how something is called."""

    reason: str


def accepted(signature: Signature, keyword: str) -> Parameter | None:
    """The parameter that can be given by this keyword."""
    found = signature.parameter(keyword)
    return found if found is not None and found.kind is not ParameterKind.POSITIONAL_ONLY else None


def definitions(names: Names, callee: Present) -> tuple[Signature, ...]:
    """The signatures of a function, those of its definitions for other platforms included."""
    found = names.symbols(callee.distribution, callee.symbol.path)
    if len(found) < 2:
        return callee.symbol.signatures
    functions = [symbol.signatures for symbol in found if symbol.kind is Kind.FUNCTION]
    return tuple(dict.fromkeys(signature for signatures in functions for signature in signatures))

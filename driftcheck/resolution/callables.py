"""How two ways to call the same thing differ."""

from __future__ import annotations

from driftcheck.model.differences import SignatureChange
from driftcheck.model.symbols import Parameter, ParameterKind, Signature

_ONLY_BY_NAME = ParameterKind.KEYWORD_ONLY
_ONLY_BY_POSITION = ParameterKind.POSITIONAL_ONLY


def named_parameters(signatures: tuple[Signature, ...]) -> dict[str, Parameter]:
    """The parameters that some signature names; of several of one name the first."""
    found: dict[str, Parameter] = {}
    for signature in signatures:
        for parameter in signature.parameters:
            if not parameter.kind.startswith("*"):
                found.setdefault(parameter.name, parameter)
    return found


def departed_parameters(old: tuple[Signature, ...], new: tuple[Signature, ...]) -> tuple[str, ...]:
    """Names that could be given as keywords and that no signature knows any more."""
    known = named_parameters(new)
    return tuple(
        name for name, one in named_parameters(old).items() if name not in known and one.kind is not _ONLY_BY_POSITION
    )


def newly_deprecated(old: tuple[Signature, ...], new: tuple[Signature, ...]) -> tuple[Parameter, ...]:
    """Parameters that carry a mark of deprecation which they did not carry before."""
    before = named_parameters(old)
    return tuple(
        parameter
        for name, parameter in named_parameters(new).items()
        if parameter.deprecation is not None and (name not in before or before[name].deprecation is None)
    )


def compare_signatures(old: tuple[Signature, ...], new: tuple[Signature, ...]) -> SignatureChange:
    """What changed between two ways to call something.

    Of several overloads only the names are compared: which of them is meant depends on the call.
    """
    before, after = named_parameters(old), named_parameters(new)
    came = tuple(p.name if p.required else f"{p.name}=" for name, p in after.items() if name not in before)
    if len(old) != 1 or len(new) != 1:
        return SignatureChange(came)
    kept = [(before[name], after[name]) for name in before if name in after]
    return SignatureChange(
        came,
        required=tuple(n.name for o, n in kept if n.required and not o.required),
        optional=tuple(n.name for o, n in kept if o.required and not n.required),
        by_name=tuple(n.name for o, n in kept if n.kind is _ONLY_BY_NAME and o.kind is not _ONLY_BY_NAME),
        by_position=tuple(n.name for o, n in kept if n.kind is _ONLY_BY_POSITION and o.kind is not _ONLY_BY_POSITION),
    )

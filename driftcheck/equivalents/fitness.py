"""Whether a replacement may be written in place of the old name by machine."""

from __future__ import annotations

import re

from driftcheck.equivalents.lookups import Lookup
from driftcheck.equivalents.subjects import Subject
from driftcheck.equivalents.verification import Target
from driftcheck.model.names import parent, prefixes, tail
from driftcheck.model.replacements import Evidence, Fit, ReplacementKind, Trust
from driftcheck.model.resolutions import Entity, Found, Missing
from driftcheck.model.symbols import Kind, Parameter, ParameterKind, Signature, Symbol

_RENAMED = re.compile(r"(?i)\b(?:renam(?:e|ed|ing)|alias(?:es)?|synonym)\b")
"""Words by which a library says that the two are the same."""
_BY_PLACE = frozenset({ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD})


def fit_of(
    subject: Subject, targets: tuple[Target, ...], kind: ReplacementKind, evidence: Evidence, lookup: Lookup
) -> Fit:
    """How far code that uses the old name can be changed to the target by machine.

    The same name elsewhere, and what is said to be merely renamed, takes the old one's place. That two functions are
    called alike does not say that they mean the same: that is for the author to look at.
    """
    if len(targets) != 1 or subject.keyword is not None or subject.entity is None:
        return Fit.BY_HAND
    found = lookup.path(targets[0].path)
    if not isinstance(found, Found):
        return Fit.BY_HAND
    former, now = subject.entity.symbol, found.entity.symbol
    if kind is ReplacementKind.MOVED:
        return _fit_of_move(subject, targets[0], former, now, lookup)
    if (
        attribute_of(targets[0], subject, lookup) is not None
        and former.kind is now.kind
        and former.binding is now.binding
    ):
        if former.kind is not Kind.FUNCTION:
            return Fit.DROP_IN if _RENAMED.search(evidence.quote) else Fit.ADAPTED
        if is_called_alike(former.signatures, now.signatures):
            return Fit.DROP_IN if _RENAMED.search(evidence.quote) else Fit.ADAPTED
        if is_called_alike(tuple(map(_pared, former.signatures)), now.signatures):
            return Fit.ADAPTED
    return Fit.BY_HAND


def _fit_of_move(subject: Subject, target: Target, former: Symbol, now: Symbol, lookup: Lookup) -> Fit:
    if _is_member(subject, lookup) or home_of(target, lookup) != (parent(target.path) or None):
        return Fit.BY_HAND
    if Kind.MODULE in {former.kind, now.kind} and former.kind is not now.kind:
        return Fit.BY_HAND
    known = former.signatures and now.signatures and former.kind is now.kind is Kind.FUNCTION
    return Fit.DROP_IN if not known or is_called_alike(former.signatures, now.signatures) else Fit.ADAPTED


def _is_member(subject: Subject, lookup: Lookup) -> bool:
    """Whether the old name belonged to a class."""
    above = lookup.path(parent(subject.path))
    match above:
        case Found(entity):
            return entity.symbol.kind is Kind.CLASS
        case Missing(former=Entity() as former):
            return former.symbol.kind is Kind.CLASS
        case _:
            return tail(parent(subject.path))[:1].isupper()


def fit_of_parameter(names: tuple[str, ...], evidence: Evidence, trust: Trust) -> Fit:
    """The same of a parameter: a new name for the old one, unless its values may mean something else."""
    if len(names) != 1:
        return Fit.BY_HAND
    if trust is Trust.LIBRARY:
        return Fit.DROP_IN if _RENAMED.search(evidence.quote) else Fit.ADAPTED
    return Fit.BY_HAND


def home_of(target: Target, lookup: Lookup) -> str | None:
    """The module that a target is imported from; None for what is reached otherwise."""
    for prefix in prefixes(target.path)[1:]:
        found = lookup.path(prefix)
        if isinstance(found, Found) and found.entity.symbol.kind is Kind.MODULE:
            return prefix
    return None


def attribute_of(target: Target, subject: Subject, lookup: Lookup) -> str | None:
    """The name by which a target is reached from what the old name was asked of, be it inherited there."""
    if subject.keyword is not None:
        return None
    owner, name = parent(subject.path), tail(target.path)
    if owner == parent(target.path):
        return name
    near, wanted = lookup.path(f"{owner}.{name}"), lookup.path(target.path)
    if not _is_member(subject, lookup) or not isinstance(near, Found) or not isinstance(wanted, Found):
        return None
    return name if near.entity.symbol == wanted.entity.symbol and name != tail(subject.path) else None


def is_called_alike(old: tuple[Signature, ...], new: tuple[Signature, ...]) -> bool:
    """Whether every call that the old signatures took means the same to a new one, as far as names tell."""
    return bool(old) and all(any(_takes_all(one, other) for other in new) for one in old)


def _takes_all(old: Signature, new: Signature) -> bool:
    if not _spread(old) <= _spread(new):
        return False
    given = [p for p in old.parameters if p.kind in _BY_PLACE]
    places = [p for p in new.parameters if p.kind in _BY_PLACE]
    if len(given) > len(places) or not all(_matches(*pair) for pair in zip(given, places, strict=False)):
        return False
    by_name = [p.name for p in old.parameters if p.kind is ParameterKind.KEYWORD_ONLY]
    if not all(_is_keyword(new.parameter(name)) for name in by_name):
        return False
    met = {p.name for p in places[: len(given)]} | set(by_name)
    return not any(p.required and p.name not in met for p in new.parameters)


def _pared(signature: Signature) -> Signature:
    """The signature without what may be left out of a call."""
    return Signature(tuple(p for p in signature.parameters if p.required and not p.kind.startswith("*")))


def _matches(old: Parameter, new: Parameter) -> bool:
    """Whether what was given in a place, or by the name of it, still is."""
    if new.required and not old.required:
        return False
    is_named = old.kind is not ParameterKind.POSITIONAL_ONLY
    return not is_named or (old.name == new.name and new.kind is not ParameterKind.POSITIONAL_ONLY)


def _is_keyword(parameter: Parameter | None) -> bool:
    return parameter is not None and parameter.kind is not ParameterKind.POSITIONAL_ONLY


def _spread(signature: Signature) -> set[ParameterKind]:
    return {p.kind for p in signature.parameters if p.kind.startswith("*")}

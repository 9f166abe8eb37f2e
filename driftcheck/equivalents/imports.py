"""What to write instead of an import from a module that is gone: what the names that it asks for became.

A module that went may have gone as a whole, or its names in all directions; and a successor of the module says little
to somebody who wants one name of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from driftcheck.equivalents.lookups import Lookup
from driftcheck.equivalents.replacement import find_replacement
from driftcheck.model.names import tail
from driftcheck.model.replacements import Fit, Replacement, ReplacementKind, Trust
from driftcheck.model.resolutions import Found, Missing


def find_for_import(module: Missing, asked: Sequence[str], lookup: Lookup) -> Replacement | None:
    """What to write instead of `from module import names`.

    Args:
        module: What is missing: the module, or one above it.
        asked: The paths of the names, as they are asked for.
        lookup: The pinned world.

    Returns:
        The replacement of the module, if all the names are there; else what the names became, for people to write; None
        where nothing can be shown to hold.
    """
    whole = find_replacement(module, lookup)
    if whole is not None and _has_all(whole, module, asked, lookup):
        return whole
    found = {path: one for path in asked if (one := _of_name(path, lookup)) is not None}
    named = {path: one for path, one in found.items() if one.kind is not ReplacementKind.ADVICE}
    if named:
        return _joined(named)
    return next((one for one in found.values() if one.trust is Trust.CURATED), whole)


def _has_all(whole: Replacement, module: Missing, asked: Sequence[str], lookup: Lookup) -> bool:
    rests = [path.removeprefix(module.path) for path in asked]
    return any(all(isinstance(lookup.path(f"{target}{rest}"), Found) for rest in rests) for target in whole.targets)


def _of_name(path: str, lookup: Lookup) -> Replacement | None:
    departed = lookup.departed(path)
    return find_replacement(departed, lookup) if departed is not None else None


def _joined(found: dict[str, Replacement]) -> Replacement:
    """One replacement of several, by the name that each is for; what the least trusted says, all of them say."""
    first = next(iter(found.values()))
    by_hand = replace(first, fit=Fit.BY_HAND, module=None, attribute=None, rewrites=())
    if len(found) == 1:
        return by_hand
    least = max(found.values(), key=lambda one: list(Trust).index(one.trust))
    texts = dict.fromkeys(
        one.text if tail(path) == tail(one.text) else f"{tail(path)}: {one.text}" for path, one in found.items()
    )
    return replace(
        by_hand,
        kind=first.kind if all(one.kind is first.kind for one in found.values()) else ReplacementKind.EXPRESSION,
        text=", ".join(texts),
        targets=tuple(dict.fromkeys(target for one in found.values() for target in one.targets)),
        evidence=least.evidence,
        trust=least.trust,
        install=next((one.install for one in found.values() if one.install is not None), None),
    )

"""The same name at a new home: in the distribution, or in one of its family."""

from __future__ import annotations

from itertools import product

from driftcheck.equivalents.lookups import Lookup
from driftcheck.equivalents.subjects import Subject
from driftcheck.equivalents.verification import Target, located
from driftcheck.model.names import is_private, is_within, tail
from driftcheck.model.resolutions import Entity, Found
from driftcheck.model.symbols import Kind

_TOO_COMMON = 200
"""A last component borne by more paths than this says nothing."""


def find_move(subject: Subject, lookup: Lookup) -> Target | None:
    """The one public place where a module-level name of the same kind is new.

    A home at the same place beneath another root of the family is the same code, moved as a whole. Elsewhere, a name is
    taken for the old one only if nothing else bears it and the old release did not have it there.
    """
    former = subject.entity
    if former is None or former.symbol.kind not in {Kind.CLASS, Kind.FUNCTION, Kind.MODULE} or _was_member(subject):
        return None
    family = lookup.relations.family(subject.distribution)
    for distribution in family:
        if former.symbol.kind is not Kind.MODULE or "." in subject.path:
            moved = _at_same_place(subject, former, distribution, lookup)
            if moved is not None:
                return moved
    if former.symbol.kind is Kind.MODULE:
        return None
    for distribution in (subject.distribution, *family):
        homes = _new_homes(subject, former, distribution, lookup)
        if len(homes) == 1:
            return next(iter(homes.values()))
        if homes:
            return None
    return None


def _was_member(subject: Subject) -> bool:
    """Whether it was a member of a class, whose tail alone says nothing."""
    entity = subject.entity
    above = subject.definition.rpartition(".")[0]
    return entity is not None and tail(above)[:1].isupper()


def _at_same_place(subject: Subject, former: Entity, distribution: str, lookup: Lookup) -> Target | None:
    paths = dict.fromkeys((subject.path, former.symbol.path))
    for root, path in product(lookup.relations.roots(distribution), paths):
        rest = path.partition(".")[2]
        if not rest or is_within(path, root):
            continue
        now = lookup.path(f"{root}.{rest}")
        if _is_same_sort(now, former) and isinstance(now, Found) and not is_private(now.entity.path):
            public = lookup.definition(now.entity.symbol.path)
            shown = public.entity if isinstance(public, Found) and not is_private(public.entity.path) else now.entity
            if shown.path.count(".") > now.entity.path.count("."):
                shown = now.entity
            return located(shown.path, shown, subject, lookup)
    return None


def _new_homes(subject: Subject, former: Entity, distribution: str, lookup: Lookup) -> dict[str, Target]:
    """Public homes by definition, those left out that the old release had already."""
    paths = lookup.relations.homes(distribution, tail(subject.path))
    homes: dict[str, Target] = {}
    # What a home merely imports from a stranger is not what went there.
    kin = {subject.distribution, *lookup.relations.family(subject.distribution)}
    if len(paths) > _TOO_COMMON:
        return homes
    for path in paths:
        now = lookup.path(path)
        if not isinstance(now, Found) or not _is_same_sort(now, former):
            continue
        definition = now.entity.symbol.path
        if definition in homes or now.entity.selection.distribution not in kin:
            continue
        public = lookup.definition(definition)
        if not isinstance(public, Found) or is_private(public.entity.path) or public.entity.path == subject.path:
            continue
        if distribution == subject.distribution and lookup.relations.existed(public.entity.path, former.world):
            continue
        homes[definition] = located(public.entity.path, public.entity, subject, lookup)
    return homes


def _is_same_sort(now: object, former: Entity) -> bool:
    return isinstance(now, Found) and now.deprecation is None and now.entity.symbol.kind is former.symbol.kind

"""The same thing under another name: what an old alias stood for."""

from __future__ import annotations

from driftcheck.equivalents.lookups import Lookup
from driftcheck.equivalents.subjects import Subject
from driftcheck.equivalents.verification import Target, located
from driftcheck.model.names import is_private, is_within, tail
from driftcheck.model.resolutions import Entity, Found
from driftcheck.model.symbols import Kind


def find_identity(subject: Subject, lookup: Lookup) -> Target | None:
    """Where the very thing lives that the old path was an alias of."""
    former = subject.entity
    if former is None or former.symbol.path == subject.path or former.symbol.kind is Kind.ALIAS:
        return None
    now = lookup.definition(former.symbol.path)
    if not isinstance(now, Found) or now.deprecation is not None:
        return None
    path = now.entity.path
    if now.entity.symbol.kind is not former.symbol.kind or is_private(path) or path == subject.path:
        return None
    if _is_member(subject, lookup):
        # A member found on a base class: its own path is not how to write it on this class.
        return None
    return located(_nearest(path, now.entity, subject, lookup), now.entity, subject, lookup)


def _nearest(path: str, entity: Entity, subject: Subject, lookup: Lookup) -> str:
    """The home of a thing under the root that the old path had, if it has one there; else `path`."""
    root = subject.path.partition(".")[0]
    if path.partition(".")[0] == root:
        return path
    homes = []
    for home in lookup.relations.homes(entity.selection.distribution, tail(path)):
        if home.partition(".")[0] == root and home != subject.path and not is_private(home):
            found = lookup.path(home)
            if isinstance(found, Found) and found.deprecation is None and found.entity.symbol is entity.symbol:
                homes.append(home)
    return min(homes, key=lambda home: (home.count("."), home), default=path)


def _is_member(subject: Subject, lookup: Lookup) -> bool:
    above = lookup.path(subject.path.rpartition(".")[0])
    return (
        isinstance(above, Found)
        and above.entity.symbol.kind is Kind.CLASS
        and not is_within(subject.definition, above.entity.symbol.path)
    )

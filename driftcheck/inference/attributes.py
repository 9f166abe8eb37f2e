"""What attributes are set to, as far as it is remembered."""

from __future__ import annotations

from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.project_types import ProjectClass, ProjectInstance, ProjectModule
from driftcheck.inference.types import UNKNOWN, Foreign, Instance, Type
from driftcheck.inference.unions import join, loosened, settle
from driftcheck.inference.walker import Walker

_SETTER = "__setattr__"
"""What decides in a class which value an attribute gets that is assigned to."""


def keeps(owner: Type, name: str) -> bool:
    """Whether an attribute is what was assigned, and not what a descriptor makes of it."""
    owner = settle(owner) if owner is not UNKNOWN else owner
    if not isinstance(owner, ProjectInstance | ProjectClass):
        return False
    line = lineage_of(owner.of if isinstance(owner, ProjectInstance) else owner)
    return not (line.has_unknown or line.foreign or any(name in one.scope.names for one in line.project))


def sets_by_itself(owner: Type) -> bool:
    """Whether the class of an object has a way of its own to set attributes."""
    owner = settle(owner) if owner is not UNKNOWN else owner
    if not isinstance(owner, ProjectInstance):
        return False
    return any(_SETTER in one.scope.names for one in lineage_of(owner.of).project)


def set_attribute(w: Walker, owner: Type, name: str, value: Type) -> None:
    """Remember what an attribute of an object was set to."""
    owner = settle(owner) if owner is not UNKNOWN else owner
    key = ""
    if isinstance(owner, ProjectInstance | ProjectClass):
        of = owner.of if isinstance(owner, ProjectInstance) else owner
        if of.module is not w.module:
            w.analysis.given.add((of.called, name))
    if isinstance(owner, ProjectInstance):
        w.analysis.class_members.add(name)
        if sets_by_itself(owner):
            value = UNKNOWN
        if name == "__dict__":
            owner.of.is_open = True
        if w.owner is not owner.of and (w.owner is None or owner.of not in lineage_of(w.owner).project):
            # What is set from outside is not all that the class itself sets, perhaps in ways not understood.
            value = loosened(value)
        known = owner.of.attributes.setdefault(name, {})
        where: object = w.function or w.qualified
        known[where] = join(known[where], value) if where in known else value
        if owner.of.inherited:
            owner.of.inherited.pop((name, owner.of.self_instance), None)
            owner.of.inherited.pop((name, owner.of.instance), None)
        return
    if isinstance(owner, ProjectClass):
        scope = owner.scope
        scope.names[name] = join(scope.names[name], value) if name in scope.names else value
        return
    if isinstance(owner, ProjectModule):
        before = owner.scope.seen_later(name)
        owner.scope.rebound[name] = value if before is None else join(before, value)
        return
    if isinstance(owner, Foreign):
        key = owner.entity.symbol.path
    elif isinstance(owner, Instance):
        key = owner.of.entity.symbol.path
    w.analysis.stored.setdefault(name, set()).add(key)

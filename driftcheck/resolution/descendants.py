"""What is known of the objects of a class by the classes that derive from it."""

from __future__ import annotations

from driftcheck.model.names import parent
from driftcheck.model.resolutions import PINNED, Entity
from driftcheck.model.symbols import Binding, Kind
from driftcheck.resolution.lineage import OBJECT
from driftcheck.resolution.outcomes import Absent, Present
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.resolution.view import View

_FOR_ITSELF = frozenset({Binding.STATIC, Binding.CLASS})
"""How functions are bound that a class has for itself, and not for its objects."""


def has_objects(provider: SurfaceProvider, view: View, entity: Entity) -> bool:
    """Whether a class has members that only its objects have, or may have.

    One that has nothing but functions for itself, and derives from nothing, is a factory or a namespace.

    Args:
        provider: Where surfaces come from.
        view: The world of the class.
        entity: The class.
    """
    path = entity.symbol.path
    if any(base != OBJECT for base in entity.symbol.bases):
        return True
    names = provider.children(entity.selection.distribution, path)
    found = [view.find(f"{path}.{name}") for name in names if not name.startswith("__")]
    members = [one.symbol for one in found if isinstance(one, Present)]
    return not members or any(member.binding not in _FOR_ITSELF for member in members)


def is_overridden_below(provider: SurfaceProvider, view: View, entity: Entity, name: str) -> bool:
    """Whether some recorded class that derives from a class has a member of that name in its body.

    One that had it in another release, and cannot be listed in this one, may have it still.
    """
    for path in provider.find_tail(entity.selection.distribution, name):
        owner = view.find(parent(path))
        if isinstance(owner, Present) and _is_below(view, owner, entity) and not isinstance(view.find(path), Absent):
            return True
    return False


def is_known_below(provider: SurfaceProvider, view: View, entity: Entity, name: str) -> bool:
    """Whether some recorded class that derives from a class has a member of that name.

    What another base gives is seen in the module of the class and in the one that it is public in: most that derive
    from it are there.
    """
    if is_overridden_below(provider, view, entity, name):
        return True
    homes = [parent(entity.symbol.path)]
    if entity.world == PINNED and parent(entity.path) not in homes:
        # A class of another release is public there, together with all that derives from it there.
        homes.append(parent(entity.path))
    distribution = entity.selection.distribution
    siblings = (view.find(f"{home}.{child}") for home in homes for child in provider.children(distribution, home))
    return any(
        isinstance(sibling, Present)
        and _is_below(view, sibling, entity)
        and isinstance(view.member(sibling, name, instance=True), Present)
        for sibling in siblings
    )


def _is_below(view: View, owner: Present, entity: Entity) -> bool:
    """Whether something is a class that derives from another."""
    if owner.symbol.kind is not Kind.CLASS:
        return False
    return any(above.symbol.path == entity.symbol.path for above in view.lineage(owner).classes[1:])

"""A class of the project and what it derives from."""

from __future__ import annotations

from driftcheck.inference.project_types import Lineage, ProjectClass
from driftcheck.inference.types import Foreign, SpecialForm, Type
from driftcheck.inference.unions import settle
from driftcheck.model.symbols import Kind

_LIMIT = 200
"""Classes looked at. Beyond, what remains counts as unknown."""


def lineage_of(of: ProjectClass) -> Lineage:
    """The ancestors of a class, depth first."""
    if of.lineage is not None:
        return of.lineage
    project: dict[ProjectClass, None] = {}
    foreign: dict[Foreign, None] = {}
    has_unknown = False
    waiting: list[Type] = [of]
    while waiting:
        one = settle(waiting.pop())
        if type(one) is ProjectClass:
            if one in project:
                continue
            if len(project) >= _LIMIT:
                has_unknown = True
                break
            project[one] = None
            waiting.extend(reversed(one.bases))
        elif type(one) is Foreign and one.entity.symbol.kind is Kind.CLASS:
            if one.entity.symbol.path != "builtins.object":
                foreign[one] = None
        elif type(one) is not SpecialForm:
            has_unknown = True
    found = Lineage(tuple(project), tuple(foreign), has_unknown)
    if not has_unknown:
        of.lineage = found
    return found

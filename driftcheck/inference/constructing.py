"""What calling a class of the project's own hands to the constructor of a library's class."""

from __future__ import annotations

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.calling import Shape, call
from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.members import look
from driftcheck.inference.project_types import ProjectClass
from driftcheck.inference.types import BoundFunction, CallOutcome, Foreign
from driftcheck.model.resolutions import Found

_OF_EVERY_OBJECT = "builtins.object."
_CALL_OF_CLASSES = "builtins.type.__call__"


def construct(analysis: Analysis, of: ProjectClass, shape: Shape) -> tuple[Foreign, CallOutcome] | None:
    """The library's class whose constructor takes the arguments, and what there is to say about them.

    None where the project has a say in what is made of them, or where that is not known.
    """
    if of.is_made_elsewhere:
        return None
    line = lineage_of(of)
    if not line.foreign or any("__new__" in one.scope.names for one in line.project):
        return None
    if type(look(analysis, of.instance, "__init__").value) is not BoundFunction:
        return None
    if not all(_is_called_as_written(analysis, base) for base in line.foreign):
        return None
    for base in _foremost(analysis, line.foreign):
        constructor = look(analysis, base.instance, "__init__").value
        if type(constructor) is not BoundFunction:
            return None
        if not constructor.entity.symbol.path.startswith(_OF_EVERY_OBJECT):
            return base, call(analysis, constructor, shape)
    return None


def _foremost(analysis: Analysis, bases: tuple[Foreign, ...]) -> list[Foreign]:
    """The bases without those that others derive from: these come later in the order of resolution."""
    return [
        base
        for base in bases
        if not any(
            other is not base and analysis.surfaces.is_subclass(other.entity, base.entity.symbol.path)
            for other in bases
        )
    ]


def _is_called_as_written(analysis: Analysis, of: Foreign) -> bool:
    """Whether nothing stands between a call of a class and its constructor: no metaclass that takes the call.

    And no `__new__` but one that lets every keyword through: what makes the object decides what it is made of.
    """
    maker = analysis.surfaces.member(of.entity, "__new__", instance=False)
    if isinstance(maker, Found) and not maker.entity.symbol.path.startswith(_OF_EVERY_OBJECT):
        signatures = maker.entity.symbol.signatures
        if not signatures or not all(signature.takes_any_keyword for signature in signatures):
            return False
    if not analysis.has_metaclass(of):
        return True
    metaclass = _metaclass_of(analysis, of)
    if metaclass is None:
        return False
    takes = analysis.surfaces.member(metaclass.entity, "__call__", instance=True)
    return isinstance(takes, Found) and takes.entity.symbol.path == _CALL_OF_CLASSES


def _metaclass_of(analysis: Analysis, of: Foreign) -> Foreign | None:
    """The metaclass of a class, its own or that of its bases; None where there are several, or it is not known."""
    symbol = of.entity.symbol
    if symbol.metaclass is not None:
        found = analysis.definition(symbol.metaclass, of.entity.world)
        return found if type(found) is Foreign else None
    above = (analysis.definition(base, of.entity.world) for base in symbol.bases)
    made = {_metaclass_of(analysis, base) for base in above if type(base) is Foreign and analysis.has_metaclass(base)}
    return made.pop() if len(made) == 1 else None

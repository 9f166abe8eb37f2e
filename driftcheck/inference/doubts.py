"""Why an object may have a member after all that its class is not known to have."""

from __future__ import annotations

from dataclasses import replace

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.project_types import ProjectClass
from driftcheck.inference.types import NOT_FOREIGN, Foreign, Instance, Outcome
from driftcheck.model.resolutions import Confidence, Entity, Found, Missing

_LANGUAGE = "python"
_ANYTHING = frozenset({"builtins.object", "builtins.type"})
"""Classes whose objects are most often known only to be something."""
_INTERFACES = frozenset({"abc.ABC", "typing.Protocol", "typing_extensions.Protocol"})
_OF_INTERFACES = frozenset({"typing", "typing_extensions", "collections.abc", "_collections_abc"})
_USUAL_SETTERS = frozenset({"builtins.object.__setattr__", "builtins.type.__setattr__"})


def never_existed(outcome: Outcome) -> bool:
    """Whether what there is to report is a name that no recorded release has."""
    return isinstance(outcome.report, Missing) and outcome.report.lifespan is None


def doubted(analysis: Analysis, outcome: Outcome, value: Foreign | Instance, name: str) -> Outcome:
    """The answer for a member of a library's class, or of an object of it, after doubts.

    Args:
        analysis: The shared memory.
        outcome: What the surface says.
        value: The class or the object.
        name: The member.
    """
    of = value.of if isinstance(value, Instance) else value
    report = outcome.report
    if not isinstance(report, Missing):
        return outcome
    if report.lifespan is not None:
        # What was moved to derived classes, objects still have; and those of an interface have members of their own.
        is_beyond = value.is_loose and (
            (_is_of_language(of.entity) and _is_interface(of.entity))
            or analysis.surfaces.is_known_below(of.entity, name)
        )
        return NOT_FOREIGN if is_beyond else outcome
    if takes_anything(analysis, of):
        return NOT_FOREIGN
    if value is of and not _is_of_language(of.entity) and analysis.has_metaclass(of, of_libraries=True):
        # A metaclass may bind more names in a class than its body does; its objects seldom have more than they show.
        return NOT_FOREIGN
    if not value.is_loose:
        return outcome
    if isinstance(value, Instance) and value.is_tested:
        return NOT_FOREIGN
    # What is declared comes out of the library, which has the classes that its own objects are of.
    if _is_of_language(of.entity) or _is_interface(of.entity) or analysis.surfaces.is_known_below(of.entity, name):
        return NOT_FOREIGN
    if not analysis.surfaces.has_objects(of.entity):
        # A factory gives objects of other classes.
        return NOT_FOREIGN
    return Outcome(outcome.value, replace(report, confidence=Confidence.LIKELY), outcome.reason)


def takes_anything(analysis: Analysis, of: Foreign) -> bool:
    """Whether objects of a class may have attributes that no surface lists."""
    symbol = of.entity.symbol
    if symbol.path in _ANYTHING:
        return True
    if not _is_of_language(of.entity):
        return False
    if symbol.path.rpartition(".")[2].startswith("_"):
        # Stubs only sketch what is private.
        return True
    # A stub that lists a setter says that any attribute may be set.
    setter = analysis.surfaces.member(of.entity, "__setattr__", instance=True)
    return isinstance(setter, Found) and setter.entity.symbol.path not in _USUAL_SETTERS


def overrides_library(analysis: Analysis, of: ProjectClass) -> bool:
    """Whether methods that a class inherits from a library may call such of the project in place of the library's own.

    What they are declared to give is what the library's own give.
    """
    if of.overrides is None:
        line = lineage_of(of)
        names = {method.name for one in line.project for method in one.methods if not method.name.startswith("__")}
        of.overrides = any(
            isinstance(analysis.surfaces.member(base.entity, name, instance=True), Found)
            for base in line.foreign
            for name in names
        )
    return of.overrides


def _is_of_language(entity: Entity) -> bool:
    return entity.selection.distribution == _LANGUAGE


def _is_interface(entity: Entity) -> bool:
    """Whether nothing is of this very class: it is there to be derived from."""
    symbol = entity.symbol
    return (
        symbol.metaclass == "abc.ABCMeta"
        or not _INTERFACES.isdisjoint(symbol.bases)
        or symbol.path.rpartition(".")[0] in _OF_INTERFACES
    )

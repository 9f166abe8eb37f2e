"""Members of the project's own modules, classes and objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.doubts import never_existed, takes_anything
from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.project_types import (
    Lineage,
    Method,
    ProjectClass,
    ProjectFunction,
    ProjectInstance,
    ProjectModule,
    Super,
)
from driftcheck.inference.results import result_of
from driftcheck.inference.types import (
    NONE,
    NOT_FOREIGN,
    UNKNOWN,
    BoundFunction,
    Foreign,
    Instance,
    Lazy,
    Outcome,
    Type,
    Union,
)
from driftcheck.inference.unions import join_all, replaceable, settle
from driftcheck.model.resolutions import Found, Missing
from driftcheck.source.assignments import assigned_attributes

Look = Callable[[Analysis, Type, str], Outcome]

_GENERIC = "typing.Generic"
_GETTER = "__get__"
_DEPTH_LIMIT = 20
"""Classes above each other."""
_LITERALS = frozenset({ProjectFunction, ProjectClass, Foreign, Method, BoundFunction})


def module_member(analysis: Analysis, module: ProjectModule, name: str, look: Look) -> Outcome:
    """A name of a module of the project: its own, a submodule, or one brought by a star import."""
    value = module_name(analysis, module, name, look)
    return NOT_FOREIGN if value is None else Outcome(value)


def module_name(analysis: Analysis, module: ProjectModule, name: str, look: Look) -> Type | None:
    """What a module of the project binds to a name; None where it does not (or not yet)."""
    return _bound_by(analysis, module, name, look, set())


def _bound_by(
    analysis: Analysis, module: ProjectModule, name: str, look: Look, seen: set[ProjectModule]
) -> Type | None:
    """The same, for modules that are not seen yet: star imports may lead back, and on many ways to one module."""
    if module.state == 0:
        module.load()
    if module.writers is not None:
        walk_writers(analysis, module, name)
    value = module.scope.seen_later(name)
    if value is None:
        value = module.submodule(name)
    if value is not None or name.startswith("_") or module in seen:
        return value
    seen.add(module)
    for star in module.stars:
        if isinstance(star, ProjectModule):
            brought = _bound_by(analysis, star, name, look, seen)
        else:
            outcome = look(analysis, star, name)
            brought = None if never_existed(outcome) else outcome.value
        if brought is not None and brought is not UNKNOWN:
            return brought
        value = value or brought
    return value


def walk_writers(analysis: Analysis, module: ProjectModule, name: str) -> None:
    """Walk the functions that bind a name of a module (`global`), so that all it is bound to is known."""
    for function in (module.writers or {}).get(name, ()):
        if function.state == 0 and analysis.can_go_deeper():
            analysis.interpreter.walk_function(function)


def class_member(analysis: Analysis, of: ProjectClass, name: str, look: Look) -> Outcome:
    """A member of a class object."""
    line = lineage_of(of)
    for one in line.project:
        value = one.scope.names.get(name)
        if value is not None:
            there = _on_class(analysis, value, of, line, look)
            is_derived = len(line.project) > 1 or line.foreign or line.has_unknown
            # Whoever loads the classes of a kind may put there what their texts stand for.
            return Outcome(replaceable(there) if is_derived else there)
        if name in one.annotated:
            return Outcome(_described(analysis, one.annotated[name], line, look, is_declared=True))
    return _inherited(analysis, of, line, name, of)


def instance_member(analysis: Analysis, value: ProjectInstance, name: str, look: Look) -> Outcome:
    """A member of an object: what its methods assign, what its class has, what it inherits."""
    of = value.of
    known = of.inherited.get((name, value))
    if known is not None:
        return known
    line = lineage_of(of)
    found: list[Type] = []
    is_final = of.lineage is not None
    for one in line.project:
        declared = one.annotated.get(name)
        if declared is not None:
            if declared is not UNKNOWN:
                found = [_described(analysis, declared, line, look, is_declared=True)]
                break
            found.append(declared)
        on_class = one.scope.names.get(name)
        assigned = _assigned(analysis, one, name)
        if assigned is not None:
            found.append(assigned.value)
            is_final = is_final and assigned.is_final
        if on_class is not None:
            there = _on_instance(analysis, on_class, value, line, look)
            found.append(replaceable(there) if value.is_self else there)
            break
    if not found:
        return _inherited(analysis, of, line, name, value)
    values = [one for one in found if one is not NONE]
    # What is only ever None here, somebody else fills.
    outcome = Outcome(join_all(values) if values else UNKNOWN)
    if is_final:
        of.inherited[name, value] = outcome
    return outcome


def super_member(analysis: Analysis, value: Super, name: str, look: Look) -> Outcome:
    """A member that a class inherits."""
    line = lineage_of(value.of)
    for one in line.project[1:]:
        on_class = one.scope.names.get(name)
        if on_class is not None:
            if type(value.receiver) is ProjectInstance:
                return Outcome(_on_instance(analysis, on_class, value.receiver, line, look))
            return Outcome(_on_class(analysis, on_class, value.of, line, look))
    return _ask_bases(analysis, line, name, value.receiver)


def _on_class(analysis: Analysis, value: Type, of: ProjectClass, line: Lineage, look: Look) -> Type:
    if type(value) is ProjectFunction:
        if value.role == "class":
            return Method(value, of)
        return UNKNOWN if value.role == "property" else value
    return _described(analysis, value, line, look)


def _on_instance(analysis: Analysis, value: Type, receiver: ProjectInstance, line: Lineage, look: Look) -> Type:
    if type(value) is ProjectFunction:
        if value.role == "property":
            return result_of(analysis, value, receiver)
        if value.role == "static":
            return value
        return Method(value, receiver.of if value.role == "class" else receiver)
    return _described(analysis, value, line, look)


def _described(analysis: Analysis, value: Type, line: Lineage, look: Look, *, is_declared: bool = False) -> Type:
    """The value of an attribute in a class body as an access gives it.

    A descriptor gives something else than itself, and so may a base class or metaclass that rewrites the body of its
    subclasses (the fields of a model, the members of an enumeration): then only what is declared holds.
    """
    kind = type(value)
    if kind is Lazy:
        return Lazy(lambda: _described(analysis, settle(value), line, look, is_declared=is_declared))
    if isinstance(value, Union):
        return join_all([_described(analysis, one, line, look, is_declared=is_declared) for one in value.members])
    if kind in _LITERALS:
        return value
    if kind is ProjectInstance and _is_descriptor(analysis, value.of):  # type: ignore[attr-defined] # narrowed by `kind`
        return UNKNOWN
    if not is_declared and not line.is_plain:
        return UNKNOWN
    if not is_declared and any(analysis.has_metaclass(base) for base in line.foreign):
        return UNKNOWN
    if type(value) is not Instance:
        return value
    if is_declared and _stands_for_another(analysis, value, line):
        return UNKNOWN
    descriptor = look(analysis, value, _GETTER)
    return UNKNOWN if descriptor.reason is None and type(descriptor.report) is not Missing else value


def _is_descriptor(analysis: Analysis, of: ProjectClass) -> bool:
    """Whether objects of a class of the project may give something else than themselves where they are attributes."""
    line = lineage_of(of)
    if line.has_unknown or any(_GETTER in one.scope.names for one in line.project):
        return True
    getters = (analysis.surfaces.member(base.entity, _GETTER, instance=True) for base in line.foreign)
    return any(isinstance(getter, Found) for getter in getters)


def _stands_for_another(analysis: Analysis, value: Instance, line: Lineage) -> bool:
    """Whether a declaration names what a base class makes of the attribute, and not what it is: `Column[datetime]`.

    Only a library's generic class is used so, in a body that a base class or a metaclass may rewrite.
    """
    if value.of.entity.selection.distribution == "python" or not _is_generic(analysis, value.of):
        return False
    return line.has_unknown or any(analysis.has_metaclass(base, of_libraries=True) for base in line.foreign)


def _is_generic(analysis: Analysis, of: Foreign, depth: int = 0) -> bool:
    """Whether a library's class takes types in brackets, by its bases."""
    for base in of.entity.symbol.bases:
        above = None if base.startswith(_GENERIC) else analysis.definition(base, of.entity.world)
        if above is None or (
            isinstance(above, Foreign) and depth < _DEPTH_LIMIT and _is_generic(analysis, above, depth + 1)
        ):
            return True
    return False


class _Assigned(NamedTuple):
    """What methods assign to an attribute."""

    value: Type
    is_final: bool
    """Whether every method that assigns it was walked to its end."""


def _assigned(analysis: Analysis, of: ProjectClass, name: str) -> _Assigned | None:
    """What the methods of a class assign to an attribute of its objects; None where they do not."""
    if of.assigned is None:
        of.assigned = {}
        for method in of.methods:
            if method.node is not None:
                for attribute in assigned_attributes(method.node):
                    of.assigned.setdefault(attribute, []).append(method)
    is_final = True
    for method in of.assigned.get(name, ()):
        if method.state == 0:
            if not analysis.can_go_deeper():
                return _Assigned(UNKNOWN, is_final=False)
            analysis.interpreter.walk_function(method)
        is_final = is_final and method.state == 2
    values = of.attributes.get(name)
    if not values:
        return _Assigned(UNKNOWN, is_final) if name in of.assigned else None
    known = [value for value in values.values() if value is not NONE]
    result = join_all(known) if known else UNKNOWN
    if not is_final:
        analysis.assumed.append((of, name, result))
    return _Assigned(result, is_final)


def attribute_type(of: ProjectClass, name: str) -> Type:
    """All that was assigned to an attribute in the end."""
    known = [value for value in of.attributes.get(name, {}).values() if value is not NONE]
    return join_all(known) if known else UNKNOWN


def _inherited(analysis: Analysis, of: ProjectClass, line: Lineage, name: str, receiver: Type) -> Outcome:
    """A member that only a library's class can give."""
    key = (name, receiver)
    known = of.inherited.get(key)
    if known is None:
        known = _ask_bases(analysis, line, name, receiver)
        if of.lineage is not None:
            of.inherited[key] = known
    return known


def _ask_bases(analysis: Analysis, line: Lineage, name: str, receiver: Type) -> Outcome:
    instance = type(receiver) is ProjectInstance
    self_type = receiver.instance if type(receiver) is ProjectClass else receiver
    missing: Outcome | None = None
    if any(one.is_decorated for one in line.project) and name.startswith("__"):
        # Decorators of classes write such methods.
        return NOT_FOREIGN
    for base in line.foreign:
        resolution = analysis.surfaces.member(base.entity, name, instance=instance)
        outcome = analysis.outcome(resolution, self_type, base.origin, instance=instance)
        if isinstance(resolution, Found):
            # A base that is not known may come first.
            return NOT_FOREIGN if line.has_unknown else outcome
        if not isinstance(resolution, Missing):
            return outcome
        if missing is None or (resolution.lifespan is not None and never_existed(missing)):
            missing = outcome
    if missing is None or line.has_unknown or any(one.is_open for one in line.project):
        return NOT_FOREIGN
    if never_existed(missing):
        if type(receiver) is ProjectInstance and receiver.is_self:
            # Classes derived from this one may define it.
            return NOT_FOREIGN
        if any(analysis.has_metaclass(base) or takes_anything(analysis, base) for base in line.foreign):
            return NOT_FOREIGN
    return missing

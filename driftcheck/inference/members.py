"""What `value.name` denotes, for every kind of value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.containers import container_member
from driftcheck.inference.doubts import doubted, never_existed
from driftcheck.inference.project_members import class_member, instance_member, module_member, super_member
from driftcheck.inference.project_types import (
    Closure,
    Method,
    ProjectClass,
    ProjectFunction,
    ProjectInstance,
    ProjectModule,
    Super,
)
from driftcheck.inference.stand_ins import Derived, Given, TypeTest, TypeVariable
from driftcheck.inference.types import (
    NOT_FOREIGN,
    UNKNOWN,
    BoundFunction,
    Condition,
    Container,
    Foreign,
    Instance,
    Lazy,
    Never,
    Nothing,
    Outcome,
    Partial,
    Returning,
    SpecialForm,
    Tuple,
    Type,
    Union,
    Unknown,
    VersionValue,
)
from driftcheck.inference.unions import join_all, parts_of, settle
from driftcheck.inference.versions import version_member
from driftcheck.model.symbols import Kind

_CONCRETE = frozenset({"list", "dict", "set", "frozenset", "tuple"})
"""Containers that are what they are called; the others are interfaces of something."""


def look(analysis: Analysis, value: Type, name: str) -> Outcome:
    """Ask a value for a member. Reports nothing: the outcome says what there is to report."""
    return _LOOKS[type(value)](analysis, value, name)


def _look_foreign(analysis: Analysis, value: Foreign, name: str) -> Outcome:
    known = value.members.get(name)
    if known is None:
        entity = value.entity
        kind = entity.symbol.kind
        if kind is Kind.FUNCTION:
            known = NOT_FOREIGN
        else:
            version = version_member(entity, name) if kind is Kind.MODULE else None
            if version is not None:
                known = Outcome(version, None, None)
            else:
                resolution = analysis.surfaces.member(entity, name, instance=False)
                is_class = kind is Kind.CLASS
                known = analysis.outcome(resolution, value.instance if is_class else None, value.origin)
                if is_class:
                    known = doubted(analysis, known, value, name)
        value.members[name] = known
    return known


def _look_instance(analysis: Analysis, value: Instance, name: str) -> Outcome:
    known = value.members.get(name)
    if known is None:
        of = value.of
        resolution = analysis.surfaces.member(of.entity, name, instance=True)
        known = analysis.outcome(resolution, value, of.origin, instance=True)
        known = value.members[name] = doubted(analysis, known, value, name)
    return known


def _look_union(analysis: Analysis, value: Union, name: str) -> Outcome:
    """A union reports where all of its members do."""
    outcomes = [look(analysis, part, name) for part in parts_of(value)]
    if not outcomes:
        return NOT_FOREIGN
    found = join_all([outcome.value for outcome in outcomes])
    if all(outcome.report is not None for outcome in outcomes):
        # The finding is of the member with a history: that one tells what to write instead.
        telling = next((one for one in outcomes if not never_existed(one)), outcomes[0])
        return Outcome(found, telling.report, None)
    good = [outcome for outcome in outcomes if outcome.report is None]
    return Outcome(found if len(good) == len(outcomes) else UNKNOWN, None, good[0].reason)


def _look_lazy(analysis: Analysis, value: Lazy, name: str) -> Outcome:
    return look(analysis, settle(value), name)


def _look_unknown(analysis: Analysis, value: Unknown, _name: str) -> Outcome:
    return analysis.unknown(value.reason) if value.reason else NOT_FOREIGN


def _look_container(analysis: Analysis, value: Container, name: str) -> Outcome:
    special = container_member(analysis, value, name)
    if special is not None:
        return Outcome(special, None, None)
    of = analysis.definition(value.path)
    if type(of) is not Foreign:
        return NOT_FOREIGN
    is_exact = value.shape in _CONCRETE and not value.is_loose
    return _look_instance(analysis, of.instance if is_exact else of.loose, name)


def _look_tuple(analysis: Analysis, value: Tuple, name: str) -> Outcome:
    of = analysis.definition("builtins.tuple")
    if type(of) is not Foreign:
        return NOT_FOREIGN
    return _look_instance(analysis, of.loose if value.is_loose else of.instance, name)


def _look_version(_analysis: Analysis, value: VersionValue, name: str) -> Outcome:
    """Methods of version texts and objects keep the version; the parts of it are versions of one number."""
    places = {"major": 0, "minor": 1, "micro": 2, "patch": 2}
    if name in places:
        place = places[name]
        if place < len(value.parts):
            return Outcome(VersionValue((value.parts[place],), rest_is_zero=True), None, None)
        return NOT_FOREIGN
    if name in {"release", "base_version", "public", "version"}:
        return Outcome(value, None, None)
    return Outcome(Returning(value), None, None) if name in {"split", "startswith", "strip"} else NOT_FOREIGN


def _look_nothing(_analysis: Analysis, _value: Type, _name: str) -> Outcome:
    return NOT_FOREIGN


_LOOKS: dict[type[Type], Callable[[Analysis, Any, str], Outcome]] = {
    Foreign: _look_foreign,
    Instance: _look_instance,
    Union: _look_union,
    Lazy: _look_lazy,
    Unknown: _look_unknown,
    Container: _look_container,
    Tuple: _look_tuple,
    VersionValue: _look_version,
    ProjectModule: lambda analysis, value, name: module_member(analysis, value, name, look),
    ProjectClass: lambda analysis, value, name: class_member(analysis, value, name, look),
    ProjectInstance: lambda analysis, value, name: instance_member(analysis, value, name, look),
    Super: lambda analysis, value, name: super_member(analysis, value, name, look),
    Nothing: _look_nothing,
    Never: _look_nothing,
    BoundFunction: _look_nothing,
    SpecialForm: _look_nothing,
    Returning: _look_nothing,
    Partial: _look_nothing,
    Condition: _look_nothing,
    ProjectFunction: _look_nothing,
    Method: _look_nothing,
    Closure: _look_nothing,
    Given: _look_nothing,
    Derived: _look_nothing,
    TypeVariable: _look_nothing,
    TypeTest: _look_nothing,
}

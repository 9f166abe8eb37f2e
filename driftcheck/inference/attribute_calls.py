"""The language's functions that look at attributes and classes: `getattr`, `hasattr`, `super`, `type`."""

from __future__ import annotations

import ast

from driftcheck.inference.arguments import Special, evaluated, written_text
from driftcheck.inference.attributes import set_attribute
from driftcheck.inference.forms import class_object
from driftcheck.inference.members import look
from driftcheck.inference.project_types import ProjectInstance, Super
from driftcheck.inference.types import UNKNOWN, Condition, Type
from driftcheck.inference.unions import settle
from driftcheck.inference.walker import Walker
from driftcheck.model.references import ReferenceKind
from driftcheck.model.resolutions import Confidence, Missing
from driftcheck.source.guards import ATTRIBUTE_HAZARDS, Guard


def _hasattr(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    name = written_text(node, 1)
    if name is None:
        return UNKNOWN
    outcome = look(w.analysis, types[0], name)
    truth: bool | None = None
    if outcome.reason is None:
        report = outcome.report
        truth = not isinstance(report, Missing)
        if isinstance(report, Missing) and report.confidence is not Confidence.CERTAIN:
            # What is guarded most likely never runs.
            return Condition(None, Guard("hasattr"))
    # Where the name is not there, something else stands in for it that other releases have.
    return Condition(truth, Guard("hasattr", ATTRIBUTE_HAZARDS, name), Guard("hasattr", ATTRIBUTE_HAZARDS))


def _getattr(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    name = written_text(node, 1)
    if name is None or types[0] is UNKNOWN:
        return UNKNOWN
    outcome = look(w.analysis, types[0], name)
    w.count(outcome)
    if len(types) > 2:
        return outcome.value if outcome.reason is None and not isinstance(outcome.report, Missing) else UNKNOWN
    if outcome.report is not None:
        place = node.args[1]
        location = w.sink.span(place.lineno, place.col_offset, place.end_col_offset or place.col_offset)
        if w.report(outcome.report, ReferenceKind.ATTRIBUTE, location, name, types[0]):
            return UNKNOWN
    return outcome.value


def _setattr(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    owner = settle(types[0]) if types else UNKNOWN
    name = written_text(node, 1)
    if name is not None:
        set_attribute(w, owner, name, UNKNOWN)
    elif isinstance(owner, ProjectInstance):
        owner.of.is_open = True
    return UNKNOWN


def _super(w: Walker, node: ast.Call, _callee: Type) -> Type:
    evaluated(w, node)
    if w.owner is None or w.receiver is None:
        return UNKNOWN
    receiver = w.names.get(w.receiver, UNKNOWN)
    return Super(w.owner, receiver) if receiver is not UNKNOWN else UNKNOWN


def _type(w: Walker, node: ast.Call, _callee: Type) -> Type:
    types = evaluated(w, node)
    return class_object(types[0]) if len(types) == 1 else UNKNOWN


def _vars(w: Walker, node: ast.Call, _callee: Type) -> Type:
    evaluated(w, node)
    return w.analysis.container("builtins.dict", w.analysis.str_, UNKNOWN)


CALLS: dict[str, Special] = {
    "builtins.hasattr": _hasattr,
    "builtins.getattr": _getattr,
    "builtins.setattr": _setattr,
    "builtins.super": _super,
    "builtins.type": _type,
    "builtins.vars": _vars,
}

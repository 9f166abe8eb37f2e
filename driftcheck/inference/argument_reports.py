"""What there is to say about the keywords of a call."""

from __future__ import annotations

import ast

from driftcheck.inference.types import BoundFunction, CallOutcome, Foreign, Partial, Type, Union
from driftcheck.inference.unions import parts_of
from driftcheck.inference.walker import Walker
from driftcheck.model.references import ResolvedArgument
from driftcheck.model.resolutions import PINNED, ArgumentOutcome, ArgumentStatus, Entity
from driftcheck.source.guards import Hazard


class Key:
    """A key of a dictionary that is written out, and where it stands."""

    __slots__ = ("node", "value")

    def __init__(self, value: str, node: ast.Constant) -> None:
        self.value = value
        self.node = node


def written_keys(node: ast.expr) -> list[Key] | None:
    """The keys of a dictionary that is written out; None where its content is not known."""
    if not isinstance(node, ast.Dict):
        return None
    keys = [Key(key.value, key) for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return keys if len(keys) == len(node.keys) else None


def report_arguments(w: Walker, node: ast.Call, callee: Type, found: CallOutcome) -> None:
    """Claim every keyword that the callee does not simply accept."""
    entity = _entity(callee)
    if entity is None or entity.world != PINNED:
        return
    for outcome in found.outcomes:
        if isinstance(outcome, ArgumentOutcome):
            _report_keyword(w, node, callee, entity, outcome)


def _report_keyword(w: Walker, node: ast.Call, callee: Type, entity: Entity, outcome: ArgumentOutcome) -> None:
    receiver = callee.receiver if isinstance(callee, BoundFunction) else None
    hazard = Hazard.WARNING if outcome.status is ArgumentStatus.DEPRECATED else Hazard.ARGUMENT
    guard = w.guard(hazard, outcome.keyword)
    for keyword in node.keywords:
        if keyword.arg == outcome.keyword:
            start = keyword.col_offset
            location = w.sink.span(keyword.lineno, start, start + len(outcome.keyword.encode()))
            w.sink.argument(ResolvedArgument(location, entity, outcome, w.qualified, guard), receiver)
            return
        if keyword.arg is None:
            for key in written_keys(keyword.value) or ():
                if key.value == outcome.keyword:
                    place = key.node
                    location = w.sink.span(place.lineno, place.col_offset, place.end_col_offset or place.col_offset)
                    w.sink.argument(ResolvedArgument(location, entity, outcome, w.qualified, guard), receiver)
                    return


def _entity(callee: Type) -> Entity | None:
    while isinstance(callee, Partial):
        callee = callee.callee
    if isinstance(callee, Union):
        callee = next(iter(parts_of(callee)), callee)
    if isinstance(callee, Foreign | BoundFunction):
        return callee.entity
    return None

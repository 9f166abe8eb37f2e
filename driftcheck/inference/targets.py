"""What assignments bind."""

from __future__ import annotations

import ast

from driftcheck.inference.attributes import keeps, set_attribute, sets_by_itself
from driftcheck.inference.mutation import put_item
from driftcheck.inference.project_types import ProjectInstance
from driftcheck.inference.protocols import unpacked
from driftcheck.inference.types import UNKNOWN, Type
from driftcheck.inference.unions import loosened, settle
from driftcheck.inference.walker import Walker


def assign(w: Walker, target: ast.expr, value: Type) -> None:
    """Bind a target of any form to a value."""
    kind = type(target)
    if kind is ast.Name:
        w.bind(target.id, value)  # type: ignore[attr-defined] # narrowed by `kind`, which is the quick way
    elif isinstance(target, ast.Attribute):
        _assign_attribute(w, target, value)
    elif isinstance(target, ast.Tuple | ast.List):
        elements = target.elts
        starred = next((place for place, element in enumerate(elements) if isinstance(element, ast.Starred)), None)
        for element, part in zip(elements, unpacked(w.analysis, value, len(elements), starred), strict=True):
            assign(w, element, part)
    elif isinstance(target, ast.Starred):
        assign(w, target.value, value)
    elif isinstance(target, ast.Subscript):
        fill(w, target.value)
        w.evaluate(target.value)
        w.evaluate(target.slice)
        put_item(w, target, value)
    else:
        w.evaluate(target)


def _assign_attribute(w: Walker, target: ast.Attribute, value: Type) -> None:
    owner = w.evaluate(target.value)
    set_attribute(w, owner, target.attr, value)
    if isinstance(target.value, ast.Name):
        w.paths = True
        kept = UNKNOWN if sets_by_itself(owner) else value if keeps(owner, target.attr) else loosened(value)
        w.names[f"{target.value.id}.{target.attr}"] = kept


def fill(w: Walker, node: ast.expr) -> None:
    """Note that something is put into what an expression denotes: into `self.__dict__`, it makes attributes."""
    if type(node) is ast.Attribute and node.attr == "__dict__":
        owner = settle(w.evaluate(node.value))
        if isinstance(owner, ProjectInstance):
            owner.of.is_open = True

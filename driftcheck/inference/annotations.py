"""Annotations in the user's code."""

from __future__ import annotations

import ast

from driftcheck.inference.forms import subscripted
from driftcheck.inference.project_types import ProjectClass
from driftcheck.inference.stand_ins import TypeVariable
from driftcheck.inference.types import NONE, UNKNOWN, Foreign, Instance, Lazy, SpecialForm, Type, Union
from driftcheck.inference.unions import declared_instance, join, join_all, settle
from driftcheck.inference.walker import Walker
from driftcheck.model.symbols import Kind
from driftcheck.source.parsing import parse_expression


def instance_of_class(value: Type) -> Type:
    """What an object is whose class (or one of whose classes) is this value."""
    if isinstance(value, Foreign):
        return declared_instance(value) if value.entity.symbol.kind is Kind.CLASS else UNKNOWN
    if isinstance(value, ProjectClass):
        return value.instance
    if isinstance(value, TypeVariable):
        return value.bound
    if isinstance(value, Lazy):
        return Lazy(lambda: instance_of_class(value.force()))
    if isinstance(value, Union):
        return join_all([instance_of_class(member) for member in value.members])
    return NONE if value is NONE else UNKNOWN


def declare_type_variables(w: Walker, node: ast.AST | None) -> None:
    """Bind the type parameters that a definition lists in brackets (PEP 695)."""
    for parameter in getattr(node, "type_params", ()):
        bound = getattr(parameter, "bound", None)
        w.names[parameter.name] = TypeVariable(UNKNOWN if bound is None else annotate(w, bound))


def annotate(w: Walker, node: ast.expr) -> Type:
    """What a value with this annotation denotes; names in it are references like all others."""
    if w.is_only_read or not (w.sink.postpones_annotations or isinstance(node, ast.Constant)):
        return _annotated(w, node)
    # Nothing is looked up at run time, so there may be names that only stubs have.
    w.is_only_read = True
    try:
        return _annotated(w, node)
    finally:
        w.is_only_read = False


def _annotated(w: Walker, node: ast.expr) -> Type:
    match node:
        case ast.Constant(value=str(text)):
            inner = _parsed(text, node)
            return UNKNOWN if inner is None else annotate(w, inner)
        case ast.Constant(value=None):
            return NONE
        case ast.Name() | ast.Attribute():
            value = w.evaluate(node)
            if isinstance(value, SpecialForm):
                return w.owner.self_instance if value.name == "Self" and w.owner is not None else UNKNOWN
            return instance_of_class(value)
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return join(annotate(w, left), annotate(w, right))
        case ast.Subscript():
            return _annotate_generic(w, node)
        case ast.List(elts=elements):
            for element in elements:
                annotate(w, element)
            return UNKNOWN
        case _:
            w.evaluate(node)
            return UNKNOWN


def _annotate_generic(w: Walker, node: ast.Subscript) -> Type:
    head = settle(w.evaluate(node.value))
    inner = node.slice
    arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if not arguments:
        return UNKNOWN
    if isinstance(head, SpecialForm) and head.name == "Annotated":
        for metadata in arguments[1:]:
            w.evaluate(metadata)
    value = subscripted(head, arguments, lambda argument: annotate(w, argument), w.analysis)
    if isinstance(value, Instance) and isinstance(head, Foreign) and not w.analysis.is_generic(head):
        return UNKNOWN
    return value


def _parsed(text: str, node: ast.Constant) -> ast.expr | None:
    """A quoted annotation, its nodes placed where they stand in the file."""
    try:
        inner = parse_expression(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    is_plain = node.lineno == node.end_lineno and (node.end_col_offset or 0) - node.col_offset == len(text.encode()) + 2
    shift = node.col_offset + 1 + len(text) - len(text.lstrip())
    for part in ast.walk(inner):
        if isinstance(part, ast.expr | ast.keyword):
            start, end = part.col_offset, part.end_col_offset or 0
            is_shifted = is_plain and part.lineno == 1
            part.col_offset = start + shift if is_shifted else node.col_offset
            part.end_col_offset = end + shift if is_shifted else node.end_col_offset
            part.lineno = node.lineno
            part.end_lineno = node.lineno
    return inner

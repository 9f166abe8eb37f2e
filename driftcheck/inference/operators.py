"""Operators and comparisons."""

from __future__ import annotations

import ast

from driftcheck.inference.calling import ONE_ARGUMENT, call_method
from driftcheck.inference.project_types import ProjectClass, ProjectInstance
from driftcheck.inference.stand_ins import Derived, Given
from driftcheck.inference.types import (
    UNKNOWN,
    Condition,
    Container,
    Foreign,
    Instance,
    Type,
    Union,
    Unknown,
    VersionValue,
)
from driftcheck.inference.unions import join_all
from driftcheck.inference.versions import VERSION_COMPARISON, compared
from driftcheck.inference.walker import Evaluate, Walker

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "__add__",
    ast.Sub: "__sub__",
    ast.Mult: "__mul__",
    ast.MatMult: "__matmul__",
    ast.Div: "__truediv__",
    ast.Mod: "__mod__",
    ast.LShift: "__lshift__",
    ast.RShift: "__rshift__",
    ast.BitOr: "__or__",
    ast.BitXor: "__xor__",
    ast.BitAnd: "__and__",
    ast.FloorDiv: "__floordiv__",
    ast.Pow: "__pow__",
}
_LANGUAGE = "python"


def _binary(w: Walker, node: ast.BinOp) -> Type:
    """Long chains lean to the left: they are walked down in a loop, since they may be thousands of operators deep."""
    chain = [node]
    left: ast.expr = node.left
    while type(left) is ast.BinOp:
        chain.append(left)
        left = left.left
    value = w.evaluate(left)
    for operation in reversed(chain):
        right = w.evaluate(operation.right)
        value = _operated(w, operation, value, right)
    return value


def _operated(w: Walker, node: ast.BinOp, left: Type, right: Type) -> Type:
    analysis = w.analysis
    if left is analysis.str_:
        return left if left is right or type(node.op) is ast.Mod else UNKNOWN
    if left is right and type(left) is Container:
        return left
    if type(node.op) is ast.BitOr and (_is_class(left) or _is_class(right)):
        return join_all((left, right))
    if _decides(left, right):
        return UNKNOWN
    if type(left) is Instance or type(left) is ProjectInstance:
        value = call_method(analysis, left, _OPERATORS[type(node.op)], ONE_ARGUMENT)
        # What is not known may answer for itself; mostly it does not.
        return value.of.tested if _may_be_anything(right) and type(value) is Instance else value
    return UNKNOWN


def _is_class(value: Type) -> bool:
    return type(value) is ProjectClass or type(value) is Foreign


def _unary(w: Walker, node: ast.UnaryOp) -> Type:
    value = w.evaluate(node.operand)
    if type(node.op) is not ast.Not:
        return value if type(value) is Instance else UNKNOWN
    if type(value) is Condition:
        return Condition(None if value.value is None else not value.value, value.otherwise, value.guard)
    return UNKNOWN


def _compare(w: Walker, node: ast.Compare) -> Type:
    expressions = w.expressions
    left = expressions[type(node.left)](w, node.left)
    rights = [expressions[type(right)](w, right) for right in node.comparators]
    for value in (left, *rights):
        if type(value) is VersionValue:
            truth = None
            if len(rights) == 1 and type(left) is VersionValue:
                truth = compared(left, node.ops[0], node.comparators[0])
            elif len(rights) == 1:
                truth = compared(value, node.ops[0], node.left, mirrored=True)
            return Condition(truth, VERSION_COMPARISON)
    return w.analysis.bool_ if type(node.ops[0]) in _ALWAYS_BOOL else UNKNOWN


_ALWAYS_BOOL = frozenset({ast.Is, ast.IsNot, ast.In, ast.NotIn})


def _decides(left: Type, right: Type) -> bool:
    """Whether the right operand says what an operation gives: a library's object does beside one of the language."""
    if type(left) is not Instance or left.of.entity.selection.distribution != _LANGUAGE:
        return False
    if type(right) is Instance:
        return right.of.entity.selection.distribution != _LANGUAGE
    if type(right) is Union:
        return any(_decides(left, part) for part in right.members)
    return type(right) is Unknown and bool(right.reason)


def _may_be_anything(value: Type) -> bool:
    return value is UNKNOWN or isinstance(value, Given | Derived)


EXPRESSIONS: dict[type[ast.AST], Evaluate] = {
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
}

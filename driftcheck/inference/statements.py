"""Simple statements: assignments, returns, deletions, declarations of scope."""

from __future__ import annotations

import ast

from driftcheck.inference.annotations import annotate
from driftcheck.inference.calling import ONE_ARGUMENT, call_method
from driftcheck.inference.stand_ins import Given
from driftcheck.inference.targets import assign
from driftcheck.inference.types import NONE, UNKNOWN, Condition, Container, Instance, Type
from driftcheck.inference.unions import loosened
from driftcheck.inference.walker import Execute, Walker

_IN_PLACE: dict[type[ast.operator], str] = {
    ast.Add: "__add__",
    ast.Sub: "__sub__",
    ast.Mult: "__mul__",
    ast.Div: "__truediv__",
    ast.BitOr: "__or__",
    ast.BitAnd: "__and__",
}
_LEAVES_PROCESS = frozenset({"exit", "quit", "_exit", "abort"})


def _expression(w: Walker, node: ast.Expr) -> bool:
    value = node.value
    kind = type(value)
    if kind is not ast.Constant:
        w.expressions[kind](w, value)
        if kind is ast.Call and type(value.func) is ast.Attribute and value.func.attr in _LEAVES_PROCESS:  # type: ignore[attr-defined] # narrowed by `kind`, which is the quick way
            return type(value.func.value) is ast.Name and value.func.value.id in {"sys", "os"}  # type: ignore[attr-defined] # the same
    return False


def _assign(w: Walker, node: ast.Assign) -> bool:
    inner = node.value
    value = w.expressions[type(inner)](w, inner)
    for target in node.targets:
        if type(target) is ast.Name:
            w.bind(target.id, value)
        else:
            assign(w, target, value)
    return False


def _annotated(w: Walker, node: ast.AnnAssign) -> bool:
    declared = annotate(w, node.annotation)
    value: Type | None = None
    if node.value is not None:
        value = w.evaluate(node.value)
    target = node.target
    is_member = w.scope.is_class and isinstance(target, ast.Name) and w.owner is not None
    if is_member and isinstance(target, ast.Name) and w.owner is not None:
        w.owner.annotated[target.id] = declared
    if value is None:
        # A bare annotation in a function says what will be bound; it binds nothing yet.
        if not is_member and declared is not UNKNOWN and isinstance(target, ast.Name):
            w.bind(target.id, declared)
        elif isinstance(target, ast.Attribute):
            assign(w, target, declared)
        return False
    assign(w, target, _held(node.annotation, declared, value))
    return False


def _held(annotation: ast.expr, declared: Type, value: Type) -> Type:
    """What a name with an annotation holds after it was given a value."""
    if declared is UNKNOWN:
        match annotation:
            case ast.Name(id="Any") | ast.Attribute(attr="Any") | ast.Constant(value="Any"):
                # The author says that nothing is to be told by the value.
                return UNKNOWN
            case _:
                return loosened(value)
    if value is UNKNOWN or value is NONE or isinstance(value, Given):
        return declared
    # What a container is declared to hold says more than what it is made with.
    return declared if type(declared) is Container and type(value) is Container else value


def _augmented(w: Walker, node: ast.AugAssign) -> bool:
    target = node.target
    before = w.evaluate(target)
    given = w.evaluate(node.value)
    value: Type = UNKNOWN
    if before is given or isinstance(before, Container):
        value = before if before is given else w.analysis.container(before.path, *[UNKNOWN] * len(before.items))  # type: ignore[attr-defined] # given is before, or before is a container
    elif isinstance(before, Instance):
        method = _IN_PLACE.get(type(node.op))
        value = UNKNOWN if method is None else call_method(w.analysis, before, method, ONE_ARGUMENT)
    if not isinstance(target, ast.Subscript):
        assign(w, target, value)
    return False


def _return(w: Walker, node: ast.Return) -> bool:
    value = NONE if node.value is None else w.evaluate(node.value)
    # Whoever asks a function that compares versions compares versions, but with what is not known here.
    w.returns.append(Condition(None, value.guard, value.otherwise) if type(value) is Condition else value)
    return True


def _raise(w: Walker, node: ast.Raise) -> bool:
    if node.exc is not None:
        w.evaluate(node.exc)
    if node.cause is not None:
        w.evaluate(node.cause)
    return True


def _delete(w: Walker, node: ast.Delete) -> bool:
    for target in node.targets:
        if isinstance(target, ast.Name):
            w.names[target.id] = UNKNOWN
        elif isinstance(target, ast.Attribute | ast.Subscript):
            w.evaluate(target.value)
    return False


def _global(w: Walker, node: ast.Global) -> bool:
    home = w.module.scope
    if home is not w.scope:
        for name in node.names:
            w.elsewhere[name] = home
    return False


def _nonlocal(w: Walker, node: ast.Nonlocal) -> bool:
    for name in node.names:
        scope = w.scope.parent
        while scope is not None and (scope.is_class or name not in scope.names):
            scope = scope.parent
        if scope is not None and scope is not w.module.scope:
            w.elsewhere[name] = scope
    return False


def _nothing(_w: Walker, _node: ast.stmt) -> bool:
    return False


def _type_alias(w: Walker, node: ast.AST) -> bool:
    """`type X = …`: the name stands for what its value denotes."""
    name, value = getattr(node, "name", None), getattr(node, "value", None)
    if isinstance(name, ast.Name) and isinstance(value, ast.expr):
        w.bind(name.id, w.evaluate(value))
    return False


STATEMENTS: dict[type[ast.AST], Execute] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Delete: _delete,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Pass: _nothing,
}
if hasattr(ast, "TypeAlias"):
    STATEMENTS[ast.TypeAlias] = _type_alias

"""What the statements of a function body do that its callers can see.

Statements only: a call that warns, an assignment to `self`, a `return` are statements, so
expressions need no walk (it would double the cost of reading a library).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Warned:
    """A call that warns, with the test it stands behind (None: every call of the function reaches it)."""

    call: ast.Call
    test: ast.expr | None


@dataclass(frozen=True, slots=True)
class AttributeSet:
    """`self.name = value` or `cls.name = value` somewhere in a method."""

    owner: str
    name: str
    value: ast.expr | None
    annotation: ast.expr | None = None


@dataclass(slots=True)
class Body:
    """The facts of one body. Nested functions and classes are not entered."""

    returns: list[ast.expr | None] = field(default_factory=list)
    yields: bool = False
    warned: list[Warned] = field(default_factory=list)
    attributes: list[AttributeSet] = field(default_factory=list)
    parts: list[tuple[str, str, str]] = field(default_factory=list)
    """(owner, part, name) of each `owner.part.name = value`."""
    assigned: dict[str, list[ast.expr | None]] = field(default_factory=dict)
    """Local name to every value bound to it; None where the value is not an expression of its own."""
    modules: dict[str, str] = field(default_factory=dict)
    """Local name to the module that an import in the body binds to it."""
    inner: dict[str, FunctionNode] = field(default_factory=dict)
    raised: ast.expr | None = None
    """What the body raises before anything else; None where it may do something."""
    globals: set[str] = field(default_factory=set)
    """Names declared `global`."""
    binds_globals: bool = False
    """It assigns to `globals()[...]`."""
    extends_exports: bool = False
    """It adds to `__all__`."""
    dynamic: list[ast.expr] = field(default_factory=list)
    """Calls of `setattr` with a name that is not literal, by their owner."""


def read_body(node: FunctionNode) -> Body:
    """Collect the facts of a function's body."""
    body = Body()
    statements = node.body
    if statements and isinstance(statements[0], ast.Expr) and isinstance(statements[0].value, ast.Constant):
        statements = statements[1:]
    first = statements[0] if statements else None
    if isinstance(first, ast.Raise):
        body.raised = first.exc
    _walk(statements, None, body)
    return body


def _walk(statements: list[ast.stmt], test: ast.expr | None, body: Body) -> None:  # noqa: PLR0912  # one case a statement
    for node in statements:
        match node:
            case ast.Expr(value=value):
                _expression(value, test, body)
            case ast.Return(value=value):
                body.returns.append(value)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    _target(target, value, None, body)
                body.yields |= isinstance(value, ast.Yield)
            case ast.AnnAssign(target=target, value=value, annotation=annotation):
                _target(target, value, annotation, body)
            case ast.AugAssign(target=target):
                _target(target, None, None, body)
            case ast.If(test=condition, body=then, orelse=orelse):
                _walk(then, condition if test is None else ast.BoolOp(ast.And(), [test, condition]), body)
                _walk(orelse, ast.UnaryOp(ast.Not(), condition), body)
            case ast.For(target=target) | ast.AsyncFor(target=target):
                _target(target, None, None, body)
                _walk(node.body, test or node.iter, body)
                _walk(node.orelse, test, body)
            case ast.While():
                _walk(node.body, test or node.test, body)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                for item in items:
                    if item.optional_vars is not None:
                        _target(item.optional_vars, None, None, body)
                _walk(node.body, test, body)
            case ast.Try() | ast.TryStar():
                _walk(node.body, test, body)
                for handler in node.handlers:
                    if handler.name:
                        body.assigned.setdefault(handler.name, []).append(None)
                    _walk(handler.body, test or ast.Constant(value=None), body)
                _walk(node.orelse, test, body)
                _walk(node.finalbody, test, body)
            case ast.Match(cases=cases):
                for case in cases:
                    _walk(case.body, test or node.subject, body)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                body.inner[node.name] = node
                body.assigned.setdefault(node.name, []).append(None)
            case ast.Global(names=names):
                body.globals.update(names)
            case ast.Import() | ast.ImportFrom():
                for alias in node.names:
                    local = alias.asname or alias.name.split(".")[0]
                    body.assigned.setdefault(local, []).append(None)
                    if isinstance(node, ast.Import):
                        body.modules[local] = alias.name if alias.asname else local
            case _:
                pass


def _expression(value: ast.expr, test: ast.expr | None, body: Body) -> None:
    if isinstance(value, ast.Yield | ast.YieldFrom):
        body.yields = True
    elif isinstance(value, ast.Call):
        func = value.func
        name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
        if isinstance(func, ast.Attribute) and name in ("append", "extend"):
            body.extends_exports |= isinstance(func.value, ast.Name) and func.value.id == "__all__"
        if "warn" in name or "deprecat" in name:
            body.warned.append(Warned(value, test))
        elif name == "setattr" and len(value.args) == 3:
            owner, attribute, new = value.args
            if isinstance(owner, ast.Name) and isinstance(attribute, ast.Constant) and isinstance(attribute.value, str):
                body.attributes.append(AttributeSet(owner.id, attribute.value, new))
            else:
                body.dynamic.append(owner)


def _target(target: ast.expr, value: ast.expr | None, annotation: ast.expr | None, body: Body) -> None:
    match target:
        case ast.Name(id=name):
            body.assigned.setdefault(name, []).append(value)
        case ast.Attribute(value=ast.Name(id=owner), attr=attr):
            body.attributes.append(AttributeSet(owner, attr, value, annotation))
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id=owner), attr=part), attr=attr):
            body.parts.append((owner, part, attr))
        case ast.Subscript(value=ast.Call(func=ast.Name(id="globals"))):
            body.binds_globals = True
        case ast.Tuple(elts=elts) | ast.List(elts=elts):
            for elt in elts:
                _target(elt.value if isinstance(elt, ast.Starred) else elt, None, None, body)
        case _:
            pass

"""What the statements of a function assign, read without looking into expressions."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_Function = ast.FunctionDef | ast.AsyncFunctionDef

_BLOCKS: dict[type[ast.stmt], tuple[str, ...]] = {
    ast.If: ("body", "orelse"),
    ast.For: ("body", "orelse"),
    ast.AsyncFor: ("body", "orelse"),
    ast.While: ("body", "orelse"),
    ast.With: ("body",),
    ast.AsyncWith: ("body",),
    ast.Try: ("body", "orelse", "finalbody"),
    ast.TryStar: ("body", "orelse", "finalbody"),
}
_SILENT = frozenset({ast.Expr, ast.Return, ast.Raise, ast.Pass, ast.Import, ast.ImportFrom, ast.Assert, ast.Delete})
_ASSIGNING = frozenset({ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.AsyncFor, ast.With, ast.AsyncWith})


def first_parameter(function: _Function) -> str | None:
    """The name of the first positional parameter."""
    arguments = function.args
    if arguments.posonlyargs:
        return arguments.posonlyargs[0].arg
    return arguments.args[0].arg if arguments.args else None


def assigned_attributes(function: _Function) -> set[str]:
    """Names of attributes that a method's own statements assign on its first parameter."""
    receiver = first_parameter(function)
    found: set[str] = set()
    for statement in own_statements(function.body):
        kind = type(statement)
        if kind in _SILENT:
            continue
        targets = statement.targets if kind is ast.Assign else None  # type: ignore[attr-defined] # narrowed by `kind`
        if targets is not None and len(targets) == 1 and type(targets[0]) is ast.Name:
            continue
        if kind in _ASSIGNING:
            for target in targets_of(statement):
                if type(target) is ast.Attribute and type(target.value) is ast.Name and target.value.id == receiver:
                    found.add(target.attr)
    return found


def declared_names(function: _Function, kind: type[ast.Global | ast.Nonlocal]) -> set[str]:
    """Names that a function's own statements declare `global` or `nonlocal`."""
    return {
        name
        for statement in own_statements(function.body)
        if isinstance(statement, ast.Global | ast.Nonlocal) and type(statement) is kind
        for name in statement.names
    }


def own_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a body and of its blocks, without those of nested functions and classes."""
    waiting = [body]
    while waiting:
        for statement in waiting.pop():
            yield statement
            kind = type(statement)
            if kind in _SILENT or kind is ast.Assign:
                continue
            fields = _BLOCKS.get(kind)
            if fields is not None:
                for field in fields:
                    block = getattr(statement, field)
                    if block:
                        waiting.append(block)
                if kind is ast.Try or kind is ast.TryStar:
                    waiting.extend(handler.body for handler in statement.handlers)  # type: ignore[attr-defined] # the same
            elif isinstance(statement, ast.Match):
                waiting.extend(case.body for case in statement.cases)


def targets_of(statement: ast.stmt) -> Iterator[ast.expr]:
    """Yield what a statement assigns to, tuples taken apart."""
    match statement:
        case ast.Assign(targets=targets):
            waiting = list(targets)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            waiting = [target]
        case ast.For(target=target) | ast.AsyncFor(target=target):
            waiting = [target]
        case ast.With(items=items) | ast.AsyncWith(items=items):
            waiting = [item.optional_vars for item in items if item.optional_vars is not None]
        case _:
            return
    while waiting:
        target = waiting.pop()
        if isinstance(target, ast.Tuple | ast.List):
            waiting.extend(target.elts)
        elif isinstance(target, ast.Starred):
            waiting.append(target.value)
        else:
            yield target

"""What the statements of a function assign, read without looking into expressions."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def first_parameter(function: _Function) -> str | None:
    """The name of the first positional parameter."""
    arguments = function.args
    if arguments.posonlyargs:
        return arguments.posonlyargs[0].arg
    return arguments.args[0].arg if arguments.args else None


def assigned_attributes(function: _Function) -> set[str]:
    """Names of attributes that a method's own statements assign on its first parameter."""
    receiver = first_parameter(function)
    return {
        target.attr
        for statement in own_statements(function.body)
        for target in targets_of(statement)
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == receiver
    }


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
    waiting = list(reversed(body))
    while waiting:
        statement = waiting.pop()
        yield statement
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        waiting.extend(block_statements(statement))


def block_statements(statement: ast.stmt) -> list[ast.stmt]:
    """The statements directly within a compound statement."""
    match statement:
        case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
            return [*statement.body, *statement.orelse]
        case ast.With() | ast.AsyncWith():
            return statement.body
        case ast.Try() | ast.TryStar():
            handled = [inner for handler in statement.handlers for inner in handler.body]
            return [*statement.body, *handled, *statement.orelse, *statement.finalbody]
        case ast.Match():
            return [inner for case in statement.cases for inner in case.body]
        case _:
            return []


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

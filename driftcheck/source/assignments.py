"""What the statements of a function assign, read without looking into expressions."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
from typing import Any

_Function = ast.FunctionDef | ast.AsyncFunctionDef

_BLOCKS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.If: ("body", "orelse"),
    ast.For: ("body", "orelse"),
    ast.AsyncFor: ("body", "orelse"),
    ast.While: ("body", "orelse"),
    ast.With: ("body",),
    ast.AsyncWith: ("body",),
    ast.Try: ("body", "handlers", "orelse", "finalbody"),
    ast.TryStar: ("body", "handlers", "orelse", "finalbody"),
    ast.ExceptHandler: ("body",),
    ast.Match: ("cases",),
    ast.match_case: ("body",),
}
"""What holds statements, and where."""
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
    for statement in _own_statements(function.body, _ASSIGNING):
        waiting = _targets_of(statement)
        while waiting:
            target = waiting.pop()
            if isinstance(target, ast.Attribute):
                if isinstance(target.value, ast.Name) and target.value.id == receiver:
                    found.add(target.attr)
            elif isinstance(target, ast.Tuple | ast.List):
                waiting.extend(target.elts)
            elif isinstance(target, ast.Starred):
                waiting.append(target.value)
    return found


def declared_names(function: _Function, kind: type[ast.Global | ast.Nonlocal]) -> set[str]:
    """Names that a function's own statements declare `global` or `nonlocal`."""
    return {name for statement in _own_statements(function.body, {kind}) for name in statement.names}


def _own_statements(body: list[ast.stmt], kinds: Container[type[ast.AST]]) -> Iterator[Any]:
    """Yield the statements of some kinds in a body and its blocks, without those of nested functions and classes."""
    waiting = [body]
    while waiting:
        for statement in waiting.pop():
            kind = type(statement)
            if kind in kinds:
                yield statement
            if kind in _BLOCKS:
                waiting += [getattr(statement, field) for field in _BLOCKS[kind]]


def _targets_of(statement: Any) -> list[ast.expr]:  # noqa: ANN401  # one of `_ASSIGNING`
    """What a statement assigns to."""
    kind = type(statement)
    if kind is ast.Assign:
        return [*statement.targets]
    if kind is ast.With or kind is ast.AsyncWith:
        return [item.optional_vars for item in statement.items if item.optional_vars is not None]
    return [statement.target]

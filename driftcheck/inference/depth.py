"""Statements that are nested too deep to be walked, or hold a chain too long to follow."""

from __future__ import annotations

import ast
from copy import copy
from typing import Any

TOO_DEEP = "nested too deep"
"""Why nothing is known of a statement that no walk gets through."""

_EXPRESSIONS = ("value", "iter", "test", "subject", "exc", "cause", "msg")
_LISTS = ("decorator_list", "bases")


def without_expressions(statement: ast.stmt) -> ast.stmt:
    """The same statement, with `...` for what it evaluates itself; the bodies within it stay."""
    made: Any = copy(statement)
    for field in _EXPRESSIONS:
        if (value := getattr(statement, field, None)) is not None:
            setattr(made, field, ast.copy_location(ast.Constant(...), value))
    for field in _LISTS:
        if values := getattr(statement, field, None):
            setattr(made, field, [ast.copy_location(ast.Constant(...), value) for value in values])
    if isinstance(statement, ast.With | ast.AsyncWith):
        made.items = [
            ast.withitem(ast.copy_location(ast.Constant(...), item.context_expr), item.optional_vars)
            for item in statement.items
        ]
    return made  # type: ignore[no-any-return] # a copy of a statement

"""Bindings within expressions: `name := value`, and literal code that is executed."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator

from driftcheck.extraction.classes import bound_names
from driftcheck.source.parsing import parse_text


def named_expressions(node: ast.stmt) -> Iterator[ast.NamedExpr]:
    """Yield the `name := value` that a statement of a module or class evaluates itself, not in a block beneath it."""
    pending: list[ast.AST] = [
        child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr | ast.withitem)
    ]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        pending = list(node.decorator_list)
    while pending:
        inner = pending.pop()
        if isinstance(inner, ast.NamedExpr):
            yield inner
        if not isinstance(inner, ast.Lambda):
            pending += ast.iter_child_nodes(inner)


def names_in_code(code: ast.expr) -> frozenset[str]:
    """The names that literal code binds at its top level; none where it is not literal, or no code."""
    if not isinstance(code, ast.Constant) or not isinstance(code.value, str):
        return frozenset()
    try:
        return bound_names(parse_text(textwrap.dedent(code.value)).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()

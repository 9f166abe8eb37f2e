"""What the arguments of a call denote, for calls that are understood one by one."""

from __future__ import annotations

import ast
from collections.abc import Callable

from driftcheck.inference.types import Type
from driftcheck.inference.walker import Walker

Special = Callable[[Walker, ast.Call, Type], Type]
"""Works out a call, given what is called."""


def evaluated(w: Walker, node: ast.Call) -> list[Type]:
    """Evaluate all arguments; what the positional ones denote."""
    types = [w.evaluate(argument) for argument in node.args]
    for keyword in node.keywords:
        w.evaluate(keyword.value)
    return types


def written_text(node: ast.Call, place: int) -> str | None:
    """A text argument that is written out."""
    if place < len(node.args):
        argument = node.args[place]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            return argument.value
    return None

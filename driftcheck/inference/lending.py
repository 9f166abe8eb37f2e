"""Objects of one library that are given to another: `LoginManager(app)` puts itself on the application."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from driftcheck.inference.types import BoundFunction, Foreign, Instance, Type
from driftcheck.inference.walker import Walker

_LANGUAGE = "python"


def lend(w: Walker, node: ast.Call, callee: Foreign | BoundFunction, types: Sequence[Type]) -> None:
    """Note that objects may come back with attributes that their own library knows nothing of.

    Args:
        w: The walker, behind the arguments of the call.
        node: The call.
        callee: What is called.
        types: What the positional arguments denote.
    """
    borrower = callee.entity.selection.distribution
    if borrower == _LANGUAGE:
        return
    for argument, value in zip(node.args, types, strict=True):
        if type(value) is Instance and not value.is_loose and type(argument) is ast.Name and argument.id in w.names:
            lender = value.of.entity.selection.distribution
            if lender not in {_LANGUAGE, borrower}:
                w.bind(argument.id, value.of.lent)

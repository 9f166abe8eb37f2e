"""Attributes that objects have although nothing in sight sets them.

Compiled code is handed the object and fills it, or a loop does. Whoever wrote the class knows what it has: its methods
read it, or its body is left blank on purpose.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from driftcheck.extraction.bodies import FunctionNode

_MAKERS = frozenset({"__init__", "__new__"})
_NO_METHODS_OF_OBJECTS = frozenset({"staticmethod", "classmethod"})


def relied_on(node: ast.ClassDef, methods: Sequence[FunctionNode]) -> Iterator[str]:
    """Yield the public names that methods read from their object.

    Only of a class that derives from nothing, so that nothing is inherited, and that makes its own objects: what a
    mixin reads, the classes have that it is mixed into.

    Args:
        node: The class.
        methods: The functions in its body.
    """
    if node.bases or node.keywords or not any(method.name in _MAKERS for method in methods):
        return
    for method in methods:
        arguments = (*method.args.posonlyargs, *method.args.args)
        if not arguments or method.name in _MAKERS or _is_of_class(method):
            continue
        receiver = arguments[0].arg
        for inner in ast.walk(method):
            match inner:
                case ast.Attribute(value=ast.Name(id=name), attr=attribute, ctx=ast.Load()) if name == receiver:
                    if not attribute.startswith("_"):
                        yield attribute


def is_blank(node: ast.ClassDef) -> bool:
    """Whether a class derives from nothing and says `pass` of its objects: it is there for others to fill.

    Args:
        node: The class.
    """
    is_plain = not (node.bases or node.keywords or node.decorator_list)
    said = [one for one in node.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    return is_plain and bool(said) and all(isinstance(one, ast.Pass) for one in said)


def _is_of_class(method: FunctionNode) -> bool:
    names = (getattr(decorator, "id", "") for decorator in method.decorator_list)
    return not _NO_METHODS_OF_OBJECTS.isdisjoint(names)

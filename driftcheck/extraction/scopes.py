"""What names mean inside a library's module: from an expression to a qualified name."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field

from driftcheck.source.imports import absolute_import
from driftcheck.source.parsing import parse_expression

UNKNOWN = "?"
"""A type expression, or a part of one, that could not be qualified."""

_BUILTINS = frozenset(dir(builtins))
# The same idea under several homes; one spelling keeps every later stage simple.
_CANONICAL = {
    f"{home}.{name}": f"typing.{name}"
    for home in ("typing_extensions", "_typeshed", "typing")
    for name in ("Self", "Literal", "Optional", "Union", "Annotated", "Final", "ClassVar", "TypeAlias", "Any")
}
_TYPE_VARIABLES = ("TypeVar", "ParamSpec", "TypeVarTuple")


@dataclass(slots=True)
class Scope:
    """The names of one module, and of the classes around the place that is read."""

    module: str
    is_package: bool
    names: dict[str, str] = field(default_factory=dict)
    """Bound name to absolute dotted path, for the module's top level."""
    type_variables: dict[str, str] = field(default_factory=dict)
    """Type variable to what it stands for here: `?`, or `typing.Self` where it annotates the receiver."""
    has_star: bool = False
    is_stub: bool = False
    classes: tuple[tuple[str, frozenset[str]], ...] = ()
    """Enclosing classes, outermost first: qualified name and the names their bodies bind."""

    def within(self, path: str, names: frozenset[str]) -> Scope:
        """The scope of a class body."""
        return Scope(
            self.module,
            self.is_package,
            self.names,
            self.type_variables,
            self.has_star,
            self.is_stub,
            (*self.classes, (path, names)),
        )

    def generic(self, variables: frozenset[str]) -> Scope:
        """The scope of a class that leaves these type variables open: in it they are called by their own names."""
        return Scope(
            self.module,
            self.is_package,
            {**self.names, **{name: self.names.get(name, f"{self.module}.{name}") for name in variables}},
            {name: known for name, known in self.type_variables.items() if name not in variables},
            self.has_star,
            self.is_stub,
            self.classes,
        )

    def absolute(self, level: int, module: str | None) -> str | None:
        """The absolute name of what an import names; None where it leads out of the package."""
        return absolute_import(self.module, is_package=self.is_package, level=level, name=module)

    def lookup(self, name: str) -> str:
        """The qualified name that `name` stands for, or `?`."""
        if self.classes and name in self.classes[-1][1]:
            return f"{self.classes[-1][0]}.{name}"
        if name in self.type_variables:
            return self.type_variables[name]
        if name in self.names:
            return _CANONICAL.get(self.names[name], self.names[name])
        if name in _BUILTINS:
            return f"builtins.{name}"
        return f"{self.module}.{name}" if self.has_star else UNKNOWN

    def qualify(self, node: ast.expr | None) -> str:
        """The dotted path of a name or an attribute chain, or `?`."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return UNKNOWN
        head = self.lookup(node.id)
        if head == UNKNOWN or not parts:
            return head
        path = ".".join([head, *reversed(parts)])
        return _CANONICAL.get(path, path)

    def type_expression(self, node: ast.expr | None, *, depth: int = 0) -> str:
        """An annotation as a type expression with qualified names; `?` stands for what is not known."""
        if node is None or depth > 12:
            return UNKNOWN
        match node:
            case ast.Name() | ast.Attribute():
                return self.qualify(node)
            case ast.Constant(value=None):
                return "None"
            case ast.Constant(value=str() as text):
                try:
                    inner = parse_expression(text.strip())
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    return UNKNOWN
                return self.type_expression(inner, depth=depth + 1)
            case ast.Constant(value=value) if value is ...:
                return "..."
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                return _union(self.type_expression(side, depth=depth + 1) for side in (left, right))
            case ast.Subscript(value=value, slice=slice_):
                return self._subscript(self.qualify(value), slice_, depth)
            case _:
                return UNKNOWN

    def _subscript(self, head: str, slice_: ast.expr, depth: int) -> str:
        items = slice_.elts if isinstance(slice_, ast.Tuple) else [slice_]
        if head == "typing.Literal":
            literals = [ast.unparse(item) for item in items if isinstance(item, ast.Constant | ast.UnaryOp)]
            return f"typing.Literal[{', '.join(literals)}]" if literals and len(literals) == len(items) else UNKNOWN
        if head in ("typing.Annotated", "typing.Final", "typing.ClassVar"):
            return self.type_expression(items[0], depth=depth + 1)
        if head == UNKNOWN:
            return UNKNOWN
        arguments = [
            "..." if isinstance(item, ast.List) else self.type_expression(item, depth=depth + 1) for item in items
        ]
        if head == "typing.Optional":
            return _union([arguments[0], "None"])
        if head == "typing.Union":
            return _union(arguments)
        return f"{head}[{', '.join(arguments)}]"


def _union(parts: Iterable[str]) -> str:
    """Join alternatives; a nested union flattens, a repeated part is said once."""
    flat: list[str] = []
    for part in parts:
        for piece in split_union(part):
            if piece not in flat:
                flat.append(piece)
    return " | ".join(flat)


def split_union(text: str) -> list[str]:
    """The alternatives of a type expression; a `|` inside brackets belongs to its argument."""
    if "[" not in text:
        return text.split(" | ")
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character == "[") - (character == "]")
        if character == "|" and depth == 0:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()]


def is_type_variable(value: ast.expr | None) -> bool:
    """Whether an assigned value makes a type variable."""
    if not isinstance(value, ast.Call):
        return False
    func = value.func
    name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    return name in _TYPE_VARIABLES

"""Type expressions as libraries store them, read into types."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from driftcheck.inference.forms import subscripted
from driftcheck.inference.types import NONE, UNKNOWN, Container, Foreign, Instance, SpecialForm, Type
from driftcheck.inference.unions import borrowed, declared_instance, join
from driftcheck.model.resolutions import Missing
from driftcheck.model.symbols import TYPE_VARIABLE, Kind

_NOTHING = frozenset({"None", "builtins.None", "types.NoneType"})
_SELF = frozenset({"typing.Self", "typing_extensions.Self"})
_FORMS = ("typing.", "typing_extensions.")
_DEPTH_LIMIT = 50
NO_VARIABLES: Mapping[str, Type] = {}


class Definitions(Protocol):
    """Where qualified names are looked up."""

    def definition(self, path: str, world: str, origin: Missing | None) -> Type:
        """What a qualified name stands for."""

    def container(self, path: str, *items: Type) -> Container:
        """A generic object."""

    def filled(self, of: Foreign, *items: Type) -> Foreign:
        """A library's class, with what its type variables stand for."""

    def is_generic(self, of: Foreign) -> bool:
        """Whether an object declared as `of[…]` is one of that class."""


@lru_cache(maxsize=8192)
def parsed(expression: str) -> ast.expr | None:
    """The syntax tree of an expression; None where it does not parse. `?` stands for what is not known."""
    try:
        return ast.parse(expression.replace("?", "_unknown").replace("builtins.None", "None"), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def read_type(  # noqa: PLR0913  an expression, and all that its names depend on
    definitions: Definitions,
    expression: str,
    world: str,
    receiver: Type | None,
    origin: Missing | None,
    *,
    variables: Mapping[str, Type] = NO_VARIABLES,
) -> Type:
    """What a value of that type denotes.

    Args:
        definitions: Where names are looked up.
        expression: Python syntax, with qualified names.
        world: The world it was recorded in.
        receiver: What `typing.Self` stands for.
        origin: The break through which that world was reached.
        variables: What type variables stand for.
    """
    tree = parsed(expression)
    return UNKNOWN if tree is None else _Reader(definitions, world, receiver, origin, variables).read(tree)


class _Reader:
    __slots__ = ("_definitions", "_depth", "_origin", "_receiver", "_variables", "_world")

    def __init__(
        self,
        definitions: Definitions,
        world: str,
        receiver: Type | None,
        origin: Missing | None,
        variables: Mapping[str, Type],
    ) -> None:
        self._definitions = definitions
        self._world = world
        self._receiver = receiver
        self._origin = origin
        self._variables = variables
        self._depth = 0

    def read(self, node: ast.expr) -> Type:
        self._depth += 1
        try:
            return UNKNOWN if self._depth > _DEPTH_LIMIT else self._read(node)
        finally:
            self._depth -= 1

    def _read(self, node: ast.expr) -> Type:
        match node:
            case ast.Constant(value=None):
                return NONE
            case ast.Constant(value=str(text)):
                tree = parsed(text)
                return UNKNOWN if tree is None else self.read(tree)
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                return join(self.read(left), self.read(right))
            case ast.Subscript(value=value, slice=inner):
                arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                head = self._head(value)
                if not arguments or (type(head) is Foreign and not self._definitions.is_generic(head)):
                    return UNKNOWN
                return subscripted(head, arguments, self.read, self._definitions)
            case ast.Name() | ast.Attribute():
                path = dotted(node)
                if path in _NOTHING:
                    return NONE
                if path in _SELF:
                    return self._receiver or UNKNOWN
                if path in self._variables:
                    return self._variables[path]
                head = self._head(node)
                if type(head) is Foreign and head.entity.symbol.kind is Kind.CLASS:
                    return declared_instance(head)
                if type(head) is Instance and head.of.arguments and head.of.entity.symbol.path == TYPE_VARIABLE:
                    # What nobody fills is at least that, and may be of a class of the user's own.
                    return borrowed(head.of.arguments[0])
                # Libraries hand `Self` on from modules of their own.
                return self._receiver or UNKNOWN if path.endswith(".Self") else UNKNOWN
            case _:
                return UNKNOWN

    def _head(self, node: ast.expr) -> Type:
        path = dotted(node)
        if not path or "." not in path:
            return UNKNOWN
        found = self._definitions.definition(path, self._world, self._origin)
        if found is UNKNOWN and path.startswith(_FORMS):
            return SpecialForm(path.rpartition(".")[2])
        return found


def dotted(node: ast.expr) -> str:
    """The dotted name that a node writes; empty for any other form."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))

"""What the type variables of generic bases stand for in a class that is derived from them.

`class Rows(Table[Row])` gives `Row` wherever a method of `Table` says that it returns the table's type variable. A
library's class keeps the brackets of its bases under the name that the language keeps them under. Those of `tuple` are
no variable but places: iteration gives any of them, unpacking each in its turn.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.project_types import ProjectClass, ProjectInstance
from driftcheck.inference.surfaces import Surfaces
from driftcheck.inference.type_expressions import dotted, parsed
from driftcheck.inference.types import Foreign, Instance, Type
from driftcheck.model.names import parent
from driftcheck.model.resolutions import Entity, Found, Missing

_BRACKETS = "__orig_bases__"
OPENERS = frozenset({"typing.Generic", "typing.Protocol", "typing_extensions.Generic", "typing_extensions.Protocol"})
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+")
_TUPLE = "builtins.tuple"
_DEPTH_LIMIT = 12

Bindings = Mapping[str, str]
"""Type expressions by type variable."""


class Definitions(Protocol):
    """Where qualified names are looked up."""

    def definition(self, path: str, world: str, origin: Missing | None) -> Type:
        """What a qualified name stands for."""


class Generics:
    """Remembers what the variables of generic bases stand for.

    Args:
        definitions: Where qualified names are looked up.
        surfaces: The libraries.
    """

    def __init__(self, definitions: Definitions, surfaces: Surfaces) -> None:
        self._definitions = definitions
        self._surfaces = surfaces
        self._bindings: dict[tuple[str, str], Mapping[str, Bindings]] = {}
        self._bases: dict[tuple[str, str], tuple[ast.Subscript, ...]] = {}
        self._elements: dict[tuple[str, str], tuple[str, ...] | None] = {}

    def bound(self, expression: str, member: Entity, receiver: Type) -> str:
        """A type expression of a member, its owner's type variables replaced by what the receiver binds them to.

        Args:
            expression: What the member gives.
            member: The member, as it was found.
            receiver: What it was looked up on.
        """
        owner = parent(member.symbol.path)
        for of in _classes(receiver):
            if of.entity.symbol.path == owner:
                return expression
            known = self._bindings_of(of).get(owner)
            if known:
                return _NAME.sub(lambda found, known=known: known.get(found[0], found[0]), expression)  # type: ignore[misc] # bound early
        return expression

    def variables(self, receiver: Type) -> Mapping[str, Type] | None:
        """What stands for the type variables of the class that an object is of, where its brackets tell."""
        of = receiver.of if type(receiver) is Instance else receiver
        if type(of) is not Foreign or not of.arguments:
            return None
        return dict(zip(self._parameters(of), of.arguments, strict=False))

    def elements(self, receiver: Type) -> tuple[tuple[str, ...], Foreign] | None:
        """The type expressions of the places of an object whose class derives from `tuple[A, B]`, and who says so.

        Args:
            receiver: The object.
        """
        for of in _classes(receiver):
            key = (of.entity.symbol.path, of.entity.world)
            if key not in self._elements:
                self._elements[key] = self._placed(of, {}, 0)
            found = self._elements[key]
            if found is not None:
                return found, of
        return None

    def _placed(self, of: Foreign, outer: Bindings, depth: int) -> tuple[str, ...] | None:
        if depth > _DEPTH_LIMIT:
            return None
        bracketed = {dotted(base.value): base for base in self._bracketed(of)}
        for path in dict.fromkeys((*of.entity.symbol.bases, *bracketed)):
            base = self._definitions.definition(path, of.entity.world, of.origin)
            if path in OPENERS or type(base) is not Foreign:
                continue
            given = _given(bracketed[path], outer) if path in bracketed else []
            if base.entity.symbol.path == _TUPLE:
                return None if not given or given[-1] == "..." else tuple(given)
            found = self._placed(base, dict(zip(self._parameters(base), given, strict=False)), depth + 1)
            if found is not None:
                return found
        return None

    def _bindings_of(self, of: Foreign) -> Mapping[str, Bindings]:
        """What is bound above a class, by the base that leaves it open."""
        key = (of.entity.symbol.path, of.entity.world)
        known = self._bindings.get(key)
        if known is None:
            found: dict[str, Bindings] = {}
            self._collect(of, {}, found, 0)
            known = self._bindings[key] = found
        return known

    def _collect(self, of: Foreign, outer: Bindings, found: dict[str, Bindings], depth: int) -> None:
        if depth > _DEPTH_LIMIT:
            return
        world = of.entity.world
        bracketed = {dotted(base.value): base for base in self._bracketed(of)}
        for path in dict.fromkeys((*of.entity.symbol.bases, *bracketed)):
            base = self._definitions.definition(path, world, of.origin)
            if path in OPENERS or type(base) is not Foreign or base.entity.symbol.path in found:
                continue
            mine: Bindings = {}
            if path in bracketed:
                given = _given(bracketed[path], outer)
                if base.entity.symbol.path == _TUPLE:
                    given = [" | ".join(text for text in given if text != "...")]
                mine = dict(zip(self._parameters(base), given, strict=False))
            found[base.entity.symbol.path] = mine
            self._collect(base, mine, found, depth + 1)

    def _parameters(self, of: Foreign) -> list[str]:
        """The type variables that a class leaves open, in order."""
        bases = self._bracketed(of)
        opening = [base for base in bases if dotted(base.value) in OPENERS]
        names = (name for base in opening or bases for argument in _arguments(base) for name in _leaves(argument))
        world, origin = of.entity.world, of.origin
        return [
            name
            for name in dict.fromkeys(names)
            if opening or type(self._definitions.definition(name, world, origin)) is not Foreign
        ]

    def _bracketed(self, of: Foreign) -> tuple[ast.Subscript, ...]:
        """The bases of a class that have brackets."""
        key = (of.entity.symbol.path, of.entity.world)
        known = self._bases.get(key)
        if known is None:
            known = self._bases[key] = tuple(self._read_bases(of))
        return known

    def _read_bases(self, of: Foreign) -> Iterator[ast.Subscript]:
        found = self._surfaces.member(of.entity, _BRACKETS, instance=False)
        if not isinstance(found, Found) or found.entity.symbol.path != f"{of.entity.symbol.path}.{_BRACKETS}":
            return
        tree = parsed(found.entity.symbol.type or "")
        if isinstance(tree, ast.Subscript):
            yield from (base for base in _arguments(tree) if isinstance(base, ast.Subscript))


def _classes(receiver: Type) -> tuple[Foreign, ...]:
    """The library's classes that an object, or a class, has its members from."""
    if type(receiver) is Instance:
        return (receiver.of,)
    if type(receiver) is Foreign:
        return (receiver,)
    if isinstance(receiver, ProjectInstance):
        return lineage_of(receiver.of).foreign
    return lineage_of(receiver).foreign if isinstance(receiver, ProjectClass) else ()


def _arguments(node: ast.Subscript) -> list[ast.expr]:
    return list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]


def _given(node: ast.Subscript, outer: Bindings) -> list[str]:
    """What stands in the brackets of a base, the variables of the class below replaced."""
    written = (ast.unparse(argument) for argument in _arguments(node))
    return [_NAME.sub(lambda part: outer.get(part[0], part[0]), text) for text in written]


def _leaves(node: ast.expr) -> Iterator[str]:
    """Yield the names in a type expression that are not subscripted themselves."""
    match node:
        case ast.Name() | ast.Attribute():
            if path := dotted(node):
                yield path
        case ast.Subscript():
            for argument in _arguments(node):
                yield from _leaves(argument)
        case ast.BinOp(left=left, right=right):
            yield from _leaves(left)
            yield from _leaves(right)
        case _:
            return

"""How a class comes by its bases, its metaclass, and members that no statement of its body binds."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from driftcheck.extraction import deprecations
from driftcheck.extraction.fields import Field, Style, constructor, read_fields, takes_any_keyword
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.model.symbols import (
    DATACLASS,
    FIELDS,
    TRANSFORM,
    Deprecation,
    Parameter,
    ParameterKind,
    Signature,
)

ANYTHING = Signature((Parameter("args", ParameterKind.VAR_POSITIONAL), Parameter("kwargs", ParameterKind.VAR_KEYWORD)))
"""A call of which nothing can be said."""


@dataclass(frozen=True, slots=True)
class Ancestry:
    """The bases of a class as written."""

    bases: tuple[str, ...]
    metaclass: str | None = None
    open_reason: str | None = None
    arguments: str | None = None
    """The bases with what they are subscripted by, as a tuple type; None where none is."""
    variables: frozenset[str] = frozenset()
    """Type variables of the module that the class leaves open."""


def read_ancestry(node: ast.ClassDef, scope: Scope) -> Ancestry:
    """Bases and metaclass; a base that is a call of `with_metaclass` gives both."""
    bases: list[str] = []
    metaclass = next((scope.qualify(k.value) for k in node.keywords if k.arg == "metaclass"), None)
    reason = None
    for base in node.bases:
        if isinstance(base, ast.Starred):
            reason = "base classes made at run time"
            continue
        inner = base.value if isinstance(base, ast.Subscript) else base
        if isinstance(inner, ast.Call):
            name = inner.func.attr if isinstance(inner.func, ast.Attribute) else getattr(inner.func, "id", "")
            if name == "with_metaclass" and inner.args:
                metaclass = scope.qualify(inner.args[0])
                bases += [scope.qualify(arg) for arg in inner.args[1:]]
                continue
            if name in ("namedtuple", "NamedTuple"):
                bases.append("typing.NamedTuple")
                if namedtuple_fields(inner) is None:
                    reason = "fields of a named tuple not known"
                continue
        bases.append(scope.qualify(inner))
    if UNKNOWN in bases:
        reason = "base class not known"
        bases = [base for base in bases if base != UNKNOWN]
    variables = _open_variables(node, scope)
    return Ancestry(tuple(bases), metaclass, reason, _arguments(node, scope.generic(variables)), variables)


def _open_variables(node: ast.ClassDef, scope: Scope) -> frozenset[str]:
    """The module's type variables in the brackets of the bases."""
    if not scope.type_variables:
        return frozenset()
    brackets = (base.slice for base in node.bases if isinstance(base, ast.Subscript))
    names = {part.id for bracket in brackets for part in ast.walk(bracket) if isinstance(part, ast.Name)}
    return frozenset(names & scope.type_variables.keys())


def _arguments(node: ast.ClassDef, scope: Scope) -> str | None:
    given = [scope.type_expression(base) for base in node.bases if isinstance(base, ast.Subscript)]
    known = [text for text in given if text != UNKNOWN]
    return f"builtins.tuple[{', '.join(known)}]" if known else None


_UNDECORATED = Style(annotated_only=False)


@dataclass(frozen=True, slots=True)
class Decorated:
    """What its decorators make of a class."""

    is_dataclass: bool = False
    unknown: tuple[str, ...] = ()
    """Paths of decorators whose effect must be judged when modules are joined."""
    members: tuple[str, ...] = ()
    """Names given to decorators in literal lists: a delegating decorator binds them."""
    deprecation: Deprecation | None = None
    metaclass: str | None = None
    style: Style = _UNDECORATED
    """How its fields are told."""
    makes_constructor: bool = True
    """A dataclass decorator that was not told to leave the constructor alone."""
    is_transform: bool = False
    """Classes derived from it, or that it is the metaclass of, get a constructor made of their fields (PEP 681)."""


def read_decorators(node: ast.ClassDef, scope: Scope, constants: dict[str, str]) -> Decorated:
    """Judge the decorators of a class by their paths and names."""
    is_dataclass = is_transform = False
    makes_constructor = True
    style = _UNDECORATED
    unknown: list[str] = []
    members: list[str] = []
    deprecation: Deprecation | None = None
    metaclass = None
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        func = call.func if call else decorator
        path = scope.qualify(func)
        name = path.rpartition(".")[2] if path != UNKNOWN else getattr(func, "attr", getattr(func, "id", ""))
        deprecation = deprecation or deprecations.from_decorator(decorator, scope, constants)
        if deprecations.makes_dataclass(path):
            is_dataclass = True
            words = {k.arg: k.value.value for k in call.keywords if isinstance(k.value, ast.Constant)} if call else {}
            makes_constructor = words.get("init") is not False
            is_of_language = path.startswith("dataclasses.")
            style = Style(words.get("kw_only") is True, deprecations.drops_underscores(path), is_of_language)
        elif name == "dataclass_transform":
            is_transform = True
        elif name == "add_metaclass" and call and call.args:
            metaclass = scope.qualify(call.args[0])
        elif not deprecations.decorator_meaning(name):
            unknown.append(path)
            if call:
                members += _literal_names(call)
    return Decorated(
        is_dataclass,
        tuple(unknown),
        tuple(members),
        deprecation,
        metaclass,
        style,
        makes_constructor,
        is_transform,
    )


def _literal_names(call: ast.Call) -> list[str]:
    """Identifiers in literal lists among the arguments."""
    lists = [
        value
        for value in (*call.args, *(keyword.value for keyword in call.keywords))
        if isinstance(value, ast.List | ast.Tuple)
    ]
    return [
        elt.value
        for value in lists
        for elt in value.elts
        if isinstance(elt, ast.Constant) and isinstance(elt.value, str) and elt.value.isidentifier()
    ]


def namedtuple_fields(node: ast.expr | None) -> tuple[str, ...] | None:
    """The fields of `namedtuple("P", "x y")` or `NamedTuple("P", [("x", int)])`; None for anything else."""
    if not isinstance(node, ast.Call) or len(node.args) < 2:
        return None
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in ("namedtuple", "NamedTuple"):
        return None
    fields: list[str] = []
    match node.args[1]:
        case ast.Constant(value=str() as text):
            fields = text.replace(",", " ").split()
        case ast.List(elts=elts) | ast.Tuple(elts=elts):
            for elt in elts:
                inner = elt.elts[0] if isinstance(elt, ast.Tuple) and elt.elts else elt
                if not isinstance(inner, ast.Constant) or not isinstance(inner.value, str):
                    return None
                fields.append(inner.value)
        case _:
            return None
    return tuple(fields)


_PLAIN_BASES = frozenset(
    {"builtins.object", "typing.Generic", "typing.Protocol", "abc.ABC", "enum.Enum", "enum.IntEnum"}
)
"""Bases that make no constructor, and have no field to give to one."""
_NAMED_TUPLE = "typing.NamedTuple"


@dataclass(frozen=True, slots=True)
class Construction:
    """What a class says of how it is called, besides its own constructor: see `Symbol.signatures` of a class."""

    signatures: tuple[Signature, ...] = ()
    making: str | None = None


def read_construction(
    node: ast.ClassDef, scope: Scope, ancestry: Ancestry, decorated: Decorated, *, has_constructor: bool
) -> Construction:
    """The fields of a class, and who makes a constructor of them.

    Args:
        node: Its definition.
        scope: The scope of its body.
        ancestry: Its bases.
        decorated: Its decorators.
        has_constructor: Whether its body defines `__init__` or `__new__`.
    """
    if _NAMED_TUPLE in ancestry.bases and not decorated.is_dataclass:
        return Construction() if has_constructor else Construction((_of_named_tuple(node, scope),))
    fields = read_fields(node.body, scope, decorated.style)
    takes_any = not decorated.is_dataclass and takes_any_keyword(node)
    signatures = (constructor(fields, takes_any=takes_any),)
    if decorated.is_dataclass and decorated.makes_constructor:
        return Construction(signatures, DATACLASS)
    if decorated.is_transform:
        return Construction(signatures, TRANSFORM)
    is_derived = any(base not in _PLAIN_BASES and not base.startswith("builtins.") for base in ancestry.bases)
    if (fields or takes_any) and (is_derived or decorated.is_dataclass or decorated.unknown or ancestry.metaclass):
        return Construction(signatures, FIELDS)
    return Construction()


def _of_named_tuple(node: ast.ClassDef, scope: Scope) -> Signature:
    """How a named tuple is called: by the fields in its body, or by those of the one that its head makes."""
    made = next((base for base in node.bases if isinstance(base, ast.Call)), None)
    if made is None:
        return constructor(read_fields(node.body, scope, Style()))
    names = namedtuple_fields(made)
    if names is None or made.keywords:
        return ANYTHING
    return constructor(Field(name, has_default=False) for name in names)


def bound_names(body: list[ast.stmt]) -> frozenset[str]:
    """Names that a class body binds at its own level: they shadow the module's in its annotations and bases."""
    names: set[str] = set()
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=targets):
                names.update(t.id for t in targets if isinstance(t, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)) if node.value is not None:
                names.add(name)
            case _:
                pass
    return frozenset(names)

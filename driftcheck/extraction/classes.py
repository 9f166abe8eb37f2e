"""How a class comes by its bases, its metaclass, and members that no statement of its body binds."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from driftcheck.extraction import deprecations
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.model.symbols import Deprecation, Parameter, ParameterKind, Signature

ANYTHING = Signature((Parameter("args", ParameterKind.VAR_POSITIONAL), Parameter("kwargs", ParameterKind.VAR_KEYWORD)))
"""A call of which nothing can be said."""


@dataclass(frozen=True, slots=True)
class Ancestry:
    """The bases of a class as written."""

    bases: tuple[str, ...]
    metaclass: str | None = None
    open_reason: str | None = None


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
                continue
        bases.append(scope.qualify(inner))
    if UNKNOWN in bases:
        reason = "base class not known"
        bases = [base for base in bases if base != UNKNOWN]
    return Ancestry(tuple(bases), metaclass, reason)


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
    keywords_only: bool = False


def read_decorators(node: ast.ClassDef, scope: Scope, constants: dict[str, str]) -> Decorated:
    """Judge the decorators of a class by their paths and names."""
    is_dataclass = False
    keywords_only = False
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
            keywords_only = bool(call) and any(
                k.arg == "kw_only" and isinstance(k.value, ast.Constant) and k.value.value is True
                for k in (call.keywords if call else ())
            )
        elif name == "add_metaclass" and call and call.args:
            metaclass = scope.qualify(call.args[0])
        elif not deprecations.decorator_meaning(name):
            unknown.append(path)
            if call:
                members += _literal_names(call)
    return Decorated(is_dataclass, tuple(unknown), tuple(members), deprecation, metaclass, keywords_only)


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


@dataclass(frozen=True, slots=True)
class Field:
    """An annotated name in a class body."""

    name: str
    has_default: bool
    is_keyword: bool = False


def constructor(fields: list[Field], *, has_bases: bool, keywords_only: bool) -> Signature:
    """The signature that a dataclass decorator makes; any call where inherited fields are not in sight."""
    if has_bases:
        return ANYTHING
    keyword = ParameterKind.KEYWORD_ONLY
    plain = ParameterKind.POSITIONAL_OR_KEYWORD
    return Signature(
        tuple(
            Parameter(f.name, keyword if keywords_only or f.is_keyword else plain, required=not f.has_default)
            for f in fields
        )
    )


def dataclass_fields(node: ast.ClassDef) -> list[Field]:
    """The fields that a dataclass decorator finds in a class body, in order."""
    fields = []
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            annotation = ast.unparse(statement.annotation) if not isinstance(statement.annotation, ast.Name) else ""
            if "ClassVar" in annotation:
                continue
            value = statement.value
            words = {k.arg: k.value for k in value.keywords} if isinstance(value, ast.Call) else {}
            init = words.get("init")
            if isinstance(init, ast.Constant) and init.value is False:
                continue
            fields.append(Field(statement.target.id, has_default=value is not None, is_keyword="kw_only" in words))
    return fields


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

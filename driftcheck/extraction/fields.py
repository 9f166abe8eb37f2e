"""The fields in the body of a class: what a constructor takes that is made for it."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from driftcheck.extraction.conditions import NEVER, branches
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.model.symbols import Parameter, ParameterKind, Signature

_LITERALS = (ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.UnaryOp)


@cache
def _table() -> dict[str, Any]:
    text = files("driftcheck.extraction").joinpath("data/constructors.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Field:
    """A name in a class body that a constructor takes."""

    name: str
    has_default: bool
    is_keyword: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """In which way the fields of a class are told."""

    keywords_only: bool = False
    """They are given by keyword, unless one says otherwise of itself."""
    drops_underscores: bool = False
    """Their keywords lack the underscores that their names begin with."""
    annotated_only: bool = True
    """A name that is not annotated is no field."""


def read_fields(body: Sequence[ast.stmt], scope: Scope, style: Style) -> list[Field]:
    """The fields of a class body, in order; one that can be given under two names is there twice."""
    found: dict[str, Field] = {}
    keywords_only = style.keywords_only
    for statement in _statements(body):
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                text = ast.unparse(annotation)
                if text.rpartition(".")[2] == "KW_ONLY":
                    keywords_only = True
                elif "ClassVar" not in text:
                    specifiers = [c for part in (annotation, value) for c in _calls(part)]
                    for field in _fields(name, specifiers, style, has_default=value is not None, kw=keywords_only):
                        found[field.name] = field
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if not style.annotated_only:
                is_specified = isinstance(value, ast.Call) and scope.qualify(value.func) in _table()["specifiers"]
                is_plain = isinstance(value, _LITERALS) and not style.drops_underscores and not name.startswith("_")
                if is_specified or is_plain:
                    for field in _fields(name, _calls(value), style, has_default=True, kw=keywords_only):
                        found.setdefault(field.name, field)
            case _:
                pass
    return list(found.values())


def takes_any_keyword(node: ast.ClassDef) -> bool:
    """Whether the configuration in the body of a class, or in its head, lets keywords through that are no fields."""
    entries = [(keyword.arg, keyword.value) for keyword in node.keywords if keyword.arg != "metaclass"]
    for statement in _statements(node.body):
        match statement:
            case ast.ClassDef(name=name, body=body) if name in _table()["configurations"]:
                entries += _assigned(body)
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if name in _table()["configurations"]:
                entries += _entries(value)
            case _:
                pass
    return any(_opens(name, value) for name, value in entries)


def constructor(fields: Iterable[Field], *, takes_any: bool = False) -> Signature:
    """The signature that is made of fields."""
    keyword, plain = ParameterKind.KEYWORD_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD
    made = [Parameter(f.name, keyword if f.is_keyword else plain, required=not f.has_default) for f in fields]
    return Signature((*made, *([Parameter("more", ParameterKind.VAR_KEYWORD)] if takes_any else [])))


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that are run, as far as it can be told."""
    for statement in body:
        if isinstance(statement, ast.If):
            conditions = branches(statement.test)
            for branch, condition in zip((statement.body, statement.orelse), conditions, strict=True):
                if condition != NEVER:
                    yield from _statements(branch)
        else:
            yield statement


def _calls(node: ast.expr | None) -> list[ast.Call]:
    """The calls that may specify a field: its value, or those in the brackets of its annotation."""
    if isinstance(node, ast.Call):
        return [node]
    return [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)] if isinstance(node, ast.Subscript) else []


def _fields(name: str, specifiers: list[ast.Call], style: Style, *, has_default: bool, kw: bool) -> Iterator[Field]:
    """Yield the keywords of one field: its own name, and another that it is given."""
    if name.startswith("__"):
        return
    words = {keyword.arg: keyword.value for call in specifiers for keyword in call.keywords if keyword.arg}
    if _constant(words.get("init")) is False:
        return
    said = _constant(words.get("kw_only"))
    is_keyword = said if isinstance(said, bool) else kw
    alias = _constant(words.get("alias"))
    if not style.drops_underscores:
        yield Field(name, has_default, is_keyword)
    elif not isinstance(alias, str):
        yield Field(name.lstrip("_"), has_default, is_keyword)
    if isinstance(alias, str) and alias.isidentifier():
        yield Field(alias, has_default, is_keyword)


def _constant(node: ast.expr | None) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _assigned(body: Iterable[ast.stmt]) -> Iterator[tuple[str | None, ast.expr]]:
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value
            case _:
                pass


def _entries(node: ast.expr) -> Iterator[tuple[str | None, ast.expr]]:
    """Yield the entries of a dictionary, or of the keywords of a call; one that is not in sight has no name."""
    match node:
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                yield (key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None), value
        case ast.Call(args=[], keywords=keywords):
            for keyword in keywords:
                yield keyword.arg, keyword.value
        case _:
            yield None, node


def _opens(name: str | None, value: ast.expr) -> bool:
    """Whether an entry of a configuration opens it, or may do so."""
    if name is None:
        return True
    opening = _table()["open"].get(name)
    if opening is None:
        return False
    if isinstance(value, ast.Constant):
        return value.value in opening if opening else value.value not in (None, False)
    word = value.attr if isinstance(value, ast.Attribute) else UNKNOWN
    return not opening or word == UNKNOWN or word in opening

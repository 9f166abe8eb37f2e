"""The operations that partial evaluation folds: operators, a few builtins, methods of literals. Nothing else runs."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from driftcheck.extraction.values import (
    OPAQUE,
    Bound,
    Closure,
    Decorated,
    Instance,
    Method,
    ModuleDict,
    Ref,
    SomeName,
    Spec,
    is_hashable,
)

MAX_TEXT = 20_000
MAX_ITEMS = 20_000
_OLDEST_PYTHON = 3, 8
"""Of what runs the releases that are read."""


def truth(value: object) -> bool | None:
    """Whether a value is true; None where that is not known."""
    if value is OPAQUE:
        return None
    if isinstance(value, Ref):
        return False if value.path.endswith("TYPE_CHECKING") else True if value.path.startswith("builtins.") else None
    if isinstance(value, Bound | Closure | Decorated | Method | ModuleDict | SomeName | Spec):
        return True
    if isinstance(value, Instance):
        return None
    return bool(value)


def binary(left: object, op: ast.operator, right: object) -> object:
    """`left op right`, where both are literal."""
    match left, op, right:
        case str(), ast.Add(), str() if len(left) + len(right) < MAX_TEXT:
            return left + right
        case str(), ast.Add(), SomeName():
            return f"{left}…"
        case list(), ast.Add(), list() if len(left) + len(right) < MAX_ITEMS:
            return left + right
        case str(), ast.Mod(), _:
            return _interpolated(left, right if isinstance(right, list) else [right])
        case dict(), ast.BitOr(), dict():
            return {**left, **right}
        case list(), ast.BitOr(), list() if len(left) + len(right) < MAX_ITEMS:
            return [*left, *right]
        case list(), ast.Sub() | ast.BitAnd(), list() if all(is_hashable(item) for item in right):
            # Of a set that is not known to the last item, none is known to be left.
            taken = set(right)
            if OPAQUE in taken or not all(is_hashable(item) for item in left):
                return OPAQUE
            return [item for item in left if (item in taken) is isinstance(op, ast.BitAnd)]
        case int(), ast.Add() | ast.Sub(), int():
            return left + right if isinstance(op, ast.Add) else left - right
        case _:
            return OPAQUE


def _interpolated(text: str, values: list[object]) -> str:
    """`text % values`; what is not known becomes `…`."""
    for value in values:
        text = text.replace("%s", str(value) if isinstance(value, str) else "…", 1)[:MAX_TEXT]
    return text


def compare(left: object, op: ast.cmpop, right: object) -> object:
    """`left op right`: equality, identity with None, membership."""
    if isinstance(op, ast.In | ast.NotIn):
        if isinstance(right, ModuleDict):
            # `__getattr__` is only asked for names that the module's dictionary lacks.
            found = False
        elif isinstance(right, list | dict) and is_hashable(left) and left is not OPAQUE:
            if isinstance(left, SomeName) or (left not in right and any(is_unknown(item) for item in right)):
                return OPAQUE
            found = left in right
        elif isinstance(right, str) and isinstance(left, str):
            found = left in right
        else:
            return OPAQUE
        return found is isinstance(op, ast.In)
    if left is OPAQUE or right is OPAQUE:
        return OPAQUE
    if isinstance(left, Ref) and left.path == "sys.version_info" and isinstance(right, list):
        return _on_any_python(op, right)
    if (
        isinstance(op, ast.Eq | ast.NotEq)
        and isinstance(left, str | int | None)
        and isinstance(right, str | int | None)
    ):
        return (left == right) is isinstance(op, ast.Eq)
    if isinstance(op, ast.Is | ast.IsNot) and (right is None or isinstance(right, bool)):
        return (left is right) is isinstance(op, ast.Is)
    if isinstance(left, int) and isinstance(right, int):
        return _ordered(left, op, right)
    return OPAQUE


def _ordered(left: int, op: ast.cmpop, right: int) -> object:
    match op:
        case ast.Lt():
            return left < right
        case ast.LtE():
            return left <= right
        case ast.Gt():
            return left > right
        case ast.GtE():
            return left >= right
        case _:
            return OPAQUE


def is_unknown(item: object) -> bool:
    """Whether an item of a list may stand for names that are not spelt out."""
    return item is OPAQUE or isinstance(item, SomeName)


def _on_any_python(op: ast.cmpop, version: list[object]) -> object:
    """`sys.version_info op version`, where no Python that is still in use decides otherwise."""
    if not all(isinstance(part, int) for part in version) or tuple(version) > _OLDEST_PYTHON:
        return OPAQUE
    if isinstance(op, ast.GtE):
        return True
    return False if isinstance(op, ast.Lt) else OPAQUE


def part_of(value: object, first: object, last: object) -> object:
    """`value[first:last]`."""
    if isinstance(value, Ref) and value.path == "sys.version_info" and not first:
        return value
    if isinstance(value, str | list) and isinstance(first, int | None) and isinstance(last, int | None):
        return value[first:last]
    return OPAQUE


def call_builtin(  # noqa: PLR0912  # a table of functions
    name: str, args: list[object], keywords: Mapping[str, object]
) -> object:
    """A call of one of the builtins that move data about."""
    match name, args:
        case "dict", [dict() as table]:
            return {**table, **keywords}
        case "dict", [list() as pairs] if all(isinstance(p, list) and len(p) == 2 and is_hashable(p[0]) for p in pairs):
            return {pair[0]: pair[1] for pair in pairs if isinstance(pair, list)} | {**keywords}
        case "dict", []:
            return dict(keywords)
        case (("list" | "tuple" | "set" | "frozenset" | "sorted" | "iter"), [list() | dict() as items]):
            return list(items)
        case (("list" | "tuple" | "set" | "sorted"), [str() as text]):
            return list(text)
        case "reversed", [list() as items]:
            return items[::-1]
        case "enumerate", [list() as items]:
            return [[place, item] for place, item in enumerate(items)]
        case "range", [int() as end] if end < MAX_ITEMS:
            return list(range(end))
        case "range", [int() as start, int() as end] if end - start < MAX_ITEMS:
            return list(range(start, end))
        case (("list" | "set" | "tuple" | "frozenset"), []):
            return []
        case "len", [str() | list() | dict() as items]:
            return len(items)
        case "zip", [list() as left, list() as right]:
            return [list(pair) for pair in zip(left, right, strict=False)]
        case "str", [str() | int() as text]:
            return str(text)
        case "hasattr", [ModuleDict(), _]:
            return OPAQUE
        case "__import__", [str() as path, *_]:
            return Ref(path)
        case _:
            return OPAQUE


def import_module(name: str, package: object) -> object:
    """`importlib.import_module(name, package)`."""
    if not name.startswith("."):
        return Ref(name)
    if not isinstance(package, str):
        return OPAQUE
    level = len(name) - len(name.lstrip("."))
    base = package.split(".")
    kept = base[: len(base) - level + 1]
    return Ref(".".join([*kept, name.lstrip(".")]).rstrip("."))

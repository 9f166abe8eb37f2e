"""The operations that partial evaluation folds: operators, a few builtins, methods of literals. Nothing else runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from driftcheck.extraction.values import OPAQUE, Closure, Method, ModuleDict, Ref, Spec, is_hashable

_MAX_TEXT = 20_000


def truth(value: object) -> bool | None:
    """Whether a value is true; None where that is not known."""
    if value is OPAQUE:
        return None
    if isinstance(value, Ref):
        return False if value.path.endswith("TYPE_CHECKING") else None
    if isinstance(value, Closure | Method | ModuleDict | Spec):
        return True
    return bool(value)


def binary(left: object, op: ast.operator, right: object) -> object:
    """`left op right`, where both are literal."""
    if isinstance(op, ast.Add):
        if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) < _MAX_TEXT:
            return left + right
        if isinstance(left, list) and isinstance(right, list):
            return left + right
    if isinstance(op, ast.Mod) and isinstance(left, str):
        values = right if isinstance(right, list) else [right]
        for value in values:
            left = left.replace("%s", str(value) if isinstance(value, str) else "…", 1)
        return left
    if isinstance(op, ast.BitOr) and isinstance(left, dict) and isinstance(right, dict):
        return {**left, **right}
    return OPAQUE


def compare(left: object, op: ast.cmpop, right: object) -> object:
    """`left op right`: equality, identity with None, membership."""
    if isinstance(op, ast.In | ast.NotIn):
        if isinstance(right, ModuleDict):
            # `__getattr__` is only asked for names that the module's dictionary lacks.
            found = False
        elif isinstance(right, list | dict) and is_hashable(left) and left is not OPAQUE:
            if left not in right and any(item is OPAQUE for item in right):
                return OPAQUE
            found = left in right
        elif isinstance(right, str) and isinstance(left, str):
            found = left in right
        else:
            return OPAQUE
        return found is isinstance(op, ast.In)
    if left is OPAQUE or right is OPAQUE:
        return OPAQUE
    if (
        isinstance(op, ast.Eq | ast.NotEq)
        and isinstance(left, str | int | None)
        and isinstance(right, str | int | None)
    ):
        return (left == right) is isinstance(op, ast.Eq)
    if isinstance(op, ast.Is | ast.IsNot) and right is None:
        return (left is None) is isinstance(op, ast.Is)
    return OPAQUE


def part_of(value: object, first: object, last: object) -> object:
    """`value[first:last]`."""
    if isinstance(value, str | list) and isinstance(first, int | None) and isinstance(last, int | None):
        return value[first:last]
    return OPAQUE


def call_builtin(name: str, args: list[object], keywords: Mapping[str, object]) -> object:
    """A call of one of the builtins that move data about."""
    match name, args:
        case "getattr", [Ref(path=path), str() as attr, *_]:
            return Ref(f"{path}.{attr}")
        case "dict", [dict() as table]:
            return {**table, **keywords}
        case "dict", []:
            return dict(keywords)
        case (("list" | "tuple" | "set" | "frozenset" | "sorted"), [list() | dict() as items]):
            return list(items)
        case (("list" | "set" | "tuple"), []):
            return []
        case "len", [str() | list() | dict() as items]:
            return len(items)
        case "zip", [list() as left, list() as right]:
            return [list(pair) for pair in zip(left, right, strict=False)]
        case "str", [str() as text]:
            return text
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


def call_method(  # noqa: PLR0912  # a table of methods
    method: Method, args: list[object], keywords: Mapping[str, object]
) -> object:
    """A call of a method of a literal."""
    match method.owner, method.name, args:
        case dict() as table, "keys", []:
            return list(table)
        case dict() as table, "values", []:
            return list(table.values())
        case dict() as table, "items", []:
            return [[key, value] for key, value in table.items()]
        case dict() as table, "update", [dict() as more]:
            table.update(more)
            return None
        case dict() as table, "update", [_]:
            table[OPAQUE] = OPAQUE
            return None
        case list() as items, "append" | "add", [item]:
            items.append(item)
            return None
        case list() as items, "extend" | "update", [list() | dict() as more]:
            items.extend(more)
            return None
        case list() as items, "extend" | "update", [_]:
            items.append(OPAQUE)
            return None
        case dict() as table, "get", [key, *rest]:
            if not is_hashable(key) or key is OPAQUE:
                return OPAQUE
            return table.get(key, rest[0] if rest else None)
        case str() as text, "split" | "rsplit" | "partition" | "rpartition" as name, [str() as separator, *rest]:
            if not separator or (rest and not isinstance(rest[0], int)):
                return OPAQUE
            return list(getattr(text, name)(separator, *rest[:1]))
        case str() as text, "lower" | "upper" | "title" | "capitalize" | "strip" | "lstrip" | "rstrip" as name, []:
            return getattr(text, name)()
        case str() as text, "removeprefix" | "removesuffix" as name, [str() as part]:
            return getattr(text, name)(part)
        case str() as text, "replace", [str() as old, str() as new] if old and len(text) * len(new) < _MAX_TEXT:
            return text.replace(old, new)
        case str() as text, "startswith", [str() as prefix]:
            return text.startswith(prefix)
        case str() as text, "endswith", [str() as suffix]:
            return text.endswith(suffix)
        case str() as text, "format", _:
            return _formatted(text, args, keywords)
        case str() as text, "join", [list() as parts] if all(isinstance(part, str) for part in parts):
            return text.join(str(part) for part in parts)
        case ModuleDict(module=module), "get", [str() as name, *_]:
            return Ref(f"{module}.{name}")
        case _:
            return OPAQUE


def _formatted(text: str, args: list[object], keywords: Mapping[str, object]) -> str:
    """`str.format` for what is known; a field that is not becomes `…`."""

    def field(found: re.Match[str]) -> str:
        name = found[1]
        value: object = OPAQUE
        if name.isdigit() or not name:
            place = int(name) if name else next(counter)
            value = args[place] if place < len(args) else OPAQUE
        else:
            value = keywords.get(name, OPAQUE)
        return value if isinstance(value, str) else "…"

    counter = iter(range(len(args) + text.count("{}") + 1))
    return re.sub(r"\{(\w*)(?:![rsa])?(?::[^{}]*)?\}", field, text)[:_MAX_TEXT]

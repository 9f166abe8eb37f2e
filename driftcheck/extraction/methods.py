"""Methods of literals that partial evaluation folds: of strings, lists (sets and tuples as well) and tables."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from driftcheck.extraction.operations import MAX_ITEMS, MAX_TEXT, binary
from driftcheck.extraction.values import OPAQUE, Method, ModuleDict, Ref, SomeName, is_hashable

_MAX_FIELD = 1_000


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
        case dict() as table, "update", []:
            table.update(keywords)
            return None
        case list() as items, "append" | "add", [item] if len(items) < MAX_ITEMS:
            items.append(item)
            return None
        case list() as items, "extend" | "update", [list() | dict() as more] if len(items) + len(more) < MAX_ITEMS:
            items.extend(list(more))
            return None
        case list() as items, "insert", [int() as place, item] if len(items) < MAX_ITEMS:
            items.insert(place, item)
            return None
        case list() as items, "remove" | "discard", [item]:
            if is_hashable(item) and item in items:
                items.remove(item)
            return None
        case list() as items, "union", [list() | dict() as more] if len(items) + len(more) < MAX_ITEMS:
            return [*items, *more]
        case list() as items, "difference" | "intersection" as name, [list() | dict() as other]:
            return binary(items, ast.Sub() if name == "difference" else ast.BitAnd(), list(other))
        case list() | dict() as items, "copy", []:
            return items.copy()
        case dict() as table, "pop", [key, *rest] if is_hashable(key) and key is not OPAQUE:
            return table.pop(key, rest[0] if rest else OPAQUE)
        case dict() as table, "setdefault", [key, default] if is_hashable(key) and key is not OPAQUE:
            return table.setdefault(key, default)
        case list() as items, "extend" | "update", [_]:
            items.append(OPAQUE)
            return None
        case dict() as table, "get", [key, *rest]:
            if not is_hashable(key) or key is OPAQUE:
                return OPAQUE
            return table.get(key, rest[0] if rest else None)
        case str() as text, "split", []:
            return list(text.split())
        case str() as text, "splitlines", []:
            return list(text.splitlines())
        case str() as text, "isidentifier" | "isupper" | "islower" | "isdigit" | "isalpha" as name, []:
            return getattr(text, name)()
        case str() as text, "startswith" | "endswith" as name, [list() as parts] if all(
            isinstance(part, str) for part in parts
        ):
            return any(getattr(text, name)(part) for part in parts)
        case str() as text, "strip" | "lstrip" | "rstrip" as name, [str() as characters]:
            return getattr(text, name)(characters)
        case str() as text, "split" | "rsplit" | "partition" | "rpartition" as name, [str() as separator, *rest]:
            if not separator or (rest and not isinstance(rest[0], int)):
                return OPAQUE
            return list(getattr(text, name)(separator, *rest[:1]))
        case str() as text, "lower" | "upper" | "title" | "capitalize" | "strip" | "lstrip" | "rstrip" as name, []:
            return getattr(text, name)()
        case str() as text, "removeprefix" | "removesuffix" as name, [str() as part]:
            return getattr(text, name)(part)
        case str() as text, "replace", [str() as old, str() as new] if old and len(text) * len(new) < MAX_TEXT:
            return text.replace(old, new)
        case str() as text, "startswith", [str() as prefix]:
            return text.startswith(prefix)
        case str() as text, "endswith", [str() as suffix]:
            return text.endswith(suffix)
        case str() as text, "format", _:
            return _formatted(text, args, keywords)
        case str() as text, "join", [list() as parts] if all(isinstance(part, str) for part in parts):
            size = sum(len(str(part)) + len(text) for part in parts)
            return text.join(str(part) for part in parts) if size < MAX_TEXT else OPAQUE
        case ModuleDict(module=module), "get", [str() as name, *_]:
            return Ref(f"{module}.{name}")
        case ModuleDict(), "copy", []:
            return method.owner
        case ModuleDict(module=module), "keys", []:
            return [SomeName(module, is_exported=False)]
        case ModuleDict(module=module), "items", []:
            return [[SomeName(module, is_exported=False), OPAQUE]]
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
        return value[:_MAX_FIELD] if isinstance(value, str) else "…"

    counter = iter(range(len(args) + text.count("{}") + 1))
    return re.sub(r"\{(\w*)(?:![rsa])?(?::[^{}]*)?\}", field, text)[:MAX_TEXT]

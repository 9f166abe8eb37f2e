"""What is put into containers while they are in use."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from driftcheck.inference.attributes import set_attribute
from driftcheck.inference.forms import MAPPINGS
from driftcheck.inference.narrowing import quiet
from driftcheck.inference.protocols import element_of
from driftcheck.inference.types import NEVER, UNKNOWN, Container, Type
from driftcheck.inference.unions import join, parts_of, settle
from driftcheck.inference.walker import Walker

PUTTING = frozenset(
    ["append", "add", "appendleft", "insert", "extend", "extendleft", "update", "setdefault", "fromkeys"]
)
"""Methods that put something into what they are called on."""
_ALL_OF = frozenset({"extend", "extendleft"})
_DEPTH_LIMIT = 4


def put_by_method(w: Walker, node: ast.Call, types: Sequence[Type], keywords: Sequence[Type]) -> None:
    """Note what a method puts into its object.

    Args:
        w: The walker, behind the call.
        node: A call of one of `PUTTING`.
        types: What the positional arguments denote.
        keywords: What the keyword arguments denote.
    """
    function = node.func
    assert isinstance(function, ast.Attribute), "a method was looked up"
    before = _held_by(w, function.value)
    if before is None:
        return
    is_mapping = before.shape in MAPPINGS
    value: Type = UNKNOWN
    if function.attr in _ALL_OF and len(types) == 1:
        value = element_of(w.analysis, types[0])
    elif function.attr == "update" and is_mapping:
        given = settle(types[0]) if len(types) == 1 else None
        is_known = given is None or (isinstance(given, Container) and given.shape in MAPPINGS)
        added = [given.items[1]] if isinstance(given, Container) and len(given.items) == 2 else []
        for part in (*added, *keywords):
            value = part if value is UNKNOWN else join(value, part)
        value = value if is_known and all(keyword.arg for keyword in node.keywords) else UNKNOWN
    elif function.attr == "update":
        value = element_of(w.analysis, types[0]) if len(types) == 1 else UNKNOWN
    elif types and not any(isinstance(argument, ast.Starred) for argument in node.args):
        value = types[-1]
    _replace(w, function.value, _with(w, before, value, None), 0)


def put_item(w: Walker, target: ast.Subscript, value: Type) -> None:
    """Note what an assignment to a subscript puts into a container."""
    before = _held_by(w, target.value)
    if before is None:
        return
    if isinstance(target.slice, ast.Slice):
        value = element_of(w.analysis, value)
    _replace(w, target.value, _with(w, before, value, target.slice), 0)


def let_out(w: Walker, node: ast.Call, types: Sequence[Type]) -> None:
    """Note that containers are given to a function, which may put something in: what is in which place is forgotten."""
    for argument, value in zip(node.args, types, strict=True):
        if type(value) is Container and (value.fields is not None or NEVER in value.items):
            items = tuple(UNKNOWN if item is NEVER else item for item in value.items)
            _replace(w, argument, w.analysis.container(value.path, *items), 0)


def _held_by(w: Walker, node: ast.expr) -> Container | None:
    """The container that an expression denotes; None where it is none, or one of declared content."""
    value = quiet(w, node)
    if value is None:
        return None
    parts = parts_of(value)
    if len(parts) != 1 or not isinstance(parts[0], Container) or parts[0].is_loose or not parts[0].items:
        return None
    return parts[0]


def _with(w: Walker, container: Container, value: Type, key: ast.expr | None) -> Container:
    """The container with one thing more in it."""
    *keys, item = container.items
    fields = container.fields
    if fields is not None:
        name = _text(key)
        fields = None if name is None else {**fields, name: value}
    made = w.analysis.container(container.path, *(UNKNOWN for _ in keys), join(item, value))
    return made if fields is None else made.with_fields(fields)


def _text(key: ast.expr | None) -> str | None:
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None


def _replace(w: Walker, node: ast.expr, made: Container, depth: int) -> None:
    """What an expression denotes holds something else by now."""
    if isinstance(node, ast.Name):
        if node.id in w.names:
            w.bind(node.id, made)
        else:
            _replace_outside(w, node.id, made)
    elif isinstance(node, ast.Attribute):
        owner = quiet(w, node.value)
        if owner is not None:
            set_attribute(w, owner, node.attr, made)
            if isinstance(node.value, ast.Name):
                w.paths = True
                w.names[f"{node.value.id}.{node.attr}"] = made
    elif isinstance(node, ast.Subscript) and depth < _DEPTH_LIMIT:
        outer = _held_by(w, node.value)
        if outer is not None:
            _replace(w, node.value, _with(w, outer, made, node.slice), depth + 1)


def _replace_outside(w: Walker, name: str, made: Container) -> None:
    """A container of an outer scope: whoever looks at it later finds one or the other."""
    scope = w.scope.parent
    while scope is not None:
        if not scope.is_class and (before := scope.seen_later(name)) is not None:
            scope.rebound[name] = join(before, made)
            return
        scope = scope.parent

"""Versions that the code compares, and what the pins make of the comparison."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Sequence

from packaging.version import InvalidVersion, Version

from driftcheck.inference.types import VersionValue
from driftcheck.model.resolutions import Entity
from driftcheck.model.symbols import Kind
from driftcheck.source.guards import Guard

VERSION_COMPARISON = Guard("version comparison")

_VERSION_NAMES = frozenset({"__version__", "VERSION", "version", "__version_info__", "version_info", "hexversion"})
_VERSION_TEXT = re.compile(r"v?\d+(\.\d+)*")
_MAKERS = frozenset({"parse", "tuple", "map", "int"})
_COMPARISONS: dict[type[ast.cmpop], Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_PACKED = 0x01000000
"""From here on, a number is a version as `sys.hexversion` packs it; what follows the minor release is left out."""
_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
    ast.Eq: ast.Eq,
    ast.NotEq: ast.NotEq,
}


def version_member(module: Entity, name: str) -> VersionValue | None:
    """The version that a module tells of itself: of its distribution, or of the language (`sys.version_info`)."""
    path = module.symbol.path
    if name not in _VERSION_NAMES or module.symbol.kind is not Kind.MODULE or not module.selection.is_covered:
        return None
    if path == "sys":
        if name not in {"version_info", "hexversion"}:
            return None
        return VersionValue(module.selection.version.release, rest_is_zero=False)
    if "." in path or module.selection.distribution == "python" or not name.startswith(("__", "VERSION")):
        return None
    if not module.selection.is_exact:
        return VersionValue((), rest_is_zero=False)
    return VersionValue(module.selection.version.release, rest_is_zero=True)


def keeps_version(function: str) -> bool:
    """Whether a function of that name turns a version into another form of the same version."""
    return function in _MAKERS or "version" in function.lower()


def sliced(value: VersionValue, index: ast.expr) -> VersionValue:
    """A part of a version: `[0]` or `[:2]`."""
    match index:
        case ast.Constant(value=int(place)) if 0 <= place < len(value.parts):
            return VersionValue((value.parts[place],), rest_is_zero=True)
        case ast.Slice(lower=None, upper=ast.Constant(value=int(end)), step=None) if 0 < end <= len(value.parts):
            return VersionValue(value.parts[:end], rest_is_zero=True)
        case _:
            return VersionValue((), rest_is_zero=False)


def compared(left: VersionValue, operation: ast.cmpop, right: ast.expr, *, mirrored: bool = False) -> bool | None:
    """The truth of comparing a version with what is written beside it; None where that cannot be told."""
    other = written_version(right)
    kind = _MIRRORED.get(type(operation)) if mirrored else type(operation)
    compare = _COMPARISONS.get(kind) if kind is not None else None
    if other is None or compare is None or not left.parts:
        return None
    mine = left.parts
    if left.rest_is_zero:
        length = max(len(mine), len(other))
        return compare(mine + (0,) * (length - len(mine)), other + (0,) * (length - len(other)))
    # Only the beginning of the version is known: what follows may be anything.
    shared = min(len(mine), len(other))
    if mine[:shared] == other[:shared]:
        if len(other) > len(mine):
            return None
        if len(other) == len(mine):
            # `(3, 12, 1, …)` is greater than `(3, 12)`.
            return kind in {ast.Gt, ast.GtE, ast.NotEq}
    return compare(mine, other)


def begins(version: VersionValue, arguments: Sequence[ast.expr]) -> bool | None:
    """The truth of `version.startswith(…)`; None where that cannot be told.

    Args:
        version: Of which a text is asked.
        arguments: What the method is called with.
    """
    match arguments:
        case [ast.Constant(value=str(beginning))] if version.parts:
            text = ".".join(map(str, version.parts))
            # What follows the numbers that are known is open.
            return None if beginning != text and beginning.startswith(text) else text.startswith(beginning)
        case _:
            return None


def written_version(node: ast.expr) -> tuple[int, ...] | None:
    """The release numbers of a version that is written down: a text, a number, a tuple, or a call that wraps one."""
    match node:
        case ast.Constant(value=str(text)):
            try:
                return Version(text).release
            except InvalidVersion:
                return None
        case ast.Constant(value=int(number)):
            return (number,) if number < _PACKED else (number >> 24, number >> 16 & 0xFF)
        case ast.Tuple(elts=elements):
            numbers = [e.value for e in elements if isinstance(e, ast.Constant) and isinstance(e.value, int)]
            return tuple(numbers) if len(numbers) == len(elements) and numbers else None
        case ast.Call(args=[argument], keywords=[]):
            return written_version(argument)
        case _:
            return None


def compares_versions(call: ast.Call) -> bool:
    """Whether a call is handed a version and a text that is one: some helper holds them against each other."""
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    texts = (one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))
    return any(map(_is_version, given)) and any(map(_VERSION_TEXT.fullmatch, texts))


def _is_version(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) | ast.Attribute(attr=name) | ast.Name(id=name):
            return name in _VERSION_NAMES
        case _:
            return False

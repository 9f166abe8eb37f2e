"""Calls whose meaning signatures cannot say: the language's own functions, and what makes or wraps functions.

Only the standard library is known here, since it is part of the language; every other one speaks through its surface.
"""

from __future__ import annotations

import ast

from driftcheck.inference import asynchronous_calls, attribute_calls, container_calls, wrapping_calls
from driftcheck.inference.arguments import Special, evaluated, written_text
from driftcheck.inference.types import UNKNOWN, Type, VersionValue
from driftcheck.inference.walker import Walker
from driftcheck.model.references import ReferenceKind


def _import_module(w: Walker, node: ast.Call, _callee: Type) -> Type:
    evaluated(w, node)
    name = written_text(node, 0)
    if name is None or name.startswith("."):
        return UNKNOWN
    own = w.analysis.modules.find(name, w.module)
    if own is not None:
        return own
    outcome = w.analysis.module(name)
    w.count_import(outcome)
    if outcome.report is not None:
        place = node.args[0]
        location = w.sink.span(place.lineno, place.col_offset, place.end_col_offset or place.col_offset)
        if w.report(outcome.report, ReferenceKind.IMPORT, location, name):
            return UNKNOWN
    return outcome.value


def _import(w: Walker, node: ast.Call, callee: Type) -> Type:
    """`__import__` of one name: of a dotted one it gives the package at the top."""
    name = written_text(node, 0)
    if name is None or "." in name or len(node.args) + len(node.keywords) > 1:
        evaluated(w, node)
        return UNKNOWN
    return _import_module(w, node, callee)


def _version(w: Walker, node: ast.Call, _callee: Type) -> Type:
    """The version of an installed distribution is that of its pin."""
    evaluated(w, node)
    name = written_text(node, 0)
    selection = None if name is None else w.analysis.selection(name.lower().replace("_", "-").replace(".", "-"))
    if selection is None:
        return UNKNOWN
    is_known = selection.is_exact
    return VersionValue(selection.version.release if is_known else (), rest_is_zero=is_known)


SPECIAL: dict[str, Special] = {
    **attribute_calls.CALLS,
    **container_calls.CALLS,
    **wrapping_calls.CALLS,
    **asynchronous_calls.CALLS,
    "importlib.import_module": _import_module,
    "builtins.__import__": _import,
    "importlib.metadata.version": _version,
}
SPECIAL |= {
    path.removeprefix("builtins."): special for path, special in SPECIAL.items() if path.startswith("builtins.")
}

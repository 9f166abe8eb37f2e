"""Names, attributes, literals and subscripts."""

from __future__ import annotations

import ast

from driftcheck.inference.doubts import never_existed
from driftcheck.inference.members import look
from driftcheck.inference.project_types import Super
from driftcheck.inference.protocols import awaited, element_of, item_of
from driftcheck.inference.stand_ins import Given
from driftcheck.inference.types import (
    NEVER,
    NONE,
    UNKNOWN,
    Container,
    Foreign,
    Instance,
    Tuple,
    Type,
    Union,
    VersionValue,
)
from driftcheck.inference.unions import join, join_all, parts_of, settle
from driftcheck.inference.walker import Evaluate, Walker
from driftcheck.model.references import ReferenceKind
from driftcheck.model.resolutions import Found, Missing

_SOME_VERSION = VersionValue((), rest_is_zero=False)


def _name(w: Walker, node: ast.Name) -> Type:
    return w.names.get(node.id) or w.look_up(node.id)


def _attribute(w: Walker, node: ast.Attribute) -> Type:
    inner = node.value
    name = node.attr
    if type(inner) is ast.Name:
        value = w.names.get(inner.id) or w.look_up(inner.id)
        if w.paths and (known := w.names.get(f"{inner.id}.{name}")) is not None:
            return known
    else:
        value = w.expressions[type(inner)](w, inner)
    if value is UNKNOWN or type(value) is Given:
        return _SOME_VERSION if name == "__version__" else UNKNOWN
    outcome = look(w.analysis, value, name)
    reason = outcome.reason
    if reason is None:
        w.sink.resolved += 1
        if outcome.report is not None:
            return report_attribute(w, node, value, name)
    elif reason:
        w.sink.unknown[reason] += 1
        if name == "__version__":
            return _SOME_VERSION
    return outcome.value


def report_attribute(w: Walker, node: ast.Attribute, value: Type, name: str, *, is_called: bool = False) -> Type:
    """Claim an attribute, unless the break in its chain was just claimed; what it denotes goes on.

    An object that comes from elsewhere may have data that others put on it: of what was never there, calls are told.
    """
    outcome = look(w.analysis, value, name)
    assert outcome.report is not None, "asked for what there is to report"
    if _is_called_later(w, value, outcome.report):
        return UNKNOWN
    if w.is_only_read and never_existed(outcome):
        return UNKNOWN
    is_told = node.value is w.broken
    is_missing = isinstance(outcome.report, Missing)
    if never_existed(outcome) and not is_called and any(map(_is_handed, parts_of(value))):
        w.held = (node, value)
        return UNKNOWN
    if is_missing:
        w.broken = node
    if is_told and is_missing:
        return outcome.value
    is_expected = w.report(outcome.report, ReferenceKind.ATTRIBUTE, w.sink.attribute(node), name, settle(value))
    return UNKNOWN if is_expected and is_missing else outcome.value


def _is_called_later(w: Walker, value: Type, report: Found | Missing) -> bool:
    """Whether a method hands on to the hook that it overrides, which no release calls before there is one."""
    if not isinstance(report, Missing) or type(settle(value)) is not Super or report.lifespan is None:
        return False
    is_same = w.function is not None and w.function.name == report.path.rpartition(".")[2]
    return is_same and report.lifespan.starts_after(report.selection.version)


def _is_handed(value: Type) -> bool:
    return type(value) is Instance and value.is_handed


def _constant(w: Walker, node: ast.Constant) -> Type:
    return w.analysis.constants.get(type(node.value), UNKNOWN)


def _joined_string(w: Walker, node: ast.JoinedStr) -> Type:
    for value in node.values:
        if type(value) is ast.FormattedValue:
            w.evaluate(value.value)
            if value.format_spec is not None:
                w.evaluate(value.format_spec)
    return w.analysis.str_


def _formatted(w: Walker, node: ast.FormattedValue) -> Type:
    w.evaluate(node.value)
    return w.analysis.str_


def _tuple(w: Walker, node: ast.Tuple) -> Type:
    expressions = w.expressions
    items = [expressions[type(element)](w, element) for element in node.elts]
    if len(items) > 64 or any(type(element) is ast.Starred for element in node.elts):
        return w.analysis.container("builtins.tuple", UNKNOWN)
    return Tuple(tuple(items))


def _elements(w: Walker, elements: list[ast.expr]) -> Type:
    found: Type | None = None
    expressions = w.expressions
    for element in elements:
        value = expressions[type(element)](w, element)
        if value is not found:
            found = value if found is None else join(found, value)
    return NEVER if found is None else found


def _list(w: Walker, node: ast.List) -> Type:
    return w.analysis.container("builtins.list", _elements(w, node.elts))


def _set(w: Walker, node: ast.Set) -> Type:
    return w.analysis.container("builtins.set", _elements(w, node.elts))


_FIELD_LIMIT = 64
"""Larger dictionaries are tables, not records."""


def _dict(w: Walker, node: ast.Dict) -> Type:
    given = [w.evaluate(value) for value in node.values]
    values = join_all(given) if given else NEVER
    if None in node.keys:
        for key in node.keys:
            if key is not None:
                w.evaluate(key)
        return w.analysis.container("builtins.dict", UNKNOWN, UNKNOWN)
    keys = _elements(w, [key for key in node.keys if key is not None])
    made = w.analysis.container("builtins.dict", keys, values)
    if type(values) is not Union or len(node.keys) > _FIELD_LIMIT:
        return made
    names = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return made.with_fields(dict(zip(names, given, strict=True))) if len(names) == len(given) else made


def _starred(w: Walker, node: ast.Starred) -> Type:
    return element_of(w.analysis, w.evaluate(node.value))


def _named(w: Walker, node: ast.NamedExpr) -> Type:
    value = w.evaluate(node.value)
    w.bind(node.target.id, value)
    w.walruses.append(node.target.id)
    return value


def _subscript(w: Walker, node: ast.Subscript) -> Type:
    value = w.evaluate(node.value)
    index = w.evaluate(node.slice)
    if value is UNKNOWN:
        return value
    return item_of(w.analysis, value, node.slice, index)


def _slice(w: Walker, node: ast.Slice) -> Type:
    for part in (node.lower, node.upper, node.step):
        if part is not None:
            w.evaluate(part)
    of = w.builtin("slice")
    return of.instance if type(of) is Foreign else UNKNOWN


def _await(w: Walker, node: ast.Await) -> Type:
    return awaited(w.analysis, w.evaluate(node.value))


def _yield(w: Walker, node: ast.Yield) -> Type:
    w.yields.append(NONE if node.value is None else w.evaluate(node.value))
    return UNKNOWN


def _yield_from(w: Walker, node: ast.YieldFrom) -> Type:
    value = w.evaluate(node.value)
    w.yields.append(element_of(w.analysis, value))
    if type(value) is Container and value.shape == "Generator" and len(value.items) == 3:
        return value.items[2]
    return UNKNOWN


EXPRESSIONS: dict[type[ast.AST], Evaluate] = {
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Constant: _constant,
    ast.JoinedStr: _joined_string,
    ast.FormattedValue: _formatted,
    ast.Tuple: _tuple,
    ast.List: _list,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Starred: _starred,
    ast.NamedExpr: _named,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
}

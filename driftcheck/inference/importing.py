"""Import statements: what they bind, and what they ask that is not there."""

from __future__ import annotations

import ast

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.members import look
from driftcheck.inference.project_members import module_name
from driftcheck.inference.project_types import ProjectModule
from driftcheck.inference.types import NOT_FOREIGN, UNKNOWN, Foreign, Lazy, Outcome, Type
from driftcheck.inference.walker import Execute, Walker
from driftcheck.model.locations import Location
from driftcheck.model.references import ReferenceKind
from driftcheck.model.resolutions import Missing
from driftcheck.source.imports import absolute_import


def _import(w: Walker, node: ast.Import) -> bool:
    for alias in node.names:
        name = alias.name
        top = name.partition(".")[0]
        own = w.analysis.modules.find(name, w.module)
        if own is not None:
            w.bind(alias.asname or top, own if alias.asname else w.analysis.modules.find(top, w.module) or UNKNOWN)
            continue
        root = w.analysis.modules.find(top, w.module) if top != name else None
        if root is not None:
            # Its root is the project's: it is not a library's module of the same name.
            w.bind(alias.asname or top, UNKNOWN if alias.asname else root)
            continue
        value = _foreign_module(w, alias)
        if alias.asname is None and top != name:
            value = _root(w, top, name)
        w.bind(alias.asname or top, value)
    return False


def _root(w: Walker, top: str, name: str) -> Type:
    """What `import a.b` binds to `a`: where that is known to be gone and `a.b` is there, something else brings it."""
    root = w.analysis.module(top)
    is_there = isinstance(w.analysis.module(name).value, Foreign) and w.analysis.module(name).report is None
    return UNKNOWN if is_there and isinstance(root.report, Missing) else root.value


def _foreign_module(w: Walker, alias: ast.alias) -> Type:
    outcome = _asked(w, alias.name)
    report = outcome.report
    if report is not None and w.report(report, ReferenceKind.IMPORT, _within(w, alias, alias.name), alias.name):
        return UNKNOWN if isinstance(report, Missing) else outcome.value
    return outcome.value


def _asked(w: Walker, name: str) -> Outcome:
    """What a module is that is not the project's own; counted."""
    outcome = w.analysis.module(name)
    w.count_import(outcome)
    if outcome is NOT_FOREIGN:
        _leave(w, name)
    else:
        _refer(w, outcome, name)
    return outcome


def _leave(w: Walker, name: str) -> None:
    """Note that nobody is known to provide a module."""
    if not w.analysis.modules.owns(name.partition(".")[0], w.module):
        w.sink.untracked.add(name)


def _refer(w: Walker, outcome: Outcome, name: str) -> None:
    """Note which distribution the file refers to, or that nothing could be said of the module."""
    report, value = outcome.report, outcome.value
    if isinstance(report, Missing):
        w.sink.distributions.add(report.selection.distribution)
    elif isinstance(value, Foreign):
        w.sink.distributions.add(value.entity.selection.distribution)
    else:
        w.sink.unanswered.add(name)


def _within(w: Walker, alias: ast.alias, name: str) -> Location:
    start = alias.col_offset
    return w.sink.span(alias.lineno, start, start + len(name.encode()))


def _import_from(w: Walker, node: ast.ImportFrom) -> bool:
    module = w.module
    name = absolute_import(module.name, is_package=module.is_package, level=node.level, name=node.module)
    if name is None:
        for alias in node.names:
            if alias.name != "*":
                w.bind(alias.asname or alias.name, UNKNOWN)
        return False
    own = w.analysis.modules.find(name, module)
    if own is not None:
        _from_project(w, node, own)
    elif node.level or _is_own_root(w, name):
        for alias in node.names:
            if alias.name != "*":
                # `from . import sub` beneath a folder that is no package.
                sub = w.analysis.modules.find(f"{name}.{alias.name}", module)
                w.bind(alias.asname or alias.name, sub or UNKNOWN)
    else:
        _from_library(w, node, name)
    return False


def _is_own_root(w: Walker, name: str) -> bool:
    """Whether what a dotted name starts from is the project's: then it is not a library's module of the same name."""
    top = name.partition(".")[0]
    return top != name and w.analysis.modules.find(top, w.module) is not None


def _from_project(w: Walker, node: ast.ImportFrom, own: ProjectModule) -> None:
    analysis = w.analysis
    for alias in node.names:
        if alias.name == "*":
            w.module.stars.append(own)
        elif own is w.module:
            # `from . import sub` in the package's own `__init__`.
            w.bind(alias.asname or alias.name, own.submodule(alias.name) or UNKNOWN)
        else:
            w.bind(alias.asname or alias.name, imported_name(analysis, own, alias.name))


def imported_name(analysis: Analysis, module: ProjectModule, name: str) -> Lazy:
    """A name of another module of the project, looked up when it matters: imports may be cyclic."""

    def work() -> Type | None:
        value = module_name(analysis, module, name, look)
        return None if value is None and module.state == 1 else value or UNKNOWN

    return Lazy(work)


def _from_library(w: Walker, node: ast.ImportFrom, name: str) -> None:
    if w.analysis.module(name) is NOT_FOREIGN:
        _from_untracked(w, node, name)
        return
    outcome = _asked(w, name)
    value = outcome.value
    if outcome.report is not None:
        line, start, end = w.sink.positions.imported_module(node)
        asked = tuple(f"{name}.{alias.name}" for alias in node.names if alias.name != "*")
        is_expected = w.report(outcome.report, ReferenceKind.IMPORT, w.sink.span(line, start, end), name, asked=asked)
        if is_expected and isinstance(outcome.report, Missing):
            value = UNKNOWN
    for alias in node.names:
        if alias.name == "*":
            if value is not UNKNOWN:
                w.module.stars.append(value)
            continue
        w.bind(alias.asname or alias.name, _imported(w, alias, value, f"{name}.{alias.name}"))


def _from_untracked(w: Walker, node: ast.ImportFrom, name: str) -> None:
    """Names of a module that nobody is known to provide: of a namespace package, they may be tracked modules."""
    for alias in node.names:
        path = f"{name}.{alias.name}"
        if alias.name == "*":
            _leave(w, name)
            continue
        value: Type | None = w.analysis.modules.find(path, w.module)
        if value is None:
            outcome = _asked(w, path)
            value = outcome.value
            if outcome is NOT_FOREIGN:
                _leave(w, name)
            elif outcome.report is not None:
                place = _within(w, alias, alias.name)
                is_expected = w.report(outcome.report, ReferenceKind.IMPORT, place, alias.name)
                value = UNKNOWN if is_expected and isinstance(outcome.report, Missing) else value
        w.bind(alias.asname or alias.name, value)


def _imported(w: Walker, alias: ast.alias, module: Type, path: str) -> Type:
    if type(module) is not Foreign:
        own = w.analysis.modules.find(path, w.module)
        return own if own is not None else module
    outcome = look(w.analysis, module, alias.name)
    w.count_import(outcome)
    report = outcome.report
    if report is None:
        return outcome.value
    location = _within(w, alias, alias.name)
    is_expected = w.report(report, ReferenceKind.IMPORT, location, alias.name, module)
    return UNKNOWN if is_expected and isinstance(report, Missing) else outcome.value


STATEMENTS: dict[type[ast.AST], Execute] = {ast.Import: _import, ast.ImportFrom: _import_from}

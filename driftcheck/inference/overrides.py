"""Methods of the project's classes that stand in for a hook which the library's class no longer has."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.project_types import ProjectClass
from driftcheck.inference.sink import Override, Sink
from driftcheck.inference.types import Foreign
from driftcheck.inference.walker import Walker
from driftcheck.model.references import ResolvedOverride
from driftcheck.model.resolutions import Found, Missing, Unknown
from driftcheck.model.symbols import Kind
from driftcheck.source.guards import Hazard

IsMentioned = Callable[[str], bool]
"""Whether the project itself calls a method of that name, or speaks of it."""


def note_overrides(w: Walker, of: ProjectClass, node: ast.ClassDef) -> None:
    """Remember the public methods of a class that derives from anything, for when its bases are known."""
    if not node.bases:
        return
    scope = f"{w.qualified}.{node.name}" if w.qualified else node.name
    for statement in node.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and not statement.name.startswith("_"):
            guard = w.guard(Hazard.ATTRIBUTE, statement.name) if w.guards else None
            w.sink.overrides.append(Override(of, statement.name, statement.lineno, statement.col_offset, scope, guard))


def orphaned_overrides(analysis: Analysis, sink: Sink, is_mentioned: IsMentioned) -> Iterator[ResolvedOverride]:
    """Yield the methods of a file that override what the pinned release lacks or deprecates.

    Only a class all of whose bases are known can tell, and only of a name that an earlier release defined as a method:
    a library calls such a hook, the project does not. What the project calls itself is a method like any other.

    Args:
        analysis: The shared memory.
        sink: What was met in the file.
        is_mentioned: Whether the project speaks of a name elsewhere than in its definition.
    """
    for override in sink.overrides:
        found = _overridden(analysis, override)
        if found is None or is_mentioned(override.name):
            continue
        line = sink.positions.line(override.line).encode()
        name = override.name.encode()
        start = line.find(name, override.start + len("def"))
        if start < 0:
            continue
        path = found.path if isinstance(found, Missing) else found.entity.path
        location = sink.span(override.line, start, start + len(name))
        yield ResolvedOverride(location, found, path, override.scope, override.guard)


def mentions(name: str) -> re.Pattern[str]:
    """What speaks of a method: any use but `super().name`, which only hands on to the hook, and its name in a text."""
    return re.compile(rf"(?<!super\(\))\.{re.escape(name)}\b|(['\"]){re.escape(name)}\1")


def _overridden(analysis: Analysis, override: Override) -> Found | Missing | None:
    """The hook that a method overrides, where it is gone or on its way out; None where it is neither, or not known."""
    line = lineage_of(override.of)
    if line.has_unknown or any(one.is_open for one in line.project):
        return None
    if any(override.name in one.scope.names for one in line.project[1:]):
        return None
    told: Found | Missing | None = None
    for base in line.foreign:
        answer = _asked(analysis, base, override.name)
        if isinstance(answer, Unknown):
            return None
        told = told or answer
    return told


def _asked(analysis: Analysis, base: Foreign, name: str) -> Found | Missing | Unknown | None:
    """What a library's class has to say of a hook: unknown also where it simply has it; None where it never did."""
    answer = analysis.surfaces.member(base.entity, name, instance=True)
    match answer:
        case Found(entity=entity, deprecation=deprecation) if deprecation is not None:
            return answer if entity.symbol.kind is Kind.FUNCTION else Unknown(entity.path, "no hook")
        case Missing(lifespan=None):
            return None
        case Missing(former=former, reason="") if former is not None and former.symbol.kind is Kind.FUNCTION:
            return answer
        case _:
            return Unknown(name, "not known to be a hook that went")

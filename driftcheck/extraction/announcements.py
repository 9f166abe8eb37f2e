"""What a whole module or class says against itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from driftcheck.extraction.bodies import Body, Warned
from driftcheck.extraction.deprecations import from_body
from driftcheck.extraction.directives import from_docstring
from driftcheck.extraction.namespaces import Namespace
from driftcheck.extraction.scopes import Scope
from driftcheck.model.names import tail
from driftcheck.model.symbols import Deprecation

_MAKERS = ("__init__", "__new__")
_OF_CONSTRUCTOR = re.compile(r"__(?:init|new)__|\bconstructor\b|\bdirect(?:ly)?\s+(?:\w+ly\s+)?\w+ing\b", re.IGNORECASE)
"""Words of a message on how objects of a class are made, which says nothing against the class."""
_UNDERLINE = re.compile(r"([=\-~^\"'#*+])\1{2,}")
"""What stands beneath the title of a section (reStructuredText)."""
_TITLE = 2
"""The line that the underline of a docstring's own title stands in at most, counted from 0."""


def of_module(tree: ast.Module, scope: Scope, constants: dict[str, str]) -> Deprecation | None:
    """What a module says in its docstring, or by warning whenever it is imported.

    Args:
        tree: The module.
        scope: That of its body.
        constants: Strings assigned at module level, for messages.
    """
    said = _in_docstring(_opening(ast.get_docstring(tree) or ""), tail(scope.module))
    return said or next((e for _, e in from_body(_warnings_at_top(tree.body), scope, frozenset(), constants)), None)


def of_class(node: ast.ClassDef, path: str, members: Namespace) -> Deprecation | None:
    """What a class says in its docstring, or by a constructor that always warns.

    Args:
        node: The class.
        path: Its qualified name.
        members: What its body binds.
    """
    said = _in_docstring(ast.get_docstring(node, clean=True) or "", node.name)
    if said is not None:
        return said
    makers = (members.symbols.get(f"{path}.{name}", ()) for name in _MAKERS)
    found = (made[-1].deprecation for made in makers if made)
    return next((one for one in found if one is not None and not _OF_CONSTRUCTOR.search(one.message or "")), None)


def is_refused(path: str, members: Namespace) -> bool:
    """Whether a class is kept only to raise: its own constructor does nothing else, and says that it is gone."""
    makers = (members.symbols.get(f"{path}.{name}", ()) for name in _MAKERS)
    return any(made[-1].raises for made in makers if made)


def _opening(docstring: str) -> str:
    """The part of a docstring that speaks of the whole module: what stands before the first section but the title."""
    lines = docstring.splitlines(keepends=True)
    for place, line in enumerate(lines):
        if place > _TITLE and _UNDERLINE.fullmatch(line.rstrip()) and lines[place - 1].strip():
            return "".join(lines[: place - 1])
    return docstring


def _in_docstring(docstring: str, own: str) -> Deprecation | None:
    if ".. deprecated" not in docstring:
        return None
    return next((evidence for name, evidence in from_docstring(docstring, own) if name is None), None)


def _warnings_at_top(statements: Iterable[ast.stmt]) -> Body:
    found = Body()
    for node in statements:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            func = node.value.func
            if "warn" in (func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")):
                found.warned.append(Warned(node.value, None))
    return found

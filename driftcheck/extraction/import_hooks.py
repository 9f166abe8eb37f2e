"""Modules that come from nowhere: a finder of the library's own makes them when they are imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.outreach import calls_at_import, top_level
from driftcheck.extraction.table import Table
from driftcheck.model.names import is_path, is_within

BY_HOOK = "import hook"
"""The reason why a module is open that a finder may make, or fill."""
_HOOKS = re.compile(r"\bsys\.meta_path\s*(\+=|\.(append|insert|extend))")


def hooks_imports(text: str) -> bool:
    """Whether a module's code puts a finder of its own into the import system: modules may come from anywhere."""
    return _HOOKS.search(text) is not None


def hooked_modules(tree: ast.Module, text: str, module: str) -> tuple[str, ...]:
    """The modules of its own top-level package that a module with a finder writes out, and so may mean by it.

    Only of a finder that is put in place when the module is imported. One that goes by the name of its module alone, as
    copies of one library inside others do, means no other.

    Args:
        tree: The module.
        text: Its source.
        module: Its name.
    """
    if not hooks_imports(text) or not _hooks_at_import(tree.body):
        return ()
    top = module.partition(".")[0]
    texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return tuple(sorted({text for text in texts if is_path(text) and is_within(text, top)}))


def _hooks_at_import(body: list[ast.stmt]) -> bool:
    """Whether a finder is put in place when the module is imported, be it by a function that is called then."""
    called = {call.func.id for call in calls_at_import(body) if isinstance(call.func, ast.Name)}
    return any(
        hooks_imports(ast.unparse(node))
        for node in top_level(body)
        if isinstance(node, ast.Expr | ast.AugAssign) or (isinstance(node, ast.FunctionDef) and node.name in called)
    )


def open_hooked(modules: Iterable[ModuleFacts], table: Table) -> None:
    """Leave open what finders may make or fill: the modules that they name, and all beneath those.

    Args:
        modules: All modules of the release.
        table: Its symbols.
    """
    named = {path for facts in modules for path in facts.hooked}
    for module in table.modules if named else ():
        if any(is_within(module, path) for path in named):
            table.open(module, BY_HOOK)

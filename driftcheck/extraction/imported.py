"""What an import statement of a library's module binds, and to what."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from driftcheck.extraction.scopes import Scope

STAR = "*"
"""The name of all that a module takes over from another."""


def imported_by(node: ast.Import | ast.ImportFrom, scope: Scope) -> Iterator[tuple[str, str | None, bool]]:
    """Yield (name, target, whether a stub that says so means to hand it on) for each name that is bound.

    The target is None where a relative import leads out of the release. Of `import *` the name is `STAR` and the
    target the module.
    """
    if isinstance(node, ast.Import):
        for alias in node.names:
            name = alias.asname or alias.name.split(".")[0]
            yield name, alias.name if alias.asname else name, alias.asname == alias.name
        return
    base = scope.absolute(node.level, node.module)
    for alias in node.names:
        if alias.name == STAR:
            yield STAR, base or None, False
        else:
            is_handed_on = alias.asname == alias.name or bool(node.level and not node.module)
            yield alias.asname or alias.name, f"{base}.{alias.name}" if base else None, is_handed_on

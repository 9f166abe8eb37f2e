"""What functions set on modules that they import: whoever calls such a function finds the name there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from driftcheck.extraction.bodies import Body, FunctionNode
from driftcheck.extraction.scopes import UNKNOWN, Scope


def patched_in(node: FunctionNode, body: Body, scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield (path, name) for each `path.name = …` in a function, where `path` lies outside of its own module.

    Args:
        node: The function.
        body: What its statements do.
        scope: The scope that it is defined in.
    """
    arguments = node.args
    local = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    local |= {rest.arg for rest in (arguments.vararg, arguments.kwarg) if rest is not None}
    for attribute in body.attributes:
        imported = body.modules.get(attribute.owner)
        times = len(body.assigned.get(attribute.owner, ()))
        if attribute.owner in local or attribute.owner in body.inner or times > (imported is not None):
            continue
        path = imported or scope.qualify(ast.Name(attribute.owner))
        if path != UNKNOWN and not path.startswith(f"{scope.module}."):
            yield path, attribute.name

"""What functions set on what is not theirs: modules that they import, and objects that they are given.

Whoever calls such a function finds the name there. An object is one of many, but who has called none of the functions
that set something on it reads nothing either.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from driftcheck.extraction.bodies import Body, FunctionNode
from driftcheck.extraction.scopes import UNKNOWN, Scope, split_union


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


def donated_in(node: FunctionNode, body: Body, scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield (owner, name) for each `given.name = …` and `self.part.name = …` in a function.

    The owner is the class that a parameter is declared to be of, or the path of an attribute of the method's own class.

    Args:
        node: The function.
        body: What its statements do.
        scope: The scope that it is defined in.
    """
    arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    receiver = arguments[0].arg if scope.classes and arguments else ""
    declared = {a.arg: a.annotation for a in arguments if a.annotation is not None and a.arg != receiver}
    for attribute in body.attributes:
        if attribute.owner in declared and attribute.owner not in body.assigned:
            for path in classes_in(scope.type_expression(declared[attribute.owner])):
                yield path, attribute.name
    for owner, part, name in body.parts:
        if owner == receiver and owner:
            yield f"{scope.classes[-1][0]}.{part}", name


def classes_in(expression: str) -> list[str]:
    """The paths of the classes of which a value of that type may be; none of the language's own."""
    parts = (part.partition("[")[0].strip() for part in split_union(expression))
    return [part for part in parts if "." in part and not part.startswith(("?", "@", "builtins.", "typing."))]

"""What a class has besides what the statements of its body bind, and why that may not be all."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from driftcheck.extraction.bodies import FunctionNode
from driftcheck.extraction.classes import Ancestry, Decorated, namedtuple_fields
from driftcheck.extraction.namespaces import Namespace
from driftcheck.extraction.outreach import OF_METACLASS
from driftcheck.extraction.relied_on import is_blank, relied_on
from driftcheck.model.symbols import Binding, Kind, Symbol


def bind_implied(  # noqa: PLR0913, PLR0917  # all that may imply a member
    node: ast.ClassDef,
    path: str,
    members: Namespace,
    methods: Sequence[FunctionNode],
    ancestry: Ancestry,
    decorated: Decorated,
) -> None:
    """Bind what methods rely on, metaclasses put into classes, and decorators add; fields, and brackets of bases.

    Args:
        node: The class.
        path: Its qualified name.
        members: What its body binds; the rest is bound into it, weakly.
        methods: The functions of its body.
        ancestry: Its bases.
        decorated: What its decorators say.
    """
    for name in dict.fromkeys(relied_on(node, methods)):
        if f"{path}.{name}" not in members.symbols:
            members.bind_weakly(Symbol(f"{path}.{name}", Kind.ATTRIBUTE, binding=Binding.INSTANCE))
    for name in dict.fromkeys(name for method in methods for name in _put_into_classes(method)):
        members.bind_weakly(Symbol(f"{path}.{name}", Kind.ATTRIBUTE, binding=Binding.INSTANCE))
    for base in node.bases:
        for name in namedtuple_fields(base) or ():
            members.bind_weakly(Symbol(f"{path}.{name}", Kind.ATTRIBUTE, binding=Binding.INSTANCE))
    if ancestry.arguments is not None:
        # The language keeps the brackets of bases under this very name.
        brackets = f"{path}.__orig_bases__"
        members.bind_weakly(Symbol(brackets, Kind.ATTRIBUTE, type=ancestry.arguments, type_source="annotation"))
    for name in decorated.members:
        members.bind_weakly(Symbol(f"{path}.{name}", Kind.ATTRIBUTE))


def _put_into_classes(method: FunctionNode) -> Iterator[str]:
    """Yield the names that the `__new__` of a metaclass binds in the body of each class, whatever is bound there."""
    if method.name != "__new__" or len(method.args.args) != OF_METACLASS:
        return
    body = method.args.args[-1].arg
    for inner in ast.walk(method):
        match inner:
            case ast.Subscript(value=ast.Name(id=owner), slice=ast.Constant(value=str() as name), ctx=ast.Store()):
                if owner == body and name.isidentifier() and not name.startswith("__"):
                    yield name
            case _:
                pass


def openness(  # noqa: PLR0913  # all that may leave a class open
    node: ast.ClassDef, path: str, members: Namespace, ancestry: Ancestry, *, is_filled: bool, is_stub: bool
) -> str | None:
    """Why a class may have more members than are bound; None where it has not.

    Args:
        node: The class.
        path: Its qualified name.
        members: All that is bound.
        ancestry: Its bases.
        is_filled: Whether code sets members under names that are not written out.
        is_stub: Whether a stub describes it. Stubs list the `__getattribute__` that every class has.
    """
    if f"{path}.__getattr__" in members.symbols or (f"{path}.__getattribute__" in members.symbols and not is_stub):
        return "class defines __getattr__"
    if ancestry.open_reason is not None:
        return ancestry.open_reason
    if is_filled:
        return "members set by name"
    return "left blank for others to fill" if not is_stub and is_blank(node) else None

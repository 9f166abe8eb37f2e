"""What subscripts mean in annotations: the forms of `typing` and the generic classes of the standard library."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Protocol

from driftcheck.inference.project_types import ProjectClass, ProjectInstance
from driftcheck.inference.stand_ins import TypeTest
from driftcheck.inference.types import NONE, UNKNOWN, Container, Foreign, Instance, Returning, SpecialForm, Tuple, Type
from driftcheck.inference.unions import declared_instance, join_all, settle
from driftcheck.model.symbols import Kind

_STANDARD = frozenset(
    [
        *(
            "builtins",
            "typing",
            "typing_extensions",
            "collections",
            "collections.abc",
            "_collections_abc",
            "contextlib",
        ),
        *("types", "asyncio", "asyncio.futures", "asyncio.tasks", "_asyncio"),
    ]
)
SEQUENCES = frozenset({"list", "List", "deque", "Deque", "Sequence", "MutableSequence", "tuple"})
ITERABLES = SEQUENCES | frozenset(
    [
        *("set", "Set", "frozenset", "FrozenSet", "AbstractSet", "MutableSet", "Iterator", "Iterable", "Generator"),
        *("Collection", "Reversible", "Container", "KeysView", "ValuesView"),
        *("AsyncIterator", "AsyncIterable", "AsyncGenerator"),
    ]
)
MAPPINGS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "DefaultDict", "OrderedDict"})
AWAITABLES = frozenset({"Awaitable", "Coroutine", "Future", "Task", "CoroutineType"})
CONTEXTS = frozenset(
    [
        *("AbstractContextManager", "ContextManager", "_GeneratorContextManager"),
        *("AbstractAsyncContextManager", "AsyncContextManager", "_AsyncGeneratorContextManager"),
    ]
)
_GENERICS = ITERABLES | MAPPINGS | AWAITABLES | CONTEXTS
_WRAPPERS = frozenset({"Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "InitVar"})

Convert = Callable[[ast.expr], Type]
Fill = Callable[..., Container]


class Maker(Protocol):
    """Who makes what brackets fill."""

    def container(self, path: str, *items: Type) -> Container:
        """A generic object of the standard library."""

    def filled(self, of: Foreign, *items: Type) -> Foreign:
        """A library's class, with what its type variables stand for."""


def subscripted(head: Type, arguments: Sequence[ast.expr], convert: Convert, maker: Maker) -> Type:
    """What an annotation `head[arguments]` says of a value.

    Args:
        head: What stands before the bracket.
        arguments: What stands inside.
        convert: Reads one of the arguments as an annotation.
        maker: Makes generic objects.
    """
    fill = maker.container
    name = _form(head)
    if name == "Callable":
        return Returning(convert(arguments[-1]))
    if name in {"tuple", "Tuple"}:
        return _tuple(arguments, convert, fill)
    if name == "Literal":
        return UNKNOWN
    if name in _WRAPPERS:
        return convert(arguments[0])
    converted = [convert(argument) for argument in arguments]
    if name in {"TypeGuard", "TypeIs"}:
        return TypeTest(converted[0], is_exact=name == "TypeIs")
    if name == "Optional":
        return join_all((converted[0], NONE))
    if name == "Union":
        return join_all(converted)
    if name in {"type", "Type"}:
        return class_object(converted[0])
    if name in _GENERICS:
        return fill(head.entity.symbol.path if isinstance(head, Foreign) else f"typing.{name}", *converted).declared()
    if isinstance(head, Foreign) and head.entity.symbol.kind is Kind.CLASS:
        return declared_instance(maker.filled(head, *converted))
    return head.instance if isinstance(head, ProjectClass) else UNKNOWN


def _form(head: Type) -> str:
    """The name of what means something special in brackets; empty for everything else."""
    if isinstance(head, SpecialForm):
        return head.name.rpartition(".")[2]
    if isinstance(head, Foreign) and head.entity.symbol.kind is Kind.CLASS:
        module, _, name = head.entity.symbol.path.rpartition(".")
        return name if module in _STANDARD else ""
    return ""


def class_object(value: Type) -> Type:
    """The class itself, for `type[value]`."""
    value = settle(value)
    if isinstance(value, Instance):
        return value.of.derived() if value.is_loose else value.of
    return value.of if isinstance(value, ProjectInstance) else UNKNOWN


def _tuple(arguments: Sequence[ast.expr], convert: Convert, fill: Fill) -> Type:
    if len(arguments) == 2 and isinstance(arguments[1], ast.Constant) and arguments[1].value is ...:
        return fill("builtins.tuple", convert(arguments[0])).declared()
    return Tuple(tuple(convert(argument) for argument in arguments)).declared()

"""What subscripts mean in annotations: the forms of `typing` and the generic classes of the standard library."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from driftcheck.inference.types import (
    NONE,
    UNKNOWN,
    Container,
    Foreign,
    Instance,
    ProjectClass,
    ProjectInstance,
    Returning,
    SpecialForm,
    Tuple,
    Type,
    join_all,
    settle,
)
from driftcheck.model.symbols import Kind

_STANDARD = frozenset(
    {"builtins", "typing", "typing_extensions", "collections", "collections.abc", "_collections_abc", "contextlib", "types",
     "asyncio", "asyncio.futures", "asyncio.tasks", "_asyncio"}
)  # fmt: skip
SEQUENCES = frozenset({"list", "List", "deque", "Deque", "Sequence", "MutableSequence", "tuple"})
ITERABLES = SEQUENCES | frozenset(
    {"set", "Set", "frozenset", "FrozenSet", "AbstractSet", "MutableSet", "Iterator", "Iterable", "Generator", "Collection",
     "Reversible", "Container", "KeysView", "ValuesView", "AsyncIterator", "AsyncIterable", "AsyncGenerator"}
)  # fmt: skip
MAPPINGS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "DefaultDict", "OrderedDict"})
AWAITABLES = frozenset({"Awaitable", "Coroutine", "Future", "Task", "CoroutineType"})
CONTEXTS = frozenset(
    {"AbstractContextManager", "ContextManager", "_GeneratorContextManager", "AbstractAsyncContextManager",
     "AsyncContextManager", "_AsyncGeneratorContextManager"}
)  # fmt: skip
_GENERICS = ITERABLES | MAPPINGS | AWAITABLES | CONTEXTS
_WRAPPERS = frozenset({"Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "InitVar"})

Convert = Callable[[ast.expr], Type]
Fill = Callable[..., Container]


def subscripted(head: Type, arguments: Sequence[ast.expr], convert: Convert, fill: Fill) -> Type:
    """What an annotation `head[arguments]` says of a value.

    Args:
        head: What stands before the bracket.
        arguments: What stands inside.
        convert: Reads one of the arguments as an annotation.
        fill: Makes a generic object.
    """
    match head:
        case SpecialForm(name=dotted):
            name = dotted.rpartition(".")[2]
        case Foreign(entity=entity) if entity.symbol.kind is Kind.CLASS:
            module, _, name = entity.symbol.path.rpartition(".")
            if module not in _STANDARD:
                return _converted(arguments, convert, head.instance)
        case ProjectClass(instance=instance):
            return _converted(arguments, convert, instance)
        case _:
            return _converted(arguments, convert, UNKNOWN)
    if name == "Optional":
        return join_all((convert(arguments[0]), NONE))
    if name == "Union":
        return join_all([convert(argument) for argument in arguments])
    if name in _WRAPPERS:
        return convert(arguments[0])
    if name == "Literal":
        return UNKNOWN
    if name in {"type", "Type"}:
        return class_object(convert(arguments[0]))
    if name in {"tuple", "Tuple"}:
        return _tuple(arguments, convert, fill)
    if name == "Callable":
        return Returning(convert(arguments[-1]))
    if name in _GENERICS:
        path = head.entity.symbol.path if isinstance(head, Foreign) else f"typing.{name}"
        return fill(path, *[convert(argument) for argument in arguments])
    return _converted(arguments, convert, head.instance if isinstance(head, Foreign) else UNKNOWN)


def class_object(value: Type) -> Type:
    """The class itself, for `type[value]`."""
    value = settle(value)
    return value.of if isinstance(value, Instance | ProjectInstance) else UNKNOWN


def _converted(arguments: Sequence[ast.expr], convert: Convert, result: Type) -> Type:
    """Read the arguments for the references in them, and give the result that does not depend on them."""
    for argument in arguments:
        convert(argument)
    return result


def _tuple(arguments: Sequence[ast.expr], convert: Convert, fill: Fill) -> Type:
    if len(arguments) == 2 and isinstance(arguments[1], ast.Constant) and arguments[1].value is ...:
        return fill("builtins.tuple", convert(arguments[0]))
    return Tuple(tuple(convert(argument) for argument in arguments))

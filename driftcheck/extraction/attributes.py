"""Members that methods set: `self.x = …` anywhere in a class, `cls.x = …` and `made.x = …` in what makes it."""

from __future__ import annotations

import ast
from dataclasses import replace

from driftcheck.extraction.bodies import AttributeSet, Body, FunctionNode
from driftcheck.extraction.functions import read_function
from driftcheck.extraction.namespaces import Namespace
from driftcheck.extraction.returns import Reader
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.model.symbols import Binding, Kind, Symbol


def bind_attributes(
    bodies: list[tuple[FunctionNode, Body]], inside: Namespace, inner: Scope, full: str, constants: dict[str, str]
) -> bool:
    """Bind what methods set on `self` or `cls`.

    Args:
        bodies: The methods of the class.
        inside: Its members so far; what is bound there already stays.
        inner: Its scope.
        full: Its qualified name.
        constants: Strings assigned at module level.

    Returns:
        Whether some method sets members of the class under names that are not literal.
    """
    is_open = False
    for node, body in bodies:
        arguments = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
        if not arguments or _is_static(node):
            continue
        receiver = arguments[0]
        reader = Reader(inner, receiver=receiver)
        reader.body = body
        reader.locals = {
            a.arg: inner.type_expression(a.annotation)
            for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            if a.annotation is not None
        }
        is_class_level = any(
            getattr(d, "id", getattr(d, "attr", "")) == "classmethod" for d in node.decorator_list
        ) or node.name in ("__new__", "__init_subclass__")
        made = _made(body, receiver) if is_class_level else set()
        if is_class_level and any(isinstance(o, ast.Name) and o.id in (receiver, *made) for o in body.dynamic):
            is_open = True
        if is_class_level and any(_sets_by_name(function, receiver) for function in body.inner.values()):
            is_open = True
        for attribute in body.attributes:
            if attribute.owner == receiver or attribute.owner in made:
                on_class = is_class_level and attribute.owner == receiver
                _bind_attribute(attribute, body, reader, inside, inner, full, constants, is_class_level=on_class)
    return is_open


def _sets_by_name(function: FunctionNode, receiver: str) -> bool:
    """Whether a function inside a method, a decorator for instance, sets members of the method's own receiver."""
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    if any(argument.arg == receiver for argument in arguments):
        return False
    for inner in ast.walk(function):
        match inner:
            case ast.Call(func=ast.Name(id="setattr"), args=[ast.Name(id=owner), name, _]) if owner == receiver:
                if not isinstance(name, ast.Constant):
                    return True
            case _:
                pass
    return False


def _made(body: Body, receiver: str) -> set[str]:
    """Local names of a class's own instances: `self = super().__new__(cls)`, `self = cls()`."""
    return {
        name
        for name, values in body.assigned.items()
        for value in values
        if isinstance(value, ast.Call)
        and (
            (isinstance(value.func, ast.Attribute) and value.func.attr == "__new__")
            or (isinstance(value.func, ast.Name) and value.func.id == receiver)
        )
    }


def _is_static(node: FunctionNode) -> bool:
    return any(getattr(d, "id", getattr(d, "attr", "")) == "staticmethod" for d in node.decorator_list)


def _bind_attribute(  # noqa: PLR0913, PLR0917  # what is set, and where it is read
    attribute: AttributeSet,
    body: Body,
    reader: Reader,
    inside: Namespace,
    inner: Scope,
    full: str,
    constants: dict[str, str],
    *,
    is_class_level: bool,
) -> None:
    path = f"{full}.{attribute.name}"
    if path in inside.symbols:
        return
    value = attribute.value
    if is_class_level and isinstance(value, ast.Name) and value.id in body.inner:
        function = body.inner[value.id]
        read = read_function(function, path, inner, (), constants)
        inside.bind_weakly(replace(read.symbol, signatures=()) if not read.is_accessor else read.symbol)
        return
    kind, source = UNKNOWN, None
    if attribute.annotation is not None:
        kind, source = inner.type_expression(attribute.annotation), "annotation"
    elif value is not None:
        kind, source = reader.expression(value), "inferred"
    if kind in (UNKNOWN, "None"):
        kind, source = "", None
    inside.bind_weakly(
        Symbol(
            path,
            Kind.ATTRIBUTE,
            type=kind or None,
            type_source=source,
            binding=Binding.PLAIN if is_class_level else Binding.INSTANCE,
        )
    )

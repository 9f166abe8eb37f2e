"""What a function does to what it decorates, or to its caller."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import IntEnum

from driftcheck.extraction.bodies import Body, FunctionNode, read_body
from driftcheck.extraction.facts import FunctionTraits
from driftcheck.extraction.scopes import UNKNOWN, Scope

_NOTING = frozenset({
    "append", "add", "print", "isinstance", "issubclass", "getattr", "hasattr", "super", "type", "id", "repr", "str",
    "hash", "callable", "__new__", "get_type_hints", "signature", "getmembers", "getdoc", "is_dataclass", "fields",
})  # fmt: skip
_DECORATOR = re.compile(r"(?:\w+\.)*Callable\[\[(?P<given>.+)\], (?P<made>.+)\]")
_GIVES = re.compile(r"(?:\w+\.)*Callable\[.+, (?P<result>\w+)\]")
_USUAL_VARIABLE = re.compile(r"_?[A-Z][A-Z0-9]?")
"""What type variables are called that another module defines."""
_MAX_DEPTH = 2
_CHANGES = frozenset({"pop", "popitem", "setdefault", "update", "clear"})


def takes_note(name: str) -> bool:
    """Whether a function called so takes note of a class and leaves it as it is: a registry, a list, a question."""
    return name in _NOTING or name.lstrip("_").startswith("register")


def traits_of(node: FunctionNode, body: Body, scope: Scope) -> FunctionTraits | None:
    """The traits of a function; None where there is nothing to say."""
    raised = _name_of(body.raised)
    always_raises = bool(raised) and raised not in ("NotImplementedError", "StopIteration", "AttributeError")
    effect, keeps_class = _as_decorator(node, body, is_method=bool(scope.classes), depth=0)
    keeps, extends = effect is _Effect.KEEPS, effect is _Effect.EXTENDS
    binds_names = any(_is_some_module(owner) for owner in body.dynamic)
    makes_fields = _has_decorator(node, "dataclass_transform")
    made_by = _made_by(node, body, scope) if effect is _Effect.CHANGES else None
    keeps_result = not keeps and _keeps_result(node, scope)
    if not (keeps or extends or keeps_class or always_raises or binds_names or makes_fields or made_by or keeps_result):
        return None
    return FunctionTraits(keeps, keeps_class, always_raises, binds_names, makes_fields, extends, made_by, keeps_result)


def _keeps_result(node: FunctionNode, scope: Scope) -> bool:
    """Whether a decorator is declared to give back what it is given: `(f: F) -> F`, `Callable[[F], F]`."""
    declared = _written(node.returns)
    made = _DECORATOR.fullmatch(declared)
    if made is not None:
        return made["given"] == made["made"] and _is_telling(made["made"], scope)
    given = node.args.args[1 if scope.classes else 0 :]
    return bool(given) and _written(given[0].annotation) == declared and _is_telling(declared, scope)


def _written(annotation: ast.expr | None) -> str:
    if annotation is None:
        return ""
    is_quoted = isinstance(annotation, ast.Constant) and isinstance(annotation.value, str)
    return " ".join(annotation.value.split()) if is_quoted else ast.unparse(annotation)  # type: ignore[attr-defined] # narrowed by `is_quoted`


def _is_telling(written: str, scope: Scope) -> bool:
    """Whether a type tells one function from another: a type variable, or a function that gives one."""
    gives = _GIVES.fullmatch(written)
    name = gives["result"] if gives is not None else written
    return name in scope.type_variables or _USUAL_VARIABLE.fullmatch(name) is not None


def _made_by(node: FunctionNode, body: Body, scope: Scope) -> str | None:
    """The function whose result is all that a function gives back, where it does nothing else."""
    statements = [s for s in node.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    match body.returns:
        case [ast.Call(func=ast.Name() | ast.Attribute() as func)] if len(statements) == 1 and not scope.classes:
            path = scope.qualify(func)
            return path if path != UNKNOWN and not path.startswith("builtins.") else None
        case _:
            return None


def _is_some_module(owner: ast.expr) -> bool:
    """`sys.modules[…]`: whose names are bound shows where the function is used."""
    return isinstance(owner, ast.Subscript) and isinstance(owner.value, ast.Attribute) and owner.value.attr == "modules"


class _Effect(IntEnum):
    """What becomes of the signature of what is decorated."""

    CHANGES = 0
    EXTENDS = 1
    """What it takes is taken still, and it may be that more is."""
    KEEPS = 2


def _as_decorator(node: FunctionNode, body: Body, *, is_method: bool, depth: int) -> tuple[_Effect, bool]:
    """Whether each thing returned is the first argument, a wrapper marked by `wraps`, or a decorator that does so.

    Returns:
        What becomes of a signature, and whether a class is kept as it is.
    """
    names = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
    if is_method and names and not _has_decorator(node, "staticmethod"):
        del names[0]
    if not body.returns or depth > _MAX_DEPTH:
        return _Effect.CHANGES, False
    verdicts: list[tuple[_Effect, bool]] = []
    for value in _given_back(node, body):
        match value:
            case ast.Name(id=name) if names and name == names[0]:
                verdicts.append((_Effect.KEEPS, _leaves_alone(node, body, name)))
            case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)) if name in body.inner:
                inner = body.inner[name]
                if isinstance(value, ast.Name) and _has_decorator(inner, "wraps"):
                    extends = _Effect.EXTENDS if inner.args.kwarg is not None else _Effect.CHANGES
                    keeps = _passes_on(inner, names[0] if names else "")
                    verdicts.append((_Effect.KEEPS if keeps else extends, False))
                elif isinstance(value, ast.Name) or names:
                    verdicts.append(_as_decorator(inner, read_body(inner), is_method=False, depth=depth + 1))
                else:
                    return _Effect.CHANGES, False
            case ast.Call(
                func=ast.Name(id="update_wrapper" | "wraps") | ast.Attribute(attr="update_wrapper" | "wraps")
            ):
                verdicts.append((_Effect.KEEPS, False))
            case ast.Lambda(args=ast.arguments(args=[ast.arg(arg=given)]), body=ast.Name(id=name)) if name == given:
                verdicts.append((_Effect.KEEPS, True))
            case ast.Constant(value=None):
                continue
            case _:
                return _Effect.CHANGES, False
    return min((v[0] for v in verdicts), default=_Effect.CHANGES), all(v[1] for v in verdicts) and bool(verdicts)


def _given_back(node: FunctionNode, body: Body) -> Iterator[ast.expr | None]:
    """Yield what a function gives back, as a decorator: not where it only waits to be called with what it decorates."""
    waiting = list(body.returns)
    while waiting:
        value = waiting.pop()
        match value:
            case ast.IfExp(body=one, orelse=other):
                waiting += [one, other]
            case ast.Call(func=ast.Name(id="cast") | ast.Attribute(attr="cast"), args=[_, inner]):
                waiting.append(inner)
            case ast.Call(func=ast.Name(id="partial") | ast.Attribute(attr="partial"), args=[ast.Name(id=name)]) if (
                name == node.name
            ):
                continue
            case ast.Lambda(body=ast.Call(func=ast.Name(id=name))) if name == node.name:
                continue
            case ast.Name(id=name) if name in body.assigned:
                known = body.assigned[name]
                yield known[0] if len(known) == 1 and isinstance(known[0], ast.Name) else value
            case _:
                yield value


def _leaves_alone(node: FunctionNode, body: Body, name: str) -> bool:
    """Whether a class given as `name` gets no members: none are set on it, and nothing unknown is given it."""
    if body.dynamic or any(attribute.owner == name for attribute in body.attributes):
        return False
    return not _gives_away(node, name)


def _gives_away(node: FunctionNode, name: str) -> bool:
    """Whether a function gives a class that it knows as `name` to another that may do anything to it."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and not takes_note(_name_of(inner.func)):
            given = (*inner.args, *(keyword.value for keyword in inner.keywords))
            if any(isinstance(part, ast.Name) and part.id == name for value in given for part in _parts(value)):
                return True
    return False


def _parts(value: ast.expr) -> list[ast.expr]:
    """An argument, or the items of one that is written as a list."""
    return value.elts if isinstance(value, ast.List | ast.Tuple | ast.Set) else [value]


def _passes_on(wrapper: FunctionNode, function: str) -> bool:
    """Whether a wrapper hands over what it is given: it adds no argument and takes none out of its keywords."""
    own = {a.arg for a in (*wrapper.args.posonlyargs, *wrapper.args.args)}
    if wrapper.args.kwonlyargs:
        return False
    keywords = wrapper.args.kwarg.arg if wrapper.args.kwarg else None
    for node in ast.walk(wrapper):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name == function:
                plain = [arg for arg in node.args if not isinstance(arg, ast.Starred)]
                if not all(isinstance(arg, ast.Name) and arg.id in own for arg in plain):
                    return False
                if any(keyword.arg is not None for keyword in node.keywords):
                    return False
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if name == keywords:
                if attr in _CHANGES:
                    return False
            case ast.Name(id=name, ctx=ast.Store()) if name == keywords:
                return False
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if name == keywords:
                return False
            case _:
                pass
    return True


def _has_decorator(node: FunctionNode, name: str) -> bool:
    return any(_name_of(decorator) == name for decorator in node.decorator_list)


def _name_of(node: ast.expr | None) -> str:
    """The last name of what is raised, called or used as a decorator."""
    func = node.func if isinstance(node, ast.Call) else node
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")

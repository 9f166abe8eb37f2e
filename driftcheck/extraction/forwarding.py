"""Where a function hands on the keywords that it takes by `**keywords`, if it hands them on as it got them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from driftcheck.extraction.bodies import FunctionNode
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.model.symbols import HANDS_ON

_READING = frozenset({"get", "items", "keys", "values", "copy", "setdefault", "update"})
"""Methods of a dictionary that take no entry out of it."""
_LOOKING = frozenset({"len", "set", "list", "tuple", "sorted", "dict", "bool", "any", "repr", "str", "print"})
"""Functions of the language that leave what they are given as it is."""


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Where the keywords go."""

    target: str
    """As the annotation of `**keywords` tells it: see `HANDS_ON`."""
    taken: tuple[str, ...] = ()
    """Keywords that the function takes out for itself before."""


@dataclass(slots=True)
class _Uses:
    """What a body does with its dictionary of keywords."""

    name: str
    targets: list[ast.expr] = field(default_factory=list)
    """What is called with all of it."""
    taken: list[str] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    """Lines on which it is given away, or looked at in a way that is not known."""
    is_changed: bool = False


def read_forwarding(node: FunctionNode, scope: Scope, receiver: str) -> HandedOn | None:
    """Follow the keywords of a function.

    Args:
        node: Its definition.
        scope: The scope of the body that defines it.
        receiver: The first parameter of a method; empty for others.

    Returns:
        Where every call hands them on; None where it may not, or where something may be taken out or put in between.
    """
    keywords = node.args.kwarg.arg if node.args.kwarg else None
    if keywords is None:
        return None
    uses = _Uses(keywords)
    for statement in node.body:
        _collect(statement, uses)
    if not uses.targets or uses.is_changed or not _always(node.body, keywords):
        return None
    last = max(target.lineno for target in uses.targets)
    if any(line <= last for line in uses.bare):
        return None
    local = {a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)} | _bound(node.body)
    is_class = any(getattr(d, "id", getattr(d, "attr", "")) == "classmethod" for d in node.decorator_list)
    targets = {_target(t, scope, receiver, local - {receiver}, is_class=is_class) for t in uses.targets}
    target = targets.pop() if len(targets) == 1 else None
    return HandedOn(HANDS_ON + target, tuple(dict.fromkeys(uses.taken))) if target is not None else None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a function takes out of its keywords, where it does not hand them on."""

    names: tuple[str, ...]
    is_all: bool
    """Whether it raises where anything is left."""


def read_taken(node: FunctionNode) -> Taken:
    """Follow the keywords of a function that it takes out one by one.

    All are known where a statement of its own says, behind all of them: `if keywords: raise …`.
    """
    keywords = node.args.kwarg.arg if node.args.kwarg else None
    if keywords is None:
        return Taken((), is_all=False)
    uses = _Uses(keywords)
    for statement in node.body:
        _collect(statement, uses)
    names = tuple(dict.fromkeys(uses.taken))
    place = next((place for place, one in enumerate(node.body) if _refuses_rest(one, keywords)), None)
    if place is None or uses.targets or uses.is_changed:
        return Taken(names, is_all=False)
    refusing = node.body[place]
    is_looked_at = any(not refusing.lineno <= line <= (refusing.end_lineno or 0) for line in uses.bare)
    may_leave = any(isinstance(part, ast.Return) for one in node.body[:place] for part in ast.walk(one))
    return Taken(names, is_all=not is_looked_at and not may_leave)


def _refuses_rest(statement: ast.stmt, keywords: str) -> bool:
    """`if keywords: raise …`, and nothing beside."""
    match statement:
        case ast.If(test=ast.Name(id=name), body=[*_, ast.Raise()], orelse=[]):
            return name == keywords
        case _:
            return False


def _collect(node: ast.AST, uses: _Uses) -> None:  # one case a form
    match node:
        case ast.Call():
            _collect_call(node, uses)
            return
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[ast.Name(id=name)]) if name == uses.name:
            _collect(left, uses)
            return
        case ast.Subscript(value=ast.Name(id=name), slice=index, ctx=ctx) if name == uses.name:
            if isinstance(ctx, ast.Del):
                _take(index, uses)
            _collect(index, uses)
            return
        case ast.Name(id=name, ctx=ctx) if name == uses.name:
            if isinstance(ctx, ast.Load):
                uses.bare.append(node.lineno)
            else:
                uses.is_changed = True
        case ast.If(test=ast.Name(id=name)) if name == uses.name:
            for statement in (*node.body, *node.orelse):
                _collect(statement, uses)
            return
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef():
            uses.is_changed |= any(isinstance(n, ast.Name) and n.id == uses.name for n in ast.walk(node))
            return
        case _:
            pass
    for child in ast.iter_child_nodes(node):
        _collect(child, uses)


def _collect_call(call: ast.Call, uses: _Uses) -> None:
    given: list[ast.expr] = list(call.args)
    match call.func:
        case ast.Attribute(value=ast.Name(id=name), attr="pop") if name == uses.name:
            _take(call.args[0] if call.args else None, uses)
        case ast.Attribute(value=ast.Name(id=name), attr=attr) if name == uses.name:
            uses.is_changed |= attr not in _READING
        case ast.Name(id=name) if name in _LOOKING:
            given = [argument for argument in given if not _is(argument, uses.name)]
        case func:
            _collect(func, uses)
    for keyword in call.keywords:
        if keyword.arg is None and _is(keyword.value, uses.name):
            uses.targets.append(call.func)
        else:
            given.append(keyword.value)
    for argument in given:
        _collect(argument, uses)


def _take(key: ast.expr | None, uses: _Uses) -> None:
    if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value.isidentifier():
        uses.taken.append(key.value)
    else:
        uses.is_changed = True


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _always(statements: Iterable[ast.stmt], keywords: str) -> bool:
    """Whether every way through that does not raise, or return before, hands the keywords on."""
    for statement in statements:
        match statement:
            case ast.Expr() | ast.Return() | ast.Assign() | ast.AnnAssign():
                if any(_hands_on(node, keywords) for node in ast.walk(statement)):
                    return True
            case ast.For(iter=iterated) | ast.AsyncFor(iter=iterated) if any(
                _hands_on(node, keywords) for node in ast.walk(iterated)
            ):
                return True
            case ast.With(body=body) | ast.AsyncWith(body=body) | ast.Try(body=body):
                if _always(body, keywords):
                    return True
            case ast.If(body=body, orelse=orelse):
                if _always(body, keywords) and _always(orelse, keywords):
                    return True
            case _:
                pass
    return False


def _hands_on(node: ast.AST, keywords: str) -> bool:
    return isinstance(node, ast.Call) and any(k.arg is None and _is(k.value, keywords) for k in node.keywords)


def _bound(statements: Iterable[ast.stmt]) -> set[str]:
    """Names that a body binds: they do not mean what they mean around it."""
    return {name for statement in statements for name in _names(statement)}


def _names(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from (alias.asname or alias.name.partition(".")[0] for alias in aliases)
            case _:
                pass


def _target(func: ast.expr, scope: Scope, receiver: str, local: set[str], *, is_class: bool) -> str | None:
    match func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=attr) if scope.classes:
            return f"super.{attr}"
        case ast.Attribute(value=ast.Name(id=name), attr=attr) if receiver and name == receiver:
            return f"self.{attr}"
        case ast.Name(id=name) if is_class and receiver and name == receiver:
            return "class"
        case ast.Name(id=name) if name in local:
            return None
        case ast.Name() | ast.Attribute():
            head: ast.expr = func
            while isinstance(head, ast.Attribute):
                head = head.value
            if not isinstance(head, ast.Name) or head.id in local or head.id == receiver:
                return None
            # A function does not see the names in the body of the class around it.
            outer = Scope(scope.module, scope.is_package, scope.names, has_star=scope.has_star)
            path = outer.qualify(func)
            return path if path != UNKNOWN and not path.startswith("builtins.") else None
        case _:
            return None

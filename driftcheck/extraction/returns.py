"""What an expression in a library gives, where its text alone tells.

A result that depends on another function of the library is left as a *promise* (`@call path`,
or `@own path` for a method called on the receiver), which joining redeems once every module of
the release is read.
"""

from __future__ import annotations

import ast
import re

from driftcheck.extraction.bodies import Body, FunctionNode
from driftcheck.extraction.scopes import UNKNOWN, Scope

CALL = "@call "
"""Prefix of a promise: what a call of the named thing returns."""
OWN = "@own "
"""The same for a method of the receiver's own: where it returns its receiver, so does its caller."""
SELF = "typing.Self"
_CLASS = re.compile(r"(?:builtins\.type|typing\.Type)\[([\w.]+)\]")
"""What is given as `type[X]`: calling it gives an `X`."""
_MAX_ALTERNATIVES = 4
_OF_TYPE = 3
"""What `type` takes to make a class: a name, bases, members."""


def promised(path: str, *, is_own: bool = False) -> str:
    """A promise to be redeemed by joining: what calling `path` gives, `is_own` where it is called on the receiver."""
    return f"{OWN if is_own else CALL}{path}"


class Reader:
    """Reads expressions of one function (or class body) in its scope."""

    def __init__(self, scope: Scope, *, receiver: str = "", is_class_receiver: bool = False) -> None:
        """Take the scope, and the name of the first parameter of a method."""
        self.scope = scope
        self.receiver = receiver
        self.is_class_receiver = is_class_receiver
        self.owner = scope.classes[-1][0] if scope.classes else ""
        self.locals: dict[str, str] = {}
        self.body: Body | None = None
        self._busy: set[str] = set()

    def expression(self, node: ast.expr | None) -> str:  # noqa: PLR0912  # a table of node types
        """The type expression of what `node` evaluates to; `?` where its text does not tell."""
        match node:
            case None | ast.Constant(value=None):
                return "None"
            case ast.Constant(value=value):
                return f"builtins.{type(value).__name__}" if value is not ... else UNKNOWN
            case ast.JoinedStr():
                return "builtins.str"
            case ast.List() | ast.ListComp():
                return "builtins.list"
            case ast.Dict() | ast.DictComp():
                return "builtins.dict"
            case ast.Set() | ast.SetComp():
                return "builtins.set"
            case ast.Tuple(elts=elts):
                parts = [self.expression(elt) for elt in elts[:6]]
                return f"builtins.tuple[{', '.join(parts)}]" if 0 < len(elts) <= 6 else "builtins.tuple"
            case ast.Compare(ops=ops) if all(isinstance(op, ast.In | ast.NotIn | ast.Is | ast.IsNot) for op in ops):
                return "builtins.bool"
            case ast.UnaryOp(op=ast.Not()):
                return "builtins.bool"
            case ast.Name(id=name):
                return self._name(name)
            case ast.IfExp(body=body, orelse=orelse):
                return union([self.expression(body), self.expression(orelse)])
            case ast.Call(func=func, args=args):
                return self._call(func, args)
            case ast.Await():
                return UNKNOWN
            case _:
                return UNKNOWN

    def _name(self, name: str) -> str:
        if name == self.receiver and not self.is_class_receiver:
            return SELF
        if self.body is not None and name in self.body.assigned:
            values = self.body.assigned[name]
            if len(values) != 1 or values[0] is None or name in self._busy or name in self.locals:
                return UNKNOWN
            self._busy.add(name)
            try:
                return self.expression(values[0])
            finally:
                self._busy.discard(name)
        return self.locals.get(name, UNKNOWN)

    def _call(self, func: ast.expr, args: list[ast.expr]) -> str:
        match func:
            case ast.Name(id=name) if name == self.receiver and self.is_class_receiver:
                return SELF
            case ast.Attribute(value=ast.Name(id=name), attr="__class__") if name == self.receiver:
                return SELF
            case ast.Call(func=ast.Name(id="type"), args=[ast.Name(id=name)]) if name == self.receiver:
                return SELF
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name == self.receiver and self.owner:
                return promised(f"{self.owner}.{attr}", is_own=True)
            case ast.Name(id="cast") | ast.Attribute(attr="cast") if len(args) == 2:
                return self.scope.type_expression(args[0])
            case ast.Name(id=name) if self.body is not None and name in self.body.assigned:
                return UNKNOWN
            case ast.Name(id=name) if (made := _CLASS.fullmatch(self.locals.get(name, ""))) is not None:
                return made[1]
            case ast.Name() | ast.Attribute():
                path = self.scope.qualify(func)
                return UNKNOWN if path == UNKNOWN else promised(path)
            case _:
                return UNKNOWN


def is_cast(node: ast.expr | None) -> bool:
    """`cast(X, …)`: what type checkers are told, and nobody holds against what is given."""
    match node:
        case ast.Call(func=ast.Name(id="cast") | ast.Attribute(attr="cast"), args=[_, _]):
            return True
        case _:
            return False


def gives_made_class(body: Body) -> bool:
    """Whether a function gives back an object of a class that it makes itself: more than its annotation tells of."""
    return any(
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Call)
        and isinstance(value.func.func, ast.Name)
        and value.func.func.id == "type"
        and len(value.func.args) == _OF_TYPE
        for value in body.returns
    )


def inferred_returns(node: FunctionNode, body: Body, reader: Reader) -> str | None:
    """What the `return` statements give back, if each of them tells; None otherwise."""
    if body.yields:
        return "collections.abc.Iterator[?]"
    if not body.returns:
        return None
    reader.body = body
    arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    reader.locals = {
        argument.arg: reader.scope.type_expression(argument.annotation)
        for argument in arguments
        if argument.annotation is not None
    }
    kinds = [reader.expression(value) for value in body.returns]
    if UNKNOWN in kinds:
        return None
    merged = union(kinds)
    return merged if merged.count(" | ") < _MAX_ALTERNATIVES else None


def union(kinds: list[str]) -> str:
    """Alternatives joined; unknown if one is."""
    if UNKNOWN in kinds:
        return UNKNOWN
    return " | ".join(dict.fromkeys(kinds))

"""Folding the expressions of library modules: literals are Python values, imported things `Ref`s, all else opaque."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from driftcheck.extraction.operations import binary, compare, part_of, truth
from driftcheck.extraction.values import (
    OPAQUE,
    Budget,
    Closure,
    Decorated,
    Effects,
    Enumeration,
    Environment,
    Instance,
    LibraryClass,
    LookupFails,
    Member,
    Method,
    ModuleDict,
    Presumed,
    Ref,
    SomeName,
    Spec,
    Super,
    bind_target,
    is_hashable,
)

_ITEMS_A_STEP = 32
_KEPT = frozenset({"sys.modules", "sys.version_info"})
"""What is not looked up in a module: its path says what it is."""
_READ = frozenset({"__all__", "__version__", "__path__"})
"""Names of modules with two underscores that may be followed."""


class Expressions(ABC):
    """Folds expressions; what a call gives is for those who know functions to say."""

    def __init__(self, budget: Budget | None = None) -> None:
        """Take what the evaluations of a release may cost together."""
        self.effects = Effects(budget=budget or Budget())
        self.asked: str | None = None
        """The name that a `__getattr__` is being asked for."""

    @abstractmethod
    def call(self, node: ast.Call, env: Environment) -> object:
        """Fold a call."""

    @abstractmethod
    def member(self, owner: object, name: str) -> object:
        """What a class of the library, or an instance of one, has under a name."""

    def value(self, node: ast.expr | None, env: Environment) -> object:
        """Fold an expression; `OPAQUE` where it cannot be. A large value costs more of the budget."""
        self.effects.step()
        value = self._folded(node, env)
        if isinstance(value, str | list | dict) and not isinstance(node, ast.Name | ast.Constant):
            self.effects.step(len(value) // _ITEMS_A_STEP)
        return value

    def _folded(self, node: ast.expr | None, env: Environment) -> object:  # noqa: PLR0912  # a table of node types
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return env.lookup(name)
            case ast.Dict(keys=keys, values=values):
                return self._dict(keys, values, env)
            case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
                return self._sequence(elts, env)
            case ast.Attribute(value=owner, attr=attr):
                return self.attribute(self.value(owner, env), attr, env)
            case ast.Subscript(value=owner, slice=ast.Slice(lower=lower, upper=upper, step=None)):
                return part_of(
                    self.value(owner, env), *(self.value(end, env) if end else None for end in (lower, upper))
                )
            case ast.Subscript(value=owner, slice=index):
                return self._item(self._table(owner, env), self.value(index, env))
            case ast.JoinedStr(values=parts):
                return "".join(self._text(part, env) for part in parts)
            case ast.BinOp(left=left, op=op, right=right):
                return binary(self._table(left, env), op, self._table(right, env))
            case ast.BoolOp(op=op, values=values):
                return self._boolean(op, values, env)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                is_true = truth(self.value(operand, env))
                return OPAQUE if is_true is None else not is_true
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)):
                return -number
            case ast.NamedExpr(target=ast.Name(id=name), value=inner):
                env.values[name] = self.value(inner, env)
                return env.values[name]
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return compare(self.value(left, env), op, self._table(right, env))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                is_true = truth(self.value(test, env))
                return OPAQUE if is_true is None else self.value(body if is_true else orelse, env)
            case ast.Call():
                return self.call(node, env)
            case ast.DictComp(key=key, value=value, generators=generators):
                pairs = self._comprehension(generators, env, lambda e: (self.value(key, e), self.value(value, e)))
                return OPAQUE if pairs is None else {k: v for k, v in pairs if is_hashable(k)}
            case (
                ast.ListComp(elt=elt, generators=generators)
                | ast.SetComp(elt=elt, generators=generators)
                | ast.GeneratorExp(elt=elt, generators=generators)
            ):
                items = self._comprehension(generators, env, lambda e: self.value(elt, e))
                return OPAQUE if items is None else items
            case ast.Lambda():
                return Closure(node, env)
            case _:
                return OPAQUE

    def _dict(self, keys: list[ast.expr | None], values: list[ast.expr], env: Environment) -> object:
        table: dict[object, object] = {}
        for key, value in zip(keys, values, strict=True):
            if key is None:
                spread = self.value(value, env)
                if not isinstance(spread, dict):
                    return OPAQUE
                table.update(spread)
            else:
                folded = self.value(key, env)
                if folded is OPAQUE or not is_hashable(folded):
                    return OPAQUE
                table[folded] = self.value(value, env)
        return table

    def _sequence(self, elts: list[ast.expr], env: Environment) -> object:
        items: list[object] = []
        for elt in elts:
            if isinstance(elt, ast.Starred):
                spread = self.value(elt.value, env)
                if not isinstance(spread, list | dict):
                    return OPAQUE
                items.extend(spread)
            else:
                items.append(self.value(elt, env))
        return items

    def attribute(self, owner: object, attr: str, env: Environment) -> object:
        """`owner.attr`."""
        if isinstance(owner, LibraryClass | Instance | Super):
            return self.member(owner, attr)
        if attr == "__dict__" and isinstance(owner, Ref):
            found = env.load(owner.path)
            return self.member(found, attr) if isinstance(found, LibraryClass) else ModuleDict(owner.path)
        if isinstance(owner, Ref):
            return self._reference(owner, attr, env)
        if isinstance(owner, Closure | Decorated) and attr == "__name__":
            closure = owner.function if isinstance(owner, Decorated) else owner
            return getattr(closure.node, "name", OPAQUE)
        if isinstance(owner, Spec):
            return owner.package if attr == "parent" else OPAQUE
        if isinstance(owner, str | list | dict | ModuleDict):
            return Method(owner, attr)
        return OPAQUE

    @staticmethod
    def _reference(owner: Ref, attr: str, env: Environment) -> object:
        """A member of what lives in a module."""
        tail = owner.path.rpartition(".")[2]
        if isinstance(owner, Enumeration) and attr == "__members__":
            return owner.table
        if isinstance(owner, Member) and attr in ("name", "_name_"):
            return tail
        if attr in ("__name__", "__qualname__"):
            is_own = isinstance(owner, Enumeration) or not isinstance(env.load(owner.path), Ref)
            return tail if is_own else Presumed(tail)
        return Ref(f"{owner.path}.{attr}") if not attr.startswith("__") or attr in _READ else OPAQUE

    def _table(self, node: ast.expr, env: Environment) -> object:
        """The value of a node that is looked into: a table of another module is fetched."""
        value = self.value(node, env)
        return env.load(value.path) if type(value) is Ref and value.path not in _KEPT else value

    def _item(self, owner: object, index: object) -> object:
        """`owner[index]`.

        Raises:
            LookupFails: A literal table lacks the key; or a module's own dictionary is asked for the very name that its
                `__getattr__` was called with.
        """
        if isinstance(owner, ModuleDict) and isinstance(index, str):
            if index == self.asked:
                raise LookupFails
            return Ref(f"{owner.module}.{index}")
        if isinstance(owner, Ref) and owner.path == "sys.modules" and isinstance(index, str):
            return Ref(index)
        if isinstance(owner, Ref) and owner.path == "sys.version_info":
            return 3 if index == 0 else OPAQUE
        if isinstance(owner, Enumeration):
            owner = owner.table
        try:
            if isinstance(owner, dict) and is_hashable(index) and index is not OPAQUE:
                return owner.get(index, OPAQUE) if OPAQUE in owner else owner[index]
            if isinstance(owner, list | str) and isinstance(index, int):
                return owner[index]
        except LookupError:
            raise LookupFails from None
        return OPAQUE

    def _text(self, part: ast.expr, env: Environment) -> str:
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        value = self.value(inner, env)
        if isinstance(value, Ref):
            return value.path.rpartition(".")[2]
        if not isinstance(value, str | int | float):
            return "…"
        return repr(value) if isinstance(part, ast.FormattedValue) and part.conversion == ord("r") else str(value)

    def _boolean(self, op: ast.boolop, values: list[ast.expr], env: Environment) -> object:
        result: object = OPAQUE
        unknown = False
        for node in values:
            result = self.value(node, env)
            is_true = truth(result)
            if is_true is None:
                unknown = True
            elif is_true is isinstance(op, ast.Or):
                return result if not unknown else OPAQUE if isinstance(op, ast.Or) else False
            elif unknown and isinstance(op, ast.And) and not is_true:
                return False
        return OPAQUE if unknown else result

    def _items(self, iterable: ast.expr, env: Environment) -> object:
        """What a loop walks over: of a table its keys, of an enumeration its members."""
        items = self._table(iterable, env)
        if isinstance(items, Enumeration):
            return list(items.table.values())
        if isinstance(items, Ref) and items.path.endswith(".__all__"):
            return [SomeName(items.path.removesuffix(".__all__"), is_exported=True)]
        if isinstance(items, ModuleDict):
            return [SomeName(items.module, is_exported=False)]
        if isinstance(items, str):
            return list(items)
        return list(items) if isinstance(items, dict) else items

    def _comprehension(
        self, generators: list[ast.comprehension], env: Environment, make: Callable[[Environment], Any]
    ) -> list[Any] | None:
        """What is made of each combination of items; None where it is not known which there are."""
        generator, *rest = generators
        items = self._items(generator.iter, env)
        if not isinstance(items, list):
            return None
        made: list[Any] = []
        for item in items:
            self.effects.step()
            inner = Environment(env.module, env.find, env.load, parent=env)
            if not bind_target(generator.target, item, inner.values):
                return None
            is_wanted = self._passes(generator.ifs, inner)
            if is_wanted is None and not _stands_for_names(item):
                return None
            if is_wanted is False:
                continue
            if rest:
                more = self._comprehension(rest, inner, make)
                if more is None:
                    return None
                made += more
            else:
                made.append(make(inner))
        return made

    def _passes(self, tests: list[ast.expr], env: Environment) -> bool | None:
        """Whether every test holds; None where that is not known."""
        truths = [truth(self.value(test, env)) for test in tests]
        return False if False in truths else None if None in truths else True


def _stands_for_names(item: object) -> bool:
    """Whether an item is a name that stands for many, alone or with its value."""
    return isinstance(item, SomeName) or (isinstance(item, list) and any(isinstance(part, SomeName) for part in item))

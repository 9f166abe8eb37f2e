"""The modules of a release as partial evaluation sees them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator

from driftcheck.extraction.toplevel import Bindings, TopLevel
from driftcheck.extraction.values import (
    OPAQUE,
    Budget,
    Environment,
    Exhausted,
    LibraryClass,
    LookupFails,
    Ref,
    Spec,
    builtin,
)
from driftcheck.source.imports import absolute_import

_MAX_NESTING = 25
"""Modules that may wait for one another to be read."""
_FILLING = frozenset({
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault", "sort", "update",
})  # fmt: skip


class Modules:
    """The modules of a release as the evaluator sees them: their top-level statements, read when asked for."""

    def __init__(self, tree_of: Callable[[str], tuple[ast.Module, bool] | None]) -> None:
        """Take a function from a module's name to its syntax tree and whether it is a package."""
        self.tree_of = tree_of
        self.environments: dict[str, Environment] = {}
        self.bound: dict[str, Bindings] = {}
        self.nesting = 0
        self.budget = Budget()

    def environment(self, module: str) -> Environment | None:
        """The names of a module's top level."""
        if module not in self.environments:
            if self.nesting > _MAX_NESTING or self.budget.left < 0:
                return None
            read = self.tree_of(module)
            if read is None:
                return None
            env = Environment(module, lambda _: OPAQUE, self._load)
            env.find = lambda name: self._find(env, name)
            package = module if read[1] else module.rpartition(".")[0]
            env.values.update({"__name__": module, "__package__": package, "__spec__": Spec(package)})
            self.environments[module] = env
            evaluator = self.evaluator()
            self.nesting += 1
            evaluator.module(read[0].body, env)
            self.nesting -= 1
            tables = {name for name, value in env.values.items() if isinstance(value, dict | list)}
            for name in filled_by_functions(read[0], tables):
                env.values[name] = OPAQUE  # what its functions fill is not what is written at the top
            self.bound[module] = evaluator.bindings(module)
        return self.environments[module]

    def _find(self, env: Environment, name: str) -> object:
        """What a name means that no statement of a module binds: what a star import brings, or a builtin."""
        known = builtin(name)
        if known is not OPAQUE:
            return known  # a star that hides a builtin is rare, and to read it is dear
        for star in reversed(env.stars):
            other = self.environment(star) if star != env.module else None
            if other is not None and name in other.values and not name.startswith("_"):
                value = other.values[name]
                return value if value is not OPAQUE else Ref(f"{star}.{name}")
        return OPAQUE

    def _load(self, path: str, before: frozenset[str] = frozenset()) -> object:
        """What a path leads to; the path itself where that is not known, or where names are imported in a circle."""
        module, _, name = path.rpartition(".")
        env = self.environment(module) if module else None
        if env is None:
            owner = self._load(module) if "." in module else None
            return self._member(owner, name) if isinstance(owner, LibraryClass) else Ref(path)
        value = env.lookup(name)
        if type(value) is Ref and value.path != path and value.path not in before:
            return self._load(value.path, before | {path})
        return value if value is not OPAQUE else Ref(path)

    def _member(self, owner: LibraryClass, name: str) -> object:
        try:
            return self.evaluator().member(owner, name)
        except (Exhausted, LookupFails, RecursionError):
            return Ref(f"{owner.path}.{name}")

    def forget(self) -> None:
        """Let go of all that was read: functions and the names they see hold one another."""
        for env in self.environments.values():
            env.values.clear()
        self.environments.clear()

    def evaluator(self) -> TopLevel:
        """A fresh evaluator."""
        return TopLevel(self.absolute, self.budget)

    def absolute(self, module: str, level: int, name: str | None) -> str | None:
        """The absolute path of what a module imports."""
        read = self.tree_of(module)
        return absolute_import(module, is_package=bool(read and read[1]), level=level, name=name)


def filled_by_functions(tree: ast.Module, tables: Collection[str]) -> set[str]:
    """Those tables of the top level that functions of the module fill or empty, as far as their statements show."""
    filled: set[str] = set()
    for node in _statements(tree.body) if tables else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name != "__getattr__":
            own = {a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
            touched: set[str] = set()
            for statement in _statements(node.body):
                touched.update(_touched(statement))
                own.update(_bound(statement))
            filled |= touched - own
    return filled & set(tables)


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements with those inside them."""
    for node in body:
        yield node
        for part in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(node, part, ()))
        for branch in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            yield from _statements(branch.body)


def _bound(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement binds."""
    for target in (*getattr(node, "targets", ()), getattr(node, "target", None)):
        if isinstance(target, ast.Name) and not isinstance(node, ast.AugAssign | ast.Delete):
            yield target.id


def _touched(node: ast.stmt) -> Iterator[str]:
    """Yield the names of what a statement fills or empties: by an item of it, by a method."""
    for target in (*getattr(node, "targets", ()), getattr(node, "target", None)):
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            yield target.value.id
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
    call = getattr(node, "value", None)
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if attr in _FILLING:
            yield name
        case _:
            pass

"""The modules of a release as partial evaluation sees them."""

from __future__ import annotations

import ast
from collections.abc import Callable

from driftcheck.extraction.toplevel import Bindings, TopLevel
from driftcheck.extraction.values import (
    OPAQUE,
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
_MAX_TOTAL = 5_000_000
"""Steps for all modules of a release together."""
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
        self.steps = 0

    def environment(self, module: str) -> Environment | None:
        """The names of a module's top level."""
        if module not in self.environments:
            if self.nesting > _MAX_NESTING or self.steps > _MAX_TOTAL:
                return None
            read = self.tree_of(module)
            if read is None:
                return None
            env = Environment(module, lambda _: OPAQUE, self._load)
            env.find = lambda name: self._find(env, name)
            package = module if read[1] else module.rpartition(".")[0]
            env.values.update({"__name__": module, "__package__": package, "__spec__": Spec(package)})
            self.environments[module] = env
            evaluator = TopLevel(self._absolute)
            self.nesting += 1
            evaluator.module(read[0].body, env)
            self.nesting -= 1
            self.steps += evaluator.effects.steps
            for name in filled_by_functions(read[0]):
                if isinstance(env.values.get(name), dict | list):
                    env.values[name] = OPAQUE  # what its functions fill is not what is written at the top
            self.bound[module] = evaluator.bindings(module)
        return self.environments[module]

    def _find(self, env: Environment, name: str) -> object:
        """What a name means that no statement of a module binds: what a star import brings, or a builtin."""
        for star in reversed(env.stars):
            other = self.environment(star) if star != env.module else None
            if other is not None and name in other.values and not name.startswith("_"):
                value = other.values[name]
                return value if value is not OPAQUE else Ref(f"{star}.{name}")
        return builtin(name)

    def _load(self, path: str) -> object:
        module, _, name = path.rpartition(".")
        env = self.environment(module) if module else None
        if env is None:
            owner = self._load(module) if "." in module else None
            return self._member(owner, name) if isinstance(owner, LibraryClass) else Ref(path)
        value = env.lookup(name)
        if type(value) is Ref and value.path != path:
            return self._load(value.path)
        return value if value is not OPAQUE else Ref(path)

    def _member(self, owner: LibraryClass, name: str) -> object:
        try:
            return self.evaluator().member(owner, name)
        except (Exhausted, LookupFails, RecursionError):
            return Ref(f"{owner.path}.{name}")

    def evaluator(self) -> TopLevel:
        """A fresh evaluator with a budget of its own."""
        return TopLevel(self._absolute)

    def _absolute(self, module: str, level: int, name: str | None) -> str | None:
        read = self.tree_of(module)
        return absolute_import(module, is_package=bool(read and read[1]), level=level, name=name)


def filled_by_functions(tree: ast.Module) -> set[str]:
    """Names of the top level that functions of the module fill or empty, as far as their text shows."""
    filled: set[str] = set()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or function.name == "__getattr__":
            continue
        own = {a.arg for a in ast.walk(function.args) if isinstance(a, ast.arg)}
        touched: set[str] = set()
        for node in ast.walk(function):
            match node:
                case ast.Name(id=name, ctx=ast.Store()):
                    own.add(name)
                case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                    touched.add(name)
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if attr in _FILLING:
                    touched.add(name)
                case _:
                    pass
        filled |= touched - own
    return filled

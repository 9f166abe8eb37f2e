"""What the statements at the top level of library modules bind by code: loops over `globals()`, `setattr`, tables."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from driftcheck.extraction.evaluation import Evaluator
from driftcheck.extraction.operations import binary, truth
from driftcheck.extraction.values import (
    OPAQUE,
    Enumeration,
    Environment,
    Exhausted,
    LookupFails,
    ModuleDict,
    Outcome,
    Ref,
    Spec,
    is_hashable,
)
from driftcheck.source.imports import absolute_import


@dataclass(frozen=True, slots=True)
class Made:
    """What calling the thing at `path` gives."""

    path: str


_FILLING = frozenset({
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault", "sort", "update",
})  # fmt: skip


class Modules:
    """The modules of a release as the evaluator sees them: their top-level statements, read when asked for."""

    def __init__(self, tree_of: Callable[[str], tuple[ast.Module, bool] | None]) -> None:
        """Take a function from a module's name to its syntax tree and whether it is a package."""
        self.tree_of = tree_of
        self.environments: dict[str, Environment] = {}
        self.bound: dict[str, tuple[tuple[tuple[str, str, object], ...], frozenset[str]]] = {}
        """What statements bind on modules and classes by name, and those on which some names could not be read."""

    def environment(self, module: str) -> Environment | None:
        """The names of a module's top level."""
        if module not in self.environments:
            read = self.tree_of(module)
            if read is None:
                return None
            env = Environment(module, lambda _: OPAQUE, self._load)
            package = module if read[1] else module.rpartition(".")[0]
            env.values.update({"__name__": module, "__package__": package, "__spec__": Spec(package)})
            self.environments[module] = env
            evaluator = TopLevel(self._absolute)
            evaluator.module(read[0].body, env)
            for name in filled_by_functions(read[0]):
                if isinstance(env.values.get(name), dict | list):
                    env.values[name] = OPAQUE  # what its functions fill is not what is written at the top
            opened = evaluator.opened | ({module} if evaluator.is_partial else set())
            self.bound[module] = (tuple(evaluator.bound), frozenset(opened))
        return self.environments[module]

    def _load(self, path: str) -> object:
        module, _, name = path.rpartition(".")
        env = self.environment(module) if module else None
        if env is None:
            return Ref(path)
        value = env.lookup(name)
        if isinstance(value, Ref) and value.path != path:
            return self._load(value.path)
        return value if value is not OPAQUE else Ref(path)

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


class TopLevel(Evaluator):
    """Runs through the top-level statements of a module in order."""

    def __init__(self, absolute: Callable[[str, int, str | None], str | None]) -> None:
        """Take the resolver of imports."""
        super().__init__(absolute)
        self.bound: list[tuple[str, str, object]] = []
        self.opened: set[str] = set()
        """Modules and classes on which names are bound that could not be read."""
        self.is_partial = False

    def module(self, body: list[ast.stmt], env: Environment) -> None:
        """Bind what the statements bind; of a test that is not known both branches run."""
        for node in body:
            try:
                match node:
                    case ast.If(test=test, body=then, orelse=orelse):
                        is_true = truth(self.value(test, env))
                        for branch, runs in ((then, is_true is not False), (orelse, is_true is not True)):
                            if runs:
                                self.module(branch, env)
                    case ast.Try() | ast.With():
                        self.module(node.body, env)
                        self.module(getattr(node, "orelse", []), env)
                        self.module(getattr(node, "finalbody", []), env)
                    case ast.ClassDef(name=name):
                        env.values[name] = _class(node, f"{env.module}.{name}")
                    case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
                        env.values[name] = binary(env.lookup(name), op, self.value(value, env))
                    case ast.Delete():
                        pass  # what a table was made from may be deleted; the table stays
                    case _:
                        self._statement(node, env, [])
            except LookupFails:
                continue
            except (Exhausted, RecursionError):
                self.is_partial = True
                return

    def value(self, node: ast.expr | None, env: Environment) -> object:
        """As in the base; calls that bind names are taken down as well."""
        if isinstance(node, ast.Call):
            if getattr(node.func, "id", "") == "setattr" and len(node.args) == 3:
                owner, name = self.value(node.args[0], env), self.value(node.args[1], env)
                self.bind(owner, name, self.value(node.args[2], env))
                return None
            if isinstance(node.func, ast.Attribute) and node.func.attr == "update" and node.args:
                owner = self.value(node.func.value, env)
                table = self.value(node.args[0], env)
                if isinstance(owner, ModuleDict):
                    if isinstance(table, dict):
                        for name, value in table.items():
                            self.bind(owner, name, value)
                    else:
                        self.is_partial = True
                    return None
        return super().value(node, env)

    def _statement(self, node: ast.stmt, env: Environment, outcomes: list[Outcome]) -> bool:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            owner = self.value(node.targets[0].value, env)
            if isinstance(owner, ModuleDict):
                self.bind(owner, self.value(node.targets[0].slice, env), self._made(node.value, env))
                return True
            if isinstance(owner, dict):
                key = self.value(node.targets[0].slice, env)
                # A key that is not known stays in the table as such: whoever looks for another cannot be sure.
                owner[key if is_hashable(key) else OPAQUE] = self.value(node.value, env)
                return True
        return super()._statement(node, env, outcomes)

    def _made(self, node: ast.expr, env: Environment) -> object:
        """A value, or what made it: an instance is known by the class that is called."""
        value = self.value(node, env)
        if value is OPAQUE and isinstance(node, ast.Call):
            made = self.value(node.func, env)
            if isinstance(made, Ref):
                return Made(made.path)
        return value

    def bind(self, owner: object, name: object, value: object) -> None:
        """Take down that a name is bound on a module or class; a name that is not known leaves its owner open."""
        path = owner.module if isinstance(owner, ModuleDict) else owner.path if isinstance(owner, Ref) else None
        if path is not None and isinstance(name, str) and name.isidentifier():
            self.bound.append((path, name, value))
        elif path is not None:
            self.opened.add(path)
        else:
            self.is_partial = True


def _class(node: ast.ClassDef, path: str) -> Ref:
    """A class; one that is an enumeration by the names of its bases, with its members."""
    bases = [base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases]
    if not any(base.endswith(("Enum", "Flag")) for base in bases):
        return Ref(path)
    targets = (target for statement in node.body if isinstance(statement, ast.Assign) for target in statement.targets)
    names = (target.id for target in targets if isinstance(target, ast.Name) and not target.id.startswith("_"))
    return Enumeration(path, tuple(names))


def bindings_of_loops(module: str, modules: Modules) -> tuple[tuple[tuple[str, str, object], ...], frozenset[str]]:
    """(owner, name, value) for each name that top-level statements bind by name, and the owners that stay open."""
    if modules.environment(module) is None:
        return (), frozenset()
    return modules.bound[module]


def binds_dynamically(node: ast.stmt) -> bool:
    """Whether a top-level statement binds names that its text does not spell out."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            if getattr(inner.func, "id", "") == "setattr":
                return True
            if (
                isinstance(inner.func, ast.Attribute)
                and inner.func.attr == "update"
                and isinstance(inner.func.value, ast.Call)
                and getattr(inner.func.value.func, "id", "") in ("globals", "locals", "vars")
            ):
                return True
        elif isinstance(inner, ast.Subscript) and isinstance(inner.ctx, ast.Store):
            return isinstance(node, ast.For) or isinstance(inner.value, ast.Call)
    return False


def fills_class(node: ast.stmt) -> bool:
    """Whether a statement in the body of a class binds names by code: `vars()[name] = …`, `locals().update(…)`."""
    if not isinstance(node, ast.For | ast.While | ast.Assign | ast.Expr | ast.If):
        return False
    return any(
        isinstance(inner, ast.Call)
        and isinstance(inner.func, ast.Name)
        and inner.func.id in ("vars", "locals")
        and not inner.args
        for inner in ast.walk(node)
    )

"""Names that code binds: module `__getattr__`, tables, loops over `globals()`, lazy loaders.

All of it is read by partial evaluation (`evaluation`): a function is asked about each name
that its tables mention, and about one that nobody would ever write. Whatever cannot be
followed leaves the module open.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from driftcheck.extraction.deprecations import from_message
from driftcheck.extraction.evaluation import (
    OPAQUE,
    Closure,
    Effects,
    Environment,
    Evaluator,
    Exhausted,
    LookupFails,
    ModuleDict,
    Outcome,
    Ref,
    Spec,
)
from driftcheck.model.symbols import Kind, Symbol
from driftcheck.source.imports import absolute_import

NOBODY = "name_that_nobody_would_ever_write"
_MAX_CANDIDATES = 4_000
_TELLS = re.compile(r"\b(re)?moved\b|deprecated|renamed|instead|no longer", re.IGNORECASE)
_MISSING = frozenset({"AttributeError", "ImportError", "ModuleNotFoundError", "RuntimeError", "NameError"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a module adds to its own statements."""

    symbols: tuple[Symbol, ...] = ()
    open_reason: str | None = None
    forwards_to: tuple[str, ...] = ()


class Modules:
    """The modules of a release as the evaluator sees them: their top-level statements, read when asked for."""

    def __init__(self, tree_of: Callable[[str], tuple[ast.Module, bool] | None]) -> None:
        """Take a function from a module's name to its syntax tree and whether it is a package."""
        self.tree_of = tree_of
        self.environments: dict[str, Environment] = {}
        self.bound: dict[str, tuple[tuple[tuple[str, str, object], ...], frozenset[str]]] = {}
        """What a module's statements bind on modules and classes by name, and those on which some names could not be read."""

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
                        truth = self.truth(self.value(test, env))
                        for branch, runs in ((then, truth is not False), (orelse, truth is not True)):
                            if runs:
                                self.module(branch, env)
                    case ast.Try() | ast.With():
                        self.module(node.body, env)
                        self.module(getattr(node, "orelse", []), env)
                        self.module(getattr(node, "finalbody", []), env)
                    case ast.ClassDef(name=name):
                        env.values[name] = Ref(f"{env.module}.{name}")
                    case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
                        env.values[name] = self._binary(env.lookup(name), op, self.value(value, env))
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


@dataclass(frozen=True, slots=True)
class Made:
    """What calling the thing at `path` gives."""

    path: str


def answer(
    module: str,
    modules: Modules,
    getattr_node: ast.FunctionDef | ast.AsyncFunctionDef | None,
    getattr_value: ast.expr | None,
    exports: tuple[str, ...],
) -> Answer:
    """What a module's `__getattr__` (or what stands for it) answers."""
    env = modules.environment(module)
    if env is None:
        return Answer(open_reason="module __getattr__")
    if getattr_node is not None:
        return _ask(Closure(getattr_node, env), module, modules, exports)
    evaluator = modules.evaluator()
    try:
        if isinstance(getattr_value, ast.Call):
            func = evaluator.value(getattr_value.func, env)
            if isinstance(func, Ref):
                func = env.load(func.path)
            if isinstance(func, Closure):
                args = [evaluator.value(arg, env) for arg in getattr_value.args]
                words = {k.arg: evaluator.value(k.value, env) for k in getattr_value.keywords if k.arg}
                made = evaluator.run(func, args, words)
                closures = [outcome.value for outcome in made if isinstance(outcome.value, Closure)]
                if len(made) == 1 and closures:
                    return _ask(closures[0], module, modules, exports)
            return _lazy_structure(getattr_value, evaluator, env, module)
        value = evaluator.value(getattr_value, env)
        if isinstance(value, Ref):
            value = env.load(value.path)
        if isinstance(value, Closure):
            return _ask(value, module, modules, exports)
    except (Exhausted, LookupFails):
        pass
    return Answer(open_reason="module __getattr__")


def bindings_of_loops(module: str, modules: Modules) -> tuple[tuple[tuple[str, str, object], ...], frozenset[str]]:
    """(owner, name, value) for each name that top-level statements bind by name, and the owners that stay open."""
    if modules.environment(module) is None:
        return (), frozenset()
    return modules.bound[module]


def _ask(closure: Closure, module: str, modules: Modules, exports: tuple[str, ...]) -> Answer:
    """Ask a `__getattr__` function about every name that it could know."""
    symbols: list[Symbol] = []
    forwards: list[str] = []
    reason: str | None = None
    probe, _ = _outcomes(closure, NOBODY, modules)
    for outcome in probe:
        if outcome.raises in _MISSING:
            continue
        if isinstance(outcome.value, Ref) and outcome.value.path.endswith(f".{NOBODY}"):
            forwards.append(outcome.value.path.removesuffix(f".{NOBODY}"))
        else:
            reason = "module __getattr__"
    candidates = dict.fromkeys([*exports, *_candidates(closure, module, modules)])
    for name in list(candidates)[:_MAX_CANDIDATES]:
        outcomes, effects = _outcomes(closure, name, modules)
        returned = [outcome for outcome in outcomes if outcome.raises is None]
        if not returned:
            words = next((outcome.message for outcome in outcomes), "")
            if name in words and _TELLS.search(words):
                # Asked for and refused with a word of advice: bound no more, but remembered.
                refusal = from_message("table", words)
                symbols.append(Symbol(f"{module}.{name}", Kind.ATTRIBUTE, deprecation=refusal, raises=True))
            continue
        if len(returned) != len(outcomes) and all(outcome.value is OPAQUE for outcome in returned):
            continue
        symbols.append(_symbol(module, name, returned[0].value, effects))
    return Answer(tuple(symbols), reason, tuple(dict.fromkeys(forwards)))


def _outcomes(closure: Closure, name: str, modules: Modules) -> tuple[list[Outcome], Effects]:
    evaluator = modules.evaluator()
    evaluator.asked = name
    try:
        return evaluator.run(closure, [name], {}), evaluator.effects
    except (Exhausted, RecursionError):
        return [Outcome(value=OPAQUE)], Effects()


def _symbol(module: str, name: str, value: object, effects: Effects) -> Symbol:
    path = f"{module}.{name}"
    deprecation = None
    relevant = [w for w in effects.warnings if not w[0].endswith(("UserWarning", "ResourceWarning", "ImportWarning"))]
    if relevant:
        deprecation = from_message("table", relevant[0][1])
    if isinstance(value, Ref) and value.path != path:
        target = value.path.replace(":", ".")
        return Symbol(path, Kind.ALIAS, target=target, deprecation=deprecation)
    kind = f"builtins.{type(value).__name__}" if isinstance(value, str | int | float | dict | list) else None
    return Symbol(path, Kind.ATTRIBUTE, type=kind, deprecation=deprecation)


def _candidates(closure: Closure, module: str, modules: Modules) -> Iterator[str]:
    """Yield the identifiers in the function and in the literal tables that it can see."""
    seen: set[str] = set()
    pending = [closure.node.body] if isinstance(closure.node.body, list) else []
    texts: list[str] = []
    names: list[str] = []
    while pending:
        for statement in pending.pop():
            for node in ast.walk(statement):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    texts.append(node.value)
                elif isinstance(node, ast.Name):
                    names.append(node.id)
    for name in names:
        if name in seen:
            continue
        seen.add(name)
        value = closure.env.lookup(name)
        if isinstance(value, Ref):
            value = closure.env.load(value.path)
        if isinstance(value, Closure):
            for inner in _seen_by(value):
                texts.extend(inner)
        elif isinstance(value, dict | list):
            texts += [key for key in value if isinstance(key, str)]
    for text in texts:
        owner, colon, tail = text.rpartition(":")
        if colon and owner != module:
            continue
        if tail.isidentifier():
            yield tail


def _seen_by(closure: Closure) -> Iterator[list[str]]:
    """Yield the keys of tables that a called closure sees, one level deep."""
    for node in ast.walk(closure.node):
        if isinstance(node, ast.Name):
            value = closure.env.lookup(node.id)
            if isinstance(value, dict | list):
                yield [key for key in value if isinstance(key, str)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield [node.value]


def _lazy_structure(call: ast.Call, evaluator: TopLevel, env: Environment, module: str) -> Answer:
    """A loader that is given its import structure: submodules in lists, names of submodules in tables of lists."""
    symbols: list[Symbol] = []
    is_read = False
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        value = evaluator.value(argument, env)
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            is_read = True
            for submodule, names in value.items():
                if isinstance(names, list):
                    symbols += [
                        Symbol(f"{module}.{name}", Kind.ALIAS, target=f"{module}.{submodule}.{name}")
                        for name in names
                        if isinstance(name, str)
                    ]
        elif isinstance(value, list):
            is_read = is_read or bool(value)
    return Answer(tuple(symbols), None if is_read and symbols else "module __getattr__")


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


def getattr_of(tree: ast.Module) -> tuple[ast.FunctionDef | None, ast.expr | None]:
    """A module's `__getattr__`: its definition, or the expression that makes it or replaces the module."""
    pending = list(tree.body)
    while pending:
        node = pending.pop()
        match node:
            case ast.FunctionDef(name="__getattr__"):
                return node, None
            case ast.Assign(targets=[target], value=value) if _is_getattr(target) or _is_itself(target):
                return None, value
            case ast.If() | ast.Try() | ast.With():
                pending += [*node.body, *getattr(node, "orelse", [])]
            case _:
                pass
    return None, None


def _is_getattr(target: ast.expr) -> bool:
    names = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    return any(isinstance(name, ast.Name) and name.id == "__getattr__" for name in names)


def _is_itself(target: ast.expr) -> bool:
    """`sys.modules[__name__]`."""
    return (
        isinstance(target, ast.Subscript)
        and isinstance(target.value, ast.Attribute)
        and target.value.attr == "modules"
        and isinstance(target.slice, ast.Name)
    )

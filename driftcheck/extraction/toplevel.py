"""What the statements at the top level of library modules bind by code: loops over `globals()`, `setattr`, tables."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from driftcheck.extraction.calling import name_of
from driftcheck.extraction.evaluation import Evaluator
from driftcheck.extraction.operations import truth
from driftcheck.extraction.traits import takes_note
from driftcheck.extraction.values import (
    OPAQUE,
    Budget,
    Environment,
    Exhausted,
    Instance,
    LookupFails,
    ModuleDict,
    Presumed,
    Ref,
    SomeName,
    merged,
)
from driftcheck.source.parsing import parse_text


@dataclass(frozen=True, slots=True)
class Made:
    """What calling the thing at `path` gives."""

    path: str


@dataclass(frozen=True, slots=True)
class Bindings:
    """What the statements of a module bind by code, there or elsewhere."""

    bound: tuple[tuple[str, str, object], ...] = ()
    """(owner, name, value) for modules and classes on which a name is bound."""
    opened: frozenset[str] = frozenset()
    """Owners of names that could not be read."""
    taken: tuple[tuple[str, str, bool], ...] = ()
    """(owner, module, whether what it exports): owners that bind under the same name what another module has."""
    escaped: frozenset[str] = frozenset()
    """Modules and classes that were given to a function which could not be followed."""


class TopLevel(Evaluator):
    """Runs through the top-level statements of a module in order."""

    def __init__(self, absolute: Callable[[str, int, str | None], str | None], budget: Budget | None = None) -> None:
        """Take the resolver of imports, and a shared budget."""
        super().__init__(absolute, budget)
        self.bound: list[tuple[str, str, object]] = []
        self.opened: set[str] = set()
        """Modules and classes on which names are bound that could not be read."""
        self.taken: dict[tuple[str, str, bool], None] = {}
        self.is_partial = False

    def bindings(self, module: str) -> Bindings:
        """What was bound while a module ran."""
        opened = self.opened | ({module} if self.is_partial else set())
        escaped = frozenset(self.effects.escaped)
        return Bindings(tuple(self.bound), frozenset(opened), tuple(self.taken), escaped)

    def module(self, body: list[ast.stmt], env: Environment) -> None:
        """Bind what the statements bind; of a test that is not known both branches run."""
        for node in body:
            try:
                match node:
                    case ast.If(test=test, body=then, orelse=orelse):
                        is_true = truth(self.value(test, env))
                        if is_true is None:
                            self._both(then, orelse, env)
                        else:
                            self.module(then if is_true else orelse, env)
                    case ast.Try() | ast.TryStar():
                        self._attempt(node, env)
                    case ast.With():
                        self.module(node.body, env)
                    case ast.Delete():
                        pass  # what a table was made from may be deleted; the table stays
                    case _:
                        self._statement(node, env, [])
            except LookupFails:
                continue
            except (Exhausted, RecursionError):
                self.is_partial = True
                return

    def _both(self, then: list[ast.stmt], orelse: list[ast.stmt], env: Environment) -> None:
        """Run both branches of a test that is not known."""
        before = env.values
        ends = []
        self.doubt += 1
        for branch in (then, orelse):
            env.values = dict(before)
            self.module(branch, env)
            ends.append(env.values)
        self.doubt -= 1
        before.update(merged(ends))
        env.values = before

    def _attempt(self, node: ast.Try | ast.TryStar, env: Environment) -> None:
        """Run what is tried and then what handles its failure: a handler adds names, and changes none."""
        self.module(node.body, env)
        self.module(node.orelse, env)
        kept = dict(env.values)
        self.doubt += 1
        for handler in node.handlers:
            self.module(handler.body, env)
            env.values.update(kept)
        self.doubt -= 1
        self.module(node.finalbody, env)

    def call(self, node: ast.Call, env: Environment) -> object:
        """As in the base; calls that bind names are taken down as well."""
        if getattr(node.func, "id", "") == "setattr" and len(node.args) == 3:
            owner, name = self.value(node.args[0], env), self.value(node.args[1], env)
            self.assign_attribute(owner, name, self.made(node.args[2], env))
            self.is_partial |= owner is OPAQUE
            return None
        if isinstance(node.func, ast.Attribute) and node.func.attr == "update" and node.args:
            owner = self.value(node.func.value, env)
            if isinstance(owner, ModuleDict):
                self._update(owner, self._table(node.args[0], env))
                return None
        return super().call(node, env)

    def execute(self, text: object, env: Environment) -> None:
        """`exec(text)`: the names that its statements bind; of a text that is not known, whatever it may bind."""
        if env.parent is not None:
            return  # names of a function, which nobody else sees
        if isinstance(text, str) and text.startswith("del "):
            return
        try:
            tree = parse_text(text) if isinstance(text, str) and "…" not in text else None
        except (SyntaxError, ValueError):
            tree = None
        if tree is None:
            self.opened.add(env.module)
            return
        before = dict(env.values)
        self.module(tree.body, env)
        for name, value in env.values.items():
            if before.get(name, self) is not value:
                self.bind(ModuleDict(env.module), name, value)

    def _update(self, owner: ModuleDict, table: object) -> None:
        """`globals().update(table)`."""
        if isinstance(table, dict):
            for name, value in table.items():
                self.bind(owner, name, value)
        elif isinstance(table, ModuleDict):
            self.bind(owner, SomeName(table.module, is_exported=False), OPAQUE)
        else:
            self.opened.add(owner.module)

    def assign_attribute(self, owner: object, name: object, value: object) -> None:
        """`owner.name = value`, which may bind a name on a module or a class."""
        if isinstance(owner, Instance):
            super().assign_attribute(owner, name, value)
        else:
            self.bind(owner, name, value)

    def assign_item(self, owner: object, index: object, value: object) -> None:
        """`owner[index] = value`, which may bind a name of a module."""
        if isinstance(owner, ModuleDict):
            self.bind(owner, index, value)
        else:
            super().assign_item(owner, index, value)

    def made(self, node: ast.expr, env: Environment) -> object:
        """A value, or what made it: an instance is known by the class that is called."""
        value = self.value(node, env)
        if value is OPAQUE and isinstance(node, ast.Call):
            func = self.value(node.func, env)
            if isinstance(func, Ref):
                return Made(func.path)
        return value

    def bind(self, owner: object, name: object, value: object) -> None:
        """Take down that a name is bound on a module or class; a name that is not known leaves its owner open."""
        path = owner.module if isinstance(owner, ModuleDict) else owner.path if isinstance(owner, Ref) else None
        if path is None:
            return
        if isinstance(name, SomeName):
            if name.owner != path:
                self.taken[path, name.owner, name.is_exported] = None
        elif isinstance(name, str) and name.isidentifier():
            self.bound.append((path, name, value))
            if isinstance(name, Presumed):
                self.opened.add(path)
        else:
            self.opened.add(path)


def binds_dynamically(node: ast.stmt) -> bool:
    """Whether a top-level statement binds names that its text does not spell out."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            if binds_by_call(inner):
                return True
        elif isinstance(inner, ast.Subscript) and isinstance(inner.ctx, ast.Store):
            return isinstance(node, ast.For) or isinstance(inner.value, ast.Call)
    return False


def binds_by_call(call: ast.Call) -> bool:
    """Whether a call may bind names: it says so, or it is given the module, or its dictionary."""
    func = call.func
    if isinstance(func, ast.Name) and func.id in ("setattr", "exec"):
        return True
    if isinstance(func, ast.Attribute) and func.attr == "update" and _is_namespace(func.value):
        return True
    return not takes_note(name_of(func)) and any(_is_namespace(argument) for argument in call.args)


def _is_namespace(node: ast.expr) -> bool:
    """`globals()`, `sys.modules[__name__]`."""
    match node:
        case ast.Call(func=ast.Name(id="globals" | "locals" | "vars"), args=[]):
            return True
        case ast.Subscript(value=ast.Attribute(attr="modules"), slice=ast.Name(id="__name__")):
            return True
        case _:
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

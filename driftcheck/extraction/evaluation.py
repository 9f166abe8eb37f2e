"""A small partial evaluator for the dynamic parts of library modules.

Module `__getattr__` functions, lookup tables and loops that fill `globals()` are code, but
mostly code over literal data. This reads them as such: literals are Python values, imported
things are `Ref`s, everything else is `OPAQUE`. Nothing is executed: statements are walked,
expressions folded by few operations, within a budget of steps.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from driftcheck.extraction.calling import Calls, name_of
from driftcheck.extraction.operations import (
    binary,
    is_unknown,
    truth,
)
from driftcheck.extraction.values import (
    OPAQUE,
    Budget,
    Closure,
    Decorated,
    Enumeration,
    Environment,
    Instance,
    LibraryClass,
    LookupFails,
    Outcome,
    Ref,
    SomeName,
    is_hashable,
    merged,
)


class Evaluator(Calls):
    """Walks statements."""

    def __init__(self, absolute: Callable[[str, int, str | None], str | None], budget: Budget | None = None) -> None:
        """Take the resolver of imports: (module in which, level, name) to an absolute path; and a shared budget."""
        super().__init__(budget)
        self.absolute = absolute
        self.is_broken = False
        """Whether a loop has just been left by `break`."""

    def walk(self, body: list[ast.stmt], env: Environment) -> None:
        """Walk the statements of a class body."""
        self.body(body, env, [])

    def body(self, statements: list[ast.stmt], env: Environment, outcomes: list[Outcome]) -> bool:
        """Walk statements; whether control may reach their end."""
        return all(self._statement(statement, env, outcomes) for statement in statements)

    def _statement(  # noqa: PLR0912  # one case a statement
        self, node: ast.stmt, env: Environment, outcomes: list[Outcome]
    ) -> bool:
        self.effects.step()
        match node:
            case ast.Return(value=value):
                outcomes.extend(self._returned(value, env))
                return False
            case ast.Raise(exc=exc):
                outcomes.append(self._raised(exc, env))
                return False
            case ast.Continue() | ast.Break():
                self.is_broken |= isinstance(node, ast.Break) and self.doubt == 0
                return False
            case ast.If(test=test, body=body, orelse=orelse):
                is_true = truth(self.value(test, env))
                if is_true is not None:
                    return self.body(body if is_true else orelse, env, outcomes)
                return self._any_of([body, orelse], env, outcomes)
            case ast.Match(cases=cases):
                return self._any_of([*(case.body for case in cases), []], env, outcomes)
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
                return self._try(body, handlers, orelse, finalbody, env, outcomes)
            case ast.With(items=items, body=body):
                for item in items:
                    self.value(item.context_expr, env)
                    if item.optional_vars is not None:
                        self.assign(item.optional_vars, OPAQUE, env)
                return self.body(body, env, outcomes)
            case ast.For(target=target, iter=iterable, body=body, orelse=orelse):
                return self._for(target, iterable, body, env, outcomes) and self.body(orelse, env, outcomes)
            case ast.While(body=body):
                return self._while(body, env, outcomes)
            case ast.Import() | ast.ImportFrom():
                self._import(node, env)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                closure = Closure(node, env)
                env.values[name] = Decorated(closure) if node.decorator_list else closure
            case ast.ClassDef(name=name):
                env.values[name] = class_value(node, env)
            case ast.Assign(targets=targets, value=value):
                is_stored = any(isinstance(target, ast.Attribute | ast.Subscript) for target in targets)
                folded = self.made(value, env) if is_stored else self.value(value, env)
                for target in targets:
                    self.assign(target, folded, env)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                self.assign(target, self.value(value, env), env)
            case ast.AugAssign(target=target, op=op, value=value):
                before = env.lookup(target.id) if isinstance(target, ast.Name) else OPAQUE
                self.assign(target, added(before, op, self._table(value, env)), env)
            case ast.Expr(value=value):
                self.value(value, env)
            case ast.Global(names=names):
                env.outer.update(names)
            case _:
                pass
        return True

    def made(self, node: ast.expr, env: Environment) -> object:
        """The value of what is stored in a namespace or a table."""
        return self.value(node, env)

    def assign(self, target: ast.expr, value: object, env: Environment) -> None:
        """Bind a name, several names, an attribute, or an item of a table."""
        match target:
            case ast.Name(id=name) if name in env.outer:
                env.root().values[name] = value
            case ast.Name(id=name):
                env.values[name] = value
            case ast.Tuple(elts=elts) | ast.List(elts=elts):
                parts = value if isinstance(value, list) and len(value) == len(elts) else [OPAQUE] * len(elts)
                for elt, part in zip(elts, parts, strict=True):
                    self.assign(elt.value if isinstance(elt, ast.Starred) else elt, part, env)
            case ast.Attribute(value=owner, attr=attr):
                self.assign_attribute(self.value(owner, env), attr, value)
            case ast.Subscript(value=owner, slice=index):
                self.assign_item(self.value(owner, env), self.value(index, env), value)
            case _:
                pass

    def assign_attribute(self, owner: object, name: object, value: object) -> None:
        """`owner.name = value`."""
        if isinstance(owner, Instance):
            if isinstance(name, str):
                owner.attributes[name] = value
            else:
                owner.attributes = dict.fromkeys(owner.attributes, OPAQUE)

    def assign_item(self, owner: object, index: object, value: object) -> None:
        """`owner[index] = value`. A key that is not known stays as such: whoever looks for another cannot be sure."""
        if isinstance(owner, dict):
            owner[index if is_hashable(index) else OPAQUE] = value

    def _import(self, node: ast.Import | ast.ImportFrom, env: Environment) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                env.values[alias.asname or top] = Ref(alias.name if alias.asname else top)
            return
        base = self.absolute(env.module, node.level, node.module)
        for alias in node.names:
            if alias.name == "*":
                env.stars.append(base or "")
            else:
                env.values[alias.asname or alias.name] = Ref(f"{base}.{alias.name}") if base else OPAQUE

    def _returned(self, value: ast.expr | None, env: Environment) -> list[Outcome]:
        """The outcomes of `return value`; a call of the library's own function ends as that function ends."""
        if isinstance(value, ast.Call) and not any(isinstance(arg, ast.Starred) for arg in value.args):
            func = self.value(value.func, env)
            if type(func) is Ref:
                func = env.load(func.path)
            if isinstance(func, Closure) and all(keyword.arg for keyword in value.keywords):
                args = [self.value(arg, env) for arg in value.args]
                return self.run(func, args, {k.arg: self.value(k.value, env) for k in value.keywords if k.arg})
        return [Outcome(value=self.value(value, env) if value is not None else None)]

    def _raised(self, exc: ast.expr | None, env: Environment) -> Outcome:
        call = exc if isinstance(exc, ast.Call) else None
        texts = [self.value(arg, env) for arg in call.args] if call else []
        name = name_of(exc) if exc is not None else ""
        return Outcome(raises=name or "Exception", message=next((t for t in texts if isinstance(t, str)), ""))

    # What may or may not run

    def _any_of(self, bodies: list[list[ast.stmt]], env: Environment, outcomes: list[Outcome]) -> bool:
        """Walk each of several bodies of which one runs; names that differ after them are not known."""
        before = env.values
        ends: list[dict[str, object]] = []
        self.doubt += 1
        try:
            for body in bodies:
                env.values = dict(before)
                if self.body(body, env, outcomes):
                    ends.append(env.values)
        finally:
            self.doubt -= 1
            before.update(merged(ends))
            env.values = before
        return bool(ends)

    def _try(  # noqa: PLR0917, PLR0913  # the parts of a try statement
        self,
        body: list[ast.stmt],
        handlers: list[ast.ExceptHandler],
        orelse: list[ast.stmt],
        finalbody: list[ast.stmt],
        env: Environment,
        outcomes: list[Outcome],
    ) -> bool:
        """Walk the body; a lookup that fails, or a raise that a handler names, goes on in the first handler."""
        inside: list[Outcome] = []
        try:
            reached = self.body(body, env, inside)
        except LookupFails:
            rescue = handlers[0].body if handlers else []
            return self.body(rescue, env, outcomes) and self.body(finalbody, env, outcomes)
        caught = {name_of(handler.type) for handler in handlers}
        for outcome in inside:
            if outcome.raises is not None and (outcome.raises in caught or "" in caught):
                reached = self.body(handlers[0].body, env, outcomes) or reached
            else:
                outcomes.append(outcome)
        if reached:
            reached = self.body(orelse, env, outcomes)
        return reached and self.body(finalbody, env, outcomes)

    def _for(
        self, target: ast.expr, iterable: ast.expr, body: list[ast.stmt], env: Environment, outcomes: list[Outcome]
    ) -> bool:
        """Walk the body for each known item; a return inside may or may not be reached where a test is unknown."""
        items = self._items(iterable, env)
        for item in list(items) if isinstance(items, list) else [OPAQUE]:
            self.effects.step()
            self.assign(target, item, env)
            before = len(outcomes)
            is_certain = not is_unknown(item)
            self.doubt += not is_certain
            try:
                reached = self.body(body, env, outcomes)
            finally:
                self.doubt -= not is_certain
            was_broken, self.is_broken = self.is_broken, False
            if not reached and (was_broken or (is_certain and len(outcomes) > before)):
                return was_broken
        return True

    def _while(self, body: list[ast.stmt], env: Environment, outcomes: list[Outcome]) -> bool:
        """Walk the body once, with nothing known of the names it binds."""
        for node in body:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                    env.values[inner.id] = OPAQUE
        self._any_of([body], env, outcomes)
        return True


def added(before: object, op: ast.operator, value: object) -> object:
    """`before op= value`; a list to which another module's names are added keeps a name that stands for them."""
    if isinstance(before, list) and isinstance(op, ast.Add):
        if isinstance(value, Ref) and value.path.endswith(".__all__"):
            return [*before, SomeName(value.path.removesuffix(".__all__"), is_exported=True)]
        if not isinstance(value, list | dict):
            return [*before, OPAQUE]
    return binary(before, op, value)


def class_value(node: ast.ClassDef, env: Environment) -> Ref:
    """A class; one that is an enumeration by the names of its bases, with its members."""
    path = f"{env.module}.{node.name}" if env.parent is None else f"{env.module}.<locals>.{node.name}"
    if not any(name_of(base).endswith(("Enum", "Flag")) for base in node.bases):
        return LibraryClass(path, node, env)
    targets = (target for statement in node.body if isinstance(statement, ast.Assign) for target in statement.targets)
    names = (target.id for target in targets if isinstance(target, ast.Name) and not target.id.startswith("_"))
    return Enumeration(path, tuple(names))

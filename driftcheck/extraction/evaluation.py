"""A small partial evaluator for the dynamic parts of library modules.

Module `__getattr__` functions, lookup tables and loops that fill `globals()` are code, but
mostly code over literal data. This reads them as such: literals are Python values, imported
things are `Ref`s, everything else is `OPAQUE`. Nothing is executed: expressions are folded
by the few operations listed here, within a budget of steps.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from driftcheck.extraction.expressions import Expressions
from driftcheck.extraction.operations import call_builtin, call_method, import_module, truth
from driftcheck.extraction.values import (
    OPAQUE,
    Closure,
    Environment,
    LookupFails,
    Method,
    ModuleDict,
    Outcome,
    Ref,
    bind_target,
)

_MAX_DEPTH = 6


class Evaluator(Expressions):
    """Walks statements and runs functions, collecting outcomes and effects."""

    def __init__(self, absolute: Callable[[str, int, str | None], str | None]) -> None:
        """Take the resolver of imports: (module in which, level, name) to an absolute path."""
        super().__init__()
        self.absolute = absolute
        self.depth = 0

    # Calls

    def call(self, node: ast.Call, env: Environment) -> object:
        """Fold a call: the few functions that move data about, methods of literals, and the library's own functions."""
        func = self.value(node.func, env)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in ("globals", "locals", "vars") and not node.args and func is OPAQUE:
            return ModuleDict(env.module)
        args: list[object] = []
        for arg in node.args:
            spread = self.value(arg.value, env) if isinstance(arg, ast.Starred) else None
            args.extend(spread if isinstance(spread, list) else [OPAQUE if spread else self.value(arg, env)])
        keywords = {keyword.arg: self.value(keyword.value, env) for keyword in node.keywords if keyword.arg}
        if self._warns(node, func, args, keywords, env):
            return None
        if func is OPAQUE and name:
            return call_builtin(name, args, keywords)
        if isinstance(func, Method):
            if func.owner == self.asked:
                self._note_affixes(func.name, args)
            return call_method(func, args, keywords)
        if isinstance(func, Ref):
            if func.path == "importlib.import_module" and args and isinstance(args[0], str):
                package = args[1] if len(args) > 1 else keywords.get("package")
                return import_module(args[0], package)
            func = env.load(func.path)
        if isinstance(func, Closure):
            outcomes = self.run(func, args, keywords)
            returned = [outcome for outcome in outcomes if outcome.raises is None]
            return returned[0].value if len(outcomes) == 1 and returned else OPAQUE
        return OPAQUE

    def _note_affixes(self, method: str, args: list[object]) -> None:
        """Record what the name in question is tested for."""
        tested = [text for arg in args for text in (arg if isinstance(arg, list) else [arg]) if isinstance(text, str)]
        if method == "startswith":
            self.effects.affixes += [(text, "") for text in tested]
        elif method == "endswith":
            self.effects.affixes += [("", text) for text in tested]

    def _warns(
        self, node: ast.Call, func: object, args: list[object], keywords: Mapping[str, object], env: Environment
    ) -> bool:
        """Record a call that warns: `warnings.warn`, or a helper whose name says so, in its own words."""
        tail = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        is_plain = isinstance(func, Ref) and func.path == "warnings.warn"
        if not is_plain and not ("warn" in tail.lower() or "deprecat" in tail.lower()):
            return False
        helper = env.load(func.path) if isinstance(func, Ref) and not is_plain else func
        if isinstance(helper, Closure):
            before = len(self.effects.warnings)
            self.run(helper, args, keywords)
            if len(self.effects.warnings) > before:
                return True
        texts = [arg for arg in (*args, *keywords.values()) if isinstance(arg, str) and " " in arg]
        category = next((a.path for a in (*args, *keywords.values()) if isinstance(a, Ref) and "arning" in a.path), "")
        if not category:  # one of the builtins
            given = (*node.args, *(keyword.value for keyword in node.keywords))
            category = next((a.id for a in given if isinstance(a, ast.Name) and a.id.endswith("Warning")), "")
        if not is_plain and not texts:
            hints = [a for a in (*args, *keywords.values()) if isinstance(a, str) and "." in a]
            texts = [f"use {hints[0]} instead"] if hints else []
        self.effects.warnings.append((category, texts[0] if texts else ""))
        return True

    # Functions

    def run(self, closure: Closure, args: list[object], keywords: Mapping[str, object]) -> list[Outcome]:
        """Every way in which a call may end, as far as can be told."""
        if self.depth >= _MAX_DEPTH:
            return [Outcome(value=OPAQUE)]
        node = closure.node
        env = Environment(closure.env.module, closure.env.find, closure.env.load, parent=closure.env)
        names = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)]
        defaults = dict(zip(reversed(names), reversed(node.args.defaults), strict=False))
        for name, default in (
            *defaults.items(),
            *((a.arg, d) for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is not None),
        ):
            env.values[name] = self.value(default, closure.env)
        for name in (*names, *(a.arg for a in node.args.kwonlyargs)):
            env.values.setdefault(name, OPAQUE)
        env.values.update(zip(names, args, strict=False))
        env.values.update({name: value for name, value in keywords.items() if name in env.values})
        self.depth += 1
        try:
            if isinstance(node, ast.Lambda):
                return [Outcome(value=self.value(node.body, env))]
            outcomes: list[Outcome] = []
            try:
                if self._body(node.body, env, outcomes):
                    outcomes.append(Outcome(value=None))
            except LookupFails:
                outcomes.append(Outcome(raises="KeyError"))
            return outcomes
        finally:
            self.depth -= 1

    def _body(self, body: list[ast.stmt], env: Environment, outcomes: list[Outcome]) -> bool:
        """Walk statements; whether control may reach their end."""
        return all(self._statement(statement, env, outcomes) for statement in body)

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
            case ast.If(test=test, body=body, orelse=orelse):
                is_true = truth(self.value(test, env))
                if is_true is not None:
                    return self._body(body if is_true else orelse, env, outcomes)
                first = self._body(body, env, outcomes)
                second = self._body(orelse, env, outcomes)
                return first or second
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
                return self._try(body, handlers, orelse, finalbody, env, outcomes)
            case ast.With(body=body):
                return self._body(body, env, outcomes)
            case ast.Assign(targets=targets, value=value):
                folded = self.value(value, env)
                for target in targets:
                    bind_target(target, folded, env.values)
                return True
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                env.values[name] = self.value(value, env)
                return True
            case ast.FunctionDef(name=name):
                env.values[name] = OPAQUE if node.decorator_list else Closure(node, env)
                return True
            case ast.Import(names=names):
                for alias in names:
                    env.values[alias.asname or alias.name.split(".")[0]] = Ref(
                        alias.name if alias.asname else alias.name.split(".")[0]
                    )
                return True
            case ast.ImportFrom(module=module, names=names, level=level):
                base = self.absolute(env.module, level, module)
                for alias in names:
                    env.values[alias.asname or alias.name] = Ref(f"{base}.{alias.name}") if base else OPAQUE
                return True
            case ast.Expr(value=value):
                self.value(value, env)
                return True
            case ast.For(target=target, iter=iterable, body=body):
                return self._for(target, iterable, body, env, outcomes)
            case _:
                return True

    def _returned(self, value: ast.expr | None, env: Environment) -> list[Outcome]:
        """The outcomes of `return value`; a call of the library's own function ends as that function ends."""
        if isinstance(value, ast.Call):
            func = self.value(value.func, env)
            if isinstance(func, Ref):
                func = env.load(func.path)
            if isinstance(func, Closure) and not any(isinstance(arg, ast.Starred) for arg in value.args):
                args = [self.value(arg, env) for arg in value.args]
                return self.run(func, args, {k.arg: self.value(k.value, env) for k in value.keywords if k.arg})
        return [Outcome(value=self.value(value, env) if value is not None else None)]

    def _raised(self, exc: ast.expr | None, env: Environment) -> Outcome:
        call = exc if isinstance(exc, ast.Call) else None
        func = call.func if call else exc
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        texts = [self.value(arg, env) for arg in call.args] if call else []
        return Outcome(raises=name or "Exception", message=next((t for t in texts if isinstance(t, str)), ""))

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
            reached = self._body(body, env, inside)
        except LookupFails:
            rescue = handlers[0].body if handlers else []
            return self._body(rescue, env, outcomes) and self._body(finalbody, env, outcomes)
        caught = {_exception_name(handler.type) for handler in handlers}
        for outcome in inside:
            if outcome.raises is not None and (outcome.raises in caught or "" in caught):
                reached = self._body(handlers[0].body, env, outcomes) or reached
            else:
                outcomes.append(outcome)
        if reached:
            reached = self._body(orelse, env, outcomes)
        return reached and self._body(finalbody, env, outcomes)

    def _for(
        self, target: ast.expr, iterable: ast.expr, body: list[ast.stmt], env: Environment, outcomes: list[Outcome]
    ) -> bool:
        """Walk the body for each known item; a return inside may or may not be reached where a test is unknown."""
        items = self._items(iterable, env)
        if not isinstance(items, list):
            items = [OPAQUE]
        for item in items:
            bind_target(target, item, env.values)
            before = len(outcomes)
            if not self._body(body, env, outcomes) and len(outcomes) > before:
                return False
        return True


def _exception_name(node: ast.expr | None) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

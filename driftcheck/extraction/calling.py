"""What calls give: functions of the library are run, a few builtins and methods of literals are folded.

What a call is given and does not come back from (a function of another library, one that is not
known) is taken down, since nobody knows what is done to it.
"""

from __future__ import annotations

import ast
import sys
from abc import abstractmethod
from collections.abc import Mapping

from driftcheck.extraction.methods import call_method
from driftcheck.extraction.objects import Objects, given
from driftcheck.extraction.operations import (
    call_builtin,
    import_module,
)
from driftcheck.extraction.traits import takes_note
from driftcheck.extraction.values import (
    OPAQUE,
    Bound,
    Budget,
    Closure,
    Decorated,
    Environment,
    Instance,
    LibraryClass,
    LookupFails,
    Method,
    ModuleDict,
    Outcome,
    Ref,
    SomeName,
    Super,
)

_MAX_DEPTH = 8
_MAX_RECURSION = 2
_MAX_A_CALL = 15_000
"""Steps of a function that is worth following again."""
_TRANSPARENT = frozenset({"lru_cache", "cache", "staticmethod", "classmethod", "wraps", "final", "override"})
"""Decorators after which a function does what it did before."""


class Calls(Objects):
    """Makes calls, collecting their outcomes and effects."""

    def __init__(self, budget: Budget | None = None) -> None:
        """Take what the evaluations of a release may cost together."""
        super().__init__(budget)
        self.running: list[ast.AST] = []
        self.doubt = 0
        """How many tests of unknown outcome the statement at hand stands behind."""

    @abstractmethod
    def body(self, statements: list[ast.stmt], env: Environment, outcomes: list[Outcome]) -> bool:
        """Walk statements; whether control may reach their end."""

    def call(self, node: ast.Call, env: Environment) -> object:
        """Fold a call: the few functions that move data about, methods of literals, and the library's own functions."""
        func = self.value(node.func, env)
        args: list[object] = []
        for arg in node.args:
            if isinstance(arg, ast.Starred):
                spread = self._table(arg.value, env)
                args.extend(spread if isinstance(spread, list) else [OPAQUE])
            else:
                args.append(self.value(arg, env))
        keywords: dict[str, object] = {}
        for keyword in node.keywords:
            given_value = self.value(keyword.value, env)
            if keyword.arg:
                keywords[keyword.arg] = given_value
            elif isinstance(given_value, dict):
                keywords.update({name: value for name, value in given_value.items() if isinstance(name, str)})
        if self._warns(node, func, args, keywords, env):
            return None
        if isinstance(func, Ref) and func.path.startswith("builtins."):
            return self._builtin(func.path.removeprefix("builtins."), args, keywords, env)
        return self.apply(func, args, keywords, env, name=name_of(node.func))

    def apply(
        self, func: object, args: list[object], keywords: Mapping[str, object], env: Environment, *, name: str = ""
    ) -> object:
        """What calling a value gives; what is handed to a function that cannot be followed is taken down."""
        if isinstance(func, Method):
            if func.owner == self.asked and self.asked is not None:
                self._note_affixes(func.name, args)
            return call_method(func, args, keywords)
        if isinstance(func, Ref):
            if func.path == "importlib.import_module" and args and isinstance(args[0], str):
                return import_module(args[0], args[1] if len(args) > 1 else keywords.get("package"))
            if type(func) is Ref:
                func = env.load(func.path)
        if isinstance(func, Decorated):
            func = self.undecorated(func, env)
        if isinstance(func, LibraryClass):
            made = self.instance(func, args, keywords)
            if made is not OPAQUE:
                return made
        if isinstance(func, Instance):
            func = self.member(func, "__call__")
        if isinstance(func, Bound):
            args = [func.receiver, *args]
            func = func.function
        if isinstance(func, Closure):
            return sole(self.run(func, args, keywords))
        self._escape(func, name, [*args, *keywords.values()])
        return OPAQUE

    def execute(self, text: object, env: Environment) -> None:
        """`exec(text)`."""

    def undecorated(self, func: Decorated, env: Environment) -> object:
        """What the decorators of a function leave of it."""
        value: object = func.function
        for decorator in reversed(getattr(func.function.node, "decorator_list", [])):
            if name_of(decorator) not in _TRANSPARENT:
                value = self.apply(self.value(decorator, func.function.env), [value], {}, env, name=name_of(decorator))
        return value

    def _escape(self, func: object, name: str, values: list[object]) -> None:
        """Take down which classes and modules were given away: nobody knows what is done to them."""
        is_outside = isinstance(func, Ref) and func.path.partition(".")[0] in sys.stdlib_module_names
        if not is_outside and not takes_note(name):
            self.effects.escaped.update(given(values))

    def _builtin(  # noqa: PLR0912  # a table of functions
        self, name: str, args: list[object], keywords: Mapping[str, object], env: Environment
    ) -> object:
        """A call of a builtin, as far as it is about the names of modules and classes."""
        match name, args:
            case (("globals" | "locals" | "vars"), []):
                return ModuleDict(env.module)
            case "dir", []:
                return [SomeName(env.module, is_exported=False)]
            case "dir", [Ref(path=path)]:
                return [SomeName(path, is_exported=False)]
            case "vars", [Ref() as owner]:
                return self.attribute(owner, "__dict__", env)
            case "getattr", [owner, str() as attr, *rest]:
                found = self.attribute(owner, attr, env)
                return rest[0] if rest and found is OPAQUE and isinstance(owner, Instance) else found
            case "isinstance", [value, kind]:
                answer = self.is_instance(value, env.load(kind.path) if type(kind) is Ref else kind)
                return OPAQUE if answer is None else answer
            case "type", [Instance(made_by=cls)]:
                return cls
            case "super", []:
                within, receiver = env.lookup("__class__"), env.lookup("__self__")
                return Super(within, receiver) if isinstance(within, LibraryClass) else OPAQUE
            case "super", [LibraryClass() as within, receiver]:
                return Super(within, receiver)
            case "exec", [text]:
                self.execute(text, env)
                return None
            case (("exec" | "eval" | "delattr"), _):
                self.effects.escaped.update(given(args))
                return OPAQUE
            case "map", [func, list() as items]:
                return [self.apply(func, [item], {}, env) for item in items]
            case _:
                return call_builtin(name, args, keywords)

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
        category = category.removeprefix("builtins.")
        if not category:  # one of the builtins
            given = (*node.args, *(keyword.value for keyword in node.keywords))
            category = next((a.id for a in given if isinstance(a, ast.Name) and a.id.endswith("Warning")), "")
        if not is_plain and not texts:
            hints = [a for a in (*args, *keywords.values()) if isinstance(a, str) and "." in a]
            texts = [f"use {hints[0]} instead"] if hints else []
        self.effects.warnings.append((category, texts[0] if texts else ""))
        return True

    def run(self, closure: Closure, args: list[object], keywords: Mapping[str, object]) -> list[Outcome]:
        """Every way in which a call may end, as far as can be told."""
        node = closure.node
        is_too_much = node in self.effects.budget.costly or self.running.count(node) >= _MAX_RECURSION
        if is_too_much or len(self.running) >= _MAX_DEPTH:
            self.effects.escaped.update(given([*args, *keywords.values()]))
            return [Outcome(value=OPAQUE)]
        env = Environment(closure.env.module, closure.env.find, closure.env.load, parent=closure.env)
        self._bind_parameters(closure, args, keywords, env)
        self.running.append(node)
        doubt, self.doubt = self.doubt, 0
        before = self.effects.steps
        try:
            if isinstance(node, ast.Lambda):
                return [Outcome(value=self.value(node.body, env))]
            outcomes: list[Outcome] = []
            try:
                if self.body(node.body, env, outcomes):
                    outcomes.append(Outcome(value=None))
            except LookupFails:
                outcomes.append(Outcome(raises="KeyError"))
            return outcomes
        finally:
            self.running.pop()
            self.doubt = doubt
            if self.effects.steps - before > _MAX_A_CALL:
                self.effects.budget.costly.add(node)

    def _bind_parameters(
        self, closure: Closure, args: list[object], keywords: Mapping[str, object], env: Environment
    ) -> None:
        spec = closure.node.args
        names = [arg.arg for arg in (*spec.posonlyargs, *spec.args)]
        defaults = dict(zip(reversed(names), reversed(spec.defaults), strict=False))
        for name, default in (
            *defaults.items(),
            *((a.arg, d) for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if d is not None),
        ):
            env.values[name] = self.value(default, closure.env)
        for name in (*names, *(a.arg for a in spec.kwonlyargs)):
            env.values.setdefault(name, OPAQUE)
        own = set(env.values)
        env.values.update(zip(names, args, strict=False))
        env.values.update({name: value for name, value in keywords.items() if name in own})
        if spec.vararg:
            env.values[spec.vararg.arg] = args[len(names) :]
        if spec.kwarg:
            env.values[spec.kwarg.arg] = {name: value for name, value in keywords.items() if name not in own}
        if closure.owner is not None and args:
            env.values.update({"__class__": closure.owner, "__self__": args[0]})


def name_of(node: ast.expr | None) -> str:
    """The last name of what is called, raised, caught or used as a decorator."""
    func = node.func if isinstance(node, ast.Call) else node
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def sole(outcomes: list[Outcome]) -> object:
    """The value of a call that can end in one way only."""
    returned = [outcome for outcome in outcomes if outcome.raises is None]
    return returned[0].value if len(returned) == 1 else OPAQUE

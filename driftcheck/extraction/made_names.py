"""Names that code makes, on their way into the surface of a release.

Modules that bind names by code are evaluated, and so is what a class goes through when its
module is imported: its decorators, and the functions it is handed to.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Mapping

from driftcheck.extraction import dynamic
from driftcheck.extraction.ancestors import ancestors
from driftcheck.extraction.calling import name_of
from driftcheck.extraction.deprecations import decorator_meaning
from driftcheck.extraction.evaluated_modules import Modules
from driftcheck.extraction.exported import Evaluated, Exported, evaluated
from driftcheck.extraction.facts import FunctionTraits, ModuleFacts
from driftcheck.extraction.returns import promised
from driftcheck.extraction.table import Table
from driftcheck.extraction.toplevel import Bindings, Made
from driftcheck.extraction.traits import takes_note
from driftcheck.extraction.values import Closure, Exhausted, Instance, LibraryClass, LookupFails, Ref
from driftcheck.model.names import is_within, parent, tail
from driftcheck.model.symbols import Kind, Symbol
from driftcheck.source.parsing import parse_text

IN_A_LOOP = "names bound in a loop"


class MadeNames:
    """Evaluates the modules of a release, as far as they are asked for."""

    def __init__(
        self,
        facts: Mapping[str, ModuleFacts],
        text_of: Callable[[str], str | None],
        table: Table,
        exported: Exported,
    ) -> None:
        """Take the modules, a function to the text of each, and where the names go."""
        self.facts = facts
        self.table = table
        self.exported = exported
        self.stars: dict[str, dict[str, None]] = {}
        """Modules that bind, under the same name, what others export: as a star import would."""
        self._trees: dict[str, tuple[ast.Module, bool] | None] = {}
        self._text_of = text_of
        self.modules = Modules(self._tree_of)

    def _tree_of(self, module: str) -> tuple[ast.Module, bool] | None:
        if module not in self._trees:
            facts = self.facts.get(module)
            text = self._text_of(module) if facts is not None else None
            self._trees[module] = _parsed(text, facts) if facts is not None and text is not None else None
        return self._trees[module]

    # What modules bind and export

    def bind(self) -> None:
        """Bind what modules bind by code, and what their `__getattr__` hands out."""
        for name, facts in self.facts.items():
            if facts.exports is not None and not facts.exports_complete:
                self._evaluate_exports(name, is_dynamic=facts.is_dynamic)
        for name, facts in self.facts.items():
            if facts.is_dynamic:
                self._answer(name)

    def _evaluate_exports(self, name: str, *, is_dynamic: bool) -> None:
        """`__all__` that code makes."""
        env = self.modules.environment(name)
        made = evaluated(name, env.values.get("__all__")) if env is not None else None
        if made is not None:
            self.exported.evaluated[name] = made
        elif is_dynamic and not self._is_made_with_getattr(name):
            # A list that is not known chooses among names that are: only where code binds names can it hold others.
            self.table.open(name, "__all__ made at run time")

    def _is_made_with_getattr(self, name: str) -> bool:
        read = self._tree_of(name)
        return read is not None and dynamic.makes_exports(read[0])

    def _answer(self, name: str) -> None:
        read = self._tree_of(name)
        if read is None:
            self.table.open(name, "module __getattr__")
            return
        node, value = dynamic.getattr_of(read[0])
        self._bind_loops(name, is_replaced=dynamic.replaces_itself(read[0]))
        exports = self.exported.of(name) or ()
        if node is not None or value is not None:
            answer = dynamic.answer(name, self.modules, node, value, exports)
        elif (hook := self._hook_of(name)) is None:
            return
        elif isinstance(hook, Closure):
            answer = dynamic.ask(hook, name, self.modules, exports)
        else:
            answer = dynamic.Answer(open_reason="module __getattr__")
        if self._is_made_with_getattr(name) and name not in self.exported.evaluated:
            if answer.open_reason is None:
                self.exported.evaluated[name] = Evaluated(tuple(tail(symbol.path) for symbol in answer.symbols))
            else:
                self.table.open(name, "__all__ made at run time")
        # What is bound on some versions of Python only, the hook hands out on the others.
        self.table.add(s for s in answer.symbols if all(known.condition for known in self.table.get(s.path)))
        for target, evidence in answer.forwards:
            self.table.add([Symbol(f"{name}.*", Kind.ALIAS, target=target, deprecation=evidence)])
        if answer.open_reason:
            self.table.open(name, answer.open_reason)
            self._believe_checkers(name, read[0])

    def _hook_of(self, name: str) -> object:
        """The `__getattr__` that a function put into a module; None where there is none."""
        bound = self.modules.bound.get(name, Bindings()).bound
        hooks = [value for owner, attribute, value in bound if (owner, attribute) == (name, "__getattr__")]
        return hooks[-1] if hooks else None

    def _believe_checkers(self, name: str, tree: ast.Module) -> None:
        """What a hook hands out that cannot be followed, imports for type checkers list."""
        top = name.partition(".")[0]
        for base, imported, bound in dynamic.told_to_checkers(tree, lambda *parts: self.modules.absolute(name, *parts)):
            if not is_within(base, top):
                continue
            if imported == "*":
                self.stars.setdefault(name, {})[base] = None
            elif f"{name}.{bound}" not in self.table:
                self.table.add([Symbol(f"{name}.{bound}", Kind.ALIAS, target=f"{base}.{imported}")])

    def _bind_loops(self, name: str, *, is_replaced: bool) -> None:
        """What the top-level statements of a module bind by name, there or elsewhere.

        A module that another object stands for is given to that object: what it does is what its hook says.
        """
        if self.modules.environment(name) is None:
            return
        bindings = self.modules.bound.get(name, Bindings())
        for owner in sorted({*bindings.opened, *(bindings.escaped & {name} if not is_replaced else ())}):
            self.table.open(owner, IN_A_LOOP)
        for owner, other, is_exported in bindings.taken:
            self._take(owner, other, is_exported=is_exported)
        for owner, attribute, value in bindings.bound:
            self._bind_one(owner, attribute, value)

    def _take(self, owner: str, other: str, *, is_exported: bool) -> None:
        """A namespace that binds, under the same name, each name of another module."""
        if owner not in self.table:
            return
        if owner in self.facts:
            self.stars.setdefault(owner, {})[other] = None
        if not is_exported or owner not in self.facts:
            # Private names come along as well, and those of which one knows only when the module runs.
            for name in self.table.names_of(other) if other in self.facts else ():
                self._bind_one(owner, name, Ref(f"{other}.{name}"))
            self.table.open(owner, IN_A_LOOP)

    def _bind_one(self, owner: str, name: str, value: object) -> None:
        table, path = self.table, f"{owner}.{name}"
        if owner not in table or (isinstance(value, Ref) and value.path in (path, table.final(path))):
            return
        if path in table:
            # Which of the two is bound in the end depends on their order; that the name exists does not.
            if path in table.bound:
                known = table.get(path)[-1]
                table.substitute(path, [Symbol(path, Kind.ATTRIBUTE, deprecation=known.deprecation)])
        else:
            table.add([_symbol(path, value)])

    # What classes go through

    def judge_classes(self, traits: Mapping[str, FunctionTraits]) -> None:
        """Bind what decorators add to classes; one that may do more than is known leaves its class open."""
        for facts in self.facts.values():
            for path, decorators in facts.decorators.items():
                known = [traits.get(self.table.final(decorator)) for decorator in decorators]
                for symbol in self.table.get(path):
                    if symbol.kind is Kind.CLASS and not all(
                        (t is not None and t.keeps_class) or _leaves_alone(tail(decorator))
                        for t, decorator in zip(known, decorators, strict=True)
                    ):
                        self._decorate(symbol, facts.name)

    def _decorate(self, symbol: Symbol, module: str) -> None:
        """Evaluate the decorators of a class."""
        bindings = self._decorated(symbol.path, module)
        if bindings is None or symbol.path in (bindings.opened | bindings.escaped):
            self.table.open(symbol.path, "class decorator not known")
        for owner, name, value in bindings.bound if bindings is not None else ():
            if owner == symbol.path:
                self._give(symbol, name, value)

    def _decorated(self, path: str, module: str) -> Bindings | None:
        """What the decorators of a class do to it; None where that cannot be followed."""
        env = self.modules.environment(module) if parent(path) == module else None
        cls = env.lookup(tail(path)) if env is not None else None
        if env is None or not isinstance(cls, LibraryClass):
            return None
        evaluator = self.modules.evaluator()
        try:
            for decorator in reversed(cls.node.decorator_list):
                func = evaluator.value(decorator, env)
                given = evaluator.apply(func, [cls], {}, env, name=name_of(decorator))
                if given is not cls and not _leaves_alone(name_of(decorator)):
                    return None
        except (Exhausted, LookupFails, RecursionError):
            return None
        return evaluator.bindings(module)

    def judge_calls(self) -> None:
        """A class handed to a function at import time may come back with more members."""
        for facts in self.facts.values():
            for function, given in facts.class_calls:
                final = self.table.follow(given)
                if final is None or final.kind is not Kind.CLASS or takes_note(tail(function)):
                    continue
                if function != "builtins.setattr" and function.partition(".")[0] in sys.stdlib_module_names:
                    continue
                self._hand_over(final, facts.name)

    def forget(self) -> None:
        """Let go of the texts and values of modules."""
        self.modules.forget()
        self._trees.clear()

    def _hand_over(self, symbol: Symbol, module: str) -> None:
        if self.modules.environment(module) is None:
            self.table.open(symbol.path, "members added by a call")
            return
        bindings = self.modules.bound.get(module, Bindings(opened=frozenset({module})))
        if {symbol.path, module} & (bindings.opened | bindings.escaped):
            self.table.open(symbol.path, "members added by a call")
        for owner, name, value in bindings.bound:
            if owner == symbol.path:
                self._give(symbol, name, value)

    def _give(self, owner: Symbol, name: str, value: object) -> None:
        """Bind what code puts on a class. Of what it puts in the place of an inherited member, more is known there."""
        made = _symbol(f"{owner.path}.{name}", value)
        if made.path in self.table or (made == Symbol(made.path, Kind.ATTRIBUTE) and self._inherits(owner, name)):
            return
        self.table.add([made])

    def _inherits(self, owner: Symbol, name: str) -> bool:
        above = ancestors(self.table, owner)
        return any(isinstance(base, Symbol) and f"{base.path}.{name}" in self.table for base in above)


def _leaves_alone(decorator: str) -> bool:
    """Whether a decorator of that name leaves a class as it is: it takes note of it, or only writes about it."""
    return takes_note(decorator) or decorator_meaning(decorator) == "keeps"


def _parsed(text: str, facts: ModuleFacts) -> tuple[ast.Module, bool] | None:
    try:
        return parse_text(text), facts.is_package
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _symbol(path: str, value: object) -> Symbol:
    """A name that code binds, by what is known of its value."""
    match value:
        case Made(path=maker) | Instance(made_by=LibraryClass(path=maker)):
            return Symbol(path, Kind.ATTRIBUTE, type=promised(maker), type_source="inferred")
        case Ref(path=target) if target != path and "<" not in target:
            return Symbol(path, Kind.ALIAS, target=target)
        case Closure(env=env, owner=None) if env.parent is None and hasattr(value.node, "name"):
            target = f"{env.module}.{value.node.name}"
            return Symbol(path, Kind.ALIAS, target=target) if target != path else Symbol(path, Kind.ATTRIBUTE)
        case _:
            return Symbol(path, Kind.ATTRIBUTE)

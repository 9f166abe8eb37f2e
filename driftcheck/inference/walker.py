"""The state of a walk through one body: where it is, what names are bound to, and what guards it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.depth import TOO_DEEP, without_expressions
from driftcheck.inference.members import look
from driftcheck.inference.project_members import module_name, walk_writers
from driftcheck.inference.project_types import ProjectClass, ProjectFunction, ProjectModule
from driftcheck.inference.scopes import Scope, Written
from driftcheck.inference.sink import Sink
from driftcheck.inference.types import UNKNOWN, Container, Lazy, Outcome, SpecialForm, Type
from driftcheck.inference.unions import join
from driftcheck.model.locations import Location
from driftcheck.model.references import ReferenceKind
from driftcheck.model.resolutions import Found, Missing
from driftcheck.source.guards import Guard, Hazard

Evaluate = Callable[["Walker", Any], Type]
Execute = Callable[["Walker", Any], bool]

_MODULE_NAMES = frozenset({"__name__", "__file__", "__doc__", "__package__", "__path__", "__spec__", "__all__"})
_CALLED_SPECIALLY = frozenset(
    [
        *("hasattr", "getattr", "setattr", "super", "type", "isinstance", "callable", "vars", "next", "iter"),
        *("enumerate", "zip", "sorted", "reversed", "list", "tuple", "set", "dict"),
        *("property", "staticmethod", "classmethod"),
    ]
)
"""Names that calls understand even where the language's own surface is not recorded."""


class Tables:
    """How each kind of node is walked."""

    __slots__ = ("expressions", "statements")

    def __init__(
        self, expressions: Mapping[type[ast.AST], Evaluate], statements: Mapping[type[ast.AST], Execute]
    ) -> None:
        self.expressions = expressions
        self.statements = statements


class Walker:
    """Walks one body: of a module, a class or a function."""

    __slots__ = (
        "analysis",
        "broken",
        "elsewhere",
        "exits",
        "expressions",
        "function",
        "guards",
        "held",
        "is_only_read",
        "module",
        "names",
        "owner",
        "paths",
        "pending",
        "qualified",
        "receiver",
        "returns",
        "scope",
        "sink",
        "statements",
        "tables",
        "walruses",
        "yields",
    )

    def __init__(  # noqa: PLR0913 - a walk is somewhere in many respects
        self,
        analysis: Analysis,
        scope: Scope,
        *,
        tables: Tables,
        module: ProjectModule,
        sink: Sink,
        pending: list[ProjectFunction],
        qualified: str = "",
        guards: tuple[Guard, ...] = (),
        owner: ProjectClass | None = None,
        function: ProjectFunction | None = None,
    ) -> None:
        self.analysis = analysis
        self.tables = tables
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.module = module
        self.sink = sink
        self.pending = pending
        """Functions of this file that wait to be walked."""
        self.scope = scope
        self.names = scope.names
        self.qualified = qualified
        self.guards = guards
        self.owner = owner
        """The class whose body, or whose method, this is."""
        self.function = function
        self.receiver: str | None = None
        """What a method calls its first parameter."""
        self.elsewhere: dict[str, Scope] = {}
        """Scopes of the names that are declared `global` or `nonlocal` here."""
        self.returns: list[Type] = []
        self.yields: list[Type] = []
        self.exits: list[list[dict[str, Type]]] = []
        """For each loop around: the states in which it may be left."""
        self.paths = False
        """Whether anything is known of attributes (dotted keys in `names`)."""
        self.walruses: list[str] = []
        """Names bound by `:=`, in order: such bindings outlast the narrowing of the test that they stand in."""
        self.broken: ast.expr | None = None
        """The expression that was reported last: what follows it in the same chain is not."""
        self.is_only_read = False
        """Whether it is an annotation that is not evaluated when the code runs."""
        self.held: tuple[ast.Attribute, Type] | None = None
        """An attribute that is only told where it is called, and what it was asked of."""

    def beside(self, scope: Scope, *, qualified: str | None = None, owner: ProjectClass | None = None) -> Walker:
        """A walker in another scope at the same place."""
        return Walker(
            self.analysis,
            scope,
            tables=self.tables,
            module=self.module,
            sink=self.sink,
            pending=self.pending,
            qualified=self.qualified if qualified is None else qualified,
            guards=self.guards,
            owner=owner,
        )

    def evaluate(self, node: ast.expr) -> Type:
        """What an expression denotes."""
        return self.expressions[type(node)](self, node)

    def walk(self, body: list[ast.stmt]) -> bool:
        """Walk statements in order; True where the end is never reached."""
        statements = self.statements
        for statement in body:
            names, guards = self.names, self.guards
            try:
                if statements[type(statement)](self, statement):
                    return True
            except RecursionError:
                self.set_state(names)
                self.guards = guards
                if self.pass_over(statement):
                    return True
        return False

    def pass_over(self, statement: ast.stmt) -> bool:
        """Go on behind a statement that is nested too deep, or holds a chain too long, to follow.

        Nothing is known of what it binds, gives back, or fills; all else stays known.
        """
        self.sink.unknown[TOO_DEEP] += 1
        names = self.names
        for part in ast.walk(statement):
            if isinstance(part, ast.NamedExpr):
                names[part.target.id] = UNKNOWN
            elif isinstance(part, ast.Name) and type(names.get(part.id)) is Container:
                names[part.id] = UNKNOWN
        for key in [key for key in names if "." in key]:
            del names[key]
        try:
            return self.statements[type(statement)](self, without_expressions(statement))
        except RecursionError:
            self.forget_all()
            return False

    def forget_all(self) -> None:
        """Nothing is known of any name any more."""
        self.set_state(dict.fromkeys(self.names, UNKNOWN))

    def set_state(self, names: dict[str, Type]) -> None:
        """Go on with other bindings."""
        self.names = self.scope.names = names

    def restore(self, names: dict[str, Type], since: int) -> None:
        """Go back to other bindings, but keep those that `:=` made after there were `since` of them."""
        for name in self.walruses[since:]:
            value = self.names.get(name)
            if value is not None:
                names[name] = value
        self.set_state(names)

    def bind(self, name: str, value: Type) -> None:
        """Bind a name in this scope, or where `global` says."""
        names = self.names
        old = names.get(name)
        if old is not value:
            if old is not None:
                self.scope.rebind(name, old, value)
                if self.paths:
                    self.forget_members(name)
            names[name] = value
        if self.elsewhere:
            home = self.elsewhere.get(name)
            if home is not None:
                before = home.seen_later(name)
                home.rebound[name] = value if before is None else join(before, value)
                written = home.written.get(name) if home.written is not None else None
                if written is not None:
                    written.value = value if written.value is None else join(written.value, value)

    def doubt_written(self) -> None:
        """After a call: the functions within this scope that bind its names may have been run."""
        names = self.names
        for name, written in (self.scope.written or {}).items():
            before = names.get(name)
            if before is not None and before is not written.last:
                # The functions themselves are to see what the name was before them.
                self.scope.rebound.setdefault(name, before)
                written.last = names[name] = Lazy(partial(self._after_call, written, before))

    def _after_call(self, written: Written, before: Type) -> Type | None:
        for function in written.functions:
            if function.state == 0 and self.analysis.can_go_deeper():
                self.analysis.interpreter.walk_function(function)
            if function.state == 0:
                return None
        return before if written.value is None else join(before, written.value)

    def forget_members(self, name: str) -> None:
        """Nothing is known any more of the attributes of what `name` is bound to."""
        prefix = name + "."
        names = self.names
        for key in [key for key in names if key.startswith(prefix)]:
            del names[key]

    def look_up(self, name: str) -> Type:
        """What a name means that this scope has not bound."""
        scope = self.scope.parent
        while scope is not None:
            if not scope.is_class:
                if scope.parent is None and self.module.writers is not None:
                    walk_writers(self.analysis, self.module, name)
                value = scope.rebound.get(name)
                if value is None:
                    value = scope.names.get(name)
                if value is not None:
                    return value
            scope = scope.parent
        if self.module.stars:
            starred = module_name(self.analysis, self.module, name, look)
            if starred is not None:
                return starred
        return self.builtin(name)

    def ask(self, value: Type, name: str) -> Type:
        """What `value.name` denotes, without reporting or counting it."""
        return look(self.analysis, value, name).value

    def builtin(self, name: str) -> Type:
        """What the language itself binds to a name."""
        analysis = self.analysis
        value = analysis.builtins.get(name)
        if value is None:
            home = analysis.module("builtins").value
            value = UNKNOWN if name in _MODULE_NAMES else look(analysis, home, name).value
            if value is UNKNOWN and name in _CALLED_SPECIALLY:
                value = SpecialForm(name)
            analysis.builtins[name] = value
        return value

    def guard(self, hazard: Hazard, name: str) -> str | None:
        """Why the author expects this hazard here; None where nothing says so."""
        return next((guard.reason for guard in self.guards if guard.covers(hazard, name)), None)

    def report(  # noqa: PLR0913 - a claim has this many sides
        self,
        found: Found | Missing,
        kind: ReferenceKind,
        location: Location,
        name: str,
        receiver: Type | None = None,
        *,
        asked: tuple[str, ...] = (),
    ) -> bool:
        """Claim a name as missing or deprecated; True where the author expected that."""
        is_missing = isinstance(found, Missing)
        expected = Hazard.WARNING
        if is_missing:
            expected = Hazard.IMPORT if kind is ReferenceKind.IMPORT else Hazard.ATTRIBUTE
        guard = self.guard(expected, name)
        assumed = self.analysis.assumed
        self.sink.reference(
            location,
            kind,
            found,
            name=name,
            scope=self.qualified,
            guard=guard,
            receiver=receiver,
            assumed=tuple(assumed) if assumed else (),
            asked=asked,
        )
        return guard is not None

    def count(self, outcome: Outcome) -> None:
        """Count an answer of a library about an attribute."""
        if outcome.reason is None:
            self.sink.resolved += 1
        elif outcome.reason:
            self.sink.unknown[outcome.reason] += 1

    def count_import(self, outcome: Outcome) -> None:
        """Count an answer of a library about an import."""
        if outcome.reason is None:
            self.sink.imported += 1
        elif outcome.reason:
            self.sink.unknown_imports += 1

"""What is in sight at a module's top level before its statements are read: functions use names bound below them."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from driftcheck.extraction.conditions import NEVER, both, branches
from driftcheck.extraction.exports import extends_exports
from driftcheck.extraction.scopes import UNKNOWN, Scope, is_type_variable


@dataclass(slots=True)
class Sight:
    """The names of a module's top level."""

    scope: Scope
    """What the names stand for."""
    constants: dict[str, str] = field(default_factory=dict)
    """Strings assigned to names, for messages."""
    type_names: dict[str, str] = field(default_factory=dict)
    """What names imported for type checkers only stand for."""
    dictionaries: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The entries of typed dictionaries that are written for type checkers only."""
    extenders: set[str] = field(default_factory=set)
    """Functions that add to `__all__` what their argument exports."""

    def look_ahead(self, body: list[ast.stmt], condition: str | None = None) -> None:  # noqa: PLR0912  # one case a statement
        """Collect what top-level names stand for, imports for type checkers included."""
        names = self.scope.names
        for_checkers = self.type_names if condition == NEVER else {}
        for node in body:
            match node:
                case ast.Import(names=aliases):
                    for alias in aliases:
                        if alias.asname:
                            names[alias.asname] = alias.name
                        else:
                            names[alias.name.split(".")[0]] = alias.name.split(".")[0]
                case ast.ImportFrom(module=module, names=aliases, level=level):
                    base = self.scope.absolute(level, module)
                    for alias in aliases:
                        if alias.name == "*":
                            self.scope.has_star = True
                        elif base:
                            names.setdefault(alias.asname or alias.name, f"{base}.{alias.name}")
                            for_checkers[alias.asname or alias.name] = f"{base}.{alias.name}"
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    names[name] = f"{self.scope.module}.{name}"
                    if condition == NEVER and isinstance(node, ast.ClassDef):
                        self._dictionary(node)
                    if isinstance(node, ast.FunctionDef) and len(node.args.args) == 1 and extends_exports(node):
                        self.extenders.add(name)
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self._target(target, value)
                case ast.AnnAssign(target=ast.Name(id=name), value=value):
                    self._target(ast.Name(name), value)
                case ast.If(test=test, body=then, orelse=orelse):
                    conditions = branches(test)
                    self.look_ahead(then, both(condition, conditions[0]))
                    self.look_ahead(orelse, both(condition, conditions[1]))
                case ast.Try() | ast.TryStar():
                    self.look_ahead(node.body, condition)
                    for handler in node.handlers:
                        self.look_ahead(handler.body, condition)
                    self.look_ahead(node.orelse, condition)
                    self.look_ahead(node.finalbody, condition)
                case ast.With() | ast.For() | ast.While():
                    if isinstance(node, ast.For):
                        self._target(node.target, None)
                    self.look_ahead(node.body, condition)
                case _ if type(node).__name__ == "TypeAlias":
                    alias_name = getattr(node, "name", None)
                    if isinstance(alias_name, ast.Name):
                        names[alias_name.id] = f"{self.scope.module}.{alias_name.id}"
                case _:
                    pass

    def _dictionary(self, node: ast.ClassDef) -> None:
        """Note the entries of a typed dictionary, with those of one noted before that it is derived from."""
        entries: list[str] = []
        is_dictionary = False
        for base in node.bases:
            inner = base.value if isinstance(base, ast.Subscript) else base
            name = inner.attr if isinstance(inner, ast.Attribute) else getattr(inner, "id", "")
            if name != "Generic":
                if name != "TypedDict" and name not in self.dictionaries:
                    return
                is_dictionary = True
                entries += self.dictionaries.get(name, ())
        if is_dictionary:
            entries += [
                s.target.id for s in node.body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)
            ]
            self.dictionaries[node.name] = tuple(dict.fromkeys(entries))

    def _target(self, target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            for elt in target.elts:
                self._target(elt, None)
        elif isinstance(target, ast.Name):
            self.scope.names[target.id] = f"{self.scope.module}.{target.id}"
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                self.constants[target.id] = value.value
            elif isinstance(value, ast.Call) and is_type_variable(value):
                # Its bound is what a value is at least: a member that the bound lacks may well be there.
                self.scope.type_variables[target.id] = UNKNOWN

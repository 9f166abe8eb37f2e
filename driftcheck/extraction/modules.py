"""From the text of one library module to its facts."""

from __future__ import annotations

import ast
from dataclasses import replace

from driftcheck.extraction.announcements import is_refused, of_class, of_module
from driftcheck.extraction.assignments import assigned, spoken_against, type_alias, wraps_function
from driftcheck.extraction.attributes import bind_attributes
from driftcheck.extraction.bodies import Body, FunctionNode, read_body
from driftcheck.extraction.class_members import bind_implied, openness
from driftcheck.extraction.classes import (
    bound_names,
    read_ancestry,
    read_construction,
    read_decorators,
)
from driftcheck.extraction.conditions import NEVER, both, branches, told_of_members
from driftcheck.extraction.embedded import named_expressions, names_in_code
from driftcheck.extraction.exports import Exports
from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.functions import ReadFunction, read_function
from driftcheck.extraction.gathered import Late, Place
from driftcheck.extraction.griffe_adapter import Visited, visit
from driftcheck.extraction.import_hooks import BY_HOOK, hooked_modules, hooks_imports
from driftcheck.extraction.imported import STAR, imported_by
from driftcheck.extraction.namespaces import Namespace
from driftcheck.extraction.outreach import fills_made, handing_on, reach_out
from driftcheck.extraction.overloads import bind_function
from driftcheck.extraction.patches import donated_in, patched_in
from driftcheck.extraction.refusals import refusal_of_module
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.extraction.sight import Sight
from driftcheck.extraction.toplevel import binds_by_call, binds_dynamically, fills_class
from driftcheck.model.names import tail
from driftcheck.model.symbols import Kind, Symbol

_MAX_CLASS_DEPTH = 6


def read_module(name: str, text: str, *, is_package: bool, is_stub: bool = False) -> ModuleFacts:
    """Read one module.

    Args:
        name: Its absolute dotted name.
        text: Its source.
        is_package: Whether it is an `__init__`.
        is_stub: Whether it is a `.pyi`: names it imports are not evidence that they exist at run time.

    Returns:
        Its facts. A text that does not parse, or nests too deep, gives a module that is open, with nothing in it.
    """
    try:
        visited = visit(name, text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return unread(name, "could not be parsed", is_package=is_package)
    try:
        return _ModuleReader(name, text, visited, is_package=is_package, is_stub=is_stub).read()
    except RecursionError:
        return unread(name, "nested too deeply", is_package=is_package)


def unread(name: str, reason: str, *, is_package: bool = False) -> ModuleFacts:
    """The facts of a module that is known to exist and no more."""
    return ModuleFacts(name, is_package, (Symbol(name, Kind.MODULE, open_reason=reason),), exports_complete=False)


class _ModuleReader:
    def __init__(self, name: str, text: str, visited: Visited, *, is_package: bool, is_stub: bool) -> None:
        self.name = name
        self.text = text
        self.has_walrus = ":=" in text
        self.visited = visited
        self.is_stub = is_stub
        self.scope = Scope(name, is_package, is_stub=is_stub)
        self.sight = Sight(self.scope)
        self.constants = self.sight.constants
        self.late = Late()
        self.exports = Exports()

    def read(self) -> ModuleFacts:
        body = self.visited.tree.body
        self.sight.look_ahead(body)
        namespace = Namespace()
        self._body(body, Place(namespace, self.scope, self.name))
        late = self.late
        outreach = reach_out(self.visited.tree, self.text, self.scope)
        hooked = hooked_modules(self.visited.tree, self.text, self.name)
        if self.scope.is_package and late.open_reason is None and hooks_imports(self.text):
            late.open_reason = BY_HOOK
        late.is_dynamic |= bool(outreach.open_reason or outreach.classes or outreach.trusting)
        named = {*self.exports.names, *(name for name, _ in self.exports.conditional)}
        for symbol in (*late.globals.values(), *(s for s in late.unexported if tail(s.path) in named)):
            namespace.bind_weakly(symbol)
        refused = refusal_of_module(body, self.constants)
        module = Symbol(
            self.name,
            Kind.MODULE,
            open_reason=late.open_reason,
            deprecation=of_module(self.visited.tree, self.scope, self.constants) or refused,
            raises=refused is not None,
        )
        exported = self.exports
        return ModuleFacts(
            self.name,
            self.scope.is_package,
            (module, *namespace),
            tuple(dict.fromkeys(late.stars)),
            tuple(dict.fromkeys(exported.names)) if exported.exists else None,
            tuple(exported.modules),
            exported.is_complete,
            not exported.is_complete_at_import,
            tuple(exported.conditional),
            late.decorators,
            late.traits,
            late.is_dynamic,
            imported=frozenset(late.imported),
            class_calls=tuple(late.class_calls),
            patches=tuple(late.patches),
            type_names=self.sight.type_names,
            dictionaries=self.sight.dictionaries,
            filled=outreach.open_reason,
            is_followable=outreach.is_followable,
            filled_classes=outreach.classes,
            fillers=outreach.fillers,
            argument_fillers=outreach.argument_fillers,
            calls=outreach.calls,
            trusting=outreach.trusting,
            handed=tuple(late.handed),
            hooked=hooked,
        )

    # Statements

    def _body(self, body: list[ast.stmt], place: Place) -> None:
        for node in body:
            for named in named_expressions(node) if self.has_walrus else ():
                self._assign(named.target, named.value, None, place)
            self._statement(node, place)

    def _statement(self, node: ast.stmt, place: Place) -> None:  # noqa: PLR0912  # a table of statements
        at_top = place.path == self.name
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, place)
            case ast.ClassDef():
                self._class(node, place)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value, None, place)
            case ast.AnnAssign(target=target, value=value, annotation=annotation):
                self._assign(target, value, annotation, place)
            case ast.AugAssign(target=ast.Name(id="__all__"), value=value) if at_top:
                self._export(value, place.namespace)
            case ast.AugAssign(target=target):
                self._assign(target, None, None, place)
            case ast.Import() | ast.ImportFrom():
                self._import(node, place)
            case ast.Delete(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Name):
                        place.namespace.delete(f"{place.path}.{target.id}")
            case ast.If(test=test, body=then, orelse=orelse):
                conditions = branches(test)
                is_decided = conditions != (None, None)
                self._branch(then, conditions[0], place, is_certain=is_decided)
                self._branch(orelse, conditions[1], place, is_fallback=not is_decided)
            case ast.Try() | ast.TryStar():
                self._body(node.body, place)
                self._body(node.orelse, place)
                for handler in node.handlers:
                    self._branch(handler.body, None, place, is_fallback=True)
                self._body(node.finalbody, place)
            case ast.For(target=target, body=inner) | ast.AsyncFor(target=target, body=inner):
                self._assign(target, None, None, place)
                self._body(inner, place)
                self.late.is_dynamic |= at_top and binds_dynamically(node)
            case ast.With(items=items, body=inner) | ast.AsyncWith(items=items, body=inner):
                for item in items:
                    if item.optional_vars is not None:
                        self._assign(item.optional_vars, None, None, place)
                self._body(inner, place)
            case ast.While(body=inner):
                self._body(inner, place)
            case ast.Match(cases=cases):
                for case in cases:
                    self._branch(case.body, None, place, is_fallback=True)
            case ast.Expr(value=value) if at_top:
                self._expression(value, place.namespace)
            case _ if type(node).__name__ == "TypeAlias":
                name, value = getattr(node, "name", None), getattr(node, "value", None)
                if isinstance(name, ast.Name):
                    place.namespace.bind(type_alias(f"{place.path}.{name.id}", value, place.scope))
            case _:
                pass

    def _branch(
        self,
        body: list[ast.stmt],
        condition: str | None,
        place: Place,
        *,
        is_certain: bool = True,
        is_fallback: bool = False,
    ) -> None:
        if condition == NEVER:
            return
        namespace = place.namespace
        before = namespace.condition, namespace.is_fallback, namespace.outside
        namespace.condition = both(namespace.condition, condition)
        namespace.is_fallback = namespace.is_fallback or is_fallback
        if not is_certain:
            namespace.outside = frozenset(namespace.symbols)
        self._body(body, place)
        namespace.condition, namespace.is_fallback, namespace.outside = before

    # Definitions

    def _function(self, node: FunctionNode, place: Place) -> ReadFunction:
        namespace, full = place.namespace, f"{place.path}.{node.name}"
        if full == f"{self.name}.__getattr__":
            self.late.is_dynamic = True
        read = read_function(node, full, place.scope, self.visited.parameters.get(id(node), ()), self.constants)
        if read.is_accessor:
            return read
        # What a module's `__getattr__` keeps in `globals()` is what it hands out: asking it tells.
        if full != f"{self.name}.__getattr__":
            self._note_globals(read.body, namespace)
            self.late.patches += [(path, name, None) for path, name in patched_in(node, read.body, place.scope)]
            self.late.patches += [(path, name, None) for path, name in donated_in(node, read.body, place.scope)]
        if not bind_function(namespace, read.symbol, is_overload=read.is_overload):
            return read
        if read.decorators:
            self.late.decorators[full] = read.decorators
        if read.traits is not None:
            self.late.traits[full] = read.traits
        return read

    def _note_globals(self, body: Body, namespace: Namespace) -> None:
        """What a function does to the module around it."""
        if body.binds_globals and self.late.open_reason is None:
            self.late.open_reason = "names bound by a function"
        if body.extends_exports and self.scope.names:
            self.exports.is_complete_at_import = False
        for name in body.globals:
            namespace_path = f"{self.name}.{name}"
            if namespace_path not in namespace.symbols:
                self.late.globals[namespace_path] = Symbol(namespace_path, Kind.ATTRIBUTE)

    def _class(self, node: ast.ClassDef, place: Place) -> None:
        scope, full = place.scope, f"{place.path}.{node.name}"
        ancestry = read_ancestry(node, scope)
        decorated = read_decorators(node, scope, self.constants)
        open_scope = scope.generic(ancestry.variables) if ancestry.variables else scope
        inner = open_scope.within(full, bound_names(node.body))
        inside = Namespace()
        bodies: list[tuple[FunctionNode, Body]] = []
        if place.depth < _MAX_CLASS_DEPTH:
            self._class_body(node, Place(inside, inner, full, place.depth + 1), bodies)
        is_open = bind_attributes(bodies, inside, inner, full, self.constants)
        bind_implied(node, full, inside, [function for function, _ in bodies], ancestry, decorated)
        is_open = is_open or any(fills_class(statement) for statement in node.body)
        is_open = is_open or any(fills_made(function, body) for function, body in bodies)
        called = (scope.qualify(call.func) for function, _ in bodies for call in handing_on(function))
        self.late.handed += [(path, full) for path in called if path != UNKNOWN]
        reason = openness(node, full, inside, ancestry, is_filled=is_open, is_stub=self.is_stub)
        own = {symbol.path for symbol in inside}
        construction = read_construction(
            node,
            inner,
            ancestry,
            decorated,
            has_constructor=not own.isdisjoint({f"{full}.__init__", f"{full}.__new__"}),
        )
        symbol = Symbol(
            full,
            Kind.CLASS,
            bases=ancestry.bases or (),
            metaclass=decorated.metaclass or ancestry.metaclass,
            signatures=construction.signatures,
            type=construction.making,
            deprecation=decorated.deprecation or of_class(node, full, inside),
            raises=is_refused(full, inside),
            open_reason=reason,
        )
        place.namespace.bind(symbol, *inside)
        if decorated.unknown:
            self.late.decorators[full] = decorated.unknown

    def _class_body(self, node: ast.ClassDef, place: Place, bodies: list[tuple[FunctionNode, Body]]) -> None:
        told: list[ast.stmt] = []
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                bodies.append((statement, self._function(statement, place).body))
            elif isinstance(statement, ast.If):
                conditions = branches(statement.test)
                told += told_of_members(statement)
                for branch, condition in zip((statement.body, statement.orelse), conditions, strict=True):
                    self._branch(branch, condition, place, is_certain=conditions != (None, None))
                    if condition != NEVER:
                        bodies += [(f, read_body(f)) for f in branch if isinstance(f, ast.FunctionDef)]
            else:
                self._statement(statement, place)
        self._told_members(told, place)

    def _told_members(self, told: list[ast.stmt], place: Place) -> None:
        """What a class body defines for type checkers alone is there all the same: other code makes it.

        What the body itself binds stays.
        """
        known = frozenset(place.namespace.symbols)
        beside = replace(place, namespace=Namespace())
        for statement in told:
            if f"{place.path}.{getattr(statement, 'name', '')}" not in known:
                self._statement(statement, beside)
        for path, symbols in beside.namespace.symbols.items():
            place.namespace.symbols.setdefault(path, symbols)

    # What else binds names: assignment and import

    def _assigned(
        self, full: str, value: ast.expr | None, annotation: ast.expr | None, place: Place
    ) -> tuple[Symbol, ...]:
        """What an assignment to a plain name binds, with what it says against the name."""
        at_top = place.path == self.name
        spoken = spoken_against(full, value, place.scope, self.constants)
        if spoken is None:
            return assigned(full, value, annotation, place.scope, at_top=at_top)
        inner, said = spoken
        if isinstance(inner, ast.Name) and f"{place.path}.{inner.id}" == full:
            known = place.namespace.symbols.get(full, [])
            known[:] = [replace(symbol, deprecation=said) for symbol in known]
            return ()
        made = value if isinstance(inner, ast.Call) and not wraps_function(inner) else inner
        before = assigned(full, made, annotation, place.scope, at_top=at_top)
        return tuple(replace(symbol, deprecation=said) if symbol.path == full else symbol for symbol in before)

    def _assign(self, target: ast.expr, value: ast.expr | None, annotation: ast.expr | None, place: Place) -> None:
        namespace, path = place.namespace, place.path
        match target:
            case ast.Name(id="__all__") if path == self.name:
                if namespace.condition is not None and value is not None:
                    self._export(value, namespace)
                else:
                    self.exports.replace(value, self.scope)
                namespace.bind(Symbol(f"{path}.__all__", Kind.ATTRIBUTE, type="builtins.list"))
            case ast.Name(id="__getattr__") if path == self.name:
                self.late.is_dynamic = True
            case ast.Name(id=name):
                bound = self._assigned(f"{path}.{name}", value, annotation, place)
                if bound:
                    namespace.bind(*bound)
            case ast.Tuple(elts=elts) | ast.List(elts=elts):
                values = (
                    value.elts if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(elts) else None
                )
                if values is None and any(isinstance(elt, ast.Name) and elt.id == "__getattr__" for elt in elts):
                    self.late.is_dynamic = True
                for index, elt in enumerate(elts):
                    inner = elt.value if isinstance(elt, ast.Starred) else elt
                    self._assign(inner, values[index] if values else None, None, place)
            case ast.Attribute(value=owner, attr=attr):
                self._monkeypatch(owner, attr, value, place)
            case ast.Subscript(value=owner) if path == self.name:
                self._subscript_assign(owner, target)
            case _:
                pass

    def _monkeypatch(self, owner: ast.expr, attr: str, value: ast.expr | None, place: Place) -> None:
        """`Class.attribute = value` at module level adds a member."""
        scope, symbols = place.scope, place.namespace.symbols
        path = scope.qualify(owner)
        target = scope.qualify(value) if isinstance(value, ast.Name | ast.Attribute) else UNKNOWN
        if path in symbols and symbols[path][0].kind is Kind.CLASS:
            symbol = Symbol(f"{path}.{attr}", Kind.ATTRIBUTE)
            if target != UNKNOWN:
                symbol = Symbol(f"{path}.{attr}", Kind.ALIAS, target=target)
            place.namespace.bind_weakly(symbol)
        elif path not in symbols and path != UNKNOWN and place.path == self.name:
            self.late.patches.append((path, attr, target if target != UNKNOWN else None))

    def _subscript_assign(self, owner: ast.expr, target: ast.Subscript) -> None:
        """`sys.modules[__name__] = …` and `globals()["x"] = …`."""
        if isinstance(owner, ast.Attribute) and self.scope.qualify(owner) == "sys.modules":
            if isinstance(target.slice, ast.Name) and target.slice.id == "__name__":
                self.late.is_dynamic = True
        elif isinstance(owner, ast.Call) and getattr(owner.func, "id", "") in ("globals", "locals", "vars"):
            self.late.is_dynamic = True

    def _import(self, node: ast.Import | ast.ImportFrom, place: Place) -> None:
        for name, target, is_handed_on in imported_by(node, self.scope):
            if name != STAR:
                self._bind_import(name, target, place, is_reexport=is_handed_on)
            elif target is None:
                self.late.open_reason = "star import of an unknown module"
            elif place.namespace.condition != NEVER:
                self.late.stars.append(target)

    def _bind_import(self, name: str, target: str | None, place: Place, *, is_reexport: bool) -> None:
        full = f"{place.path}.{name}"
        if target == full:
            return  # `from . import sub` in a package binds the submodule under its own name
        symbol = Symbol(full, Kind.ATTRIBUTE) if target is None else Symbol(full, Kind.ALIAS, target=target)
        if self.is_stub and not is_reexport:
            # A stub imports for its annotations; only `__all__` says that the name is there when the module runs.
            self.late.unexported.append(replace(symbol, condition=place.namespace.condition))
            return
        taken = place.namespace.bind(symbol)
        if taken and place.path == self.name:
            self.late.imported.add(full)

    def _export(self, value: ast.expr, namespace: Namespace) -> None:
        """Add to `__all__`, under the condition of the branch."""
        before = len(self.exports.names)
        self.exports.add(value, self.scope)
        if namespace.condition is not None:
            added = self.exports.names[before:]
            del self.exports.names[before:]
            self.exports.conditional += [(name, namespace.condition) for name in added]

    def _expression(self, value: ast.expr, namespace: Namespace) -> None:
        """Calls at module level that change what is bound."""
        if not isinstance(value, ast.Call):
            return
        func = value.func
        for argument in value.args:
            if isinstance(argument, ast.Name) and argument.id in self.scope.names:
                self.late.class_calls.append((self.scope.qualify(func), self.scope.lookup(argument.id)))
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == "__all__":
            if func.attr == "extend" and value.args:
                self._export(value.args[0], namespace)
            elif func.attr == "append" and value.args:
                self._export(ast.List([value.args[0]]), namespace)
            elif func.attr == "remove":
                self.exports.remove(value.args[0])
        elif binds_by_call(value):
            self.late.is_dynamic = True
        elif isinstance(func, ast.Name) and func.id in self.sight.extenders:
            for argument in value.args:
                self.exports.add(ast.Attribute(argument, "__all__"), self.scope)
        elif tail(self.scope.qualify(func)).rstrip("_") == "exec" and value.args:
            # What stands for `exec` on two versions of the language; the builtin itself is evaluated.
            for name in sorted(names_in_code(value.args[0])):
                namespace.bind(Symbol(f"{self.name}.{name}", Kind.ATTRIBUTE))

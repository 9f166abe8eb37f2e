"""Definitions of functions and classes, and what their decorators make of them."""

from __future__ import annotations

import ast

from driftcheck.inference.annotations import declare_type_variables
from driftcheck.inference.calling import ONE_ARGUMENT, call
from driftcheck.inference.filling import decorated
from driftcheck.inference.injection import note_provider
from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.overrides import note_overrides
from driftcheck.inference.project_types import Closure, ProjectClass, ProjectFunction
from driftcheck.inference.scopes import Scope, Written
from driftcheck.inference.types import UNKNOWN, Foreign, Instance, Lazy, SpecialForm, Type, Unknown
from driftcheck.inference.unions import settle
from driftcheck.inference.walker import Execute, Walker
from driftcheck.model.symbols import Kind
from driftcheck.source.assignments import declared_names
from driftcheck.source.guards import conditional

_ROLES = {
    "staticmethod": "static",
    "classmethod": "class",
    "property": "property",
    "cached_property": "property",
    "abstractproperty": "property",
    "abstractclassmethod": "class",
    "abstractstaticmethod": "static",
}
_MAKE_CONTEXT = frozenset({"contextmanager", "asynccontextmanager"})
_KEEP = frozenset(
    [
        *("wraps", "lru_cache", "cache", "register", "total_ordering"),
        *("abstractmethod", "final", "override", "overload", "no_type_check", "runtime_checkable"),
        *("dataclass", "dataclass_transform", "unique", "verify"),
    ]
)
"""Decorators of the standard library that give back what they are given, or what is used like it."""
_OF_PROPERTY = frozenset({"setter", "deleter", "getter"})
_HOMES = frozenset(
    {"builtins", "functools", "abc", "typing", "typing_extensions", "contextlib", "dataclasses", "enum", "atexit", ""}
)
_IMPLICIT = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})


def _function(w: Walker, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    decorators = [w.evaluate(decorator) for decorator in node.decorator_list] if node.decorator_list else []
    scope, name = w.scope, node.name
    owner: ProjectClass | None = None
    if scope.is_class:
        owner = w.owner
        scope = scope.parent or scope
    guards = tuple(guard for guard in w.guards if not guard.is_momentary) if w.guards else ()
    if decorators and (guard := conditional(node.decorator_list)) is not None:
        guards = (*guards, guard)
    qualified = f"{w.qualified}.{name}" if w.qualified else name
    function = ProjectFunction(
        node, w.module, scope, owner=owner, qualified=qualified, guards=guards, enclosing=w.function
    )
    if node.args.defaults or node.args.kw_defaults:
        _read_defaults(w, node.args, function)
    if owner is not None:
        if name in _IMPLICIT:
            function.role = "static" if name == "__new__" else "class"
        owner.methods.append(function)
        w.analysis.class_members.add(name)
    w.pending.append(function)
    if w.sink.has_declarations:
        _note_written(w, node, function)
    if decorators:
        note_provider(w, node, function)
        value = _after_decorators(w, node, decorators, function)
        if value is UNKNOWN and name in w.names and _is_overload(node):
            return False
        w.bind(name, value)
    else:
        w.bind(name, function)
    return False


def _after_decorators(
    w: Walker, node: ast.FunctionDef | ast.AsyncFunctionDef, decorators: list[Type], function: ProjectFunction
) -> Type:
    """What a name is bound to whose definition goes through decorators, the last one first."""
    value: Type = function
    for decorator, decorated_by in zip(reversed(node.decorator_list), reversed(decorators), strict=True):
        if isinstance(decorator, ast.Attribute) and decorator.attr in _OF_PROPERTY:
            return w.names.get(node.name, UNKNOWN)
        value = _decorated(w, value, decorated_by)
    return value


def _note_written(w: Walker, node: ast.FunctionDef | ast.AsyncFunctionDef, function: ProjectFunction) -> None:
    """Remember which names of the scopes around it a function binds."""
    homes = dict.fromkeys(declared_names(node, ast.Global), w.module.scope)
    for name in declared_names(node, ast.Nonlocal):
        home: Scope | None = function.scope
        while home is not None and (home.is_class or name not in home.names):
            home = home.parent
        homes[name] = home or function.scope
    for name, home in homes.items():
        home.written = home.written or {}
        home.written.setdefault(name, Written()).functions.append(function)


def _is_overload(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(decorator, ast.Name) and decorator.id == "overload" for decorator in node.decorator_list)


def _read_defaults(w: Walker, arguments: ast.arguments, function: ProjectFunction) -> None:
    """Evaluate defaults where they are written, and keep those that tell what a parameter is."""
    positional = [*arguments.posonlyargs, *arguments.args]
    given = [*zip(positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True)]
    given += [(a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d is not None]
    for argument, default in given:
        value = w.evaluate(default)
        told = UNKNOWN if type(default) is ast.Constant else _told_by(value)
        if told is not UNKNOWN:
            function.values[argument.arg] = told


def _told_by(default: Type) -> Type:
    """What a default says of a parameter: a library's own things say something, `()` does not.

    A caller may hand in an object of any class, as far as it does what the default does; and any class.
    """
    if isinstance(default, Instance) and default.of.entity.selection.distribution != "python":
        return default.of.tested
    is_class = isinstance(default, Foreign) and default.entity.symbol.kind is Kind.CLASS
    return default if isinstance(default, Foreign) and not is_class else UNKNOWN


def _decorated(w: Walker, value: Type, decorator: Type) -> Type:
    """What a decorator makes of a definition; unknown where nothing says so."""
    if isinstance(decorator, Lazy):
        decorator = decorator.force()
    if isinstance(decorator, Foreign | SpecialForm):
        path = decorator.entity.symbol.path if isinstance(decorator, Foreign) else decorator.name
        home, _, name = path.rpartition(".")
        if home in _HOMES:
            if isinstance(value, ProjectFunction):
                if name in _ROLES:
                    value.role = _ROLES[name]
                    return value
                if name in _MAKE_CONTEXT:
                    value.context = True
                    return value
            if name in _KEEP:
                return value
    if isinstance(value, ProjectClass):
        value.is_open = True
        return value
    if decorator is UNKNOWN:
        return decorator
    if isinstance(decorator, ProjectFunction | Closure):
        return decorated(w.analysis, decorator, value)
    return call(w.analysis, decorator, ONE_ARGUMENT).value


def _class(w: Walker, node: ast.ClassDef) -> bool:
    decorators = [w.evaluate(decorator) for decorator in node.decorator_list]
    bases = tuple(_base(w, base) for base in node.bases)
    is_open = is_made_elsewhere = False
    for keyword in node.keywords:
        value = w.evaluate(keyword.value)
        if keyword.arg == "metaclass":
            is_plain = isinstance(value, Foreign) and value.entity.symbol.path in {"abc.ABCMeta", "builtins.type"}
            is_open = is_open or not is_plain
            is_made_elsewhere = not is_plain and _takes_calls(value)
    qualified = f"{w.qualified}.{node.name}" if w.qualified else node.name
    parent = w.scope if not w.scope.is_class else w.scope.parent
    if getattr(node, "type_params", ()):
        parent = Scope(parent)
        declare_type_variables(w.beside(parent), node)
    scope = Scope(parent, is_class=True)
    made = ProjectClass(node.name, w.module, scope, bases, is_open=is_open)
    made.is_decorated = bool(decorators)
    made.is_made_elsewhere = is_made_elsewhere
    inner = w.beside(scope, qualified=qualified, owner=made)
    inner.walk(node.body)
    note_overrides(w, made, node)
    w.analysis.class_members.update(scope.names)
    w.analysis.class_members.update(made.annotated)
    if "__getattr__" in scope.names or "__getattribute__" in scope.names:
        made.is_open = True
    result: Type = made
    for decorator in reversed(decorators):
        result = _decorated(w, result, decorator)
    w.bind(node.name, result)
    return False


def _takes_calls(metaclass: Type) -> bool:
    """Whether a metaclass has a say in what calling its classes gives."""
    metaclass = settle(metaclass)
    if isinstance(metaclass, ProjectClass):
        return any("__call__" in one.scope.names for one in lineage_of(metaclass).project)
    return not isinstance(metaclass, Foreign)


def _base(w: Walker, node: ast.expr) -> Type:
    """A base class; subscripts of generic classes are left out."""
    if isinstance(node, ast.Starred):
        w.evaluate(node.value)
        return UNKNOWN
    value = w.evaluate(node)
    if isinstance(node, ast.Subscript) and isinstance(value, Unknown):
        return UNKNOWN
    return value


STATEMENTS: dict[type[ast.AST], Execute] = {
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
}

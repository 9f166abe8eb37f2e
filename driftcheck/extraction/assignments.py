"""What `name = value` and `name: annotation = value` bind in a library's module or class."""

from __future__ import annotations

import ast
from dataclasses import replace

from driftcheck.extraction.classes import ANYTHING, namedtuple_fields
from driftcheck.extraction.deprecations import from_decorator, makes_alike
from driftcheck.extraction.fields import Field, constructor
from driftcheck.extraction.returns import Reader, promised
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.model.names import tail
from driftcheck.model.symbols import (
    HANDS_ON,
    TYPE_VARIABLE,
    Binding,
    Deprecation,
    Kind,
    Parameter,
    ParameterKind,
    Signature,
    Symbol,
)

_ALIAS = "typing.TypeAlias"
_TYPE_VARIABLES = frozenset({"typing.TypeVar", "typing_extensions.TypeVar"})
_ANY_OBJECT = frozenset({"builtins.object", "typing.Any", "None"})
_TELLS_NOTHING = (UNKNOWN, "None", "typing.Any", "typing.TypeAlias", "typing.Final", "typing.ClassVar")


def assigned(
    full: str, value: ast.expr | None, annotation: ast.expr | None, scope: Scope, *, at_top: bool
) -> tuple[Symbol, ...]:
    """What an assignment to a plain name binds.

    Args:
        full: The qualified name.
        value: What is assigned, where that is an expression of its own.
        annotation: As written.
        scope: The scope of the body it stands in.
        at_top: Whether that is the module's own.

    Returns:
        The symbol, then its members. Nothing for a bare annotation in a module, which binds nothing.
    """
    fields = namedtuple_fields(value)
    if fields is not None:
        return _namedtuple(full, fields, is_plain=not (isinstance(value, ast.Call) and value.keywords))
    if isinstance(value, ast.Name | ast.Attribute) and annotation is None:
        target = scope.qualify(value)
        if target not in (UNKNOWN, full) and not (isinstance(value, ast.Name) and value.id in scope.type_variables):
            return (Symbol(full, Kind.ALIAS, target=target),)
    if isinstance(value, ast.Call) and value.args:
        wrapped = _wrapped(full, value, scope)
        if wrapped is not None:
            return (wrapped,)
    kind, source = None, None
    named = _named_type(value, annotation, scope)
    if (bound := _bound_of(value, scope)) is not None:
        kind, source = f"{TYPE_VARIABLE}[{bound}]", "annotation"
    elif named is not None:
        kind, source = f"builtins.type[{named}]", "annotation"
    elif annotation is not None:
        kind, source = scope.type_expression(annotation), "annotation"
    elif value is not None:
        kind, source = Reader(scope).expression(value), "inferred"
    if kind in _TELLS_NOTHING:
        kind, source = None, None
    binding = Binding.PLAIN
    if annotation is not None and value is None:
        if at_top and not scope.is_stub:
            return ()
        binding = Binding.PLAIN if at_top else Binding.INSTANCE
    return (Symbol(full, Kind.ATTRIBUTE, type=kind, type_source=source, binding=binding),)


def spoken_against(
    full: str, value: ast.expr | None, scope: Scope, constants: dict[str, str]
) -> tuple[ast.expr, Deprecation] | None:
    """What is assigned and what is said against the name: `old = deprecated("1.2")(new)`, `old = deprecate(new)`.

    None for everything else.
    """
    match value:
        case ast.Call(func=ast.Call() as decorator, args=[inner], keywords=[]):
            said = from_decorator(decorator, scope, constants)
        case ast.Call(args=[ast.Name() | ast.Attribute() | ast.Lambda() as inner, *_]):
            said = from_decorator(value, scope, constants)
            name = inner.attr if isinstance(inner, ast.Attribute) else getattr(inner, "id", "")
            if said is not None and said.alternative in {None, tail(full)}:
                said = replace(said, alternative=name if name not in {"", tail(full)} else None)
        case _:
            return None
    return None if said is None else (inner, said)


def wraps_function(call: ast.Call) -> bool:
    """`property(function)`, and its kin."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in {"property", "staticmethod", "classmethod"}


def type_alias(full: str, value: ast.expr | None, scope: Scope) -> Symbol:
    """What `type Rows = list[Row]` binds (PEP 695)."""
    text = scope.type_expression(value)
    if text == UNKNOWN or text.startswith("typing."):
        return Symbol(full, Kind.ATTRIBUTE, type="typing.TypeAliasType")
    return Symbol(full, Kind.ATTRIBUTE, type=f"builtins.type[{text}]", type_source="annotation")


def _named_type(value: ast.expr | None, annotation: ast.expr | None, scope: Scope) -> str | None:
    """The type that a name is given to: `Rows = list[Row]`, with or without `TypeAlias`; None for any other value.

    What is subscripted may be no class: then nobody can read the type, and nothing is claimed by it.
    """
    if not isinstance(value, ast.Subscript) or isinstance(value.slice, ast.Constant | ast.Slice):
        return None
    if annotation is not None and scope.qualify(annotation) != _ALIAS:
        return None
    text = scope.type_expression(value)
    return None if text == UNKNOWN or text.startswith("typing.") else text


def _bound_of(value: ast.expr | None, scope: Scope) -> str | None:
    """What a type variable stands for at least: `T = TypeVar("T", bound=Brush)`; None for everything else."""
    if not isinstance(value, ast.Call) or scope.qualify(value.func) not in _TYPE_VARIABLES:
        return None
    bound = next((keyword.value for keyword in value.keywords if keyword.arg == "bound"), None)
    text = scope.type_expression(bound)
    return None if "?" in text or text in _ANY_OBJECT else text


def _namedtuple(full: str, fields: tuple[str, ...], *, is_plain: bool) -> tuple[Symbol, ...]:
    """The class that `namedtuple(...)` makes; with keywords (`defaults=`) it may be called in other ways."""
    signature = constructor(Field(f, has_default=False) for f in fields)
    made = Symbol(full, Kind.CLASS, bases=("typing.NamedTuple",), signatures=(signature if is_plain else ANYTHING,))
    return made, *(Symbol(f"{full}.{f}", Kind.ATTRIBUTE, binding=Binding.INSTANCE) for f in fields)


def _wrapped(full: str, call: ast.Call, scope: Scope) -> Symbol | None:
    """`name = property(function)` and its kin; None for any other call."""
    inner = scope.qualify(call.args[0])
    match call.func:
        case ast.Name(id="property") | ast.Attribute(attr="property"):
            kind = promised(inner, is_own=bool(scope.classes)) if inner != UNKNOWN else None
            return Symbol(full, Kind.ATTRIBUTE, type=kind, type_source="inferred", binding=Binding.PROPERTY)
        case ast.Name(id="staticmethod" | "classmethod") | ast.Attribute(attr="staticmethod" | "classmethod"):
            return Symbol(full, Kind.ALIAS, target=inner) if inner != UNKNOWN else None
        case ast.Name(id=name) | ast.Attribute(attr=name) if makes_alike(name) and inner not in (UNKNOWN, full):
            return None if scope.classes else _alike(full, inner)
        case _:
            return None


def _alike(full: str, path: str) -> Symbol:
    """A function that hands all it is given on to another."""
    anything = Parameter("args", ParameterKind.VAR_POSITIONAL)
    keywords = Parameter("kwargs", ParameterKind.VAR_KEYWORD, annotation=HANDS_ON + path)
    signature = Signature((anything, keywords), promised(path))
    return Symbol(full, Kind.FUNCTION, signatures=(signature,), type_source="inferred")

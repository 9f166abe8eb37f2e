"""From a function of a library to its symbol."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable
from dataclasses import dataclass, replace

from driftcheck.extraction import deprecations
from driftcheck.extraction.bodies import Body, FunctionNode, read_body
from driftcheck.extraction.directives import from_docstring
from driftcheck.extraction.docstring_types import described_returns
from driftcheck.extraction.facts import FunctionTraits
from driftcheck.extraction.forwarding import HandedOn, read_forwarding, read_taken
from driftcheck.extraction.griffe_adapter import ReadParameter
from driftcheck.extraction.refusals import refusal
from driftcheck.extraction.returns import SELF, Reader, gives_made_class, inferred_returns, is_cast
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.extraction.traits import traits_of
from driftcheck.model.symbols import CAST, Binding, Deprecation, Kind, Parameter, ParameterKind, Signature, Symbol

_CONTEXT = {
    "contextlib.contextmanager": "contextlib.AbstractContextManager",
    "contextlib.asynccontextmanager": "contextlib.AbstractAsyncContextManager",
}


@dataclass(frozen=True, slots=True)
class ReadFunction:
    """A function's symbol and what must be judged later."""

    symbol: Symbol
    body: Body
    decorators: tuple[str, ...] = ()
    """Paths of decorators that may change the signature."""
    traits: FunctionTraits | None = None
    is_overload: bool = False
    is_accessor: bool = False
    """A setter or deleter: it binds no name of its own, but what its body sets."""


def read_function(  # one value for each fact
    node: FunctionNode, path: str, scope: Scope, parameters: tuple[ReadParameter, ...], constants: dict[str, str]
) -> ReadFunction:
    """Read one function or method.

    Args:
        node: Its definition.
        path: The qualified name it is bound to.
        scope: The scope of the body that defines it.
        parameters: What griffe says of its parameters, in order.
        constants: Strings assigned at module level, for messages.
    """
    labels, unknown_decorators = _decorators(node, scope)
    if labels & {"setter", "deleter"}:
        return ReadFunction(Symbol(path, Kind.ATTRIBUTE, binding=Binding.PROPERTY), read_body(node), is_accessor=True)
    is_method = bool(scope.classes)
    binding = _binding(node, labels, is_method=is_method)
    body = read_body(node)
    docstring = _docstring(node)
    arguments = {a.arg: a for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    receiver = ""
    if is_method and binding is not Binding.STATIC and parameters:
        receiver, parameters = parameters[0].name, parameters[1:]
    taken = read_taken(node)
    named = frozenset((*arguments, *taken.names))
    by_parameter, own = _evidence(node, body, docstring, scope, named, constants)
    written = {**arguments, node.args.kwarg.arg: node.args.kwarg} if node.args.kwarg else arguments
    read = tuple(_parameter(p, written.get(p.name), scope, by_parameter.pop(p.name, None)) for p in parameters)
    read = (
        *read,
        *(
            Parameter(name, deprecation=evidence)
            for name, evidence in by_parameter.items()
            if name.isidentifier() and evidence.evidence == "decorator"
        ),
        *(
            Parameter(name, ParameterKind.KEYWORD_ONLY, deprecation=by_parameter.get(name))
            for name in taken.names
            if name not in arguments and (taken.is_all or name in by_parameter)
        ),
    )
    if taken.is_all and (not is_method or node.name == "__init__"):
        # Another class may take more by a method of that name, and be given where this one is declared.
        read = tuple(parameter for parameter in read if parameter.kind is not ParameterKind.VAR_KEYWORD)
    if any(deprecations.decorator_meaning(label) == "extends" for label in labels):
        if node.args.kwarg is None:
            read = (*read, Parameter("added", ParameterKind.VAR_KEYWORD))
    else:
        read = _handed_on(read, read_forwarding(node, scope, receiver))
    read = _ordered(read)
    receiver_type = arguments[receiver].annotation if receiver in arguments else None
    returns, source = _returns(node, body, docstring, scope, receiver, receiver_type, labels)
    refused = refusal(body.raised, constants)
    own = own or refused
    raises = refused is not None
    if binding is Binding.PROPERTY:
        symbol = Symbol(
            path, Kind.ATTRIBUTE, type=returns, type_source=source, binding=binding, deprecation=own, raises=raises
        )
        return ReadFunction(symbol, body)
    symbol = Symbol(
        path,
        Kind.FUNCTION,
        signatures=(Signature(read, returns),),
        type_source=source,
        binding=binding,
        deprecation=own,
        raises=raises,
    )
    return ReadFunction(
        symbol, body, unknown_decorators, traits_of(node, body, scope), is_overload="overload" in labels
    )


def _decorators(node: FunctionNode, scope: Scope) -> tuple[set[str], tuple[str, ...]]:
    """Names of the decorators, and the paths of those whose effect is not known by name."""
    labels: set[str] = set()
    unknown: list[str] = []
    for decorator in node.decorator_list:
        func = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        labels.add(name)
        if name and deprecations.decorator_meaning(name):
            continue
        unknown.append(scope.qualify(func))
    return labels, tuple(unknown)


def _binding(node: FunctionNode, labels: set[str], *, is_method: bool) -> Binding:
    if not is_method:
        return Binding.PLAIN
    if any(label.endswith("property") or deprecations.decorator_meaning(label) == "property" for label in labels):
        return Binding.PROPERTY
    if "staticmethod" in labels or node.name == "__new__":
        return Binding.STATIC if "staticmethod" in labels else Binding.CLASS
    if "classmethod" in labels or node.name in ("__init_subclass__", "__class_getitem__"):
        return Binding.CLASS
    return Binding.PLAIN


def _docstring(node: FunctionNode) -> str:
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return first.value.value
    return ""


def _evidence(  # noqa: PLR0913, PLR0917  # all that may speak of a deprecation
    node: FunctionNode,
    body: Body,
    docstring: str,
    scope: Scope,
    names: frozenset[str],
    constants: dict[str, str],
) -> tuple[dict[str, Deprecation], Deprecation | None]:
    """Evidence against parameters by name, and against the function itself. The first and most formal reader wins."""
    own: Deprecation | None = None
    parameters: dict[str, Deprecation] = {}
    for decorator in node.decorator_list:
        own = own or deprecations.from_decorator(decorator, scope, constants)
        parameters.update(deprecations.parameters_of_decorator(decorator, constants))
    readers: Iterable[tuple[str | None, Deprecation]] = deprecations.from_body(body, scope, names, constants, node.name)
    found = list(readers)
    if ".. deprecated" in docstring:
        found += from_docstring(inspect.cleandoc(docstring), node.name)
    for name, evidence in found:
        if name is None:
            own = own or evidence
        elif name in names:
            parameters.setdefault(name, evidence)
    defaults = dict(
        zip(
            reversed([a.arg for a in (*node.args.posonlyargs, *node.args.args)]),
            reversed(node.args.defaults),
            strict=False,
        )
    )
    defaults.update({a.arg: d for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d})
    for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
        said = _of_annotation(argument.annotation, scope, constants)
        said = said or deprecations.from_default(defaults.get(argument.arg))
        if said is not None:
            parameters.setdefault(argument.arg, said)
    return parameters, own


def _of_annotation(annotation: ast.expr | None, scope: Scope, constants: dict[str, str]) -> Deprecation | None:
    """What `Annotated[str, deprecated("…")]` says of a parameter."""
    match annotation:
        case ast.Subscript(
            value=ast.Name(id="Annotated") | ast.Attribute(attr="Annotated"), slice=ast.Tuple(elts=[_, *remarks])
        ):
            said = (deprecations.from_decorator(remark, scope, constants) for remark in remarks)
            return next((evidence for evidence in said if evidence is not None), None)
        case _:
            return None


def _parameter(
    read: ReadParameter, argument: ast.arg | None, scope: Scope, deprecation: Deprecation | None
) -> Parameter:
    annotation = scope.type_expression(argument.annotation) if argument and argument.annotation else None
    is_variadic = read.kind.value.startswith("*")
    if scope.is_stub and read.name.startswith("__") and read.kind is ParameterKind.POSITIONAL_OR_KEYWORD:
        # How stubs said "positional only" before Python 3.8 had a sign for it (PEP 484).
        return Parameter(read.name.strip("_"), ParameterKind.POSITIONAL_ONLY, read.required, annotation, deprecation)
    return Parameter(read.name, read.kind, read.required and not is_variadic, annotation, deprecation)


def _handed_on(parameters: tuple[Parameter, ...], handed: HandedOn | None) -> tuple[Parameter, ...]:
    """Tell of `**kwargs` where they go, and name what is taken out of them before."""
    if handed is None:
        return parameters
    names = {p.name for p in parameters}
    taken = (Parameter(name, ParameterKind.KEYWORD_ONLY) for name in handed.taken if name not in names)
    return tuple(
        replace(p, annotation=handed.target) if p.kind is ParameterKind.VAR_KEYWORD else p
        for p in (*parameters, *taken)
    )


def _ordered(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """`**kwargs` last, where a decorator added names behind it."""
    return tuple(sorted(parameters, key=lambda p: p.kind.value == "**"))


def _returns(  # noqa: PLR0913, PLR0917  # what is written, and what it is read with
    node: FunctionNode,
    body: Body,
    docstring: str,
    scope: Scope,
    receiver: str,
    receiver_type: ast.expr | None,
    labels: set[str],
) -> tuple[str | None, str | None]:
    """What a call gives back and how that is known, in the order of trust."""
    if gives_made_class(body):
        text, source = UNKNOWN, None
    elif node.returns is not None:
        text = _with_self(node.returns, receiver_type, scope)
        source = CAST if body.returns and all(map(is_cast, body.returns)) else "annotation"
    else:
        reader = Reader(scope, receiver=receiver, is_class_receiver="classmethod" in labels or node.name == "__new__")
        text = inferred_returns(node, body, reader) or UNKNOWN
        source = "inferred"
        if text in (UNKNOWN, "None") and not node.name.startswith("_"):
            described = described_returns(docstring, scope)
            if described != UNKNOWN:
                text, source = described, "docstring"
    for label, wrapper in _CONTEXT.items():
        if label.rpartition(".")[2] in labels:
            return f"{wrapper}[{_first_argument(text)}]", source
    if text == UNKNOWN:
        return None, None
    if isinstance(node, ast.AsyncFunctionDef) and not body.yields:
        text = f"collections.abc.Coroutine[?, ?, {text}]"
    return text, source


def _first_argument(text: str) -> str:
    """`X` of `collections.abc.Iterator[X]` or `Generator[X, …]`; `?` where there is none."""
    inner = text.partition("[")[2][:-1]
    depth = 0
    for place, character in enumerate(inner):
        depth += (character == "[") - (character == "]")
        if character == "," and depth == 0:
            return inner[:place]
    return inner or UNKNOWN


def _with_self(returns: ast.expr, receiver_type: ast.expr | None, scope: Scope) -> str:
    """The annotation; a type variable that annotates the receiver stands for the receiver."""
    if isinstance(receiver_type, ast.Subscript):
        receiver_type = receiver_type.slice
    if isinstance(receiver_type, ast.Name) and receiver_type.id in scope.type_variables:
        inner = Scope(
            scope.module,
            scope.is_package,
            scope.names,
            {**scope.type_variables, receiver_type.id: SELF},
            scope.has_star,
            scope.is_stub,
            scope.classes,
        )
        return inner.type_expression(returns)
    return scope.type_expression(returns)

"""Walks modules and functions: joins the rooms that each know some kinds of nodes."""

from __future__ import annotations

import ast
import re

from driftcheck.inference import (
    blocks,
    branching,
    calls,
    comprehensions,
    definitions,
    expressions,
    importing,
    operators,
    patterns,
    statements,
)
from driftcheck.inference.analysis import Analysis
from driftcheck.inference.annotations import annotate, declare_type_variables
from driftcheck.inference.injection import injected, may_be_injected
from driftcheck.inference.project_types import ProjectClass, ProjectFunction, ProjectModule
from driftcheck.inference.scopes import Scope
from driftcheck.inference.sink import Sink
from driftcheck.inference.stand_ins import Given, TypeVariable
from driftcheck.inference.types import NONE, UNKNOWN, Type
from driftcheck.inference.unions import handed, join_all
from driftcheck.inference.walker import Evaluate, Execute, Tables, Walker
from driftcheck.source.assignments import declared_names, first_parameter

_GLOBAL = re.compile(r"^[ \t]+global\s", re.MULTILINE)


class WalkedFile:
    """What the walk of one file works with."""

    __slots__ = ("functions", "module", "pending", "sink")

    def __init__(self, module: ProjectModule, sink: Sink) -> None:
        self.module = module
        self.sink = sink
        self.pending: list[ProjectFunction] = []
        """Functions met, walked or not."""
        self.functions = 0
        """How many of them are done with."""


def _unknown_expression(w: Walker, node: ast.AST) -> Type:
    """A kind of expression of a newer language: its parts are references like all others."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr):
            w.evaluate(part)
    return UNKNOWN


def _unknown_statement(_w: Walker, _node: ast.AST) -> bool:
    return False


def _tables() -> Tables:
    evaluate: dict[type[ast.AST], Evaluate] = {
        **dict.fromkeys(ast.expr.__subclasses__(), _unknown_expression),
        **expressions.EXPRESSIONS,
        **operators.EXPRESSIONS,
        **branching.EXPRESSIONS,
        **calls.EXPRESSIONS,
        **comprehensions.EXPRESSIONS,
    }
    execute: dict[type[ast.AST], Execute] = {
        **dict.fromkeys(ast.stmt.__subclasses__(), _unknown_statement),
        **statements.STATEMENTS,
        **blocks.STATEMENTS,
        **branching.STATEMENTS,
        **definitions.STATEMENTS,
        **importing.STATEMENTS,
        **patterns.STATEMENTS,
    }
    return Tables(evaluate, execute)


TABLES = _tables()


class BodyInterpreter:
    """Walks the bodies of functions when they are asked for, each once."""

    def __init__(self) -> None:
        self.analysis: Analysis
        """Set before anything is walked: each of the two needs the other."""
        self.files: dict[ProjectModule, WalkedFile] = {}

    def walk_module(self, file: WalkedFile, tree: ast.Module, text: str) -> None:
        """Walk the top level of a module."""
        analysis = self.analysis
        module = file.module
        self.files[module] = file
        module.state = 1
        walker = Walker(analysis, module.scope, tables=TABLES, module=module, sink=file.sink, pending=file.pending)
        before = analysis.assumed
        analysis.assumed = []
        analysis.depth += 1
        try:
            walker.walk(tree.body)
        finally:
            analysis.depth -= 1
            analysis.assumed = before
            module.state = 2
        if file.sink.has_declarations and _GLOBAL.search(text) is not None:
            _note_writers(file)

    def walk_function(self, function: ProjectFunction) -> None:
        """Walk the body of a function."""
        node = function.node
        if function.state != 0 or node is None:
            return
        analysis = self.analysis
        self.declare(function)
        function.state = 1
        walker = self._walker(function, Scope(function.scope))
        walker.function = function
        declare_type_variables(walker, node)
        _bind_parameters(walker, function, node)
        before = analysis.assumed
        analysis.assumed = []
        analysis.depth += 1
        try:
            ends = walker.walk(node.body)
        finally:
            analysis.depth -= 1
            analysis.assumed = before
            function.state = 2
        if not ends:
            walker.returns.append(NONE)
        function.result = _result(analysis, function, node, walker)

    def declare(self, function: ProjectFunction) -> None:
        """Read the annotations of a function, in the scope that defines it."""
        node = function.node
        if function.parameters is not None or node is None:
            return
        function.parameters = {}
        arguments = node.args
        placed = [*arguments.posonlyargs, *arguments.args] if arguments.posonlyargs else arguments.args
        function.order = tuple([argument.arg for argument in placed])
        walker: Walker | None = None
        for argument in (*placed, *arguments.kwonlyargs):
            if argument.annotation is not None:
                walker = walker or self._annotating(function)
                function.parameters[argument.arg] = handed(annotate(walker, argument.annotation))
        for rest, path in ((arguments.vararg, "builtins.tuple"), (arguments.kwarg, "builtins.dict")):
            if rest is not None and rest.annotation is not None:
                walker = walker or self._annotating(function)
                element = annotate(walker, rest.annotation)
                analysis = self.analysis
                items = (element,) if rest is arguments.vararg else (analysis.str_, element)
                function.parameters[rest.arg] = analysis.container(path, *items)
        if node.returns is not None:
            walker = walker or self._annotating(function)
            declared = annotate(walker, node.returns)
            if declared is UNKNOWN:
                declared = _like_parameter(walker, function, node)
            if declared is not UNKNOWN:
                function.returns = _declared(self.analysis, function, node, declared)

    def _annotating(self, function: ProjectFunction) -> Walker:
        """A walker for annotations: it sees the class body that a method stands in, and binds nothing."""
        owner = function.owner
        scope = Scope(function.scope)
        if owner is not None:
            scope.names.update(
                {name: value for name, value in owner.scope.names.items() if type(value) is ProjectClass}
            )
        walker = self._walker(function, scope)
        declare_type_variables(walker, function.node)
        return walker

    def _walker(self, function: ProjectFunction, scope: Scope) -> Walker:
        module = function.module
        assert isinstance(module, ProjectModule), "functions stand in modules"
        file = self.files[module]
        return Walker(
            self.analysis,
            scope,
            tables=TABLES,
            module=module,
            sink=file.sink,
            pending=file.pending,
            qualified=function.qualified,
            guards=function.guards,
            owner=function.owner,
        )


def _note_writers(file: WalkedFile) -> None:
    writers: dict[str, list[ProjectFunction]] = {}
    for function in file.pending:
        if function.node is not None:
            for name in declared_names(function.node, ast.Global):
                writers.setdefault(name, []).append(function)
    file.module.writers = writers or None


def _bind_parameters(w: Walker, function: ProjectFunction, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    arguments = node.args
    declared = function.parameters or {}
    names = w.names
    gets = may_be_injected(w, function)
    owner = function.owner
    receiver: str | None = None
    if owner is not None and (function.role != "static" or node.name == "__new__"):
        receiver = w.receiver = first_parameter(node)
        if receiver is not None:
            is_class = function.role == "class" or node.name == "__new__"
            names[receiver] = owner if is_class else owner.self_instance
    for name in (*function.order, *[argument.arg for argument in arguments.kwonlyargs]):
        if name != receiver:
            value = declared.get(name, UNKNOWN)
            if value is UNKNOWN:
                value = function.values.get(name) or (gets and injected(w, name, function)) or _given(function, name)
            names[name] = value
    for rest in (arguments.vararg, arguments.kwarg):
        if rest is not None:
            names[rest.arg] = declared.get(rest.arg, UNKNOWN)


def _like_parameter(w: Walker, function: ProjectFunction, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Type:
    """What is given for the parameter that is annotated by the same type variable as the result."""
    returns = node.returns
    if not isinstance(returns, ast.Name) or not isinstance(w.evaluate(returns), TypeVariable):
        return UNKNOWN
    arguments = node.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id == returns.id:
            return _given(function, argument.arg)
    return UNKNOWN


def _given(function: ProjectFunction, name: str) -> Given:
    """The stand-in for a parameter."""
    known = function.given.get(name)
    if known is None:
        known = function.given[name] = Given()
    return known


def _result(
    analysis: Analysis, function: ProjectFunction, node: ast.FunctionDef | ast.AsyncFunctionDef, walker: Walker
) -> Type:
    """What a call gives back, as far as the body tells."""
    returned = _without_none(walker.returns)
    if returned is NONE and function.owner is not None:
        # A method that gives nothing back, or only raises, is there to be overridden by one that does.
        returned = UNKNOWN
    if walker.yields:
        element = _without_none(walker.yields)
        if function.context:
            return analysis.container("contextlib.AbstractContextManager", element)
        if isinstance(node, ast.AsyncFunctionDef):
            return analysis.container("typing.AsyncGenerator", element, UNKNOWN)
        return analysis.container("typing.Generator", element, UNKNOWN, returned)
    if isinstance(node, ast.AsyncFunctionDef):
        return analysis.container("typing.Coroutine", UNKNOWN, UNKNOWN, returned)
    return returned


def _declared(
    analysis: Analysis, function: ProjectFunction, node: ast.FunctionDef | ast.AsyncFunctionDef, declared: Type
) -> Type:
    """What a call gives back by its annotation."""
    items = getattr(declared, "items", None)
    if function.context:
        element = items[0] if isinstance(items, tuple) and items else UNKNOWN
        return analysis.container("contextlib.AbstractContextManager", element)
    if isinstance(node, ast.AsyncFunctionDef) and getattr(declared, "shape", "") not in _ASYNC_GENERATORS:
        return analysis.container("typing.Coroutine", UNKNOWN, UNKNOWN, declared)
    return declared


_ASYNC_GENERATORS = frozenset({"AsyncIterator", "AsyncIterable", "AsyncGenerator"})


def _without_none(types: list[Type]) -> Type:
    """Any of several, `None` left out: it has no members to ask for."""
    known = [value for value in types if value is not NONE] if len(types) > 1 else types
    return join_all(known) if known else NONE

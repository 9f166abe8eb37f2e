"""Comprehensions and lambdas: expressions with names of their own."""

from __future__ import annotations

import ast

from driftcheck.inference.narrowing import narrow
from driftcheck.inference.protocols import element_of
from driftcheck.inference.targets import assign
from driftcheck.inference.types import UNKNOWN, Condition, Returning, Type, VersionValue
from driftcheck.inference.walker import Evaluate, Walker


def _generate(w: Walker, generators: list[ast.comprehension]) -> None:
    """Bind the targets of the clauses, in names that are a copy."""
    for clause in generators:
        source = w.evaluate(clause.iter)
        is_version = type(source) is VersionValue
        assign(
            w,
            clause.target,
            source if is_version else element_of(w.analysis, source, is_async=bool(clause.is_async)),
        )
        for test in clause.ifs:
            value = w.evaluate(test)
            if type(value) is Condition and value.value is not True:
                w.guards = (*w.guards, value.guard)
            narrow(w, test, truth=True)


def _comprehension(w: Walker, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, path: str) -> Type:
    names, guards, since = w.names, w.guards, len(w.walruses)
    w.set_state(dict(names))
    _generate(w, node.generators)
    element = w.evaluate(node.elt)
    w.restore(names, since)
    w.guards = guards
    # The parts of a version, each made a number, are that version.
    return element if type(element) is VersionValue else w.analysis.container(path, element)


def _list(w: Walker, node: ast.ListComp) -> Type:
    return _comprehension(w, node, "builtins.list")


def _set(w: Walker, node: ast.SetComp) -> Type:
    return _comprehension(w, node, "builtins.set")


def _generator(w: Walker, node: ast.GeneratorExp) -> Type:
    return _comprehension(w, node, "typing.Iterator")


def _dict(w: Walker, node: ast.DictComp) -> Type:
    names, guards, since = w.names, w.guards, len(w.walruses)
    w.set_state(dict(names))
    _generate(w, node.generators)
    key = w.evaluate(node.key)
    value = w.evaluate(node.value)
    w.restore(names, since)
    w.guards = guards
    return w.analysis.container("builtins.dict", key, value)


def _lambda(w: Walker, node: ast.Lambda) -> Type:
    arguments = node.args
    for default in arguments.defaults:
        w.evaluate(default)
    for keyword_default in arguments.kw_defaults:
        if keyword_default is not None:
            w.evaluate(keyword_default)
    names, yields = w.names, w.yields
    inner = dict(names)
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        inner[argument.arg] = UNKNOWN
    for rest in (arguments.vararg, arguments.kwarg):
        if rest is not None:
            inner[rest.arg] = UNKNOWN
    w.yields = []
    w.set_state(inner)
    result = w.evaluate(node.body)
    w.set_state(names)
    w.yields = yields
    return Returning(result)


EXPRESSIONS: dict[type[ast.AST], Evaluate] = {
    ast.ListComp: _list,
    ast.SetComp: _set,
    ast.GeneratorExp: _generator,
    ast.DictComp: _dict,
    ast.Lambda: _lambda,
}

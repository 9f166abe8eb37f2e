"""What code says about the absence of names that it uses: handlers, contexts, decorators.

A guard is read from the syntax alone. Which branch of a version comparison runs is for `inference` to tell, since that
depends on the pins.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Hazard(StrEnum):
    """What may happen where a library drifted."""

    IMPORT = "import"
    ATTRIBUTE = "attribute"
    ARGUMENT = "argument"
    WARNING = "warning"
    """The name works, and warns that it will not for long."""


EVERYTHING = frozenset(Hazard)
ATTRIBUTE_HAZARDS = frozenset({Hazard.ATTRIBUTE, Hazard.WARNING})
"""What a test for an attribute tells of: that it may not be there, or on its way out."""


@dataclass(frozen=True, slots=True)
class Guard:
    """The author expects some hazard, here."""

    reason: str
    hazards: frozenset[Hazard] = EVERYTHING
    name: str | None = None
    """The only name that is guarded; None for all names."""
    is_momentary: bool = False
    """It holds while the guarded statements run, and not for functions that they define."""

    def covers(self, hazard: Hazard, name: str) -> bool:
        """Whether the author expects this hazard of this name."""
        return hazard in self.hazards and (self.name is None or self.name == name)


_RAISED_BY = {
    "ImportError": {Hazard.IMPORT},
    "ModuleNotFoundError": {Hazard.IMPORT},
    "AttributeError": {Hazard.ATTRIBUTE},
    "NameError": {Hazard.ATTRIBUTE},
    "TypeError": {Hazard.ARGUMENT},
}
_BROAD = frozenset({"Exception", "BaseException", "StandardError"})
_EXPECTS_EXCEPTION = frozenset({"raises", "suppress", "assertRaises", "assertRaisesRegex"})
_EXPECTS_WARNING = frozenset(
    {
        "warns",
        "deprecated_call",
        "catch_warnings",
        "assertWarns",
        "assertWarnsRegex",
        "filterwarnings",
        "ignore_warnings",
    }
)
_LISTS_PARAMETERS = frozenset({"signature", "getfullargspec", "getargspec", "co_varnames", "kwonlyargs"})
"""What code asks for the parameters of a function by."""
_RUNS_SOMETIMES = frozenset({"skipif", "skipIf", "skipUnless", "xfail", "expectedFailure", "skip"})


def handled(statement: ast.Try | ast.TryStar) -> Guard | None:
    """The guard that a statement's handlers put over its body; None where they expect no drift.

    A handler for every exception expects a failing import. It expects a failing attribute or argument only
    where the body is a single statement and the handler binds the same names in another way: otherwise it is a
    net under a program, and what falls into it is a defect.
    """
    hazards: set[Hazard] = set()
    caught: list[str] = []
    for handler in statement.handlers:
        names = ["Exception"] if handler.type is None else list(_exception_names(handler.type))
        for name in names:
            if name in _BROAD:
                hazards.add(Hazard.IMPORT)
                if _is_fallback(statement.body, handler.body):
                    hazards |= EVERYTHING
            elif name in _RAISED_BY:
                hazards |= _RAISED_BY[name]
            elif name.endswith("Warning"):
                hazards.add(Hazard.WARNING)
            else:
                continue
            caught.append(name)
    return (
        Guard(f"except {', '.join(dict.fromkeys(caught))}", frozenset(hazards), is_momentary=True) if hazards else None
    )


def is_fallback(handler: ast.ExceptHandler, body: list[ast.stmt]) -> bool:
    """Whether a handler is the other way to do what a drifting `body` does."""
    names = ["Exception"] if handler.type is None else list(_exception_names(handler.type))
    if any(name in _RAISED_BY for name in names):
        return True
    is_importing = all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in body)
    return any(name in _BROAD for name in names) and (is_importing or _is_fallback(body, handler.body))


def expected(context: ast.expr) -> Guard | None:
    """The guard that a context manager puts over a `with` body: `suppress(ImportError)`, `raises(AttributeError)`."""
    call = context if isinstance(context, ast.Call) else None
    name = _tail(call.func if call else context)
    if name in _EXPECTS_WARNING:
        return Guard(name, frozenset({Hazard.WARNING}), is_momentary=True)
    if name not in _EXPECTS_EXCEPTION or call is None:
        return None
    hazards: set[Hazard] = set()
    for argument in call.args:
        for exception in _exception_names(argument):
            hazards |= EVERYTHING if exception in _BROAD else _RAISED_BY.get(exception, set())
            if exception.endswith("Warning"):
                hazards.add(Hazard.WARNING)
    return Guard(name, frozenset(hazards), is_momentary=True) if hazards else None


def parameter_asked_for(name: ast.Constant, where: ast.expr, *, is_signature: bool = False) -> Guard | None:
    """The guard that a test for a parameter puts over both its branches: `"axis" in signature(mean).parameters`.

    Args:
        name: What is looked for.
        where: What it is looked for in.
        is_signature: Whether that is known to hold parameters, however it is written.
    """
    if not isinstance(name.value, str):
        return None
    named = (node for node in ast.walk(where) if isinstance(node, ast.Attribute | ast.Name))
    if not is_signature and not any(_tail(node) in _LISTS_PARAMETERS for node in named):
        return None
    return Guard("signature", frozenset({Hazard.ARGUMENT, Hazard.WARNING}), name.value)


def swallows(context: ast.expr) -> bool:
    """Whether a context manager may end its body early and go on behind it: `suppress(…)`, `raises(…)`."""
    return isinstance(context, ast.Call) and _tail(context.func) in _EXPECTS_EXCEPTION


def conditional(decorators: Iterable[ast.expr]) -> Guard | None:
    """The guard that decorators put over a definition which runs only sometimes, or is expected to fail or to warn."""
    for decorator in decorators:
        name = _tail(decorator.func if isinstance(decorator, ast.Call) else decorator)
        if name in _RUNS_SOMETIMES:
            return Guard(name)
        if name in _EXPECTS_WARNING:
            return Guard(name, frozenset({Hazard.WARNING}))
    return None


def _tail(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _exception_names(node: ast.expr) -> Iterator[str]:
    for element in node.elts if isinstance(node, ast.Tuple) else (node,):
        if name := _tail(element):
            yield name


def _is_fallback(body: list[ast.stmt], handler: list[ast.stmt]) -> bool:
    if len(body) != 1:
        return False
    wanted = _bound(body[0])
    return bool(wanted) and any(wanted & _bound(statement) for statement in handler)


def _bound(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.Assign(targets=targets, value=value) if not isinstance(value, ast.Constant):
            return {ast.unparse(target) for target in targets}
        case ast.Return(value=value) if isinstance(value, ast.Call | ast.Attribute):
            return {"return"}
        case ast.Expr(value=ast.Call() as call):
            return {_tail(call.func)}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {(alias.asname or alias.name) for alias in names}
        case _:
            return set()

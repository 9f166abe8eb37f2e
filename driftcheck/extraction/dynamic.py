"""Names that code binds: module `__getattr__`, tables, loops over `globals()`, lazy loaders.

All of it is read by partial evaluation (`evaluation`): a function is asked about each name
that its tables mention, and about one that nobody would ever write. Whatever cannot be
followed leaves the module open.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from driftcheck.extraction.conditions import truth_of_checking
from driftcheck.extraction.deprecations import from_message
from driftcheck.extraction.evaluated_modules import Modules
from driftcheck.extraction.toplevel import TopLevel
from driftcheck.extraction.values import (
    OPAQUE,
    Closure,
    Effects,
    Enumeration,
    Environment,
    Exhausted,
    LookupFails,
    Outcome,
    Ref,
)
from driftcheck.model.symbols import Deprecation, Kind, Symbol

NOBODY = "name_that_nobody_would_ever_write"
_MAX_CANDIDATES = 4_000
_MAX_AFFIXES = 40
_TELLS = re.compile(r"\b(re)?moved\b|deprecated|renamed|instead|no longer", re.IGNORECASE)
_MISSING = frozenset({"AttributeError", "ImportError", "ModuleNotFoundError", "RuntimeError", "NameError"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a module adds to its own statements."""

    symbols: tuple[Symbol, ...] = ()
    open_reason: str | None = None
    forwards: tuple[tuple[str, Deprecation | None], ...] = ()
    """(module, evidence): a module that is asked for every name this one lacks."""


def answer(
    module: str,
    modules: Modules,
    getattr_node: ast.FunctionDef | ast.AsyncFunctionDef | None,
    getattr_value: ast.expr | None,
    exports: tuple[str, ...],
) -> Answer:
    """What a module's `__getattr__` (or what stands for it) answers."""
    env = modules.environment(module)
    if env is None:
        return Answer(open_reason="module __getattr__")
    if getattr_node is not None:
        return ask(Closure(getattr_node, env), module, modules, exports)
    bound = env.values.get("__getattr__")
    if isinstance(bound, Closure):
        return ask(bound, module, modules, exports)
    evaluator = modules.evaluator()
    try:
        if isinstance(getattr_value, ast.Call):
            func = evaluator.value(getattr_value.func, env)
            if isinstance(func, Ref):
                func = env.load(func.path)
            if isinstance(func, Closure):
                args = [evaluator.value(arg, env) for arg in getattr_value.args]
                words = {k.arg: evaluator.value(k.value, env) for k in getattr_value.keywords if k.arg}
                made = evaluator.run(func, args, words)
                closures = [outcome.value for outcome in made if isinstance(outcome.value, Closure)]
                if len(made) == 1 and closures:
                    return ask(closures[0], module, modules, exports)
            return _lazy_structure(getattr_value, evaluator, env, module)
        value = evaluator.value(getattr_value, env)
        if isinstance(value, Ref):
            value = env.load(value.path)
        if isinstance(value, Closure):
            return ask(value, module, modules, exports)
    except (Exhausted, LookupFails):
        pass
    return Answer(open_reason="module __getattr__")


def ask(closure: Closure, module: str, modules: Modules, exports: tuple[str, ...]) -> Answer:
    """Ask a `__getattr__` function about every name that it could know."""
    symbols: list[Symbol] = []
    forwards: dict[str, Deprecation | None] = {}
    reason: str | None = None
    probe, told = _outcomes(closure, NOBODY, modules)
    for outcome in probe:
        if outcome.raises in _MISSING:
            continue
        if isinstance(outcome.value, Ref) and outcome.value.path.endswith(f".{NOBODY}"):
            forwards[outcome.value.path.removesuffix(f".{NOBODY}")] = _warned(told)
        else:
            reason = "module __getattr__"
    # A name that is tested for a prefix may be known by what follows.
    asked = dict.fromkeys(f"{prefix}{NOBODY}{suffix}" for prefix, suffix in told.affixes)
    others = (outcome for name in list(asked)[:_MAX_AFFIXES] for outcome in _outcomes(closure, name, modules)[0])
    if any(outcome.raises not in _MISSING for outcome in others):
        reason = "module __getattr__"
    known = [*exports, *_candidates(closure, module)]
    candidates = dict.fromkeys(
        [*known, *(f"{prefix}{name}{suffix}" for prefix, suffix in told.affixes for name in known)]
    )
    for name in list(candidates)[:_MAX_CANDIDATES]:
        outcomes, effects = _outcomes(closure, name, modules)
        returned = [outcome for outcome in outcomes if outcome.raises is None]
        if not returned:
            words = next((outcome.message for outcome in outcomes), "")
            if name in words and _TELLS.search(words):
                # Asked for and refused with a word of advice: bound no more, but remembered.
                refusal = from_message("table", words)
                symbols.append(Symbol(f"{module}.{name}", Kind.ATTRIBUTE, deprecation=refusal, raises=True))
            continue
        if len(returned) == len(outcomes) or any(outcome.value is not OPAQUE for outcome in returned):
            symbols.append(_symbol(module, name, _common(returned), effects))
    return Answer(tuple(symbols), reason, tuple(forwards.items()))


def _common(returned: Sequence[Outcome]) -> object:
    """What every way to return gives back; `OPAQUE` where they differ."""
    first = returned[0].value
    return first if all(outcome.value == first for outcome in returned) else OPAQUE


def _outcomes(closure: Closure, name: str, modules: Modules) -> tuple[list[Outcome], Effects]:
    evaluator = modules.evaluator()
    evaluator.asked = name
    try:
        return evaluator.run(closure, [name], {}), evaluator.effects
    except (Exhausted, RecursionError):
        return [Outcome(value=OPAQUE)], Effects()


def _warned(effects: Effects) -> Deprecation | None:
    """The first warning met on the way that may be about a deprecation."""
    relevant = [w for w in effects.warnings if not w[0].endswith(("UserWarning", "ResourceWarning", "ImportWarning"))]
    return from_message("table", relevant[0][1].replace(NOBODY, "…")) if relevant else None


def _symbol(module: str, name: str, value: object, effects: Effects) -> Symbol:
    path = f"{module}.{name}"
    deprecation = _warned(effects)
    if isinstance(value, Ref) and value.path != path:
        target = value.path.replace(":", ".")
        return Symbol(path, Kind.ALIAS, target=target, deprecation=deprecation)
    kind = f"builtins.{type(value).__name__}" if isinstance(value, str | int | float | dict | list) else None
    return Symbol(path, Kind.ATTRIBUTE, type=kind, deprecation=deprecation)


def _candidates(closure: Closure, module: str) -> Iterator[str]:
    """Yield the identifiers in the function and in the literal tables that it can see."""
    texts: list[str] = []
    names: dict[str, None] = {}
    for statement in closure.node.body if isinstance(closure.node.body, list) else ():
        for node in ast.walk(statement):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
            elif isinstance(node, ast.Name):
                names[node.id] = None
    for name in names:
        value = closure.env.lookup(name)
        if isinstance(value, Ref):
            value = closure.env.load(value.path)
        if isinstance(value, Closure):
            for inner in _seen_by(value):
                texts.extend(inner)
        else:
            texts += _keys(value)
    for text in texts:
        owner, colon, tail = text.rpartition(":")
        if colon and owner != module:
            continue
        if tail.isidentifier():
            yield tail


def _keys(value: object) -> list[str]:
    """The names that a table or an enumeration holds; a text is the name itself."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Enumeration):
        return list(value.names)
    return [key for key in value if isinstance(key, str)] if isinstance(value, dict | list) else []


def _seen_by(closure: Closure) -> Iterator[list[str]]:
    """Yield the keys of tables that a called closure sees, one level deep."""
    for node in ast.walk(closure.node):
        if isinstance(node, ast.Name):
            yield _keys(closure.env.lookup(node.id))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield [node.value]


def _lazy_structure(call: ast.Call, evaluator: TopLevel, env: Environment, module: str) -> Answer:
    """A loader that is given its import structure: submodules in lists, names of submodules in tables of lists."""
    symbols: list[Symbol] = []
    is_read = False
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        value = evaluator.value(argument, env)
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            is_read = True
            for submodule, names in value.items():
                if isinstance(names, list):
                    symbols += [
                        Symbol(f"{module}.{name}", Kind.ALIAS, target=f"{module}.{submodule}.{name}")
                        for name in names
                        if isinstance(name, str)
                    ]
        elif isinstance(value, list):
            is_read = is_read or bool(value)
    return Answer(tuple(symbols), None if is_read and symbols else "module __getattr__")


def getattr_of(tree: ast.Module) -> tuple[ast.FunctionDef | None, ast.expr | None]:
    """A module's `__getattr__`: its definition, or the expression that makes it or replaces the module."""
    pending = list(tree.body)
    while pending:
        node = pending.pop()
        match node:
            case ast.FunctionDef(name="__getattr__"):
                return node, None
            case ast.Assign(targets=[target], value=value) if _binds(target, "__getattr__") or _is_itself(target):
                return None, value
            case ast.If() | ast.Try() | ast.With():
                pending += [*node.body, *getattr(node, "orelse", [])]
            case _:
                pass
    return None, None


def told_to_checkers(
    tree: ast.Module, absolute: Callable[[int, str | None], str | None]
) -> Iterator[tuple[str, str, str]]:
    """Yield (module, name, name bound here) of what is imported for type checkers only."""
    for node in tree.body:
        if isinstance(node, ast.If) and truth_of_checking(node.test) is not None:
            for statement in node.body if truth_of_checking(node.test) else node.orelse:
                if isinstance(statement, ast.ImportFrom):
                    base = absolute(statement.level, statement.module)
                    yield from ((base, alias.name, alias.asname or alias.name) for alias in statement.names if base)


def replaces_itself(tree: ast.Module) -> bool:
    """Whether a module puts another object in its place."""
    _, value = getattr_of(tree)
    return value is not None and any(
        isinstance(node, ast.Assign) and node.value is value and any(_is_itself(target) for target in node.targets)
        for node in ast.walk(tree)
    )


def makes_exports(tree: ast.Module) -> bool:
    """Whether one call makes both `__getattr__` and `__all__`: `__getattr__, __dir__, __all__ = attach(…)`."""
    return any(
        isinstance(node, ast.Assign) and any(_binds(t, "__getattr__") and _binds(t, "__all__") for t in node.targets)
        for node in tree.body
    )


def _binds(target: ast.expr, name: str) -> bool:
    names = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    return any(isinstance(elt, ast.Name) and elt.id == name for elt in names)


def _is_itself(target: ast.expr) -> bool:
    """`sys.modules[__name__]`."""
    return (
        isinstance(target, ast.Subscript)
        and isinstance(target.value, ast.Attribute)
        and target.value.attr == "modules"
        and isinstance(target.slice, ast.Name)
    )

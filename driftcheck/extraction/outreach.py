"""Whose names a function binds when it is called, under names that its text does not spell out.

A module that hands out `globals()`, or calls a function that fills it, binds names that no statement shows. What such
code binds is for evaluation to say; this room says where it happens, so that nothing is called absent there.
"""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from driftcheck.extraction.bodies import Body, FunctionNode
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.model.symbols import BOUND_BY_CALL
from driftcheck.source.parsing import parse_text

BY_FUNCTION = "names bound by a function"
BY_CALL = BOUND_BY_CALL
_TELLS = re.compile(r"setattr|globals\(\)|vars\(|sys\.modules|f_globals|__dict__")
_DICTIONARY_FILLERS = frozenset({"update", "setdefault", "__setitem__"})


class Whose(Enum):
    """Whose namespace an expression is."""

    OWN = "the module's own"
    OTHER = "a module's that is chosen when the code runs: the caller's, an entry of sys.modules"
    ARGUMENT = "an argument's"


@dataclass(frozen=True, slots=True)
class Reach:
    """What calling a function does to namespaces."""

    fills_own: bool = False
    fills_others: bool = False
    fills_argument: bool = False
    classes: frozenset[str] = frozenset()
    """Classes of its module, as named there, that get members."""

    def __or__(self, other: Reach) -> Reach:
        """What calling both does."""
        return Reach(
            self.fills_own or other.fills_own,
            self.fills_others or other.fills_others,
            self.fills_argument or other.fills_argument,
            self.classes | other.classes,
        )


NOTHING = Reach()


@dataclass(frozen=True, slots=True)
class Outreach:
    """What a module's functions, and the calls that it makes when it is imported, bind on namespaces."""

    open_reason: str | None = None
    """Why the module itself is open."""
    is_followable: bool = True
    """Whether what fills it is called when it is imported, so that evaluation meets it."""
    classes: tuple[str, ...] = ()
    """Paths of its classes that get members from its functions."""
    fillers: tuple[str, ...] = ()
    """Paths of functions that bind names in a module chosen when they run: their caller's, an entry of sys.modules."""
    argument_fillers: tuple[str, ...] = ()
    """Paths of functions that bind names on what they are given."""
    calls: tuple[str, ...] = ()
    """Paths of functions of other modules that it calls when it is imported."""
    trusting: tuple[str, ...] = ()
    """Paths of functions that are given its own namespace when it is imported: what they do with it shows there."""


def reach_out(tree: ast.Module, text: str, scope: Scope) -> Outreach:
    """Read what a module's code binds on namespaces.

    Args:
        tree: The module.
        text: Its source.
        scope: What its names stand for.
    """
    found = reaches(tree, text)
    own = own_namespaces(tree.body) if _TELLS.search(text) is not None else {}
    reason = BY_FUNCTION if any(reach.fills_own for reach in found.values()) else None
    classes: set[str] = set()
    calls: dict[str, None] = {}
    trusting: dict[str, None] = {}
    waiting = {name for name, reach in found.items() if reach.fills_own}
    for call in calls_at_import(tree.body):
        waiting.discard(getattr(call.func, "id", ""))
        path = scope.qualify(call.func)
        reach = found.get(call.func.id, NOTHING) if isinstance(call.func, ast.Name) else NOTHING
        classes |= {f"{scope.module}.{name}" for name in reach.classes}
        is_given = own_is_given(call, own) and not _is_harmless(path)
        if reach.fills_others or (is_given and path == UNKNOWN):
            reason = reason or BY_CALL
        elif is_given:
            trusting[path] = None
        if path != UNKNOWN and not _is_harmless(path) and path.rpartition(".")[0] != scope.module:
            calls[path] = None
    return Outreach(
        reason,
        not waiting,
        tuple(sorted(classes)),
        tuple(f"{scope.module}.{name}" for name, reach in found.items() if reach.fills_others),
        tuple(f"{scope.module}.{name}" for name, reach in found.items() if reach.fills_argument),
        tuple(calls),
        tuple(trusting),
    )


def own_is_given(call: ast.Call, own: Mapping[str, Whose]) -> bool:
    """Whether a call is given the module or its dictionary."""
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return any(whose(argument, own) is Whose.OWN for argument in given)


def _is_harmless(path: str) -> bool:
    """Whether a function is the language's own: those read what they are given."""
    return path.partition(".")[0] in {"builtins", *sys.stdlib_module_names}


def reaches(tree: ast.Module, text: str) -> Mapping[str, Reach]:
    """The functions of a module's top level that fill some namespace, by name.

    Args:
        tree: The module.
        text: Its source: most modules have no word that such a function needs, and are not walked.
    """
    if _TELLS.search(text) is None:
        return {}
    functions = {node.name: node for node in top_level(tree.body) if isinstance(node, ast.FunctionDef)}
    classes = frozenset(node.name for node in top_level(tree.body) if isinstance(node, ast.ClassDef))
    found: dict[str, Reach] = {}
    for name, node in functions.items():
        segment = "\n".join(text.splitlines()[node.lineno - 1 : node.end_lineno])
        if _TELLS.search(segment) is not None:
            found[name] = _read(node, classes)
    found = {name: reach for name, reach in found.items() if reach != NOTHING}
    if found:
        _add_callers(functions, found)
        # What a module's `__getattr__` keeps in `globals()` is what it hands out: asking it tells.
        for name in _answering(functions, tree.body):
            if name in found:
                found[name] = replace(found[name], fills_own=False)
    return {name: reach for name, reach in found.items() if reach != NOTHING}


def top_level(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when a module is imported, blocks before what lies in them."""
    for node in body:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for block in ("body", "orelse", "finalbody"):
                yield from top_level(getattr(node, block, ()))
            for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
                yield from top_level(part.body)


def calls_at_import(body: Iterable[ast.stmt]) -> Iterator[ast.Call]:
    """Yield the calls in the top-level statements of a module that are made when it is imported."""
    for node in top_level(body):
        if isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
            pending: list[ast.AST] = [node.value]
            while pending:
                inner = pending.pop()
                if isinstance(inner, ast.Lambda):
                    continue
                if isinstance(inner, ast.Call):
                    yield inner
                pending += ast.iter_child_nodes(inner)


def own_namespaces(body: Iterable[ast.stmt]) -> Mapping[str, Whose]:
    """Names of the top level that stand for the module or its dictionary: `_globals = globals()`."""
    found: dict[str, Whose] = {}
    for node in top_level(body):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if whose(value, found) is Whose.OWN:
                found[name] = Whose.OWN
            case _:
                pass
    return found


def whose(node: ast.expr | None, known: Mapping[str, Whose | str]) -> Whose | str | None:
    """Whose namespace an expression gives: a module or its dictionary, a class by its name; None for anything else.

    Args:
        node: The expression.
        known: Names that stand for namespaces.
    """
    match node:
        case ast.Name(id=name):
            return known.get(name)
        case ast.Call(func=ast.Name(id="globals"), args=[]):
            return Whose.OWN
        case ast.Call(func=ast.Name(id="vars"), args=[inner]):
            return whose(inner, known)
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id="sys" | "_sys"), attr="modules"), slice=key):
            if isinstance(key, ast.Name) and key.id == "__name__":
                return Whose.OWN
            return Whose.OTHER if not isinstance(key, ast.Constant) else None
        case ast.Attribute(attr="f_globals"):
            return Whose.OTHER
        case ast.Attribute(value=inner, attr="__dict__"):
            return whose(inner, known)
        case _:
            return None


def _read(node: ast.FunctionDef, classes: frozenset[str]) -> Reach:
    """What the statements of a function do, functions that it calls left out."""
    known: dict[str, Whose | str] = {name: name for name in classes}
    arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    known.update((argument.arg, Whose.ARGUMENT) for argument in arguments)
    positional = (*node.args.posonlyargs, *node.args.args)
    given = zip(reversed(positional), reversed(node.args.defaults), strict=False)
    for argument, default in (*given, *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)):
        if whose(default, {}) is Whose.OWN:
            known[argument.arg] = Whose.OWN
    found = NOTHING
    for inner in _statements_first(node):
        match inner:
            case ast.Assign(targets=targets, value=value):
                space = whose(value, known)
                for target in targets:
                    if isinstance(target, ast.Name):
                        known.pop(target.id, None)
                        if space is not None:
                            known[target.id] = space
                    elif isinstance(target, ast.Subscript):
                        found |= _stored(target, known)
            case ast.Call(func=ast.Name(id="setattr"), args=[owner, name, _]) if not isinstance(name, ast.Constant):
                found |= _filled(whose(owner, known), is_dictionary=False)
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(value=ast.Name(id="sys" | "_sys"), attr="modules"), attr=attr)
            ) if attr in _DICTIONARY_FILLERS:
                found |= Reach(fills_others=True)
            case ast.Call(func=ast.Attribute(value=owner, attr=attr)) if attr in _DICTIONARY_FILLERS:
                found |= _filled(whose(owner, known), is_dictionary=not _is_dictionary_of_object(owner))
            case _:
                pass
    return found


def _statements_first(node: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield what lies in a function in the order of its text, so that names are known before they are used."""
    pending = list(reversed(node.body))
    while pending:
        inner: ast.AST = pending.pop()
        yield inner
        pending += reversed(list(ast.iter_child_nodes(inner)))  # type: ignore[arg-type]  # statements and what lies in them


def _is_dictionary_of_object(node: ast.expr) -> bool:
    """`owner.__dict__` and `vars(owner)`, which fill the owner; a bare argument may be any dictionary."""
    return isinstance(node, ast.Attribute) or (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "vars")


def _stored(target: ast.Subscript, known: Mapping[str, Whose | str]) -> Reach:
    """`namespace[…] = …`, and `sys.modules[…] = …`, which replaces a module."""
    replaced = whose(target, known)
    if replaced in {Whose.OWN, Whose.OTHER}:
        return _filled(replaced, is_dictionary=False)
    return _filled(whose(target.value, known), is_dictionary=not _is_dictionary_of_object(target.value))


def _filled(space: Whose | str | None, *, is_dictionary: bool) -> Reach:
    match space:
        case Whose.OWN:
            return Reach(fills_own=True)
        case Whose.OTHER:
            return Reach(fills_others=True)
        case Whose.ARGUMENT if not is_dictionary:
            return Reach(fills_argument=True)
        case str() if not is_dictionary:
            return Reach(classes=frozenset({space}))
        case _:
            return NOTHING


def _add_callers(functions: Mapping[str, ast.FunctionDef], found: dict[str, Reach]) -> None:
    """A function reaches what the functions of its module reach that it calls, arguments where it hands on its own."""
    calls = {
        name: [
            (call.func.id, any(isinstance(a, ast.Name) and a.id in {x.arg for x in node.args.args} for a in call.args))
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in functions
        ]
        for name, node in functions.items()
    }
    changed = True
    while changed:
        changed = False
        for name, called in calls.items():
            before = found.get(name, NOTHING)
            after = before
            for other, hands_on in called:
                reach = found.get(other, NOTHING)
                after |= reach if hands_on else replace(reach, fills_argument=False)
            if after != before:
                found[name] = after
                changed = True


def _answering(functions: Mapping[str, ast.FunctionDef], body: list[ast.stmt]) -> set[str]:
    """The functions that only a module's `__getattr__` uses, itself included."""
    if "__getattr__" not in functions:
        return set()
    users: dict[str, set[str]] = {name: set() for name in functions}
    for name, node in functions.items():
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and inner.id in users:
                users[inner.id].add(name)
    for statement in top_level(body):
        if isinstance(statement, ast.Expr | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.ClassDef):
            for inner in ast.walk(statement):
                if isinstance(inner, ast.Name) and inner.id in users:
                    users[inner.id].add("")
    found = {"__getattr__"}
    while True:
        more = {name for name, used in users.items() if used and used <= found} - found
        if not more:
            return found
        found |= more


_BINDING = frozenset({"exec", "setattr", "vars"})
_MAKERS = frozenset({"__init_subclass__", "__new__", "__init__", "__call__"})
OF_METACLASS = 4
"""What the `__new__` of a metaclass takes: the metaclass, a name, bases, and what the body binds."""
_CLASS_RECEIVERS = frozenset({"cls", "klass", "mcs", "mcls"})


def fills_made(node: FunctionNode, body: Body) -> bool:
    """Whether what makes an object gives it members under names that are not literal.

    The object is a class where a metaclass makes it, and else an instance: what callers pass on by name, it has.
    """
    receiver = node.args.args[0].arg if node.args.args else ""
    if node.name == "__new__" and len(node.args.args) == OF_METACLASS:
        return _fills(node, node.args.args[-1].arg)
    return node.name == "__init__" and any(isinstance(o, ast.Name) and o.id == receiver for o in body.dynamic)


def _fills(node: FunctionNode, dictionary: str) -> bool:
    """Whether a function adds entries to a dictionary under keys that are not literal."""
    for inner in ast.walk(node):
        match inner:
            case ast.Subscript(value=ast.Name(id=name), slice=key, ctx=ast.Store()) if name == dictionary:
                if not isinstance(key, ast.Constant):
                    return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="update"), args=[_, *_]) if (
                name == dictionary
            ):
                return True
            case _:
                pass
    return False


def handing_on(node: FunctionNode) -> Iterator[ast.Call]:
    """Yield the calls to which what makes or completes a class gives that class."""
    if node.name not in _MAKERS or not node.args.args:
        return
    receiver = node.args.args[0].arg
    if receiver not in _CLASS_RECEIVERS:
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and any(isinstance(a, ast.Name) and a.id == receiver for a in inner.args):
            yield inner


def only_reads(text: str, name: str) -> bool:
    """Whether a function of a module reads what it is given, and neither fills it nor hands it on.

    Args:
        text: The module's source.
        name: The function's.
    """
    try:
        body = parse_text(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    found = [node for node in top_level(body) if isinstance(node, ast.FunctionDef) and node.name == name]
    return bool(found) and all(_only_reads(node) for node in found)


def _only_reads(node: ast.FunctionDef) -> bool:
    given = {a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    if node.args.vararg or node.args.kwarg:
        return False
    for inner in ast.walk(node):
        match inner:
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store()) if name in given:
                return False
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if name in given:
                if attr in _DICTIONARY_FILLERS:
                    return False
            case ast.Assign(targets=[ast.Name()], value=ast.Name(id=name)) if name in given:
                return False
            case ast.Call(func=func, args=args, keywords=keywords):
                handed = (*args, *(keyword.value for keyword in keywords))
                if any(isinstance(a, ast.Name) and a.id in given for a in handed) and not _is_question(func, node.name):
                    return False
            case _:
                pass
    return True


def _is_question(func: ast.expr, own: str) -> bool:
    """Whether a call reads its arguments: a builtin that does not bind, or the function itself once more."""
    return isinstance(func, ast.Name) and func.id not in _BINDING and (func.id == own or hasattr(builtins, func.id))

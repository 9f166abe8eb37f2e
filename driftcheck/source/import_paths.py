"""Names that code reaches by the paths it imports, told from its statements alone.

A name counts where everything that binds it in its scope is one import; else nothing is said of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from driftcheck.model.locations import Location
from driftcheck.source.imports import absolute_import
from driftcheck.source.positions import Positions

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_LONGEST = 20
"""Components of a path; longer chains are calls of calls, or made to be slow."""
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_Names = dict[str, str | None]
"""What each name of a scope stands for; None where that is not one import."""


class ReachedName(NamedTuple):
    """A dotted path that is asked for, and the token that asks for its last component."""

    path: str
    location: Location
    scope: str
    """Qualified name of the enclosing function or class; empty at the top level."""
    is_module: bool = False
    """Whether it is what an import statement imports, or imports from: then the modules above are asked for, too."""


def reached_names(path: str, text: str, tree: ast.Module, *, module: str, is_package: bool) -> Iterator[ReachedName]:
    """Yield every path that imports and attributes ask for, in no particular order.

    Args:
        path: What places are called.
        text: Of the module.
        tree: The same, parsed.
        module: Its dotted name.
        is_package: Whether it is the `__init__` of a package.
    """
    yield from _Reader(path, Positions(text), module, is_package=is_package).read(tree)


class _Reader:
    """Walks one module, without recursion: code may be nested deeper than the interpreter likes."""

    def __init__(self, path: str, positions: Positions, module: str, *, is_package: bool) -> None:
        self._path = path
        self._positions = positions
        self._module = module
        self._is_package = is_package

    def read(self, tree: ast.Module) -> Iterator[ReachedName]:
        """Yield what is asked for in all scopes."""
        pending: list[tuple[ast.AST, str, tuple[_Names, ...]]] = [(tree, "", ())]
        while pending:
            scope, qualified, around = pending.pop()
            names, inner = self._bindings(scope)
            visible = (*around, names)
            for node in _own_nodes(scope):
                yield from self._asked(node, qualified, visible)
            # A class's names are not seen from the functions in it.
            handed = around if isinstance(scope, ast.ClassDef) else visible
            for one in inner:
                name = getattr(one, "name", "")
                pending.append((one, f"{qualified}.{name}".lstrip("."), handed))

    def _asked(self, node: ast.AST, scope: str, visible: tuple[_Names, ...]) -> Iterator[ReachedName]:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield ReachedName(
                        alias.name, self._span(alias.lineno, alias.col_offset, alias.name), scope, is_module=True
                    )
            case ast.ImportFrom(names=names):
                home = self._home(node)
                if home is None:
                    return
                line, start, end = self._positions.imported_module(node)
                columns = (self._positions.column(line, start), self._positions.column(line, end))
                yield ReachedName(home, Location(self._path, line, columns[0], line, columns[1]), scope, is_module=True)
                for alias in names:
                    place = self._span(alias.lineno, alias.col_offset, alias.name)
                    yield ReachedName(f"{home}.{alias.name}", place, scope)
            case ast.Attribute(attr=attr):
                dotted = _dotted(node)
                root = None if dotted is None else _meaning(dotted[0], visible)
                if dotted is not None and root is not None:
                    line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
                    place = self._span(line, end - len(attr.encode()), attr)
                    yield ReachedName(".".join([root, *dotted[1:]]), place, scope)
            case _:
                pass

    def _span(self, line: int, start: int, name: str) -> Location:
        column = self._positions.column(line, start)
        return Location(self._path, line, column, line, column + len(name))

    def _home(self, node: ast.ImportFrom) -> str | None:
        return absolute_import(self._module, is_package=self._is_package, level=node.level, name=node.module)

    def _bindings(self, scope: ast.AST) -> tuple[_Names, list[ast.AST]]:
        """What the names of a scope stand for, and the scopes in it."""
        names: _Names = {}
        inner: list[ast.AST] = []
        if isinstance(scope, _Function):
            names.update((one.arg, None) for one in ast.walk(scope.args) if isinstance(one, ast.arg))
        for node in _own_nodes(scope):
            if isinstance(node, _SCOPES):
                inner.append(node)
            for name, path in self._bound_by(node):
                names[name] = path if names.get(name, path) == path else None
        return names, inner

    def _bound_by(self, node: ast.AST) -> Iterator[tuple[str, str | None]]:
        """Yield the names that one node binds, with the path of what is imported."""
        match node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    top = alias.name.partition(".")[0]
                    yield alias.asname or top, alias.name if alias.asname else top
            case ast.ImportFrom(names=aliases):
                home = self._home(node)
                for alias in aliases:
                    yield alias.asname or alias.name, f"{home}.{alias.name}" if home else None
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                yield name, None
            case ast.Global(names=listed) | ast.Nonlocal(names=listed):
                yield from ((name, None) for name in listed)
            case _:
                # Definitions, handlers and patterns.
                for field in ("name", "rest"):
                    bound = getattr(node, field, None)
                    if isinstance(bound, str) and not isinstance(node, ast.alias):
                        yield bound, None


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a scope, and the definitions in it without their bodies.

    Lambdas and comprehensions belong to the scope around them: what they bind is not known there.
    """
    pending: list[ast.AST] = list(getattr(scope, "body", ()))
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, _SCOPES):
            pending.extend(node.decorator_list)
            if isinstance(node, ast.ClassDef):
                pending.extend([*node.bases, *(keyword.value for keyword in node.keywords)])
            else:
                arguments = node.args
                pending.extend(default for default in (*arguments.defaults, *arguments.kw_defaults) if default)
                every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
                marked = (*every, *filter(None, (arguments.vararg, arguments.kwarg)))
                pending.extend(one.annotation for one in marked if one.annotation)
                pending.extend([node.returns] if node.returns else [])
        else:
            pending.extend(ast.iter_child_nodes(node))


def _dotted(node: ast.Attribute) -> list[str] | None:
    parts = [node.attr]
    value: ast.expr = node.value
    while isinstance(value, ast.Attribute) and len(parts) < _LONGEST:
        parts.append(value.attr)
        value = value.value
    return [value.id, *reversed(parts)] if isinstance(value, ast.Name) else None


def _meaning(name: str, visible: tuple[_Names, ...]) -> str | None:
    return next((names[name] for names in reversed(visible) if name in names), None)

"""`__all__` in its forms: lists, sums, extensions, other modules' lists."""

from __future__ import annotations

import ast

from driftcheck.extraction.scopes import UNKNOWN, Scope


class Exports:
    """Collects the names of `__all__` while a module is read."""

    def __init__(self) -> None:
        self.exists = False
        self.names: list[str] = []
        self.modules: list[str] = []
        self.conditional: list[tuple[str, str]] = []
        """(name, condition) of what is added in a branch that only some versions of Python take."""
        self.is_complete = True
        self.is_complete_at_import = True
        """Whether no function adds to it when it is called."""

    def replace(self, value: ast.expr | None, scope: Scope) -> None:
        """`__all__ = value`."""
        kept = [] if value is None or not _mentions_itself(value) else self.names
        self.names = list(kept)
        self.is_complete = True
        self.add(value, scope)

    def add(self, value: ast.expr | None, scope: Scope) -> None:  # noqa: PLR0912  # a table of forms
        """`__all__ += value`, `__all__.extend(value)`."""
        self.exists = True
        match value:
            case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
                for elt in elts:
                    if isinstance(elt, ast.Constant) and isinstance(elt.value, str):
                        self.names.append(elt.value)
                    elif isinstance(elt, ast.Starred):
                        self.add(elt.value, scope)
                    elif isinstance(elt, ast.Attribute) and elt.attr == "__name__" and isinstance(elt.value, ast.Name):
                        self.names.append(elt.value.id)
                    else:
                        self.is_complete = False
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                self.add(left, scope)
                self.add(right, scope)
            case ast.Attribute(value=owner, attr="__all__"):
                module = scope.qualify(owner)
                if module == UNKNOWN:
                    self.is_complete = False
                else:
                    self.modules.append(module)
            case ast.Call(func=ast.Name(id="list" | "sorted" | "tuple" | "set"), args=[inner, *_]):
                self.add(inner, scope)
            case ast.Name(id="__all__"):
                pass
            case _:
                self.is_complete = False

    def remove(self, value: ast.expr) -> None:
        """`__all__.remove(value)`."""
        if isinstance(value, ast.Constant) and value.value in self.names:
            self.names.remove(str(value.value))


def _mentions_itself(value: ast.expr) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "__all__" for node in ast.walk(value))


def extends_exports(node: ast.FunctionDef) -> bool:
    """Whether a small function reads some `__all__` and adds to the module's own."""
    if len(node.body) > 8:
        return False
    text = ast.dump(node)
    return "id='__all__'" in text and ("'__all__')" in text or "attr='__all__'" in text)

"""What the names of a script stand for, and how a path is spelled in it."""

from __future__ import annotations

import builtins
from dataclasses import dataclass

import libcst as cst

from driftcheck.fixes.scripts import Script, dotted
from driftcheck.model.edits import Addition
from driftcheck.model.names import is_within, parent, tail


class CannotSpellError(Exception):
    """A path cannot be written here without changing what another name means."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How to write a path, and what must be imported for that."""

    text: str
    additions: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True)
class _Import:
    """A name that an import binds."""

    local: str
    path: str
    is_top: bool
    """Whether it is bound by a statement at the top level of the module, in no branch."""
    whole: str = ""
    """`a.b` for `import a.b`, which binds `a` and makes `a.b` known as well."""


class Names:
    """The names that a script binds."""

    def __init__(self, script: Script) -> None:
        collector = _Collector()
        script.module.visit(collector)
        self._imports = collector.imports
        self._bound = collector.bound
        self._used = collector.used
        self._values = collector.values

    def path_of(self, expression: cst.CSTNode) -> str | None:
        """The dotted path that an expression stands for by the imports alone; None where that is not certain."""
        name = dotted(expression)
        if name is None:
            return None
        root, _, rest = name.partition(".")
        paths = {found.path for found in self._imports if found.local == root}
        if len(paths) != 1 or root in self._bound:
            return None
        path = paths.pop()
        return f"{path}.{rest}" if rest else path

    def value_of(self, expression: cst.CSTNode) -> cst.CSTNode:
        """What a name stands for that is bound by a single assignment; any other expression stands for itself."""
        values = self._values.get(expression.value, []) if isinstance(expression, cst.Name) else []
        return values[0] if len(values) == 1 and values[0] is not None else expression

    def spell(self, path: str, module: str | None) -> Spelling:
        """How to write a path.

        Args:
            path: An absolute dotted path.
            module: The module that its first name is imported from; None where that is the path above it.

        Raises:
            CannotSpellError: Whatever could be written means something else here, or needs an import that may not
                stand at the top.
        """
        if module == "builtins":
            name = path.removeprefix("builtins.")
            if self.is_taken(name.partition(".")[0]) or not hasattr(builtins, name.partition(".")[0]):
                raise CannotSpellError
            return Spelling(name)
        known = [i for i in self._imports if i.is_top and i.local not in self._bound and self._is_single(i.local)]
        for found in known:
            if found.path == path:
                return Spelling(found.local)
        if module == path or not parent(path):
            return self._spell_module(path)
        module = module or parent(path)
        if not is_within(path, module):
            raise CannotSpellError
        for found in known:
            if found.path == module:
                return Spelling(f"{found.local}{path.removeprefix(module)}")
            if found.whole == module:
                return Spelling(path)
        name = path.removeprefix(f"{module}.").partition(".")[0]
        if self.is_taken(name):
            raise CannotSpellError
        return Spelling(path.removeprefix(f"{module}."), (Addition(module, name),))

    def _spell_module(self, path: str) -> Spelling:
        if "." in path or self.is_taken(path):
            raise CannotSpellError
        return Spelling(path, (Addition(path),))

    def has_top_import_of(self, root: str) -> bool:
        """Whether the module imports something of this root where it is loaded."""
        return any(found.is_top and found.path.partition(".")[0] == root for found in self._imports)

    def _is_single(self, local: str) -> bool:
        return len({found.path for found in self._imports if found.local == local}) == 1

    def is_taken(self, name: str) -> bool:
        """Whether something goes by a name, or is expected to."""
        return name in self._bound or any(found.local == name for found in self._imports) or name in self._used


class _Collector(cst.CSTVisitor):
    """Collects imports and every other way to bind a name."""

    def __init__(self) -> None:
        self.imports: list[_Import] = []
        self.bound: set[str] = set()
        self.used: set[str] = set()
        self.values: dict[str, list[cst.BaseExpression | None]] = {}
        """What is assigned to a name, time by time; None where it is bound in another way."""
        self._depth = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.BaseCompoundStatement):
            self._depth += 1
        return super().on_visit(node)

    def on_leave(self, original_node: cst.CSTNode) -> None:
        super().on_leave(original_node)
        if isinstance(original_node, cst.BaseCompoundStatement):
            self._depth -= 1

    def visit_Import(self, node: cst.Import) -> bool:  # noqa: N802  as the library names it
        for alias in node.names:
            path = dotted(alias.name)
            assert path is not None, "a module is a dotted name"
            local = _asname(alias)
            if local is not None:
                self._add(local, path)
            else:
                root = path.partition(".")[0]
                self._add(root, root, path)
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:  # noqa: N802  as the library names it
        if isinstance(node.names, cst.ImportStar):
            return False
        module = dotted(node.module) if not node.relative else None
        for alias in node.names:
            name = alias.evaluated_name
            if module is None:
                self.bound.add(_asname(alias) or name)
            else:
                self._add(_asname(alias) or name, f"{module}.{name}")
        return False

    def visit_Name(self, node: cst.Name) -> None:  # noqa: N802  as the library names it
        self.used.add(node.value)

    def visit_Attribute(self, node: cst.Attribute) -> bool:  # noqa: N802  as the library names it
        node.value.visit(self)
        return False

    def visit_Arg(self, node: cst.Arg) -> bool:  # noqa: N802  as the library names it
        node.value.visit(self)
        return False

    def visit_Param(self, node: cst.Param) -> None:  # noqa: N802  as the library names it
        self._bind(node.name)

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:  # noqa: N802  as the library names it
        self._bind(node.name)

    def visit_ClassDef(self, node: cst.ClassDef) -> None:  # noqa: N802  as the library names it
        self._bind(node.name)

    def visit_Assign(self, node: cst.Assign) -> None:  # noqa: N802  as the library names it
        for target in node.targets:
            self._bind(target.target, node.value)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:  # noqa: N802  as the library names it
        self._bind(node.target, node.value)

    def visit_AugAssign(self, node: cst.AugAssign) -> None:  # noqa: N802  as the library names it
        self._bind(node.target)

    def visit_For(self, node: cst.For) -> None:  # noqa: N802  as the library names it
        self._bind(node.target)

    def visit_CompFor(self, node: cst.CompFor) -> None:  # noqa: N802  as the library names it
        self._bind(node.target)

    def visit_NamedExpr(self, node: cst.NamedExpr) -> None:  # noqa: N802  as the library names it
        self._bind(node.target)

    def visit_AsName(self, node: cst.AsName) -> None:  # noqa: N802  as the library names it
        self._bind(node.name)

    def visit_Del(self, node: cst.Del) -> None:  # noqa: N802  as the library names it
        self._bind(node.target)

    def visit_MatchAs(self, node: cst.MatchAs) -> None:  # noqa: N802  as the library names it
        if node.name is not None:
            self._bind(node.name)

    def visit_MatchStar(self, node: cst.MatchStar) -> None:  # noqa: N802  as the library names it
        if node.name is not None:
            self._bind(node.name)

    def visit_Global(self, node: cst.Global) -> None:  # noqa: N802  as the library names it
        self.bound.update(item.name.value for item in node.names)

    def visit_TypeAlias(self, node: cst.TypeAlias) -> None:  # noqa: N802  as the library names it
        self._bind(node.name)

    def visit_TypeVar(self, node: cst.TypeVar) -> None:  # noqa: N802  as the library names it
        self._bind(node.name)

    def _add(self, local: str, path: str, whole: str = "") -> None:
        self.imports.append(_Import(local, path, self._depth == 0, whole))

    def _bind(self, target: cst.CSTNode, value: cst.BaseExpression | None = None) -> None:
        match target:
            case cst.Name():
                self.bound.add(target.value)
                self.values.setdefault(target.value, []).append(value)
            case cst.Tuple() | cst.List():
                for element in target.elements:
                    self._bind(element.value)
            case _:
                pass  # an attribute or an item binds no name


def _asname(alias: cst.ImportAlias) -> str | None:
    name = alias.asname.name if alias.asname is not None else None
    return name.value if isinstance(name, cst.Name) else None


def local_name(alias: cst.ImportAlias) -> str:
    """The name that one entry of a `from … import` binds."""
    return _asname(alias) or tail(alias.evaluated_name)

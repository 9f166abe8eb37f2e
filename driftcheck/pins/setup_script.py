"""setup.py: what it hands to `setup()` as literals. It is parsed and never run; what it computes stays unknown."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from packaging.utils import canonicalize_name

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Reading, reading_of
from driftcheck.pins.dependency_specifiers import candidate_from, parse_requirement
from driftcheck.pins.documents import read_bytes, shown

NAME = "setup.py"

_LISTS = ("install_requires", "tests_require", "extras_require")
_LARGEST = 1024 * 1024
"""A parser takes a hundred times the memory of its text; the largest such script we know has 100 KB."""
_DEPTH = 50
_STEPS = 20_000
_QUOTED = 40


class _TextConstant(ast.Constant):
    """A literal text, for the type checker."""

    value: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A literal text and its place."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class _Computed:
    """What only running the script would tell."""

    line: int


def read_setup_script(path: Path) -> Reading:
    """Read the requirements that a setup script writes out; ranges as a rule.

    Raises:
        PinError: It cannot be read, or is no Python.
    """
    tree = _parsed(path)
    call = next((node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_setup(node)), None)
    if call is None:
        return Reading()
    script = _Script(_bound(tree))
    arguments = dict(script.arguments(call))
    own = canonicalize_name(script.single(arguments.get("name")))
    items = (
        item
        for key in _LISTS
        for item in _items(key, script, arguments.get(key), path)
        if not (isinstance(item, Candidate) and item.distribution == own)
    )
    return reading_of(items, shown(path), script.single(arguments.get("python_requires")) or None)


def _parsed(path: Path) -> ast.Module:
    data = read_bytes(path)
    if len(data) > _LARGEST:
        raise PinError(f"larger than {_LARGEST // 2**20} MiB", shown(path))
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(data)
    except SyntaxError as error:
        raise PinError(f"expected Python: {error.msg}", shown(path), error.lineno) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise PinError("expected Python that can be parsed", shown(path)) from error


def _is_setup(call: ast.Call) -> bool:
    function = call.func
    return (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")) == "setup"


def _bound(tree: ast.Module) -> Mapping[str, ast.expr]:
    """What the names stand for that the module binds once, by an assignment of its own."""
    added = {id(node.target) for node in ast.walk(tree) if isinstance(node, ast.AugAssign)}
    stored = Counter(
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) and id(node) not in added
    )
    found: dict[str, ast.expr] = {}
    for statement in tree.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                found[name] = value
            case _:
                pass
    return {name: value for name, value in found.items() if stored[name] == 1}


@dataclass(slots=True)
class _Script:
    """Reads expressions of a script, as far as names in it are bound in plain sight."""

    names: Mapping[str, ast.expr]
    steps: int = 0

    def arguments(self, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
        """Yield the keywords of a call with their values; those of unpacked dictionaries first, which say less."""
        for keyword in sorted(call.keywords, key=lambda keyword: keyword.arg is not None):
            if keyword.arg:
                yield keyword.arg, keyword.value
                continue
            match self.meant(keyword.value):
                case ast.Dict(keys=keys, values=values):
                    yield from ((k.value, v) for k, v in zip(keys, values, strict=True) if _is_text(k))
                case ast.Call(func=ast.Name(id="dict"), args=[]) as made:
                    yield from ((k.arg, k.value) for k in made.keywords if k.arg)
                case _:
                    # It may hold any of them; the one that matters most stands for all.
                    yield _LISTS[0], keyword.value

    def meant(self, node: ast.expr) -> ast.expr:
        """An expression, or what the name stands for that it is."""
        for _ in range(_DEPTH):
            if not (isinstance(node, ast.Name) and node.id in self.names):
                break
            node = self.names[node.id]
        return node

    def single(self, node: ast.expr | None) -> str:
        """The text that an expression is; empty for another one."""
        meant = self.meant(node) if node else None
        return meant.value if _is_text(meant) else ""

    def texts(self, node: ast.expr, depth: int = 0) -> Iterator[_Text | _Computed]:
        """Yield the texts in an expression: in lists and their sums, in the values of dictionaries, by name."""
        self.steps += 1
        meant = self.meant(node)
        match meant:
            case _ if depth == _DEPTH or self.steps > _STEPS:
                yield _Computed(node.lineno)
            case ast.Constant(value=str() as text):
                yield from (_Text(line, meant.lineno) for line in map(str.strip, text.splitlines()) if _is_said(line))
            case ast.Constant(value=None):
                return
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts) | ast.Dict(values=parts):
                for part in parts:
                    yield from self.texts(part.value if isinstance(part, ast.Starred) else part, depth + 1)
            case ast.BinOp(op=ast.Add(), left=ast.List() | ast.Tuple() | ast.Name() | ast.BinOp() as left, right=right):
                yield from self.texts(left, depth + 1)
                yield from self.texts(right, depth + 1)
            case _:
                yield _Computed(node.lineno)


def _is_text(node: ast.expr | None) -> TypeGuard[_TextConstant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_said(line: str) -> bool:
    return bool(line) and not line.startswith("#")


def _items(key: str, script: _Script, value: ast.expr | None, path: Path) -> Iterator[Candidate | str]:
    computed: list[int] = []
    for written in script.texts(value) if value else ():
        if isinstance(written, _Computed):
            computed.append(written.line)
            continue
        source = PinSource(f"{NAME} [{key}]", shown(path), written.line)
        requirement = parse_requirement(written.value)
        if requirement is not None:
            yield candidate_from(requirement, source)
        else:
            yield f"{source}: expected a requirement such as name==1.0, found {written.value[:_QUOTED]!a}"
    if computed:
        yield f"{shown(path)}:{computed[0]}: {key} is made by code that is not run, so not all of it is known"

"""Parameters that get their values by name: from functions of the project that a decorator marks as providing them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from driftcheck.inference.narrowing import quiet
from driftcheck.inference.project_types import ProjectFunction, ProjectModule
from driftcheck.inference.protocols import awaited, element_of
from driftcheck.inference.results import result_of
from driftcheck.inference.types import UNKNOWN, Container, Foreign, Lazy, Type
from driftcheck.inference.unions import settle
from driftcheck.inference.walker import Walker

_GENERATORS = frozenset({"Generator", "Iterator", "Iterable", "AsyncGenerator", "AsyncIterator", "AsyncIterable"})


@dataclass(frozen=True, slots=True)
class Injection:
    """One way in which values are provided."""

    provides: frozenset[str]
    keyword: str
    into: str
    home: str


@cache
def injections() -> tuple[Injection, ...]:
    """The ways that the table lists."""
    text = (Path(__file__).parent / "data" / "injection.toml").read_text(encoding="utf-8")
    return tuple(
        Injection(frozenset(entry["provides"]), entry["keyword"], entry["into"], entry["home"])
        for entry in tomllib.loads(text)["injection"]
    )


@cache
def _tails() -> frozenset[str]:
    return frozenset(path.rpartition(".")[2] for way in injections() for path in way.provides)


def note_provider(w: Walker, node: ast.FunctionDef | ast.AsyncFunctionDef, function: ProjectFunction) -> None:
    """Remember a function whose decorator says that it provides a value."""
    for decorator in node.decorator_list:
        made_by = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = made_by.attr if isinstance(made_by, ast.Attribute) else getattr(made_by, "id", "")
        if name not in _tails():
            continue
        marker = settle(quiet(w, made_by) or UNKNOWN)
        way = _way_of(marker)
        if way is not None:
            keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
            given = next((keyword.value for keyword in keywords if keyword.arg == way.keyword), None)
            is_renamed = isinstance(given, ast.Constant) and isinstance(given.value, str)
            w.module.providers[str(given.value) if is_renamed else node.name] = function  # type: ignore[union-attr] # a constant


def _way_of(marker: Type) -> Injection | None:
    if not isinstance(marker, Foreign):
        return None
    return next((way for way in injections() if marker.entity.path in way.provides), None)


def may_be_injected(w: Walker, function: ProjectFunction) -> bool:
    """Whether parameters of a function may get their values by name."""
    providers = w.module.providers
    return function.name.startswith(_prefixes()) or (bool(providers) and function in providers.values())


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(way.into for way in injections())


def injected(w: Walker, name: str, function: ProjectFunction) -> Type | None:
    """What a parameter of such a function gets by its name; None where nothing provides it."""
    for way in injections():
        for module in _homes(w, way):
            provider = module.providers.get(name)
            if provider is not None and provider is not function:
                return Lazy(lambda provider=provider: _provided(w, provider))  # type: ignore[misc] # bound early
    return None


def _homes(w: Walker, way: Injection) -> Iterator[ProjectModule]:
    """Yield the modules that may provide values, the nearest first."""
    yield w.module
    package = w.module.name
    while True:
        package = package.rpartition(".")[0]
        home = w.analysis.modules.find(f"{package}.{way.home}" if package else way.home, w.module)
        if home is not None:
            if home.state == 0:
                home.load()
            yield home
        if not package:
            return


def _provided(w: Walker, provider: ProjectFunction) -> Type | None:
    result = settle(result_of(w.analysis, provider, provider.owner and provider.owner.self_instance))
    if isinstance(result, Container) and result.shape in _GENERATORS:
        return element_of(w.analysis, result)
    return awaited(w.analysis, result) if isinstance(result, Container) and result.shape == "Coroutine" else result

"""Symbols, releases and surfaces for tests, with sensible defaults.

provider = surface_provider({"paint": {"1.0": [function("paint.tint")], "2.0": [function("paint.shade")]}})
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from packaging.version import Version

from driftcheck.model.releases import Pin, PinKind, PinSource, Release
from driftcheck.model.symbols import (
    Binding,
    Deprecation,
    Kind,
    Parameter,
    ParameterKind,
    Signature,
    Symbol,
    SymbolSpan,
)
from driftcheck.snapshot.history import History
from driftcheck.snapshot.writer import write_snapshot

_LANGUAGE = ("builtins", "typing")
Surfaces = Mapping[str, Mapping[str, Sequence[Symbol]]]


def module(path: str, *, open_reason: str | None = None, deprecation: Deprecation | None = None) -> Symbol:
    return Symbol(path, Kind.MODULE, open_reason=open_reason, deprecation=deprecation)


def klass(
    path: str,
    *bases: str,
    metaclass: str | None = None,
    signatures: tuple[Signature, ...] = (),
    open_reason: str | None = None,
    deprecation: Deprecation | None = None,
    condition: str | None = None,
    raises: bool = False,
    is_public: bool = True,
) -> Symbol:
    return Symbol(
        path,
        Kind.CLASS,
        bases=bases,
        metaclass=metaclass,
        signatures=signatures,
        open_reason=open_reason,
        deprecation=deprecation,
        condition=condition,
        raises=raises,
        is_public=is_public,
    )


def function(
    path: str,
    *signatures: Signature,
    binding: Binding = Binding.PLAIN,
    deprecation: Deprecation | None = None,
    condition: str | None = None,
    raises: bool = False,
    is_public: bool = True,
) -> Symbol:
    return Symbol(
        path,
        Kind.FUNCTION,
        signatures=signatures,
        binding=binding,
        deprecation=deprecation,
        condition=condition,
        raises=raises,
        is_public=is_public,
    )


def attribute(
    path: str,
    type_: str | None = None,
    *,
    binding: Binding = Binding.PLAIN,
    deprecation: Deprecation | None = None,
    condition: str | None = None,
    is_public: bool = True,
) -> Symbol:
    return Symbol(
        path,
        Kind.ATTRIBUTE,
        type=type_,
        binding=binding,
        deprecation=deprecation,
        condition=condition,
        is_public=is_public,
    )


def alias(path: str, target: str, *, deprecation: Deprecation | None = None, is_public: bool = True) -> Symbol:
    return Symbol(path, Kind.ALIAS, target=target, deprecation=deprecation, is_public=is_public)


def deprecation(message: str | None = None, *, since: str | None = None, alternative: str | None = None) -> Deprecation:
    return Deprecation("warning", since=since, message=message, alternative=alternative)


def signature(*parameters: str | Parameter, returns: str | None = None) -> Signature:
    """Parameters as text: `x` required, `x=` optional, `*`, `*args`, `**kwargs`, `/`; an annotation behind `:`."""
    made: list[Parameter] = []
    kind = ParameterKind.POSITIONAL_OR_KEYWORD
    for given in parameters:
        if isinstance(given, Parameter):
            made.append(given)
            continue
        head, _, annotation = given.partition(":")
        name = head.strip()
        note = annotation.strip() or None
        if name == "*":
            kind = ParameterKind.KEYWORD_ONLY
        elif name == "/":
            made = [Parameter(p.name, ParameterKind.POSITIONAL_ONLY, p.required, p.annotation) for p in made]
        elif name.startswith("**"):
            made.append(Parameter(name[2:], ParameterKind.VAR_KEYWORD, annotation=note))
        elif name.startswith("*"):
            made.append(Parameter(name[1:], ParameterKind.VAR_POSITIONAL, annotation=note))
            kind = ParameterKind.KEYWORD_ONLY
        else:
            made.append(Parameter(name.rstrip("="), kind, required=not name.endswith("="), annotation=note))
    return Signature(tuple(made), returns)


def release(distribution: str, version: str, ordinal: int = 0, *, requires: tuple[str, ...] = ()) -> Release:
    return Release(distribution, Version(version), ordinal, requires=requires)


def pin(distribution: str, version: str) -> Pin:
    return Pin(distribution, Version(version), PinKind.EXACT, PinSource("requirements.txt", "requirements.txt", 1))


def range_pin(distribution: str, specifier: str) -> Pin:
    return Pin(distribution, None, PinKind.RANGE, PinSource("pyproject.toml"), specifier)


def pins(**versions: str) -> dict[str, Pin]:
    """Exact pins by distribution; an underscore stands for a hyphen."""
    return {name.replace("_", "-"): pin(name.replace("_", "-"), version) for name, version in versions.items()}


class MemorySurfaces:
    """A surface provider that holds everything in memory."""

    def __init__(
        self,
        spans: Mapping[str, Mapping[str, tuple[SymbolSpan, ...]]],
        releases: Mapping[str, tuple[Release, ...]],
        imports: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._spans = spans
        self._releases = releases
        self._imports = imports

    def distributions_of(self, path: str) -> tuple[str, ...]:
        while path:
            if path in self._imports:
                return self._imports[path]
            path = path.rpartition(".")[0]
        return ()

    def distributions(self) -> tuple[str, ...]:
        return tuple(sorted(self._releases))

    def releases(self, distribution: str) -> tuple[Release, ...]:
        return self._releases.get(distribution, ())

    def rows(self, distribution: str, path: str) -> tuple[SymbolSpan, ...]:
        return self._spans.get(distribution, {}).get(path, ())

    def children(self, distribution: str, path: str) -> tuple[str, ...]:
        paths = self._spans.get(distribution, {})
        return tuple(sorted(p.rpartition(".")[2] for p in paths if p.rpartition(".")[0] == path and p != path))

    def changed_paths(self, distribution: str, one: int, other: int) -> tuple[str, ...]:
        def is_changed(span: SymbolSpan) -> bool:
            return (span.first <= one <= span.last) != (span.first <= other <= span.last)

        spans = self._spans.get(distribution, {})
        return tuple(sorted(path for path, rows in spans.items() if any(map(is_changed, rows))))

    def find_tail(self, distribution: str, tail: str) -> tuple[str, ...]:
        return tuple(sorted(p for p in self._spans.get(distribution, {}) if p.rpartition(".")[2] == tail))


def with_modules(symbols: Iterable[Symbol]) -> list[Symbol]:
    """The symbols, with a closed module for every parent that is not itself listed."""
    listed = list(symbols)
    known = {symbol.path for symbol in listed}
    for symbol in tuple(listed):
        above = symbol.path.rpartition(".")[0]
        while above:
            if above not in known:
                known.add(above)
                listed.append(module(above))
            above = above.rpartition(".")[0]
    return listed


def surface_provider(
    surfaces: Surfaces,
    *,
    requires: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
    requires_python: Mapping[tuple[str, str], str] | None = None,
    yanked: Iterable[tuple[str, str]] = (),
    imports: Mapping[str, tuple[str, ...]] | None = None,
) -> MemorySurfaces:
    """Surfaces by distribution and version; modules that are not listed are made, and closed.

    Import names are the top-level modules of each distribution unless `imports` tells them.
    """
    spans: dict[str, dict[str, tuple[SymbolSpan, ...]]] = {}
    releases: dict[str, tuple[Release, ...]] = {}
    names: dict[str, set[str]] = {}
    for distribution, by_version in surfaces.items():
        ordered = sorted(by_version, key=Version)
        releases[distribution] = tuple(
            Release(
                distribution,
                Version(version),
                ordinal,
                yanked=(distribution, version) in set(yanked),
                requires=(requires or {}).get((distribution, version), ()),
                requires_python=(requires_python or {}).get((distribution, version)),
            )
            for ordinal, version in enumerate(ordered)
        )
        facts: dict[Symbol, list[int]] = {}
        for ordinal, version in enumerate(ordered):
            for symbol in with_modules(by_version[version]):
                facts.setdefault(symbol, []).append(ordinal)
                names.setdefault(symbol.path.partition(".")[0], set()).add(distribution)
        rows: dict[str, list[SymbolSpan]] = {}
        for symbol, ordinals in facts.items():
            first = last = ordinals[0]
            for ordinal in ordinals[1:]:
                if ordinal != last + 1:
                    rows.setdefault(symbol.path, []).append(SymbolSpan(first, last, symbol))
                    first = ordinal
                last = ordinal
            rows.setdefault(symbol.path, []).append(SymbolSpan(first, last, symbol))
        spans[distribution] = {
            path: tuple(sorted(found, key=lambda span: (span.first, span.last))) for path, found in rows.items()
        }
    given = imports if imports is not None else {name: tuple(sorted(owners)) for name, owners in names.items()}
    return MemorySurfaces(spans, releases, given)


def record(
    folder: Path,
    distribution: str,
    surfaces: Mapping[str, Sequence[Symbol]],
    names: Sequence[str] | None = None,
    *,
    released: Mapping[str, str | None] = MappingProxyType({}),
) -> None:
    """Write the snapshot of a distribution, its releases in ascending order; the catalog is not written.

    Args:
        folder: Where snapshots are.
        distribution: The language counts as one.
        surfaces: By version.
        names: What it is imported as.
        released: The days of publication, by version.
    """
    history = History()
    for version, symbols in surfaces.items():
        history.record(Version(version), symbols)
    releases = [
        Release(distribution, Version(version), place, released=released.get(version))
        for place, version in enumerate(surfaces)
    ]
    rows = history.rows([one.version for one in releases])
    names = names or (_LANGUAGE if distribution == "python" else (distribution,))
    write_snapshot(folder, distribution, names, releases, rows, extractor=1)


def standard_library() -> list[Symbol]:
    """A very small standard library: what every class and value rests on."""
    return [
        module("builtins"),
        klass("builtins.object"),
        attribute("builtins.object.__doc__", "builtins.str | None"),
        attribute("builtins.object.__class__", "builtins.type[typing.Self]", binding=Binding.PROPERTY),
        function("builtins.object.__init__", signature(returns="None")),
        function("builtins.object.__eq__", signature("value", "/", returns="builtins.bool")),
        klass("builtins.type"),
        function("builtins.type.mro", signature(returns="builtins.list[builtins.type]")),
        attribute("builtins.type.__name__", "builtins.str"),
        klass("builtins.str"),
        function("builtins.str.upper", signature(returns="builtins.str")),
        klass("builtins.int"),
        klass("builtins.bool", "builtins.int"),
        klass("builtins.dict"),
        function("builtins.dict.keys", signature()),
        module("types"),
        klass("types.FunctionType"),
        attribute("types.FunctionType.__name__", "builtins.str"),
        klass("types.ModuleType"),
        attribute("types.ModuleType.__name__", "builtins.str"),
        module("typing"),
        attribute("typing.Generic"),
        attribute("typing.Protocol"),
        module("enum"),
        klass("enum.EnumMeta", "builtins.type"),
        function("enum.EnumMeta.__call__", signature("value")),
        klass("enum.Enum", metaclass="enum.EnumMeta"),
        attribute("enum.Enum.value"),
        attribute("enum.Enum.name", "builtins.str"),
    ]

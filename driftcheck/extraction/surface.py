"""From the files of one release to its surface."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from driftcheck.extraction.conditions import STUB_ONLY
from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.facts_cache import FactsCache
from driftcheck.extraction.joining import Parts, join
from driftcheck.extraction.modules import read_module, unread
from driftcheck.model.symbols import STUB_ALONE, Kind, Symbol

EXTRACTOR = 2
"""Raised whenever the same files would give other facts."""
_COMPILED = (".so", ".pyd", ".dylib")
_SKIPPED = frozenset({"tests", "test_data", "_tests"})
_MAX_MODULE_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Surface:
    """All that one release binds."""

    distribution: str
    symbols: tuple[Symbol, ...]
    """Sorted by path."""
    import_names: tuple[str, ...]
    """Dotted names by which its modules are found; more than one component inside namespace packages."""


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """A file of a release, as a module."""

    module: str
    path: str
    kind: str
    """`source`, `stub` or `compiled`."""
    is_package: bool

    @property
    def key(self) -> str:
        """All that the module's facts depend on besides its text."""
        return f"{self.kind}/{'package' if self.is_package else 'module'}/{self.module}"


def module_files(paths: Iterable[str]) -> tuple[ModuleFile, ...]:
    """The modules among the files of a release, sorted; what lies in folders of tests is left out."""
    found: dict[tuple[str, str], ModuleFile] = {}
    for path in sorted(paths):
        parts = path.split("/")
        if parts[0].endswith((".dist-info", ".data", ".libs", ".egg-info")):
            continue
        stem, dot, _ = parts[-1].partition(".")
        kind = _kind(parts[-1])
        if not kind or not dot:
            continue
        folders = parts[:-1]
        if folders and folders[0].endswith("-stubs"):
            continue
        names = folders if stem == "__init__" else [*folders, stem]
        # A module called `tests` is read: the folders are what is large.
        if not names or not all(name.isidentifier() for name in names) or _SKIPPED & set(folders):
            continue
        found.setdefault((".".join(names), kind), ModuleFile(".".join(names), path, kind, stem == "__init__"))
    return tuple(found.values())


def _kind(name: str) -> str:
    if name.endswith(".py"):
        return "source"
    if name.endswith(".pyi"):
        return "stub"
    return "compiled" if name.endswith(_COMPILED) else ""


def extract_surface(  # noqa: PLR0913  # what is read, and what spares reading it
    distribution: str,
    files: Mapping[str, bytes],
    *,
    cache: FactsCache | None = None,
    digests: Mapping[str, str] | None = None,
    text_of: Callable[[str], bytes | None] | None = None,
    types: Mapping[str, ModuleFacts] | None = None,
) -> Surface:
    """Read the surface of a release.

    Args:
        distribution: Its normalised name.
        files: Path (relative to the import root) to content; of compiled files and of those whose facts the cache
            knows, the content may be left empty.
        cache: Facts of modules already read.
        digests: SHA-256 of each file, the key of the cache.
        text_of: Gives the content of a file that was left empty, for the few modules that must be evaluated.
        types: Stubs of another distribution, by the module they describe.
    """
    cache = cache or FactsCache()
    digests = digests or {}
    modules: dict[str, ModuleFacts] = {}
    stubs: dict[str, ModuleFacts] = {}
    sources: dict[str, str] = {}
    by_module: dict[str, dict[str, ModuleFile]] = {}
    for file in module_files(files):
        by_module.setdefault(file.module, {})[file.kind] = file
    for module, kinds in by_module.items():
        source, stub = kinds.get("source"), kinds.get("stub")
        if source is not None:
            modules[module] = _read(source, files, digests, cache)
            sources[module] = source.path
            if stub is not None:
                stubs[module] = _read(stub, files, digests, cache)
        elif stub is not None:
            # What it describes is compiled, be it as a part of another module.
            modules[module] = _opened(_read(stub, files, digests, cache), STUB_ONLY)
        else:
            modules[module] = unread(module, "compiled module without a stub", is_package=kinds["compiled"].is_package)
    for package in _skipped_packages(files):
        modules.setdefault(package, unread(package, "tests are not read", is_package=True))

    def source_text(module: str) -> str | None:
        path = sources.get(module)
        if path is None:
            return None
        digest = digests.get(path, "")
        data = files[path] or cache.text(digest)
        if data is None:
            data = text_of(path) if text_of else None
        if data is None:
            return ""
        cache.keep_text(digest, data)
        return decode(data)

    symbols = join(Parts(modules, stubs, source_text, types or {}))
    return Surface(distribution, symbols, import_names(modules.values()))


def _read(file: ModuleFile, files: Mapping[str, bytes], digests: Mapping[str, str], cache: FactsCache) -> ModuleFacts:
    def make() -> ModuleFacts:
        data = files[file.path]
        if len(data) > _MAX_MODULE_BYTES:
            return unread(file.module, "module too large", is_package=file.is_package)
        return read_module(file.module, decode(data), is_package=file.is_package, is_stub=file.kind == "stub")

    return cache.get(file.key, digests.get(file.path, ""), make)


def _opened(facts: ModuleFacts, reason: str) -> ModuleFacts:
    return replace(
        facts,
        symbols=tuple(
            replace(symbol, open_reason=symbol.open_reason or reason)
            if symbol.kind in (Kind.MODULE, Kind.CLASS)
            else replace(symbol, type_source=STUB_ALONE if symbol.type_source else None)
            for symbol in facts.symbols
        ),
    )


def _skipped_packages(paths: Iterable[str]) -> set[str]:
    found = set()
    for path in paths:
        parts = path.split("/")[:-1]
        for place, part in enumerate(parts):
            if part in _SKIPPED and place and all(name.isidentifier() for name in parts[: place + 1]):
                found.add(".".join(parts[: place + 1]))
                break
    return found


def import_names(modules: Iterable[ModuleFacts]) -> tuple[str, ...]:
    """The shortest dotted names that lie outside namespace packages."""
    own = {facts.name for facts in modules if facts.symbols[0].kind is Kind.MODULE}
    roots = {name for name in own if not any(name[:place] in own for place in _dots(name))}
    return tuple(sorted(name for name in roots if not name.rpartition(".")[2].startswith("__")))


def _dots(name: str) -> list[int]:
    return [place for place, character in enumerate(name) if character == "."]


def decode(data: bytes) -> str:
    """A module's text; undecodable bytes become replacement characters rather than losing the module."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return data.decode("utf-8", errors="replace")

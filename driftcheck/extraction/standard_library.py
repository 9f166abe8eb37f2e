"""The standard library as a distribution: typeshed's stubs, asked for one version of Python at a time.

typeshed drops a version of Python when it leaves support, and with it the modules that only
that version had. So older versions are read from the copy that an older type checker carries.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from packaging.version import InvalidVersion, Version

from driftcheck.extraction.conditions import LISTED_BY_STUB, holds
from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.joining import Parts, join
from driftcheck.extraction.listed_names import Listing, complete, listings
from driftcheck.extraction.modules import read_module
from driftcheck.extraction.surface import Surface, decode, module_files
from driftcheck.model.names import prefixes
from driftcheck.model.symbols import Deprecation, Kind, Symbol

DISTRIBUTION = "python"


@dataclass(frozen=True, slots=True)
class Carrier:
    """A distribution whose wheels carry typeshed's stubs of the standard library."""

    distribution: str
    folder: str
    """Where they lie in the wheel."""
    newest: str
    """The newest version of Python when it was published: what it marks without a version is true from then on."""
    version: str | None = None
    """The release to take; None for the newest."""


CARRIERS: tuple[tuple[str, Carrier], ...] = (
    ("3.8", Carrier("mypy", "mypy/typeshed/stdlib", "3.13", "1.14.1")),
    ("3.9", Carrier("mypy", "mypy/typeshed/stdlib", "3.14", "1.18.2")),
    ("3.10", Carrier("typeshed-client", "typeshed_client/typeshed", "3.15")),
)
"""From which version of Python on which copy is read."""
VERSIONS = tuple(Version(f"3.{minor}") for minor in range(8, 16))


def carrier_of(version: Version) -> Carrier:
    """The newest copy that still describes a version of Python."""
    return next(carrier for since, carrier in reversed(CARRIERS) if Version(since) <= version)


def read_stubs(stubs: Mapping[str, bytes]) -> tuple[dict[str, ModuleFacts], dict[str, str]]:
    """Read every stub once; conditions stay in the facts.

    Args:
        stubs: Path below the folder of stubs to content, `VERSIONS` included.

    Returns:
        Facts by module, and the lines of `VERSIONS` by module (`3.0-3.11`).
    """
    facts = {
        file.module: read_module(file.module, decode(stubs[file.path]), is_package=file.is_package, is_stub=True)
        for file in module_files(path for path in stubs if path.endswith(".pyi"))
        if not file.module.startswith("_typeshed")
    }
    lines = decode(stubs["VERSIONS"]).splitlines()
    entries = [line.partition("#")[0].partition(":") for line in lines]
    return facts, {name.strip(): span.strip() for name, colon, span in entries if colon}


def marked(facts: Mapping[str, ModuleFacts]) -> frozenset[str]:
    """Paths that stubs call deprecated."""
    return frozenset(s.path for module in facts.values() for s in module.symbols if s.deprecation is not None)


def python_surface(
    facts: Mapping[str, ModuleFacts],
    versions: Mapping[str, str],
    python: Version,
    believed: frozenset[str] = frozenset(),
    listed: Iterable[Listing] | None = None,
) -> Surface:
    """The standard library of one version of Python.

    Args:
        facts: What the stubs say, by module.
        versions: The lines of `VERSIONS`.
        python: The version.
        believed: Paths whose marks of deprecation hold for it even where they name no version: a stub marks a name once
            some version deprecates it, and does not say which.
        listed: What interpreters list besides; None for the table that is part of driftcheck.
    """
    present = {
        name: _of_version(module, python, believed)
        for name, module in facts.items()
        if _is_present(name, versions, python)
    }
    present = complete(present, python, listings() if listed is None else listed)
    for said in _remarks():
        module = next((prefix for prefix in prefixes(said["path"]) if prefix in present), None)
        if module is not None:
            present[module] = _remarked(present[module], said, python)
    symbols = join(Parts(present, {}, lambda _: None))
    return Surface(DISTRIBUTION, symbols, tuple(sorted({name.partition(".")[0] for name in present})))


@cache
def _remarks() -> tuple[dict[str, Any], ...]:
    """The table of what typeshed leaves out."""
    text = files("driftcheck.extraction").joinpath("data/standard_library.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["name"])


def _remarked(module: ModuleFacts, said: Mapping[str, Any], python: Version) -> ModuleFacts:
    """A module with one remark worked in: a name that is there all the same, a deprecation, a list that is not all."""
    path = said["path"]
    symbols = list(module.symbols)
    if "open" in said:
        symbols[0] = replace(symbols[0], open_reason=symbols[0].open_reason or LISTED_BY_STUB)
    is_there = any(symbol.path == path for symbol in symbols)
    if "missing" in said and not is_there and ("until" not in said or python <= Version(said["until"])):
        symbols.append(Symbol(path, Kind.ATTRIBUTE))
    if "deprecated" in said and Version(said["deprecated"]) <= python:
        evidence = Deprecation("table", said["deprecated"], said.get("removal"), said.get("message"))
        symbols = [replace(s, deprecation=s.deprecation or evidence) if s.path == path else s for s in symbols]
    return replace(module, symbols=tuple(symbols))


def _of_version(module: ModuleFacts, python: Version, believed: frozenset[str]) -> ModuleFacts:
    """The facts as one version of Python sees them.

    A stub lists what is documented; a module's own imports it leaves out, so it stays open until they are listed.
    """
    own = module.symbols[0]
    opened = replace(own, open_reason=own.open_reason or LISTED_BY_STUB)
    held = tuple(name for name, condition in module.conditional_exports if holds(condition, python) is not False)
    return replace(
        module,
        symbols=tuple(_settled((opened, *module.symbols[1:]), python, believed)),
        exports=(*module.exports, *held) if module.exports is not None else None,
        conditional_exports=(),
    )


def _settled(symbols: Iterable[Symbol], python: Version, believed: frozenset[str]) -> Iterable[Symbol]:
    """Yield the symbols whose conditions hold, or cannot be read, with the evidence that holds for this version."""
    for symbol in symbols:
        verdict = True if symbol.condition is None else holds(symbol.condition, python)
        if verdict is False:
            continue
        settled = symbol if verdict is None or symbol.condition is None else replace(symbol, condition=None)
        evidence = symbol.deprecation
        if evidence is not None and symbol.condition is None and not _is_due(evidence, symbol.path, python, believed):
            settled = replace(settled, deprecation=None)
        yield settled


def _is_due(evidence: Deprecation, path: str, python: Version, believed: frozenset[str]) -> bool:
    """Whether a mark holds already: by the version that it names, else by the age of the copy that carries it."""
    try:
        return Version(evidence.since) <= python if evidence.since else path in believed
    except InvalidVersion:
        return path in believed


def _is_present(module: str, versions: Mapping[str, str], python: Version) -> bool:
    span = next((versions[prefix] for prefix in prefixes(module) if prefix in versions), "")
    first, dash, last = span.partition("-")
    if not first or Version(first) > python:
        return False
    return not (dash and last and Version(last) < python)

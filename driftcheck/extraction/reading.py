"""From one release, wherever its files are, to its surface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.facts_cache import FactsCache
from driftcheck.extraction.release_files import ReleaseFiles
from driftcheck.extraction.surface import ModuleFile, Surface, extract_surface, module_files
from driftcheck.model.symbols import Kind


@dataclass(frozen=True, slots=True)
class ReadRelease:
    """A release's surface and what it cost."""

    surface: Surface
    requires: tuple[str, ...]
    requires_python: str | None
    modules: int
    """Modules present."""
    visited: int
    """Modules read; the rest was known from a neighbour."""
    bytes_fetched: int
    bytes_published: int


def read_release(
    distribution: str, files: ReleaseFiles, cache: FactsCache, types: Mapping[str, ModuleFacts] | None = None
) -> ReadRelease:
    """Read a release; modules whose text is known are neither fetched nor read again.

    Args:
        distribution: Normalised name.
        files: Where its files are.
        cache: Facts of modules read before.
        types: Stubs that another distribution publishes for it, by module.

    Raises:
        DownloadError: The archive is refused, or does not arrive.
    """
    digests = {entry.path: entry.sha256 or "" for entry in files.entries}
    empty = {entry.path for entry in files.entries if entry.size == 0}
    modules = module_files(digests)
    texts = [file for file in modules if file.kind != "compiled"]
    unread, evaluated = _wanted(texts, digests, cache)
    before = cache.read
    contents = files.read([*unread, *evaluated])
    too_large = {path for path in unread if path not in contents}
    present = {file.path: contents.get(file.path, b"") for file in modules if file.path not in too_large}
    # Folders of tests hold no modules that are read, but that they are there is a fact.
    present.update(
        {path: b"" for path in digests if path.endswith(".py") and path not in present and path not in too_large}
    )

    def text_of(path: str) -> bytes | None:
        return b"" if path in empty else files.read([path]).get(path)

    surface = extract_surface(distribution, present, cache=cache, digests=digests, text_of=text_of, types=types)
    visited = cache.read - before
    cache.turn()
    metadata = files.metadata
    return ReadRelease(
        replace(surface, import_names=_owned(surface, metadata.declared)),
        metadata.requires,
        metadata.requires_python,
        len(texts),
        visited,
        files.bytes_fetched,
        files.bytes_published,
    )


def _owned(surface: Surface, declared: Sequence[str]) -> tuple[str, ...]:
    """The import names of a release: those it declares and has modules for, else those that its files show.

    A declaration without a module behind it is no claim to a name: it may be another distribution's.
    """
    modules = {symbol.path for symbol in surface.symbols if symbol.kind is Kind.MODULE}
    return tuple(name for name in declared if name in modules) or surface.import_names


def _wanted(
    modules: Sequence[ModuleFile], digests: Mapping[str, str], cache: FactsCache
) -> tuple[list[str], list[str]]:
    """The paths of modules that are not known, and of those known that will be evaluated and whose text is not.

    All are fetched together: one by one, the second kind cost a release of a large distribution 160 round trips.
    """
    unread, evaluated = [], []
    for file in modules:
        digest = digests[file.path]
        facts = cache.known(file.key, digest)
        if facts is None:
            unread.append(file.path)
        elif file.kind == "source" and _is_evaluated(facts) and cache.text(digest) is None:
            evaluated.append(file.path)
    return unread, evaluated


def _is_evaluated(facts: ModuleFacts) -> bool:
    """Whether joining will ask for the module's text; where it asks for others', they are fetched one by one."""
    return facts.is_dynamic or (facts.exports is not None and not facts.exports_complete)

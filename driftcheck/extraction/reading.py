"""From one release, wherever its files are, to its surface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.release_files import ReleaseFiles
from driftcheck.extraction.surface import FactsCache, Surface, extract_surface, module_files


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
    modules = module_files(digests)
    texts = [file for file in modules if file.kind != "compiled"]
    wanted = [file.path for file in texts if not cache.knows(file.module, file.kind, digests[file.path])]
    before = cache.read
    contents = files.read(wanted)
    present = {file.path: contents.get(file.path, b"") for file in modules}
    too_large = {path for path in wanted if path not in contents}
    present = {path: data for path, data in present.items() if path not in too_large}
    # Folders of tests hold no modules that are read, but that they are there is a fact.
    present.update(
        {path: b"" for path in digests if path.endswith(".py") and path not in present and path not in too_large}
    )

    def text_of(path: str) -> bytes | None:
        return files.read([path]).get(path)

    surface = extract_surface(distribution, present, cache=cache, digests=digests, text_of=text_of, types=types)
    visited = cache.read - before
    cache.turn()
    metadata = files.metadata
    return ReadRelease(
        surface,
        metadata.requires,
        metadata.requires_python,
        len(texts),
        visited,
        files.bytes_fetched,
        files.bytes_published,
    )

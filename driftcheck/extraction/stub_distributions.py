"""Stub distributions: types of a library that another distribution publishes.

They are evidence of types only: what exists, the library's own files tell.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.resources import files

from packaging.version import Version

from driftcheck.errors import DownloadError
from driftcheck.extraction.archives import open_release
from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.facts_cache import FactsCache, KeptFacts
from driftcheck.extraction.modules import read_module
from driftcheck.extraction.published import PublishedRelease
from driftcheck.extraction.registry import Registry
from driftcheck.extraction.surface import decode, module_files

_SUFFIX = "-stubs"


class StubDistribution:
    """The stubs of one library. A release is read when a release of the library first asks for it."""

    def __init__(self, name: str, registry: Registry, kept: KeptFacts | None = None) -> None:
        """Take the name of the stub distribution, where it is published, and what was read of it before.

        Raises:
            DownloadError: The registry does not know it, or cannot be reached.
        """
        self._registry = registry
        self._published = registry.published(name)
        self._cache = FactsCache(kept)
        self._last: tuple[Version, Mapping[str, ModuleFacts]] | None = None

    def facts_for(self, version: Version) -> Mapping[str, ModuleFacts]:
        """The facts of every stub, by the module it describes; empty where no release of the stubs fits.

        Raises:
            DownloadError: The release does not arrive, or is refused.
        """
        release = fitting(self._published, version)
        if release is None:
            return {}
        if self._last is None or self._last[0] != release.version:
            # Releases of the library are read in order: stubs that were left behind are not asked for again.
            self._last = release.version, self._facts(release)
        return self._last[1]

    def _facts(self, release: PublishedRelease) -> Mapping[str, ModuleFacts]:
        opened = open_release(self._registry, release)
        described = {_described(entry.path): entry for entry in opened.entries if entry.path.endswith(".pyi")}
        modules = module_files(path for path in described if path)
        digests = {file.key: described[file.path].sha256 or "" for file in modules}
        unread = {file for file in modules if self._cache.known(file.key, digests[file.key]) is None}
        texts = opened.read(described[file.path].path for file in unread)
        found = {}
        for file in modules:
            text = texts.get(described[file.path].path)
            if file in unread and text is None:
                continue
            read = partial(read_module, file.module, decode(text or b""), is_package=file.is_package, is_stub=True)
            found[file.module] = self._cache.get(file.key, digests[file.key], read)
        self._cache.turn()
        return found


def stubs_of(distribution: str, registry: Registry, kept: KeptFacts | None = None) -> StubDistribution | None:
    """The stub distribution that the table names for a library; None where there is none to be had."""
    text = files("driftcheck.extraction").joinpath("data/stubs.toml").read_text(encoding="utf-8")
    name = tomllib.loads(text)["stubs"].get(distribution)
    if name is None:
        return None
    try:
        return StubDistribution(name, registry, kept)
    except DownloadError:
        return None  # an index without the stubs: types are told by the sources alone


def fitting(published: Sequence[PublishedRelease], version: Version) -> PublishedRelease | None:
    """The newest release of stubs for the library's minor line, else for the nearest older one of the same major."""
    line = version.release[:2]
    same = [r for r in published if r.version.release[:1] == line[:1] and r.version.release[:2] <= line]
    usable = [r for r in same if r.files and not r.yanked and not r.version.is_prerelease]
    return max(usable, key=lambda release: release.version, default=None)


def _described(path: str) -> str:
    """The path of the module that a stub describes (`pkg-stubs/a.pyi` is `pkg/a.pyi`); empty for other files."""
    top, slash, rest = path.partition("/")
    return f"{top.removesuffix(_SUFFIX)}/{rest}" if slash and top.endswith(_SUFFIX) else ""

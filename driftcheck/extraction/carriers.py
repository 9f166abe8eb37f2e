"""The distributions that carry the standard library's stubs: which release of each is read, and what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from packaging.version import Version

from driftcheck.extraction.archives import open_release
from driftcheck.extraction.policy import Policy, choose_releases
from driftcheck.extraction.published import PublishedRelease
from driftcheck.extraction.registry import Registry
from driftcheck.extraction.standard_library import (
    CARRIERS,
    VERSIONS,
    Carrier,
    carrier_of,
    marked,
    python_surface,
    read_stubs,
)
from driftcheck.extraction.surface import Surface


def published_carriers(registry: Registry) -> dict[Carrier, PublishedRelease]:
    """The release of each carrier that is read now.

    Raises:
        DownloadError: The registry lacks one, or cannot be reached.
    """
    found = {}
    for _, carrier in CARRIERS:
        versions = (Version(carrier.version),) if carrier.version else ()
        chosen = choose_releases(registry.published(carrier.distribution), policy=Policy(versions=versions))
        found[carrier] = chosen[-1]
    return found


def described(carriers: Mapping[Carrier, PublishedRelease]) -> tuple[str, ...]:
    """The carriers as a manifest names them (`NAME==VERSION`), in the order of the versions of Python they are for."""
    return tuple(f"{carrier.distribution}=={release.version}" for carrier, release in carriers.items())


def surfaces(carriers: Mapping[Carrier, PublishedRelease], registry: Registry) -> Iterator[tuple[Version, Surface]]:
    """Yield the surface of each version of Python, from the copy of its stubs that still describes it.

    Raises:
        DownloadError: A carrier does not arrive.
    """
    read = {carrier: read_stubs(_carried(carrier, release, registry)) for carrier, release in carriers.items()}
    for version in VERSIONS:
        facts, lines = read[carrier_of(version)]
        older: Iterable[frozenset[str]] = (
            marked(told) for carrier, (told, _) in read.items() if Version(carrier.newest) <= version
        )
        yield version, python_surface(facts, lines, version, frozenset[str]().union(*older))


def _carried(carrier: Carrier, release: PublishedRelease, registry: Registry) -> dict[str, bytes]:
    """The stubs that a carrier's wheel holds, by path below their folder."""
    files = open_release(registry, release)
    prefix = carrier.folder + "/"
    paths = [entry.path for entry in files.entries if entry.path.startswith(prefix)]
    wanted = [path for path in paths if path.endswith((".pyi", "/VERSIONS"))]
    return {path.removeprefix(prefix): data for path, data in files.read(wanted).items()}

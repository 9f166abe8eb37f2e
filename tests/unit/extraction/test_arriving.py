"""Source distributions are read while they arrive: whatever their size, only what is wanted of them is held."""

from __future__ import annotations

import hashlib
import random
import tracemalloc

import pytest

from driftcheck.errors import DownloadError
from driftcheck.extraction.archives import open_release
from driftcheck.extraction.arriving import ArrivingFile
from driftcheck.extraction.published import PublishedFile, PublishedRelease
from driftcheck.extraction.registry import Registry
from driftcheck.extraction.release_files import ReleaseFiles
from driftcheck.extraction.tar_archives import TarMembers
from tests.package_index import Index, sdist

SDIST = "paint-1.0.tar.gz"
ADDRESS = f"/files/{SDIST}"
FILES = {"PKG-INFO": "Metadata-Version: 2.1\nName: paint\nVersion: 1.0\n", "paint/__init__.py": "x = 1\n"}
LARGE = sdist({**FILES, "paint/jars/core.jar": random.Random(0).randbytes(24 * 2**20), "paint/oil.py": "y = 2\n"})


def published(registry: Registry) -> PublishedRelease:
    (release,) = registry.published("paint")
    return release


def opened(registry: Registry) -> ReleaseFiles:
    return open_release(registry, published(registry))


def test_what_is_not_wanted_goes_by_without_being_held(index: Index, registry: Registry) -> None:
    index.publish("paint", SDIST, LARGE)
    release = published(registry)
    tracemalloc.start()
    try:
        files = open_release(registry, release)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    wanted = {"paint/__init__.py": b"x = 1\n", "paint/oil.py": b"y = 2\n"}
    assert files.read([*wanted, "paint/jars/core.jar"]) == wanted
    assert files.bytes_fetched == files.bytes_published == len(LARGE)
    assert peak < 4 * 2**20


def test_one_that_breaks_off_is_read_again_from_its_first_byte(index: Index, registry: Registry) -> None:
    index.publish("paint", SDIST, LARGE)
    index.faults[ADDRESS] = ["truncate", "truncate"]
    assert opened(registry).read(["paint/oil.py"]) == {"paint/oil.py": b"y = 2\n"}
    assert [request.path for request in index.requests].count(ADDRESS) == 3
    index.faults[ADDRESS] = ["truncate"] * 3
    with pytest.raises(DownloadError, match=rf"^{SDIST}: .*broke off after"):
        opened(registry)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"hashes": {"sha256": "0" * 64}}, "does not have the hash that the index promises"),
        ({"size": 7}, "bytes where the index promises 7"),
    ],
)
def test_one_that_is_not_what_the_index_promises_is_refused_at_its_end(
    index: Index, registry: Registry, fields: dict[str, object], told: str
) -> None:
    index.publish("paint", SDIST, sdist(FILES), **fields)
    with pytest.raises(DownloadError, match=rf"^{SDIST}: .*{told}"):
        opened(registry)


def test_what_follows_the_archive_is_hashed_as_well(index: Index, registry: Registry) -> None:
    index.publish("paint", SDIST, sdist(FILES))
    index.files[ADDRESS] += b"\0" * 300_000
    with pytest.raises(DownloadError, match="where the index promises"):
        opened(registry)


def test_one_above_the_limit_is_not_read(index: Index, registry: Registry) -> None:
    index.publish("paint", SDIST, sdist(FILES))
    (file,) = published(registry).files
    with pytest.raises(DownloadError, match=rf"^{SDIST}: .*larger than the limit of 10 bytes"):
        registry.stream(file, TarMembers, limit=10)
    del index.files[ADDRESS]
    with pytest.raises(DownloadError, match=rf"^{SDIST}: .*not found"):
        registry.stream(file, TarMembers)


def test_a_stream_gives_what_has_arrived() -> None:
    content = [b"ab", b"", b"cde"]
    file = PublishedFile(SDIST, "", hashlib.sha256(b"abcde").hexdigest(), 5)
    arriving = ArrivingFile(file, content)
    assert [arriving.read(1), arriving.read(8), arriving.count, arriving.read()] == [b"a", b"b", 2, b"cde"]
    arriving.finish()
    assert (arriving.read(), arriving.count) == (b"", 5)

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from packaging.version import Version

from driftcheck.errors import DownloadError
from driftcheck.extraction.registry import Registry, read_releases
from driftcheck.extraction.transport import Page
from tests.package_index import Index, serving, wheel


def publish(index: Index, version: str, **fields: object) -> str:
    filename = f"paint-{version}-py3-none-any.whl"
    index.publish("paint", filename, wheel({"paint.py": ""}, version=version), **fields)
    return filename


def test_releases_come_in_order_of_versions_not_of_publication(index: Index, registry: Registry) -> None:
    for version in ("1.10", "1.9", "2.0rc1", "1!0.1"):
        publish(index, version)
    assert [str(release.version) for release in registry.published("Paint")] == ["1.9", "1.10", "2.0rc1", "1!0.1"]


def test_files_of_a_release_are_gathered_with_the_first_day(index: Index, registry: Registry) -> None:
    publish(index, "1.0", **{"upload-time": "2020-02-02T00:00:00Z", "requires-python": ">=3.8"})
    index.publish("paint", "paint-1.0.tar.gz", b"x", **{"upload-time": "2020-01-31T23:00:00Z"})
    (release,) = registry.published("paint")
    assert (release.released, release.requires_python) == ("2020-01-31", ">=3.8")
    assert [file.filename for file in release.files] == ["paint-1.0-py3-none-any.whl", "paint-1.0.tar.gz"]
    assert release.files[0].url == f"{index.url}/files/paint-1.0-py3-none-any.whl"


def test_a_release_is_yanked_when_all_its_files_are(index: Index, registry: Registry) -> None:
    publish(index, "1.0", yanked="")
    publish(index, "2.0", yanked="broken")
    index.publish("paint", "paint-2.0.tar.gz", b"x", yanked=False)
    assert [(str(r.version), r.yanked) for r in registry.published("paint")] == [("1.0", True), ("2.0", False)]


def test_names_that_are_no_release_files_are_skipped(index: Index, registry: Registry) -> None:
    publish(index, "1.0")
    for filename in ("paint-1.0-py3.8.egg", "paint-1.0.win32.exe", "paint-one.tar.gz", "other-1.0.tar.gz", "paint.whl"):
        index.publish("paint", filename, b"x")
    index.projects["paint"].append({"filename": 3})
    (release,) = registry.published("paint")
    assert release.version == Version("1.0")
    assert len(release.files) == 1


def test_download_gives_the_file(index: Index, registry: Registry) -> None:
    filename = publish(index, "1.0")
    (release,) = registry.published("paint")
    assert registry.download(release.files[0]) == index.files[f"/files/{filename}"]


def test_a_stretch_is_fetched_by_range(index: Index, registry: Registry) -> None:
    index.publish("paint", "paint-1.0.tar.gz", b"0123456789")
    (release,) = registry.published("paint")
    span = registry.span(release.files[0], 2, 5)
    assert (span.start, span.content, span.total, span.is_whole) == (2, b"234", 10, False)
    assert registry.span(release.files[0], -3).content == b"789"
    assert registry.span(release.files[0], 8, 99).content == b"89"


def test_a_server_without_ranges_gives_the_whole(index: Index, registry: Registry) -> None:
    index.publish("paint", "paint-1.0.tar.gz", b"0123456789")
    index.knows_ranges = False
    (release,) = registry.published("paint")
    assert registry.span(release.files[0], 2, 5).is_whole


def test_every_request_says_who_asks(index: Index, registry: Registry) -> None:
    publish(index, "1.0")
    registry.published("paint")
    assert index.requests[0].headers["User-Agent"].startswith("driftcheck/")


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_passing_trouble_is_waited_out(index: Index, registry: Registry, status: int) -> None:
    publish(index, "1.0")
    index.faults["/simple/paint/"] = [status]
    assert len(registry.published("paint")) == 1
    assert len(index.requests) == 2


def test_a_page_that_breaks_off_is_asked_for_again(index: Index, registry: Registry) -> None:
    publish(index, "1.0")
    index.faults["/simple/paint/"] = ["truncate"]
    assert len(registry.published("paint")) == 1


def test_a_page_that_always_breaks_off_is_an_error(index: Index, registry: Registry) -> None:
    publish(index, "1.0")
    index.faults["/simple/paint/"] = ["truncate"] * 9
    with pytest.raises(DownloadError, match=r"paint: .*broke off"):
        registry.published("paint")


def test_an_unknown_distribution_is_named(registry: Registry) -> None:
    with pytest.raises(DownloadError, match="no distribution named Lacquer on the index"):
        registry.published("Lacquer")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("html", "answers text/html, not the JSON of the simple API"),
        ("loop", "redirects"),
        (403, "answered 403"),
    ],
)
def test_an_index_that_cannot_be_used_says_why(
    index: Index, registry: Registry, fault: int | str, message: str
) -> None:
    publish(index, "1.0")
    index.faults["/simple/paint/"] = [fault]
    with pytest.raises(DownloadError, match=message) as raised:
        registry.published("paint")
    assert "paint" in str(raised.value)


def test_nobody_listening_is_an_error_that_names_the_distribution() -> None:
    with serving() as index:
        url = index.index_url
    session = plain_session()
    with session, Registry(url, session=session) as registry, pytest.raises(DownloadError, match=r"paint: .*refused"):
        registry.published("paint")


def plain_session() -> requests.Session:
    """Without retries: their pauses would be the test's."""
    return requests.Session()


@pytest.mark.parametrize("content", [b"not json", b"[1]", b'{"files": {}}', b"[" * 100_000])
def test_json_that_is_something_else_is_an_error(content: bytes) -> None:
    page = Page("http://index.example.invalid/simple/paint/", "application/vnd.pypi.simple.v1+json", content)
    with pytest.raises(DownloadError, match="paint: the index answers JSON"):
        read_releases("paint", page)


def test_a_file_that_is_not_what_the_index_promised_is_refused(index: Index, registry: Registry) -> None:
    filename = publish(index, "1.0")
    (release,) = registry.published("paint")
    content = index.files[f"/files/{filename}"]
    index.files[f"/files/{filename}"] = b"X" + content[1:]
    with pytest.raises(DownloadError, match=r"paint-1.0-py3-none-any.whl: .* hash"):
        registry.download(release.files[0])
    index.files[f"/files/{filename}"] = content[1:]
    with pytest.raises(DownloadError, match="where the index promises"):
        registry.download(release.files[0])


def test_other_bytes_than_asked_for_are_refused(index: Index, registry: Registry) -> None:
    index.publish("paint", "paint-1.0.tar.gz", b"0123456789")
    index.faults["/files/paint-1.0.tar.gz"] = ["shift"]
    (release,) = registry.published("paint")
    with pytest.raises(DownloadError, match="other bytes"):
        registry.span(release.files[0], 2, 5)


def test_more_than_the_limit_is_not_read(index: Index, registry: Registry) -> None:
    index.publish("paint", "paint-1.0.tar.gz", b"0123456789")
    (release,) = registry.published("paint")
    with pytest.raises(DownloadError, match="limit of 4 bytes"):
        registry.download(release.files[0], limit=4)


def test_pages_are_kept_for_some_minutes_and_files_never(index: Index, tmp_path: Path) -> None:
    publish(index, "1.0")
    for _ in range(2):
        with Registry(index.index_url, cache=tmp_path) as registry:
            (release,) = registry.published("paint")
            registry.download(release.files[0])
    assert [request.path.split("/")[1] for request in index.requests] == ["simple", "files", "files"]


def test_a_server_that_forbids_keeping_pages_is_obeyed(index: Index, tmp_path: Path) -> None:
    publish(index, "1.0")
    index.headers["Cache-Control"] = "no-store"
    for _ in range(2):
        with Registry(index.index_url, cache=tmp_path) as registry:
            registry.published("paint")
    assert len(index.requests) == 2


def test_credentials_are_sent_to_the_index_and_never_shown(index: Index) -> None:
    publish(index, "1.0")
    with Registry(index.index_url.replace("http://", "http://me:secret@")) as registry:
        (release,) = registry.published("paint")
        registry.download(release.files[0])
        assert all("Authorization" in request.headers for request in index.requests)
        with pytest.raises(DownloadError) as raised:
            registry.published("lacquer")
    assert "secret" not in str(raised.value)

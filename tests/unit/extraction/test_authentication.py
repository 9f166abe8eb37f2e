"""Private indexes: what opens them is found where pip finds it, is sent to nobody else, and is never shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

from driftcheck.errors import DownloadError
from driftcheck.extraction.authentication import IndexAuthentication, without_users
from driftcheck.extraction.registry import Registry
from tests.package_index import Index, basic, serving, wheel

Asked = list[tuple[str, str | None]]


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Index]:
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with serving() as index:
        for version in ("1.0", "2.0"):
            index.publish("paint", f"paint-{version}-py3-none-any.whl", wheel({"paint.py": ""}, version=version))
        index.credentials = ("me", "sesame open")
        yield index


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What a keyring is asked that knows nothing."""
    return keyring(monkeypatch, {})


def keyring(monkeypatch: pytest.MonkeyPatch, holds: dict[str, tuple[str, str]]) -> Asked:
    asked: Asked = []

    def get_credential(service: str, user: str | None) -> SimpleNamespace | None:
        asked.append((service, user))
        found = holds.get(service)
        return SimpleNamespace(username=found[0], password=found[1]) if found else None

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_credential=get_credential))
    return asked


def host_of(index: Index) -> str:
    return index.url.removeprefix("http://")


def read_all(registry: Registry) -> int:
    releases = registry.published("paint")
    return sum(len(registry.download(file)) for release in releases for file in release.files)


def test_what_netrc_says_opens_the_index_and_its_files(index: Index, asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text('machine 127.0.0.1 login me password "sesame open"\n', encoding="utf-8")
    with Registry(index.index_url) as registry:
        assert read_all(registry)
    assert asked == []


def test_an_address_that_names_a_user_goes_before_netrc(index: Index, asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("default login other password wrong\n", encoding="utf-8")
    with Registry(index.index_url.replace("//", "//me:sesame%20open@")) as registry:
        assert read_all(registry)
    assert asked == []


@pytest.mark.parametrize("is_cached", [True, False])
def test_a_keyring_is_asked_once_after_a_refusal(
    index: Index, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, is_cached: bool
) -> None:
    asked = keyring(monkeypatch, {host_of(index): ("me", "sesame open")})
    with Registry(index.index_url, cache=tmp_path / "cache" if is_cached else None) as registry:
        assert read_all(registry)
        assert read_all(registry)
    assert asked == [(f"{index.index_url}/", None), (host_of(index), None)]
    refused = [request for request in index.requests if "Authorization" not in request.headers]
    assert len(refused) == 1


def test_a_user_in_the_address_is_who_the_keyring_is_asked_for(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = keyring(monkeypatch, {f"{index.index_url}/": ("me", "sesame open")})
    with Registry(index.index_url.replace("//", "//me@")) as registry:
        assert read_all(registry)
    assert asked == [(f"{index.index_url}/", "me")]


def test_an_open_index_asks_no_keyring(index: Index, asked: Asked) -> None:
    index.credentials = None
    with Registry(index.index_url) as registry:
        assert read_all(registry)
    assert asked == []


@pytest.mark.parametrize("kind", ["missing", "empty", "broken", "wrong"])
def test_without_help_the_refusal_is_told(index: Index, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    keyring(monkeypatch, {host_of(index): ("me", "another word")} if kind == "wrong" else {})
    if kind == "missing":
        monkeypatch.setitem(sys.modules, "keyring", None)
    if kind == "broken":
        monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace())
    with Registry(index.index_url) as registry, pytest.raises(DownloadError, match="401") as raised:
        registry.published("paint")
    assert "word" not in str(raised.value)


def test_another_host_is_told_nothing(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as other:
        asked = keyring(monkeypatch, {host_of(index): ("me", "sesame open")})
        other.credentials = ("you", "secret")
        for entry in index.projects["paint"]:
            entry["url"] = f"{other.url}/files/x"
        with Registry(index.index_url) as registry:
            (file, *_) = registry.published("paint")[0].files
            with pytest.raises(DownloadError, match="401"):
                registry.download(file)
        assert [request.headers.get("Authorization") for request in other.requests] == [None]
        assert asked[-1] == (host_of(other), None)
        assert index.requests[-1].headers["Authorization"] == basic("me", "sesame open")


class Talkative(requests.Session):
    """Fails with all that it knows."""

    def get(self, url: str | bytes, **_: object) -> requests.Response:
        raise requests.exceptions.InvalidURL(f"Failed to parse: {url!r}, whose password is sesame open")


def test_what_others_say_of_a_failure_is_told_without_what_opens_the_index() -> None:
    url = "https://me:sesame%20open@index.example.invalid/simple"
    complaint = r"Failed to parse: .*index\.example\.invalid"
    registry = Registry(url, session=Talkative())
    with registry, pytest.raises(DownloadError, match=complaint) as raised:
        registry.published("paint")
    assert "sesame" not in str(raised.value)
    assert "me:" not in str(raised.value)


def test_no_address_says_who_opens_it() -> None:
    assert without_users("at https://a:b@c.invalid/x and http://d@e") == "at https://c.invalid/x and http://e"
    assert IndexAuthentication(["https://u:longer@h"]).conceal("the longer word") == "the ... word"

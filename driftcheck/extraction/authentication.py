"""Who we are to a private index: as its address says, or ~/.netrc, or, once it refuses us, the keyring."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth
from requests.utils import get_auth_from_url, get_netrc_auth

from driftcheck.extraction.transport import Transport, without_credentials

Credentials = tuple[str, str]

_USER_INFORMATION = re.compile(r"(?<=://)[^/\s]*@")
_SHORTEST = 4
"""A shorter password is no secret, and would be found in every other word."""


class Keyring(Protocol):
    """What is asked of the library `keyring`."""

    def get_credential(self, service_name: str, username: str | None) -> Any:  # noqa: ANN401  a class of its own
        """An object with `username` and `password`; None where there is none."""


class IndexAuthentication(AuthBase):
    """Signs requests. What an address says goes before ~/.netrc; the keyring is asked after a refusal, and once.

    Args:
        indexes: Addresses of the indexes, with whatever they say of a user.
        asks_keyring: Whether the keyring may be asked.
    """

    def __init__(self, indexes: Iterable[str], *, asks_keyring: bool = True) -> None:
        self._indexes = tuple(indexes)
        self._asks_keyring = asks_keyring
        self._known: dict[str, Credentials | None] = {}
        self._lock = Lock()
        self._secrets = tuple(_secrets(self._indexes))

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request, and be there when it is refused."""
        url = request.url or ""
        # requests by itself would have ~/.netrc overrule the address.
        written = get_auth_from_url(url)
        credentials = written if any(written) else self._known.get(_host(url)) or get_netrc_auth(url)
        if credentials:
            HTTPBasicAuth(*credentials)(request)
        if not any(written) and self._asks_keyring:
            request.hooks.setdefault("response", []).append(self._refused)
        return request

    def conceal(self, text: str) -> str:
        """The text of an error without what opens an index, whoever wrote it."""
        for secret in self._secrets:
            text = text.replace(secret, "...")
        return without_users(text)

    def _refused(self, response: requests.Response, **options: Any) -> requests.Response:  # noqa: ANN401  requests' own
        """Ask once more with what the keyring knows."""
        if response.status_code != requests.codes.unauthorized:
            return response
        credentials = self._from_keyring(response.url)
        if credentials is None:
            return response
        response.close()
        request = HTTPBasicAuth(*credentials)(response.request.copy())
        again: requests.Response = response.connection.send(request, **options)
        again.history.append(response)
        again.request = request
        return again

    def _from_keyring(self, url: str) -> Credentials | None:
        host = _host(url)
        with self._lock:
            if host not in self._known:
                services = (*self._index_of(url), host)
                user = unquote(urlsplit(url).username or "") or self._user_at(host)
                self._known[host] = _ask_keyring(services, user)
            return self._known[host]

    def _index_of(self, url: str) -> tuple[str, ...]:
        """The index that an address belongs to, as pip asks the keyring for it: without a user, with a slash."""
        host, path = _host(url), urlsplit(url).path
        same = [f"{without_credentials(index).rstrip('/')}/" for index in self._indexes if _host(index) == host]
        same.sort(key=lambda index: (path.startswith(urlsplit(index).path), len(index)), reverse=True)
        return tuple(same[:1])

    def _user_at(self, host: str) -> str | None:
        """Who the address of an index says that we are, where it tells no password."""
        users = (urlsplit(index).username for index in self._indexes if _host(index) == host)
        return next((unquote(user) for user in users if user), None)


class SignedTransport(Transport):
    """A transport whose requests are signed.

    Args:
        authentication: Signs them.
        cache: As for `Transport`.
        certificates: As for `Transport`.
    """

    def __init__(
        self, authentication: IndexAuthentication, *, cache: Path | None = None, certificates: str | None = None
    ) -> None:
        super().__init__(cache=cache, certificates=certificates)
        self._pages.auth = self._files.auth = authentication


def without_users(text: str) -> str:
    """A text in which no address says who opens it."""
    return _USER_INFORMATION.sub("", text)


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _secrets(urls: Iterable[str]) -> Iterable[str]:
    """Yield what must not be shown of addresses: as written, and as it reads."""
    for url in urls:
        password = urlsplit(url).password or ""
        for secret in dict.fromkeys((password, unquote(password))):
            if len(secret) >= _SHORTEST:
                yield secret


def _ask_keyring(services: Iterable[str], user: str | None) -> Credentials | None:
    try:
        keyring: Keyring = importlib.import_module("keyring")
        for service in services:
            found = keyring.get_credential(service, user)
            if found is not None and found.password is not None:
                return found.username or "", found.password
    except Exception:  # noqa: BLE001  it may be missing, locked or broken in its own way: then the refusal stands
        return None
    return None

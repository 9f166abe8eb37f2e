"""HTTP with manners and limits: retries, time limits, size limits, byte ranges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlsplit, urlunsplit

import requests
from cachecontrol import CacheControlAdapter
from cachecontrol.caches import FileCache
from cachecontrol.heuristics import BaseHeuristic
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, HTTPResponse
from urllib3.util import Retry

from driftcheck.errors import DownloadError

_TIMEOUT = (10.0, 60.0)
"""Seconds to connect, and to wait for the next bytes."""
_MAX_REDIRECTS = 5
_BODY_ATTEMPTS = 3
"""A body that breaks off is asked for again so often; urllib3's own retries end with the headers."""
_LONGEST_WAIT = 60.0
_CHUNK = 64 * 1024
_FRESH = timedelta(minutes=10)
_T = TypeVar("_T")
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)\Z")


@dataclass(frozen=True, slots=True)
class Page:
    """A whole answer."""

    url: str
    """Where it came from after redirects."""
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file."""

    start: int
    content: bytes
    total: int
    """Size of the whole file."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the file is missing."""
        return len(self.content) == self.total


class NotFoundError(DownloadError):
    """The address holds nothing (404 or 410)."""


class _BrokeOffError(DownloadError):
    """A body ended before its end; another attempt may fare better."""


class Transport:
    """Gets pages and stretches of files; every failure is a `DownloadError` that says what and why.

    Args:
        cache: Folder that pages are kept in; None for no cache. Files are never cached.
        certificates: Bundle of authorities in place of the usual one.
        session: Used for everything in place of sessions of its own, and left open.
    """

    def __init__(
        self, *, cache: Path | None = None, certificates: str | None = None, session: requests.Session | None = None
    ) -> None:
        self._own = session is None
        if session is not None:
            self._pages = self._files = session
            return
        retry = _retry()
        self._files = _session(HTTPAdapter(max_retries=retry), certificates)
        self._pages = self._files
        if cache is not None:
            adapter = CacheControlAdapter(FileCache(cache), heuristic=_FreshForMinutes(), max_retries=retry)
            self._pages = _session(adapter, certificates)

    def page(self, url: str, *, accept: str, limit: int) -> Page:
        """The answer of `url`, at most `limit` bytes once decoded.

        Raises:
            NotFoundError: There is nothing at `url`.
            DownloadError: It cannot be had, or is larger.
        """
        for last in _attempts():
            with self._get(self._pages, url, {"Accept": accept}) as response:
                content = _body(response, limit, last=last)
                if content is not None:
                    return Page(response.url, response.headers.get("Content-Type", ""), content)
        raise AssertionError

    def span(self, url: str, start: int, stop: int | None = None, *, limit: int) -> Span:
        """Bytes `start` to `stop` of the file at `url`, or all of it where the server knows no ranges.

        Args:
            url: Address of the file.
            start: First byte; a negative one counts from the end, and `stop` must then be None.
            stop: First byte that is not wanted; None for the end.
            limit: No more bytes than this are read.

        Raises:
            DownloadError: It cannot be had, is larger than `limit`, or is not the stretch that was asked for.
        """
        wanted = f"bytes={start}" if start < 0 else f"bytes={start}-{'' if stop is None else stop - 1}"
        headers = {"Accept-Encoding": "identity"}
        if start != 0 or stop is not None:
            headers["Range"] = wanted
        for last in _attempts():
            with self._get(self._files, url, headers) as response:
                content = _body(response, limit, last=last)
                if content is None:
                    continue
                if response.status_code != requests.codes.partial_content:
                    return Span(0, content, len(content))
                return _checked_span(response, content, start, stop)
        raise AssertionError

    def stream(self, url: str, take: Callable[[Iterator[bytes]], _T], *, limit: int) -> _T:
        """What `take` makes of the file at `url` while it arrives in chunks.

        Args:
            url: Address of the file.
            take: Called again with the chunks of another attempt where the file breaks off.
            limit: No more bytes than this are read.

        Raises:
            DownloadError: It cannot be had, or is larger than `limit`; or `take` raised it.
        """
        for last in _attempts():
            with self._get(self._files, url, {"Accept-Encoding": "identity"}) as response:
                try:
                    return take(_chunks(response, limit))
                except _BrokeOffError:
                    if last:
                        raise
        raise AssertionError

    def close(self) -> None:
        """Close the connections, unless they belong to a session that was given."""
        if self._own:
            self._pages.close()
            self._files.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _get(self, session: requests.Session, url: str, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        shown = without_credentials(url)
        if urlsplit(url).scheme not in {"http", "https"}:
            msg = f"{shown}: not an http or https address"
            raise DownloadError(msg)
        try:
            response = session.get(url, headers=headers, timeout=_TIMEOUT, stream=True)
        except requests.TooManyRedirects as error:
            msg = f"{shown}: more than {session.max_redirects} redirects"
            raise DownloadError(msg) from error
        except (requests.RequestException, ValueError) as error:
            msg = f"{shown}: {_cause(error)}"
            raise DownloadError(msg) from error
        with response:
            if url.startswith("https:") and not response.url.startswith("https:"):
                msg = f"{shown}: led from https to an unprotected address"
                raise DownloadError(msg)
            if response.status_code in {requests.codes.not_found, requests.codes.gone}:
                msg = f"{shown}: not found"
                raise NotFoundError(msg)
            if response.status_code not in {requests.codes.ok, requests.codes.partial_content}:
                msg = f"{shown}: the server answered {response.status_code} {response.reason or ''}".rstrip()
                raise DownloadError(msg)
            yield response


def without_credentials(url: str) -> str:
    """The address as it may be shown."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _attempts() -> Iterator[bool]:
    """For each attempt, whether it is the last."""
    return (attempt == _BODY_ATTEMPTS for attempt in range(1, _BODY_ATTEMPTS + 1))


def _body(response: requests.Response, limit: int, *, last: bool) -> bytes | None:
    """The answer's content; None where it broke off and another attempt is left."""
    try:
        return b"".join(_chunks(response, limit))
    except _BrokeOffError:
        if last:
            raise
        return None


def _chunks(response: requests.Response, limit: int) -> Iterator[bytes]:
    """Yield the answer's content as it arrives.

    Raises:
        DownloadError: It broke off, or is larger than `limit`; what declares itself so is not read at all.
    """
    shown = without_credentials(response.url)
    declared = response.headers.get("Content-Length", "")
    size = 0
    try:
        if not declared.isdecimal() or int(declared) <= limit:
            for part in response.iter_content(_CHUNK):
                size += len(part)
                if size > limit:
                    break
                yield part
            else:
                return
    except requests.RequestException as error:
        msg = f"{shown}: broke off after {size:,} bytes: {_cause(error)}"
        raise _BrokeOffError(msg) from error
    msg = f"{shown}: larger than the limit of {limit:,} bytes"
    raise DownloadError(msg)


def _checked_span(response: requests.Response, content: bytes, start: int, stop: int | None) -> Span:
    stated = _CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
    if stated:
        first, last, total = map(int, stated.groups())
        wanted_first = max(0, total + start) if start < 0 else start
        wanted_last = total - 1 if stop is None else min(stop, total) - 1
        if (first, last) == (wanted_first, wanted_last) and len(content) == last - first + 1:
            return Span(first, content, total)
    msg = f"{without_credentials(response.url)}: the server gave other bytes than it was asked for"
    raise DownloadError(msg)


def _cause(error: BaseException) -> str:
    """The innermost reason of a chain of wrapped errors, on one line."""
    while True:
        inner = getattr(error, "reason", None) or (error.args[0] if error.args else None)
        if not isinstance(inner, BaseException):
            return " ".join(str(error).split()) or type(error).__name__
        error = inner


class _PatientRetry(Retry):
    """Waits as long as the server asks, but never for hours."""

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Seconds to wait as the server asks, within bounds."""
        seconds = super().get_retry_after(response)
        return None if seconds is None else min(seconds, _LONGEST_WAIT)


def _retry() -> Retry:
    return _PatientRetry(
        total=4,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods={"GET"},
        backoff_factor=0.5,
        backoff_max=10,
        raise_on_status=False,
    )


def _session(adapter: HTTPAdapter, certificates: str | None) -> requests.Session:
    session = requests.Session()
    session.max_redirects = _MAX_REDIRECTS
    session.headers["User-Agent"] = f"driftcheck/{_own_version()} (reads published files; installs and runs none)"
    if certificates:
        session.verify = certificates
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _own_version() -> str:
    try:
        return version("driftcheck")
    except PackageNotFoundError:
        return "unknown"


class _FreshForMinutes(BaseHeuristic):
    """Lets a page be used again for some minutes where the server says nothing of caching."""

    def update_headers(self, response: HTTPResponse) -> dict[str, str]:
        if response.status != requests.codes.ok or {"cache-control", "expires", "etag"} & {
            name.lower() for name in response.headers
        }:
            return {}
        return {"expires": format_datetime(datetime.now(UTC) + _FRESH, usegmt=True)}

    def warning(self, response: HTTPResponse) -> None:
        """No warning header: these pages are not stale."""

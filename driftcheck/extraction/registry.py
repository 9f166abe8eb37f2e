"""A package index: which releases of a distribution are published, and their files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

from driftcheck.errors import DownloadError
from driftcheck.extraction.arriving import ArrivingFile, verify_whole
from driftcheck.extraction.authentication import IndexAuthentication, SignedTransport
from driftcheck.extraction.indexes import IndexSettings, index_settings
from driftcheck.extraction.published import PublishedFile, PublishedRelease
from driftcheck.extraction.transport import NotFoundError, Page, Span, Transport, without_credentials

__all__ = ["PublishedFile", "PublishedRelease", "Registry"]

_ACCEPT = "application/vnd.pypi.simple.v1+json"
_PAGE_LIMIT = 64 * 1024 * 1024
_FILE_LIMIT = 200 * 1024 * 1024
"""A file is held in memory when it is read whole."""
_STREAM_LIMIT = 1024 * 1024 * 1024
"""Of a file that is read as it arrives only what is wanted is held: this bounds what is fetched."""

_T = TypeVar("_T")


class Registry:
    """Reads an index by the JSON form of the simple API (PEP 691).

    Args:
        index_url: Root of the simple API; None for the index that pip would ask.
        cache: Folder that index pages are kept in for as long as the server allows; None for no cache.
        session: Used for every request in place of sessions of its own, and left open.

    Raises:
        ConfigError: No index can be told.
    """

    def __init__(
        self, index_url: str | None = None, *, cache: Path | None = None, session: requests.Session | None = None
    ) -> None:
        self._settings: IndexSettings = index_settings(index_url)
        indexes = (self._settings.url, *self._settings.extra_urls)
        self._authentication = IndexAuthentication(indexes, asks_keyring=self._settings.asks_keyring)
        self._transport = (
            Transport(session=session)
            if session is not None
            else SignedTransport(self._authentication, cache=cache, certificates=self._settings.certificates)
        )

    def published(self, distribution: str) -> tuple[PublishedRelease, ...]:
        """The releases of `distribution`, ascending by PEP 440; versions and file names that are not valid are skipped.

        Raises:
            DownloadError: The index cannot be asked, has no such distribution, or answers something else.
        """
        name = canonicalize_name(distribution)
        for url in (self._settings.url, *self._settings.extra_urls):
            try:
                page = self._transport.page(f"{url}/{name}/", accept=_ACCEPT, limit=_PAGE_LIMIT)
            except NotFoundError:
                continue
            except DownloadError as error:
                msg = f"{distribution}: {self._authentication.conceal(str(error))}"
                raise DownloadError(msg) from error
            return read_releases(name, page)
        msg = f"no distribution named {distribution} on the index {without_credentials(self._settings.url)}"
        raise DownloadError(msg)

    def download(self, file: PublishedFile, *, limit: int = _FILE_LIMIT) -> bytes:
        """The whole of `file`, held against the hash that the index tells.

        Raises:
            DownloadError: It cannot be had, is larger than `limit`, or is not what the index promises.
        """
        content = self.span(file, 0, limit=limit).content
        verify_whole(file, content)
        return content

    def stream(self, file: PublishedFile, take: Callable[[ArrivingFile], _T], *, limit: int = _STREAM_LIMIT) -> _T:
        """What `take` makes of `file` while it arrives; held against the index's hash before it is handed on.

        Args:
            file: The file.
            take: Called once more, from the first byte on, where the file breaks off.
            limit: No more bytes than this are read.

        Raises:
            DownloadError: It cannot be had, is larger than `limit`, or is not what the index promises.
        """

        def checked(chunks: Iterable[bytes]) -> _T:
            arriving = ArrivingFile(file, chunks)
            taken = take(arriving)
            arriving.finish()
            return taken

        try:
            return self._transport.stream(self._with_credentials(file.url), checked, limit=limit)
        except DownloadError as error:
            if str(error).startswith(file.filename):  # of the file, and not of the way to it
                raise
            msg = f"{file.filename}: {error}"
            raise DownloadError(msg) from error

    def span(self, file: PublishedFile, start: int, stop: int | None = None, *, limit: int = _FILE_LIMIT) -> Span:
        """Bytes `start` to `stop` of `file`, or all of it where the server knows no ranges (see `Transport.span`).

        Raises:
            DownloadError: It cannot be had, or is larger than `limit`.
        """
        try:
            return self._transport.span(self._with_credentials(file.url), start, stop, limit=limit)
        except DownloadError as error:
            msg = f"{file.filename}: {self._authentication.conceal(str(error))}"
            raise DownloadError(msg) from error

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _with_credentials(self, url: str) -> str:
        """What opens the index opens its files on the same host, and is shown to no other."""
        parts = urlsplit(url)
        if "@" in parts.netloc:
            return url
        for index in map(urlsplit, (self._settings.url, *self._settings.extra_urls)):
            if "@" in index.netloc and (index.scheme, index.netloc.rpartition("@")[2]) == (parts.scheme, parts.netloc):
                return parts._replace(netloc=index.netloc).geturl()
        return url


def read_releases(name: str, page: Page) -> tuple[PublishedRelease, ...]:
    """The releases on an index page, ascending.

    Args:
        name: Normalised name of the distribution; files of others are skipped.
        page: The answer of the index.

    Raises:
        DownloadError: It is not the JSON of the simple API.
    """
    by_version: dict[Version, list[tuple[PublishedFile, Mapping[str, object]]]] = {}
    for entry in _entries(name, page):
        file = _file(entry, page.url)
        version = None if file is None else _version(name, file.filename)
        if file is not None and version is not None:
            by_version.setdefault(version, []).append((file, entry))
    return tuple(_release(version, by_version[version]) for version in sorted(by_version))


def _entries(name: str, page: Page) -> Iterator[Mapping[str, object]]:
    kind = page.content_type.partition(";")[0].strip()
    if kind != _ACCEPT:
        msg = f"{name}: the index answers {kind or 'something'}, not the JSON of the simple API (PEP 691)"
        raise DownloadError(msg)
    try:
        answer = json.loads(page.content)
    except (ValueError, RecursionError) as error:
        msg = f"{name}: the index answers JSON that cannot be read"
        raise DownloadError(msg) from error
    files = answer.get("files") if isinstance(answer, dict) else None
    if not isinstance(files, list):
        msg = f"{name}: the index answers JSON without a list of files"
        raise DownloadError(msg)
    return (entry for entry in files if isinstance(entry, dict))


def _file(entry: Mapping[str, object], base: str) -> PublishedFile | None:
    match entry:
        case {"filename": str(filename), "url": str(url)}:
            hashes, size = entry.get("hashes"), entry.get("size")
            sha256 = hashes.get("sha256") if isinstance(hashes, dict) else None
            return PublishedFile(
                filename=filename,
                url=urljoin(base, url),
                sha256=sha256.lower() if isinstance(sha256, str) else None,
                size=size if isinstance(size, int) else None,
                core_metadata=bool(entry.get("core-metadata")),
                # An empty reason is a reason (PEP 592).
                yanked=entry.get("yanked", False) is not False,
            )
        case _:
            return None


def _version(name: str, filename: str) -> Version | None:
    """The version that a file name tells; None for another distribution's file and for what is neither kind of file."""
    try:
        if filename.endswith(".whl"):
            owner, version, *_ = parse_wheel_filename(filename)
        else:
            owner, version = parse_sdist_filename(filename)
    except (InvalidWheelFilename, InvalidSdistFilename, InvalidVersion):
        return None
    return version if owner == name else None


def _release(version: Version, files: list[tuple[PublishedFile, Mapping[str, object]]]) -> PublishedRelease:
    days = [uploaded[:10] for _, entry in files if isinstance(uploaded := entry.get("upload-time"), str)]
    requires = (value for _, entry in files if isinstance(value := entry.get("requires-python"), str))
    return PublishedRelease(
        version=version,
        released=min(days, default=None),
        yanked=all(file.yanked for file, _ in files),
        requires_python=next(requires, None),
        files=tuple(sorted((file for file, _ in files), key=lambda file: file.filename)),
    )

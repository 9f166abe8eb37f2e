"""A published file read over the network in stretches."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from driftcheck.errors import DownloadError
from driftcheck.extraction.arriving import verify_whole
from driftcheck.extraction.published import PublishedFile
from driftcheck.extraction.registry import Registry
from driftcheck.extraction.transport import Span

_WHOLE_BELOW = 1024 * 1024
"""A file up to this size is fetched at once: two round trips would cost as much."""
_TAIL = 128 * 1024
"""First fetch of a larger file: the archive's directory lies at its end, and in wheels the metadata before it."""

_CONNECTIONS = 4
"""Fetching at once: more is not kind to a server, and the processor is no faster."""
_WORTH_MORE = 3
"""Stretches from which on connections are worth opening."""


class RemoteFile:
    """A published file as a `ByteSource`.

    A small file, or one from a server that knows no ranges, is fetched whole and held against the index's hash; of
    others only the stretches asked for are fetched, which no hash of the whole can vouch for.

    Args:
        registry: Where it is published.
        file: The file.

    Raises:
        DownloadError: It cannot be had, or the server tells another size than the index.
    """

    def __init__(self, registry: Registry, file: PublishedFile) -> None:
        self._registry = registry
        self._file = file
        self.bytes_fetched = 0
        if file.size is not None and file.size <= _WHOLE_BELOW:
            self._kept = self._fetch(0, None)
        elif file.size is not None:
            self._kept = self._fetch(file.size - _TAIL, None)
        else:
            self._kept = self._fetch(-_TAIL, None)
        self.size = self._kept.total

    def read(self, start: int, stop: int) -> bytes:
        """Bytes `start` to `stop`, fetched unless they are at hand.

        Raises:
            DownloadError: They cannot be had.
        """
        kept = self._kept
        if start >= kept.start and stop <= kept.start + len(kept.content):
            return kept.content[start - kept.start : stop - kept.start]
        # The directory may begin before the tail: then only what is missing is fetched, and kept with it.
        joins = start < kept.start <= stop
        span = self._fetch(start, kept.start if joins else stop)
        if joins and not span.is_whole:
            self._kept = Span(start, span.content + kept.content, self.size)
        elif not span.is_whole:
            return span.content
        return self._kept.content[start - self._kept.start : stop - self._kept.start]

    def read_many(self, extents: Sequence[tuple[int, int]]) -> list[bytes]:
        """The bytes of several stretches; what is not at hand is fetched over some connections at once.

        Raises:
            DownloadError: Some cannot be had.
        """
        away = [extent for extent in extents if extent[1] < self._kept.start]
        arrived: dict[tuple[int, int], bytes] = {}
        if len(away) >= _WORTH_MORE:
            # The first tells whether the server still gives stretches: then no answer may be longer than its own.
            arrived[away[0]] = self.read(*away[0])
            away = [extent for extent in away[1:] if extent[1] < self._kept.start]
            with ThreadPoolExecutor(_CONNECTIONS) as pool:
                for extent, span in zip(away, pool.map(self._stretch, away), strict=True):
                    arrived[extent] = self._checked(span).content
        return [arrived[extent] if extent in arrived else self.read(*extent) for extent in extents]

    def _stretch(self, extent: tuple[int, int]) -> Span:
        start, stop = extent
        return self._registry.span(self._file, start, stop, limit=stop - start)

    def _fetch(self, start: int, stop: int | None) -> Span:
        return self._checked(self._registry.span(self._file, start, stop))

    def _checked(self, span: Span) -> Span:
        self.bytes_fetched += len(span.content)
        if self._file.size is not None and span.total != self._file.size:
            msg = f"{self._file.filename}: has {span.total:,} bytes where the index promises {self._file.size:,}"
            raise DownloadError(msg)
        if span.is_whole:
            verify_whole(self._file, span.content)
            self._kept = span
        return span

"""Zip archives read in memory or over byte ranges; nothing is extracted and no claim of the archive is trusted."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from driftcheck.extraction.release_files import ArchiveRefusedError, Limits, Refusal, refuse_unsafe_name

_GAP = 64 * 1024
"""Members that lie nearer than this are fetched in one request: a round trip costs more than the bytes between."""
_BATCH = 16 * 1024 * 1024
"""Bytes fetched before members are inflated, and forgotten after."""
_DIRECTORY_LIMIT = 32 * 1024 * 1024
_LOCAL_HEADER = 30
_EXTRA_ALLOWANCE = 512
"""Room for a local header's extra field, which the directory does not tell."""
_CHUNK = 64 * 1024
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)
"""All that zipfile was seen to raise for archives with random damage."""


class ByteSource(Protocol):
    """A file that can be read in stretches."""

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        ...

    @property
    def bytes_fetched(self) -> int:
        """Bytes brought from elsewhere so far."""
        ...

    def read(self, start: int, stop: int) -> bytes:
        """Bytes `start` to `stop`, which lie within the file."""
        ...

    def read_many(self, extents: Sequence[tuple[int, int]]) -> list[bytes]:
        """The bytes of several stretches, in their order."""
        ...


class BytesInMemory:
    """A file that is at hand as a whole."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return len(self._content)

    @property
    def bytes_fetched(self) -> int:
        """All of it was brought here."""
        return len(self._content)

    def read(self, start: int, stop: int) -> bytes:
        """Bytes `start` to `stop`."""
        return self._content[start:stop]

    def read_many(self, extents: Sequence[tuple[int, int]]) -> list[bytes]:
        """The bytes of several stretches."""
        return [self._content[start:stop] for start, stop in extents]


class ZipMembers:
    """The members of a zip archive.

    Args:
        filename: For messages.
        source: The archive.
        limits: What it may cost.

    Raises:
        ArchiveRefusedError: The archive is damaged or hostile: see `Refusal`.
        DownloadError: It could not be fetched.
    """

    def __init__(self, filename: str, source: ByteSource, *, limits: Limits | None = None) -> None:
        self._filename = filename
        self._source = source
        self._limits = limits or Limits()
        self._view = _View(filename, source)
        self._inflated = 0
        try:
            self._zip = zipfile.ZipFile(self._view)
        except _DAMAGE as error:
            raise self._refused(Refusal.DAMAGED, str(error)) from error
        self._members = self._checked(self._zip.infolist())
        offsets = sorted(info.header_offset for info in self._members.values())
        self._next = dict(zip(offsets, [*offsets[1:], self._zip.start_dir], strict=True))

    @property
    def bytes_fetched(self) -> int:
        """Bytes brought from elsewhere so far."""
        return self._source.bytes_fetched

    @property
    def bytes_published(self) -> int:
        """Size of the archive."""
        return self._source.size

    def sizes(self) -> dict[str, int]:
        """Every member that is a file, with the size that it declares."""
        return {name: info.file_size for name, info in self._members.items() if not info.is_dir()}

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the members asked for with their contents; those above the limit for a member are left out."""
        wanted = [self._members[name] for name in names if name in self._members]
        wanted = [info for info in wanted if info.file_size <= self._limits.member]
        for batch in self._batches(sorted(wanted, key=lambda info: info.header_offset)):
            self._view.keep(_coalesced([self._extent(info) for info in batch]))
            for info in batch:
                yield info.filename, self._content(info)
        self._view.keep([])

    def _checked(self, infos: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        if len(infos) > self._limits.members:
            raise self._refused(Refusal.TOO_MANY, f"{len(infos):,} members")
        members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            # `filename` is cut at a NUL; the original is what other readers see.
            refuse_unsafe_name(self._filename, info.orig_filename)
            if info.filename in members:
                raise self._refused(Refusal.DUPLICATE, info.filename)
            mode = info.external_attr >> 16
            if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
                raise self._refused(Refusal.LINK, info.filename)
            if info.flag_bits & 0x1:
                raise self._refused(Refusal.ENCRYPTED, info.filename)
            members[info.filename] = info
        return members

    def _batches(self, infos: Sequence[zipfile.ZipInfo]) -> Iterator[list[zipfile.ZipInfo]]:
        batch: list[zipfile.ZipInfo] = []
        size = 0
        for info in infos:
            if batch and size + info.compress_size > _BATCH:
                yield batch
                batch, size = [], 0
            batch.append(info)
            size += info.compress_size
        if batch:
            yield batch

    def _extent(self, info: zipfile.ZipInfo) -> tuple[int, int]:
        start = info.header_offset
        likely = start + _LOCAL_HEADER + len(info.orig_filename.encode()) + _EXTRA_ALLOWANCE + info.compress_size
        return start, min(likely, self._next[start])

    def _content(self, info: zipfile.ZipInfo) -> bytes:
        limits = self._limits
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise self._refused(Refusal.COMPRESSION, info.filename)
        if info.file_size > limits.ratio_from and info.file_size > limits.ratio * info.compress_size:
            raise self._refused(Refusal.RATIO, info.filename)
        self._inflated += info.file_size
        if self._inflated > limits.total:
            raise self._refused(Refusal.TOO_LARGE, f"more than {limits.total:,} bytes")
        parts = []
        try:
            with self._zip.open(info) as member:
                # In small pieces: asked for all at once, zipfile inflates first and cuts to the declared size after.
                while part := member.read(_CHUNK):
                    parts.append(part)
        except _DAMAGE as error:
            raise self._refused(Refusal.DAMAGED, f"{info.filename}: {error}") from error
        content = b"".join(parts)
        if len(content) != info.file_size:
            raise self._refused(Refusal.DAMAGED, f"{info.filename}: ends before its declared size")
        return content

    def _refused(self, reason: Refusal, detail: str) -> ArchiveRefusedError:
        return ArchiveRefusedError(self._filename, reason, detail)


def _coalesced(extents: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join extents that lie near each other; `extents` are in order."""
    joined: list[tuple[int, int]] = []
    for start, stop in extents:
        if joined and start - joined[-1][1] <= _GAP:
            joined[-1] = joined[-1][0], max(stop, joined[-1][1])
        else:
            joined.append((start, stop))
    return joined


class _View:
    """A seekable file over a source, which remembers the stretches it was told to keep.

    Everything that is read while the archive's directory is opened stays; it lies at the end of the file.
    """

    def __init__(self, filename: str, source: ByteSource) -> None:
        self._filename = filename
        self._source = source
        self._position = 0
        self._kept: list[tuple[int, bytes]] = []

    def keep(self, extents: Iterable[tuple[int, int]]) -> None:
        """Fetch these stretches, which are in order and apart, and forget those kept before."""
        self._kept = []  # those are let go of before others arrive
        bounded = [(start, min(stop, self._source.size)) for start, stop in extents]
        contents = self._source.read_many(bounded)
        self._kept = [(start, content) for (start, _), content in zip(bounded, contents, strict=True)]

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._source.size}[whence]
        if base + offset < 0:
            # As a real file does; zipfile takes it as the sign of a file too short to be an archive.
            msg = "negative position"
            raise OSError(msg)
        self._position = base + offset
        return self._position

    def read(self, size: int = -1) -> bytes:
        stop = self._source.size if size < 0 else min(self._position + size, self._source.size)
        start, self._position = self._position, max(self._position, stop)
        if stop - start > _DIRECTORY_LIMIT:
            raise ArchiveRefusedError(self._filename, Refusal.TOO_MANY, "its directory is too large")
        if stop <= start:
            return b""
        place = bisect_right(self._kept, start, key=lambda stretch: stretch[0]) - 1
        if place >= 0:
            begin, content = self._kept[place]
            if stop <= begin + len(content):
                return content[start - begin : stop - begin]
        return self._source.read(start, stop)

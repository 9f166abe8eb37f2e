"""Compressed tar archives read in one pass while they arrive; nothing is extracted, and only source text is held."""

from __future__ import annotations

import gzip
import posixpath
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, cast

from driftcheck.extraction.arriving import ArrivingFile
from driftcheck.extraction.release_files import ArchiveRefusedError, Limits, Refusal, refuse_unsafe_name

_KEPT_SUFFIXES = (".py", ".pyi", "/PKG-INFO", "/top_level.txt", "/requires.txt")
"""A tar archive has no directory to come back to, so the contents of these are held from the first pass on."""

_LIMITS = Limits(total=2 * 2**30)
"""More goes by than of other archives, and is not held: some carry compiled parts of hundreds of megabytes."""
_BLOCK = 256 * 512


class TarMembers:
    """The regular files of a `.tar.gz`, with the contents of source and metadata files.

    Args:
        source: The archive.
        limits: What it may cost.

    Raises:
        ArchiveRefusedError: The archive is damaged or hostile: see `Refusal`.
        DownloadError: It did not arrive.
    """

    def __init__(self, source: ArrivingFile, *, limits: Limits | None = None) -> None:
        self._source = source
        self._filename = source.file.filename
        self._limits = limits or _LIMITS
        self._sizes: dict[str, int] = {}
        self._contents: dict[str, bytes] = {}
        self._kept = 0
        try:
            with (
                _MeteredGzip(source, self._limits) as inflated,
                tarfile.open(fileobj=inflated, mode="r|", bufsize=_BLOCK) as archive,
            ):
                for count, member in enumerate(archive):
                    if count >= self._limits.members:
                        raise self._refused(Refusal.TOO_MANY, f"more than {count:,} members")
                    self._take(archive, member)
        except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError, OverflowError, RecursionError) as error:
            raise self._refused(Refusal.DAMAGED, str(error)) from error

    @property
    def bytes_fetched(self) -> int:
        """Bytes that arrived."""
        return self._source.count

    @property
    def bytes_published(self) -> int:
        """The same: all of it arrives."""
        return self._source.count

    def sizes(self) -> dict[str, int]:
        """Every regular file with its size."""
        return dict(self._sizes)

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the files asked for with their contents; other than source and metadata files are left out."""
        return ((name, self._contents[name]) for name in names if name in self._contents)

    def _take(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
        name = member.name.removeprefix("./")
        if name in {"", "."}:
            return
        refuse_unsafe_name(self._filename, name)
        if member.issym() or member.islnk():
            self._refuse_leaving_link(name, member)
        elif member.isreg():
            content = self._content(archive, member) if name.endswith(_KEPT_SUFFIXES) else None
            # Some tools list a file twice; that is harmless while both are the same.
            if name in self._sizes and (self._sizes[name], self._contents.get(name)) != (member.size, content):
                raise self._refused(Refusal.DUPLICATE, name)
            self._sizes[name] = member.size
            if content is not None:
                self._contents[name] = content
        elif not member.isdir():
            raise self._refused(Refusal.LINK, name)

    def _refuse_leaving_link(self, name: str, member: tarfile.TarInfo) -> None:
        """Links within the archive are legal in source distributions, and are not followed."""
        base = posixpath.dirname(name) if member.issym() else ""
        target = posixpath.normpath(posixpath.join(base, member.linkname))
        if target.startswith(("/", "../")) or target == "..":
            raise self._refused(Refusal.LINK, f"{name} leads to {member.linkname!r}")

    def _content(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes | None:
        if member.size > self._limits.member:
            return None
        self._kept += member.size
        if self._kept > self._limits.kept:
            raise self._refused(Refusal.TOO_LARGE, f"more than {self._limits.kept:,} bytes of source text")
        stream = archive.extractfile(member)
        return stream.read(member.size) if stream is not None else None

    def _refused(self, reason: Refusal, detail: str) -> ArchiveRefusedError:
        return ArchiveRefusedError(self._filename, reason, detail)


class _MeteredGzip(gzip.GzipFile):
    """A stream that refuses to give more than an archive may inflate to."""

    def __init__(self, source: ArrivingFile, limits: Limits) -> None:
        super().__init__(fileobj=cast("IO[bytes]", source), mode="rb")  # all that is asked of it is to be read
        self._source = source
        self._given = 0
        self._limits = limits

    def read(self, size: int | None = -1) -> bytes:
        """As a file does.

        Raises:
            ArchiveRefusedError: More was read than source text of this size can inflate to.
        """
        content = super().read(size)
        self._given += len(content)
        filename = self._source.file.filename
        if self._given > self._limits.total:
            raise ArchiveRefusedError(filename, Refusal.TOO_LARGE, f"inflates beyond {self._limits.total:,} bytes")
        size = max(self._source.file.size or 0, self._source.count)
        believable = max(self._limits.ratio_from, self._limits.ratio * size)
        if self._given > believable:
            raise ArchiveRefusedError(filename, Refusal.RATIO, f"inflates beyond {believable:,} bytes")
        return content

"""The files of one release, wherever they come from, and what makes an archive unfit to be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from driftcheck.errors import DownloadError
from driftcheck.extraction.distribution_metadata import Metadata


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a release."""

    path: str
    """Relative to the folder that is put on the import path, with slashes."""
    size: int
    """Bytes once decompressed, as the archive declares."""
    sha256: str | None = None
    """Hexadecimal; None where it is not recorded. Equal hashes are equal content, in any release."""


class Refusal(StrEnum):
    """Why an archive is not read."""

    DAMAGED = "damaged"
    UNSAFE_PATH = "unsafe-path"
    """Absolute, leaving the archive, or with characters that no path has."""
    DUPLICATE = "duplicate"
    """Two members of one name: readers would not agree which one counts."""
    LINK = "link"
    """A link that leaves the archive, or a device."""
    ENCRYPTED = "encrypted"
    COMPRESSION = "compression"
    """Neither stored nor deflated."""
    TOO_MANY = "too-many-members"
    TOO_LARGE = "too-large"
    RATIO = "ratio"
    """Compressed beyond what source text can be."""
    HASH = "hash"
    """A file is not the one that its release recorded."""
    NO_METADATA = "no-metadata"


class ArchiveRefusedError(DownloadError):
    """An archive, or a folder in its place, that is not read.

    Args:
        filename: Of the archive.
        reason: The kind of trouble.
        detail: What it is about, for people.
    """

    def __init__(self, filename: str, reason: Refusal, detail: str) -> None:
        super().__init__(filename, reason, detail)
        self.filename = filename
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.filename}: refused ({self.reason}): {self.detail}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may cost."""

    member: int = 8 * 1024 * 1024
    """Bytes of one member; a larger one is not read."""
    total: int = 512 * 1024 * 1024
    """Bytes that are inflated for one release."""
    kept: int = 160 * 1024 * 1024
    """Bytes that are held at one time."""
    members: int = 200_000
    ratio: int = 200
    ratio_from: int = 1024 * 1024
    """Members up to this size may have any ratio."""


class MemberReader(Protocol):
    """Gives the contents of an archive's members."""

    @property
    def bytes_fetched(self) -> int:
        """Bytes brought from elsewhere so far."""
        ...

    @property
    def bytes_published(self) -> int:
        """Size of the archive."""
        ...

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the members asked for with their contents; those that are too large or not kept are left out."""
        ...


class ReleaseFiles:
    """The files of one release.

    Args:
        filename: Of the archive.
        entries: All files beneath the import root.
        metadata: What the release says of itself.
        members: For each entry's path, what the archive calls it.
        reader: Gives contents.
    """

    def __init__(
        self,
        filename: str,
        *,
        entries: tuple[Entry, ...],
        metadata: Metadata,
        members: Mapping[str, str],
        reader: MemberReader,
    ) -> None:
        self.filename = filename
        self.entries = entries
        self.metadata = metadata
        self._members = members
        self._reader = reader
        self._hashes = {entry.path: entry.sha256 for entry in entries}

    @property
    def bytes_fetched(self) -> int:
        """Bytes that were brought over the network so far."""
        return self._reader.bytes_fetched

    @property
    def bytes_published(self) -> int:
        """Size of the archive."""
        return self._reader.bytes_published

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The contents of these files; what is not there, or larger than the limit for a member, is left out.

        Ask for many at once: neighbours are fetched together.

        Raises:
            ArchiveRefusedError: A file is damaged, or not the one that the release recorded.
            DownloadError: It could not be fetched.
        """
        path_of = {self._members[path]: path for path in paths if path in self._members}
        contents: dict[str, bytes] = {}
        for name, content in self._reader.read(path_of):
            path = path_of[name]
            expected = self._hashes[path]
            if expected is not None and hashlib.sha256(content).hexdigest() != expected:
                raise ArchiveRefusedError(self.filename, Refusal.HASH, f"{path} is not what the release recorded")
            contents[path] = content
        return contents


def refuse_unsafe_name(filename: str, name: str) -> None:
    """Refuse a member whose name is not a plain relative path.

    Raises:
        ArchiveRefusedError: The name is absolute, leaves the archive, or has a NUL, a backslash or another control
            character.
    """
    parts = name.rstrip("/").split("/")
    if (
        not all(parts)
        or ".." in parts
        or "\\" in name
        or (len(parts[0]) == 2 and parts[0][1] == ":")
        or any(ord(character) < 32 or ord(character) == 127 for character in name)
    ):
        raise ArchiveRefusedError(filename, Refusal.UNSAFE_PATH, repr(name))

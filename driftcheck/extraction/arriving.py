"""A published file that is read while it arrives, and is held against what the index promises at its end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from driftcheck.errors import DownloadError
from driftcheck.extraction.published import PublishedFile


class ArrivingFile:
    """The content of a file as a stream; of what has gone by nothing is held.

    Args:
        file: As the index tells of it.
        chunks: Its content, in order.
    """

    def __init__(self, file: PublishedFile, chunks: Iterable[bytes]) -> None:
        self.file = file
        self.count = 0
        """Bytes that have arrived."""
        self._chunks = iter(chunks)
        self._rest = b""
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, as a file gives them, except that there may be fewer than asked for; empty at the end."""
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self.count += len(chunk)
            self._digest.update(chunk)
            self._rest = chunk
        stop = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:stop], self._rest[stop:]
        return taken

    def finish(self) -> None:
        """Let the rest arrive, and hold the whole against what the index promises.

        Raises:
            DownloadError: It is something else.
        """
        while self.read():
            pass
        file = self.file
        if file.size is not None and file.size != self.count:
            msg = f"{file.filename}: has {self.count:,} bytes where the index promises {file.size:,}"
            raise DownloadError(msg)
        if file.sha256 is not None and self._digest.hexdigest() != file.sha256:
            msg = f"{file.filename}: its content does not have the hash that the index promises"
            raise DownloadError(msg)


def verify_whole(file: PublishedFile, content: bytes) -> None:
    """Hold a file that was read whole against what the index promises.

    Raises:
        DownloadError: It is something else.
    """
    ArrivingFile(file, (content,)).finish()

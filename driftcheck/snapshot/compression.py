"""Zstandard, from the standard library where it is there."""

from __future__ import annotations

import sys
from collections.abc import Iterator

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 19
_PIECE = 64 * 1024
"""Bytes. Put together from such pieces, a large database is in memory once, and not twice while it is joined."""


def compress(data: bytes) -> bytes:
    """Compress for shipping."""
    return zstd.compress(data, level=LEVEL)


def decompress(data: bytes) -> bytes | bytearray:
    """Decompress a shipped database.

    Raises:
        ValueError: The data are damaged.
    """
    plain = bytearray()
    try:
        for part in _parts(data):
            plain += part
    except zstd.ZstdError as error:
        raise ValueError(str(error)) from error
    return plain


def _parts(packed: bytes) -> Iterator[bytes]:
    """Yield the content of every frame, piece by piece."""
    while True:
        frame = zstd.ZstdDecompressor()
        yield frame.decompress(packed, _PIECE)
        while not frame.eof:
            if frame.needs_input:
                raise zstd.ZstdError("compressed data ended before its end was reached")
            yield frame.decompress(b"", _PIECE)
        packed = frame.unused_data
        if not packed:
            return

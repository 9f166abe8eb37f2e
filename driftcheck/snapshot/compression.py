"""Zstandard, from the standard library where it is there."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 19


def compress(data: bytes) -> bytes:
    """Compress for shipping."""
    return zstd.compress(data, level=LEVEL)


def decompress(data: bytes) -> bytes:
    """Decompress a shipped database.

    Raises:
        ValueError: The data are damaged.
    """
    try:
        return zstd.decompress(data)
    except zstd.ZstdError as error:
        raise ValueError(str(error)) from error

"""Short names for contents: equal where the contents are."""

from __future__ import annotations

from hashlib import blake2b

from driftcheck.model.findings import SkippedFile
from driftcheck.source.files import SourceFile

_SIZE = 20
"""Bytes. Nobody finds two texts with the same digest, on purpose neither."""


def identify(file: SourceFile, data: bytes | str | SkippedFile) -> str:
    """The digest of what is analysed of a file, and of where its lines come from."""
    digest = digest_of(data)
    return digest if file.places is None else f"{digest} {digest_of(repr(file.places))}"


def digest_of(data: bytes | str | SkippedFile) -> str:
    """The digest of a content, or of the reason for which there is none."""
    if isinstance(data, SkippedFile):
        return f"unread: {data.reason}"
    content = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return blake2b(content, digest_size=_SIZE).hexdigest()

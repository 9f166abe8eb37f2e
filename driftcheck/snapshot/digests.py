"""The hash of a snapshot's rows, which never depends on the SQLite that wrote them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


class RowsDigest:
    """Takes up the rows of a database in their order.

    Args:
        releases: Ordinal and version of each release, ascending.
    """

    def __init__(self, releases: Iterable[tuple[int, str]]) -> None:
        self.count = 0
        """Rows taken up so far."""
        self._digest = hashlib.sha256()
        for ordinal, version in releases:
            self._digest.update(f"{ordinal} {version}\n".encode())

    def add(self, values: tuple[object, ...]) -> None:
        """Take up (path, number, first, last, *facts)."""
        self._digest.update(repr(values).encode())
        self.count += 1

    def hexdigest(self) -> str:
        """The SHA-256 of what was taken up."""
        return self._digest.hexdigest()

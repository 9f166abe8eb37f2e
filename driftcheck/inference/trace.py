"""What an analysis took from the disk: all that its result depends on beside the libraries."""

from __future__ import annotations

from driftcheck.model.findings import SkippedFile
from driftcheck.source.digests import identify
from driftcheck.source.files import SourceFile


class Trace:
    """Notes what is read while it is read, so that nothing that changes in between is taken for what was analysed."""

    __slots__ = ("folders", "others", "texts")

    def __init__(self) -> None:
        self.folders: dict[str, frozenset[str]] = {}
        """What was listed, by folder; empty where there is none."""
        self.texts: dict[str, str] = {}
        """Digests of the modules and other texts that were read, by place; also of those that cannot be read."""
        self.others: tuple[str, ...] | None = None
        """The places of the project's files that were not given to check, sorted; None where they did not count."""

    def note(self, place: str, file: SourceFile, data: bytes | str | SkippedFile) -> None:
        """Remember what was found at a place."""
        self.texts[place] = identify(file, data)

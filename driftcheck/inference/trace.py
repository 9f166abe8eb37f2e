"""What an analysis took from the disk: all that its result depends on beside the libraries."""

from __future__ import annotations

from driftcheck.model.findings import SkippedFile
from driftcheck.source.digests import identify
from driftcheck.source.files import SourceFile


class Trace:
    """Notes what is read while it is read, so that nothing that changes in between is taken for what was analysed."""

    __slots__ = ("folders", "has_asked_others", "texts")

    def __init__(self) -> None:
        self.folders: dict[str, frozenset[str]] = {}
        """What was listed, by folder; empty where there is none."""
        self.texts: dict[str, str] = {}
        """Digests of the modules and other texts that were read, by place; also of those that cannot be read."""
        self.has_asked_others = False
        """Whether the files of the project counted that were not given to check: then also which they are."""

    def note(self, place: str, file: SourceFile, data: bytes | str | SkippedFile) -> None:
        """Remember what was found at a place."""
        self.texts[place] = identify(file, data)

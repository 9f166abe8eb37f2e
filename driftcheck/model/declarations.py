"""What a project itself says against names."""

from __future__ import annotations

from dataclasses import dataclass

from packaging.version import Version

CONFIGURATION = "configuration"
"""The evidence of what a project's configuration says."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A name that the project declares to be on its way out."""

    symbol: str
    """Dotted, as code reaches it."""
    since: Version | None = None
    """The release that deprecates it; before, it is well."""
    removed: Version | None = None
    """The release that no longer has it."""
    use: str | None = None
    """What to write instead."""
    message: str | None = None
    """Why, or what else there is to know; one line."""
    source: str = CONFIGURATION
    """Where that is written, as the user is told it."""

    def holds_for(self, version: Version | None) -> bool:
        """Whether it speaks of a release; where that is not known it does."""
        return version is None or self.since is None or version >= self.since

    def is_removed_from(self, version: Version | None) -> bool:
        """Whether a release is known to lack the name."""
        return version is not None and self.removed is not None and version >= self.removed

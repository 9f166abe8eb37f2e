"""What git leaves out, by the files that tell git so."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.source.patterns import specification
from driftcheck.source.user_ignores import user_ignore_file

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_MOST_BYTES = 1 << 20
"""Of a file of patterns: it would take seconds to understand, and no hand wrote it."""


@dataclass(frozen=True, slots=True)
class IgnoreFiles:
    """The patterns in force in one folder, outermost first."""

    specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()
    """(folder with a trailing slash, its patterns)."""
    everywhere: GitIgnoreSpec | None = None
    """The user's own patterns, which count from the root of each repository."""

    @classmethod
    def of_user(cls, environment: Mapping[str, str]) -> IgnoreFiles:
        """The patterns that count in all of the user's repositories.

        Args:
            environment: The environment variables, which say where they are written.
        """
        place = user_ignore_file(environment)
        return cls(everywhere=_read(str(place)) if place is not None else None)

    def above(self, folder: Path) -> IgnoreFiles:
        """These patterns, and those that the folders above `folder` hold, up to the root of its repository.

        Where they hide `folder` itself, whoever named it wants to see it: then none of them counts.
        """
        above = []
        for parent in folder.parents:
            above.append(parent)
            if (parent / ".git").exists():
                break
        else:
            above = []
        if (folder / ".git").exists():
            above = []
        found = self
        for parent in reversed(above):
            found = found.entering(str(parent))
        return self if found.hides(str(folder), is_folder=True) else found

    def entering(self, folder: str) -> IgnoreFiles:
        """These patterns and those that `folder` itself holds."""
        specs = [_read(f"{folder}/{name}") for name in (".git/info/exclude", ".gitignore")]
        if self.everywhere is not None and os.path.exists(f"{folder}/.git"):  # noqa: PTH110  as cheap as it gets
            specs.insert(0, self.everywhere)
        added = tuple((folder.rstrip("/") + "/", spec) for spec in specs if spec is not None)
        return replace(self, specs=self.specs + added) if added else self

    def hides(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether git ignores `path`; the innermost pattern that speaks of it decides."""
        for folder, spec in reversed(self.specs):
            relative = path[len(folder) :].replace("\\", "/")
            verdict = spec.check_file(relative + "/" if is_folder else relative).include
            if verdict is not None:
                return verdict
        return False


def _read(path: str) -> GitIgnoreSpec | None:
    try:
        # Reading a pipe may wait for ever.
        if not Path(path).is_file() or Path(path).stat().st_size > _MOST_BYTES:
            return None
        lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except (OSError, ValueError):
        return None
    try:
        return specification(lines)
    except ValueError:
        # Git passes over a line that is no pattern.
        return specification(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    try:
        specification([line])
    except ValueError:
        return False
    return True

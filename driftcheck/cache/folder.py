"""The folder that entries lie in: it may be deleted, damaged or written by another run at any time."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path

FOLDER = ".driftcheck_cache"
_ROOT_MARKS = ("driftcheck.toml", "pyproject.toml", "setup.py", "setup.cfg", ".git")
_TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# This folder was made by driftcheck, and may be deleted. See https://bford.info/cachedir/
"""
_ENTRY = re.compile(r"[0-9a-f]{40}\.json")
_WAITING = re.compile(r"\.[0-9a-f]{40}\.[0-9a-f]{16}")
_ABANDONED = 3600
"""Seconds after which nobody is still writing."""
_KEPT = 256
"""Entries. A project has one for each set of paths that it is checked with."""
_SIZE_LIMIT = 256 * 1024 * 1024
"""Bytes of one entry that are read."""


def folder_for(project: Path, working_folder: Path) -> Path:
    """Where the entries of a project are kept: at its root, or where the run was started when nothing marks one.

    Args:
        project: An absolute path.
        working_folder: An absolute path.
    """
    above = (place for place in (project, *project.parents) if any((place / mark).exists() for mark in _ROOT_MARKS))
    unmarked = working_folder if project.is_relative_to(working_folder) else project
    return next(above, unmarked) / FOLDER


class Folder:
    """Texts by name. What cannot be read is not there, and what cannot be written is not kept.

    Args:
        path: Made when something is written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, name: str) -> str | None:
        """The text of an entry; None where there is none."""
        path = self._path / f"{name}.json"
        try:
            status = os.lstat(path)
            if not stat.S_ISREG(status.st_mode) or status.st_size > _SIZE_LIMIT or self._leads_away():
                return None
            return path.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return None

    def write(self, name: str, text: str) -> None:
        """Keep an entry: it is there whole or not at all, whoever else writes."""
        # Neither threads nor containers that share a folder may meet: a process number is not enough.
        waiting = self._path / f".{name}.{os.urandom(8).hex()}"
        try:
            self._make()
            if self._leads_away():
                return
            with waiting.open("x", encoding="utf-8") as file:
                file.write(text)
            waiting.replace(self._path / f"{name}.json")
            self._prune()
        except OSError:
            with suppress(OSError):
                waiting.unlink()

    def _make(self) -> None:
        try:
            self._path.mkdir(parents=True)
        except FileExistsError:
            return
        (self._path / ".gitignore").write_text("# Made by driftcheck.\n*\n", encoding="utf-8")
        (self._path / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")

    def _leads_away(self) -> bool:
        """Whether the folder is a link: a repository may bring one along, to have us write elsewhere."""
        return self._path.is_symlink()

    def _prune(self) -> None:
        """Drop what was not written for longest, and what runs that were killed left behind."""
        with os.scandir(self._path) as entries:
            files = {entry.name: entry.stat(follow_symlinks=False).st_mtime for entry in entries}
        newest = max(files.values())
        kept = sorted((name for name in files if _ENTRY.fullmatch(name)), key=lambda name: files[name], reverse=True)
        left = [name for name in files if _WAITING.fullmatch(name) and files[name] < newest - _ABANDONED]
        for name in (*kept[_KEPT:], *left):
            with suppress(OSError):
                (self._path / name).unlink()

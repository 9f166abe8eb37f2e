"""Which file of the user's own tells git what to leave out of every repository.

It is `core.excludesFile` in the user's configuration of git, and `git/ignore` in the folder of configurations where
that says nothing. Git is not started, and the configuration of a repository is not asked: whoever wrote it should not
say which files of this machine are opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_MOST_BYTES = 1 << 20
"""Of a configuration: nobody writes so much."""
_DEEPEST = 10
"""Files that include each other, as git has it."""

_HEADER = re.compile(r'\s*\[\s*([A-Za-z0-9.-]+)(?:\s+"(?:[^"\\]|\\.)*"\s*)?\]')
_ENTRY = re.compile(r"\s*([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*)", re.DOTALL)
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"|([^"#;\\]+|\\.)|[#;].*', re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "b": "\b"}


def user_ignore_file(environment: Mapping[str, str]) -> Path | None:
    """The file of patterns that count in all of the user's repositories; it need not exist.

    Args:
        environment: The environment variables.
    """
    home = environment.get("HOME") or environment.get("USERPROFILE")
    configurations = environment.get("XDG_CONFIG_HOME") or (f"{home}/.config" if home else None)
    said: str | None = None
    for place in _configurations(environment, home, configurations):
        for value in _values(place, home, _DEEPEST):
            said = value
    if said is not None:
        return _expanded(said, home)
    return Path(configurations, "git", "ignore") if configurations else None


def _configurations(environment: Mapping[str, str], home: str | None, folder: str | None) -> Iterator[Path]:
    """Yield the user's configurations; what a later one says counts."""
    if "GIT_CONFIG_GLOBAL" in environment:
        yield Path(environment["GIT_CONFIG_GLOBAL"])
        return
    if folder:
        yield Path(folder, "git", "config")
    if home:
        yield Path(home, ".gitconfig")


def _values(place: Path, home: str | None, depth: int) -> Iterator[str]:
    """Yield what a configuration, and those that it includes, say of `core.excludesFile`."""
    for section, key, value in _entries(_text(place)):
        if (section, key) == ("core", "excludesfile"):
            yield value
        elif (section, key) == ("include", "path") and depth:
            included = _expanded(value, home, place.parent)
            if included is not None:
                yield from _values(included, home, depth - 1)


def _text(place: Path) -> str:
    try:
        # Reading a pipe may wait for ever.
        if not place.is_file() or place.stat().st_size > _MOST_BYTES:
            return ""
        return place.read_text(encoding="utf-8-sig", errors="replace")
    except (OSError, ValueError):
        return ""


def _entries(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (section, key, value), the names in lower case; of a section with a further name nothing."""
    section = ""
    for line in re.sub(r"\\\r?\n", "", text).splitlines():
        header = _HEADER.match(line)
        if header is not None:
            section = "" if '"' in header[0] else header[1].lower()
        entry = _ENTRY.match(line[header.end() :] if header else line)
        if entry is not None and section:
            yield section, entry[1].lower(), _value(entry[2])


def _value(written: str) -> str:
    """What is written behind `=`, without quotes, escapes and a comment."""
    said: list[str] = []
    for piece in _PIECE.finditer(written.strip()):
        quoted, plain = piece[1], piece[2]
        if quoted is None and plain is None:
            return "".join(said).rstrip()
        said.append(re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), quoted or plain or ""))
    return "".join(said)


def _expanded(path: str, home: str | None, folder: Path | None = None) -> Path | None:
    """Where a path of a configuration leads; None where that cannot be known, or it is none.

    Args:
        path: As written.
        home: The user's own folder.
        folder: What it is relative to; nothing that is known by default.
    """
    if path.startswith(("~/", "~\\")):
        return Path(home, path[2:]) if home else None
    found = Path(path)
    if path and (found.is_absolute() or (folder is not None and path[0] not in "~%")):
        return (folder or found) / found
    return None

"""The file of a baseline: JSON with an entry a line, sorted, so that a change of it reads well in a review.

{
  "driftcheck-baseline": 1,
  "findings": [
    {"path": "app/main.py", "code": "DC101", "symbol": "paint.tint", "scope": "render", "count": 2}
  ]
}
"""

from __future__ import annotations

import json
import re
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

from driftcheck.baseline.fingerprints import Baseline, Fingerprint
from driftcheck.errors import ConfigError

VERSION = 1
_MARK = "driftcheck-baseline"
_ENTRIES = "findings"
_TEXTS = ("path", "code", "symbol", "scope")
_COUNT = "count"
_MAX_BYTES = 64 * 1024 * 1024
_LIST = re.compile(rf'"{_ENTRIES}"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def read_baseline(path: Path, shown: str) -> Baseline:
    """What a file holds.

    Args:
        path: The file.
        shown: What messages call it.

    Raises:
        ConfigError: It cannot be read, is no baseline, or one of a later version; with the line where that is known.
    """
    text = _read(path, shown)
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise ConfigError(f"{shown}: expected a baseline, and it is nested too deeply to be read") from error
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise ConfigError(f"{shown}:{line}: expected the JSON of a baseline: {reason}{_ADVICE}") from error
    version = document.get(_MARK) if isinstance(document, dict) else None
    if not isinstance(version, int) or isinstance(version, bool):
        raise ConfigError(f'{shown}:1: is no baseline: expected an object with "{_MARK}"')
    if version != VERSION:
        line = _line_of(text, f'"{_MARK}"')
        raise ConfigError(
            f"{shown}:{line}: is a baseline of version {version}, and this driftcheck reads version {VERSION} only"
        )
    entries = document.get(_ENTRIES)
    if not isinstance(entries, list):
        line = _line_of(text, f'"{_ENTRIES}"')
        raise ConfigError(f'{shown}:{line}: expected "{_ENTRIES}", a list of entries{_ADVICE}')
    return Baseline(MappingProxyType(dict(_counts(entries, text, shown))))


_ADVICE = "; if it cannot be mended, delete it and write it anew with --update-baseline"


def write_baseline(path: Path, baseline: Baseline, shown: str) -> bool:
    """Put a baseline in the place of the file, whole or not at all; whether anything changed.

    Args:
        path: The file. Its folder must exist.
        baseline: What it is to hold.
        shown: What messages call it.

    Raises:
        ConfigError: It cannot be written.
    """
    import os  # noqa: PLC0415  a run that only reads does without
    import tempfile  # noqa: PLC0415

    data = render(baseline).encode("ascii")
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        target = path.resolve()
        mode = target.stat().st_mode if target.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as new:
                new.write(data)
            Path(name).chmod(stat.S_IMODE(mode))
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigError(f"{shown}: cannot be written: {error.strerror or error}") from error
    return True


def render(baseline: Baseline) -> str:
    """The text of the file. The same baseline gives the same text."""
    lines = [
        json.dumps({**{name: getattr(key, name) for name in _TEXTS}, _COUNT: number})
        for key, number in sorted(baseline.counts.items())
    ]
    listed = ",".join(f"\n    {line}" for line in lines) + ("\n  " if lines else "")
    return f'{{\n  "{_MARK}": {VERSION},\n  "{_ENTRIES}": [{listed}]\n}}\n'


def _umask() -> int:
    import os  # noqa: PLC0415

    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _read(path: Path, shown: str) -> str:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ConfigError(f"{shown}: expected a baseline, and it is no regular file")
        if status.st_size > _MAX_BYTES:
            raise ConfigError(f"{shown}: expected a baseline, and it is larger than {_MAX_BYTES // 2**20} MiB")
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{shown}: cannot be read: {error.strerror or error}") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{shown}:{line}: expected the JSON of a baseline, in UTF-8{_ADVICE}") from error


def _counts(entries: list[Any], text: str, shown: str) -> Iterator[tuple[Fingerprint, int]]:
    """Yield every fingerprint once; entries that two branches both brought count together."""
    counts: Counter[Fingerprint] = Counter()
    for place, entry in enumerate(entries):
        fault = _fault(entry)
        if fault:
            raise ConfigError(f"{shown}:{_line_of_entry(text, place)}: {fault}{_ADVICE}")
        counts[Fingerprint(*(entry[name] for name in _TEXTS))] += entry[_COUNT]
    yield from counts.items()


def _fault(entry: object) -> str:
    """What is wrong with an entry; empty where nothing is."""
    if not isinstance(entry, dict):
        return "expected an entry: an object"
    for name in _TEXTS:
        if not isinstance(entry.get(name), str):
            return f'expected an entry with "{name}", a text'
    number = entry.get(_COUNT)
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        return f'expected an entry with "{_COUNT}", a number from 1'
    return ""


def _line_of(text: str, sought: str) -> int:
    place = text.find(sought)
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


def _line_of_entry(text: str, number: int) -> int:
    """The 1-based line on which an entry begins."""
    start = _LIST.search(text)
    place = start.end() if start else 0
    decoder = json.JSONDecoder()
    for _ in range(number):
        place = _beyond(text, decoder.raw_decode(text, _beyond(text, place))[1])
    return text.count("\n", 0, _beyond(text, place)) + 1


def _beyond(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place

"""What counts for every file of a run: the tool itself, the interpreter, the pins and the snapshots."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path

from driftcheck import __version__
from driftcheck.model.declarations import Declaration
from driftcheck.resolution.environment import Environment

_PACKAGE = Path(__file__).parents[1]


def circumstances(environment: Environment, snapshots: str, declarations: Sequence[Declaration] = ()) -> str:
    """The digest of all that judges files beside the files.

    Args:
        environment: With the pins and the version of the language.
        snapshots: The identity of the snapshots that answer.
        declarations: What the project itself says against names.
    """
    digest = blake2b(digest_size=20)
    for part in (_tool(), environment.identity, snapshots, repr(tuple(declarations))):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


@cache
def _tool() -> str:
    """The version is not enough: in a checkout the code changes under it."""
    files = "\n".join(f"{path} {size} {time}" for path, size, time in sorted(_files(str(_PACKAGE))))
    return f"{__version__} {sys.version} {sys.platform}\n{files}"


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield the code and the tables of the package, with sizes and times."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name not in {"__pycache__", "api_snapshots"}:
                yield from _files(entry.path)
        elif entry.name.endswith((".py", ".toml")):
            status = entry.stat()
            yield entry.path, status.st_size, status.st_mtime_ns

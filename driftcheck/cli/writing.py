"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from driftcheck.errors import ConfigError


def refuse_unwritable(path: Path) -> None:
    """Say so before the work begins where a file could not be written after it.

    Raises:
        ConfigError: The path is a folder, or lies in none, or in one that may not be written to.
    """
    if path.is_dir():
        raise ConfigError(f"{path}: is a folder, and a report needs a file")
    folder = path.parent
    if not folder.is_dir():
        raise ConfigError(f"{path}: cannot be written: there is no folder {folder}")
    if not os.access(folder if not path.exists() else path, os.W_OK):
        raise ConfigError(f"{path}: cannot be written: permission denied")


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in its place through one beside it, with the permissions that it had, or that new files get.

    What is no regular file (a pipe, a device) is written to as it is.

    Raises:
        OSError: It cannot be written; what was there before is still there.
    """
    import shutil  # noqa: PLC0415  only where something is written
    import tempfile  # noqa: PLC0415

    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        if target.exists():
            shutil.copymode(target, name)
        else:
            Path(name).chmod(0o666 & ~_mask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mask() -> int:
    """What this process takes away from the permissions of new files; the only way to ask is to set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask

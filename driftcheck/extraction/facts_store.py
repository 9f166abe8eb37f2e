"""Facts of modules kept on disk between refreshes, so that a module is read once and not once a run.

A folder for each generation of the extractor, in it one for each distribution, in it a file for each release that was
read: an archive of what that release was the first to have. Files are written whole and then renamed, never changed
and never locked; a damaged one is dropped. All of it may be deleted at any time: it only saves work.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from driftcheck.extraction import facts_codec
from driftcheck.extraction.facts import ModuleFacts

_SUFFIX = ".facts"
_MOST = 2048 * 2**20
"""Bytes that are kept over all distributions; thirty releases of a large one are some 8 to 18 MB."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError)
"""What says that a file is not what was written. That it cannot be opened now (too many are, no right to) does not."""
_STAMP = (1980, 1, 1, 0, 0, 0)


class FactsStore:
    """What is kept of one distribution.

    Args:
        folder: Of the distribution, inside that of the generation; made when there is something to keep.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._homes: dict[str, Path] = {}
        self._open: dict[Path, zipfile.ZipFile] = {}
        self._fresh: dict[str, bytes] = {}
        self._used: set[Path] = set()
        for path in sorted(folder.glob(f"*{_SUFFIX}")):
            archive = _opened(path)
            if archive is not None:
                self._open[path] = archive
                self._homes.update(dict.fromkeys(archive.namelist(), path))

    def facts(self, name: str) -> ModuleFacts | None:
        """The facts kept under a name; None where there are none, or none that can be read."""
        data = self._read(name)
        try:
            return facts_codec.decode(data) if data is not None else None
        except ValueError:
            self._drop(name)
            return None

    def keep_facts(self, name: str, facts: ModuleFacts) -> None:
        """Keep facts under a name."""
        if name not in self._homes:
            self._fresh[name] = facts_codec.encode(facts)

    def text(self, digest: str) -> bytes | None:
        """The text with this SHA-256; None where it is not kept."""
        data = self._read(f"text/{digest}")
        if data is not None and hashlib.sha256(data).hexdigest() != digest:
            self._drop(f"text/{digest}")
            return None
        return data

    def keep_text(self, digest: str, text: bytes) -> None:
        """Keep a text."""
        if f"text/{digest}" not in self._homes:
            self._fresh[f"text/{digest}"] = text

    def flush(self) -> None:
        """Write what is fresh. Trouble with the disk is no trouble of the refresh: then it is not kept."""
        fresh, self._fresh = self._fresh, {}
        try:
            for path in self._used:
                os.utime(path)
            if fresh:
                self._write(fresh)
        except OSError:
            return
        finally:
            self._used.clear()

    def close(self) -> None:
        """Write what is fresh, and let go of the files."""
        self.flush()
        for archive in self._open.values():
            archive.close()
        self._open.clear()
        self._homes.clear()

    def _write(self, fresh: dict[str, bytes]) -> None:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(fresh):
                info = zipfile.ZipInfo(name, _STAMP)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, fresh[name])
        data = packed.getvalue()
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{hashlib.sha256(data).hexdigest()[:16]}{_SUFFIX}"
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except OSError:
            _remove(Path(name))
            raise
        opened = _opened(path)
        if opened is not None:
            self._open[path] = opened
            self._homes.update(dict.fromkeys(fresh, path))

    def _read(self, name: str) -> bytes | None:
        if name in self._fresh:
            return self._fresh[name]
        path = self._homes.get(name)
        if path is None:
            return None
        self._used.add(path)
        try:
            return self._open[path].read(name)
        except _DAMAGE:
            self._drop(name)
            return None
        except OSError:
            return None

    def _drop(self, name: str) -> None:
        """Forget the file that a name is in: one part of it is not what was written, so none of it is believed."""
        path = self._homes.pop(name, None)
        if path is None:
            return
        self._homes = {name: home for name, home in self._homes.items() if home != path}
        self._used.discard(path)
        self._open.pop(path).close()
        _remove(path)


class FactsLibrary:
    """The stores of all distributions for the extractor that runs.

    Args:
        folder: Inside the user's cache.
        extractor: Its version.
    """

    def __init__(self, folder: Path, extractor: int) -> None:
        self._folder = folder
        self._generation = folder / _generation(extractor)

    def store(self, distribution: str) -> FactsStore:
        """The store of one distribution."""
        return FactsStore(self._generation / distribution)

    def prune(self, limit: int = _MOST) -> None:
        """Remove what other extractors kept, and, beyond `limit` bytes, the files that were not used for longest."""
        if not self._folder.is_dir():
            return
        for other in self._folder.iterdir():
            if other != self._generation:
                shutil.rmtree(other, ignore_errors=True)
        total = 0
        for _, size, path in sorted(_files(self._generation), reverse=True):
            total += size
            if total > limit:
                _remove(path)


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Yield (last use, bytes, path) of all files, those that a kill left half-written included."""
    for path in folder.glob("*/*"):
        try:
            status = path.stat()
        except OSError:
            continue  # another process removed it
        yield status.st_mtime, status.st_size, path


def _remove(path: Path) -> None:
    """Remove a file; one that another process holds open stays where the system will have it so."""
    with suppress(OSError):
        path.unlink()


def _opened(path: Path) -> zipfile.ZipFile | None:
    try:
        return zipfile.ZipFile(path)
    except _DAMAGE:
        _remove(path)
    except OSError as error:
        if error.errno == errno.EINVAL:  # it points to where no file has a place
            _remove(path)
    return None


@cache
def _generation(extractor: int) -> str:
    """What facts depend on besides a module's text and name: the code that reads them, and the parser beneath it.

    The version of the extractor is raised with each release that reads differently; between releases the code itself
    tells, so that work on it never meets facts of yesterday.
    """
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for room in ("extraction", "model"):
        for path in sorted((package / room).rglob("*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.read_bytes())
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{extractor}-py{python}-griffe{version('griffe')}-{digest.hexdigest()[:12]}"

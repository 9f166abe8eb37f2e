"""Opens a published release without installing or extracting it."""

from __future__ import annotations

import hashlib

from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from driftcheck.errors import DownloadError
from driftcheck.extraction.arriving import ArrivingFile
from driftcheck.extraction.distribution_metadata import Metadata, Recorded, parse_metadata, parse_record
from driftcheck.extraction.layouts import sdist_layout, sdist_top, wheel_layout, wheel_metadata_folder
from driftcheck.extraction.published import PublishedFile, PublishedRelease, preferred_file
from driftcheck.extraction.registry import Registry
from driftcheck.extraction.release_files import ArchiveRefusedError, Entry, Refusal, ReleaseFiles
from driftcheck.extraction.remote_files import RemoteFile
from driftcheck.extraction.tar_archives import TarMembers
from driftcheck.extraction.zip_archives import BytesInMemory, ByteSource, ZipMembers

__all__ = ["ArchiveRefusedError", "Entry", "Metadata", "Refusal", "ReleaseFiles", "open_release", "open_wheel"]


def open_release(registry: Registry, release: PublishedRelease) -> ReleaseFiles:
    """Open the file of `release` that tells most for the least: a wheel where there is one.

    Of a wheel only the directory and the metadata are fetched here, the rest as it is read. A source distribution is
    fetched whole, and of a compressed tar archive only source text is held. Nothing is written to disk.

    Raises:
        ArchiveRefusedError: The file is damaged or hostile.
        DownloadError: It cannot be had, or the release has no file that can be read.
    """
    file = preferred_file(release)
    if file is None:
        msg = f"release {release.version} has neither a wheel nor a source distribution that can be read"
        raise DownloadError(msg)
    if file.is_wheel:
        return open_wheel(file.filename, RemoteFile(registry, file))
    if file.filename.endswith(".zip"):
        return open_sdist(file, registry.download(file))
    return _open_members(file, registry.stream(file, TarMembers))


def open_wheel(filename: str, source: ByteSource) -> ReleaseFiles:
    """Open a wheel.

    Args:
        filename: The wheel's name, which tells the distribution.
        source: Its bytes.

    Raises:
        ArchiveRefusedError: It is damaged or hostile, or has no metadata.
        DownloadError: It could not be fetched.
    """
    members = ZipMembers(filename, source)
    sizes = members.sizes()
    layout = wheel_layout(sizes)
    try:
        distribution = parse_wheel_filename(filename)[0]
    except InvalidWheelFilename:
        distribution = canonicalize_name(filename.partition("-")[0])
    folder = wheel_metadata_folder(sizes, distribution)
    described = dict(members.read([f"{folder}METADATA", f"{folder}RECORD"])) if folder else {}
    if f"{folder}METADATA" not in described:
        raise ArchiveRefusedError(filename, Refusal.NO_METADATA, "it has no METADATA that can be read")
    recorded = parse_record(described.get(f"{folder}RECORD", b""))
    unknown = Recorded(None, None)
    return ReleaseFiles(
        filename,
        entries=tuple(
            Entry(path, sizes[name], recorded.get(name, unknown).sha256) for path, name in sorted(layout.items())
        ),
        metadata=parse_metadata(described[f"{folder}METADATA"], layout),
        members=layout,
        reader=members,
    )


def open_sdist(file: PublishedFile, content: bytes) -> ReleaseFiles:
    """Open a source distribution, as text.

    Args:
        file: Tells the name, and by it the format.
        content: The archive.

    Raises:
        ArchiveRefusedError: It is damaged or hostile.
    """
    if file.filename.endswith(".zip"):
        return _open_members(file, ZipMembers(file.filename, BytesInMemory(content)))
    return _open_members(file, TarMembers(ArrivingFile(file, (content,))))


def _open_members(file: PublishedFile, members: ZipMembers | TarMembers) -> ReleaseFiles:
    sizes = members.sizes()
    top = sdist_top(sizes)
    egg = min((name for name in sizes if name.endswith(".egg-info/PKG-INFO")), key=len, default=f"{top}PKG-INFO")
    egg = egg.removesuffix("PKG-INFO")
    described = dict(members.read([f"{top}PKG-INFO", *(f"{egg}{name}" for name in _EGG_FILES)]))
    top_level = frozenset(described.get(f"{egg}top_level.txt", b"").decode("utf-8", "replace").split())
    egg_root = egg.removeprefix(top).rstrip("/").rpartition("/")[0]
    layout = sdist_layout(sizes, top_level, f"{egg_root}/" if egg_root else "")
    texts = [name for name in layout.values() if name.endswith((".py", ".pyi"))]
    hashes = {name: hashlib.sha256(text).hexdigest() for name, text in members.read(texts)}
    return ReleaseFiles(
        file.filename,
        entries=tuple(Entry(path, sizes[name], hashes.get(name)) for path, name in sorted(layout.items())),
        metadata=parse_metadata(
            described.get(f"{top}PKG-INFO", b"") or described.get(f"{egg}PKG-INFO", b""),
            layout,
            requires_txt=described.get(f"{egg}requires.txt"),
        ),
        members=layout,
        reader=members,
    )


_EGG_FILES = ("PKG-INFO", "top_level.txt", "requires.txt")

"""Releases that are installed in an environment, read as files and never imported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import InvalidVersion, Version

from driftcheck.errors import ConfigError, DownloadError
from driftcheck.extraction.distribution_metadata import Recorded, parse_metadata, parse_record
from driftcheck.extraction.release_files import ArchiveRefusedError, Entry, Limits, Refusal, ReleaseFiles

_SITE_PACKAGES = ("lib/python3*/site-packages", "lib64/python3*/site-packages", "Lib/site-packages")


@dataclass(frozen=True, slots=True)
class InstalledRelease:
    """A release and where it lies."""

    name: NormalizedName
    version: Version
    folder: Path
    """The import root: the `site-packages` folder."""
    information: Path
    """Its `dist-info` folder."""


def installed_releases(environment: Path) -> tuple[InstalledRelease, ...]:
    """The releases installed in an environment, by name.

    Args:
        environment: The root of a virtual environment, or a `site-packages` folder.

    Raises:
        ConfigError: It is neither.
    """
    found: dict[str, InstalledRelease] = {}
    for folder in _import_roots(environment):
        for information in sorted(folder.glob("*.dist-info")):
            name, _, written = information.name.removesuffix(".dist-info").partition("-")
            try:
                version = Version(written)
            except InvalidVersion:
                continue
            if (information / "METADATA").is_file():
                normalised = canonicalize_name(name)
                found.setdefault(normalised, InstalledRelease(normalised, version, folder, information))
    return tuple(found[name] for name in sorted(found))


def open_installed(release: InstalledRelease) -> ReleaseFiles:
    """Open the files that RECORD lists; those outside the import root (commands, data) are left out.

    Raises:
        DownloadError: The release's metadata or its list of files cannot be read, or its modules lie elsewhere.
    """
    label = f"{release.name} {release.version} in {release.folder}"
    if _is_editable(release.information):
        msg = f"{label}: installed as editable, so its modules are not here; install it without -e to record it"
        raise DownloadError(msg)
    if not (release.information / "RECORD").is_file():
        msg = f"{label}: has no RECORD, so which files are its own is not known; install it with pip to record it"
        raise DownloadError(msg)
    try:
        described = (release.information / "METADATA").read_bytes()
        recorded = parse_record((release.information / "RECORD").read_bytes())
    except OSError as error:
        msg = f"{label}: its metadata cannot be read: {error.strerror}"
        raise DownloadError(msg) from error
    members = {path: path for path in sorted(recorded) if _is_inside(path)}
    reader = _FolderMembers(label, release.folder, recorded)
    return ReleaseFiles(
        label,
        entries=tuple(Entry(path, reader.size(path), recorded[path].sha256) for path in members),
        metadata=parse_metadata(described, members),
        members=members,
        reader=reader,
    )


def _import_roots(environment: Path) -> list[Path]:
    if not environment.is_dir():
        msg = f"{environment}: not a folder"
        raise ConfigError(msg)
    if any(environment.glob("*.dist-info")):
        return [environment]
    # lib64 is a link to lib in most environments.
    roots = {path.resolve(): path for pattern in _SITE_PACKAGES for path in sorted(environment.glob(pattern))}
    if not roots:
        msg = f"{environment}: neither a virtual environment nor a folder of installed releases"
        raise ConfigError(msg)
    return list(roots.values())


def _is_editable(information: Path) -> bool:
    """Whether only a pointer to the source is installed (PEP 610)."""
    try:
        said = json.loads((information / "direct_url.json").read_text(encoding="utf-8"))
        return said["dir_info"]["editable"] is True
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _is_inside(path: str) -> bool:
    parts = path.split("/")
    return not (Path(path).is_absolute() or ".." in parts or "\\" in path or "__pycache__" in parts)


class _FolderMembers:
    """Reads installed files."""

    bytes_fetched = 0

    def __init__(self, label: str, folder: Path, recorded: Mapping[str, Recorded]) -> None:
        self._label = label
        self._folder = folder
        self._recorded = recorded
        self._limits = Limits()

    @property
    def bytes_published(self) -> int:
        """Bytes of all files, as recorded."""
        return sum(recorded.size or 0 for recorded in self._recorded.values())

    def size(self, path: str) -> int:
        """Bytes of a file, 0 where it is gone and was not recorded."""
        recorded = self._recorded[path].size
        if recorded is not None:
            return recorded
        try:
            return (self._folder / path).stat().st_size
        except OSError:
            return 0

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the files asked for with their contents; those that are gone or too large are left out."""
        for name in names:
            path = self._folder / name
            try:
                if path.stat().st_size > self._limits.member or not path.is_file():
                    continue
                if not path.resolve().is_relative_to(self._folder.resolve()):
                    raise ArchiveRefusedError(self._label, Refusal.LINK, name)
                content = path.read_bytes()
            except OSError:
                continue
            yield name, content

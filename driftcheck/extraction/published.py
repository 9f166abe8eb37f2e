"""What an index offers: releases and their files, and which file is worth reading."""

from __future__ import annotations

from dataclasses import dataclass

from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import Version


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a release, as the index tells of it."""

    filename: str
    url: str
    """Absolute."""
    sha256: str | None = None
    size: int | None = None
    """Bytes; older indexes do not say."""
    core_metadata: bool = False
    """Whether METADATA can be had beside the file (PEP 658)."""
    yanked: bool = False

    @property
    def is_wheel(self) -> bool:
        """Whether the name is a wheel's."""
        return self.filename.endswith(".whl")


@dataclass(frozen=True, slots=True)
class PublishedRelease:
    """One release and the files it can be read from."""

    version: Version
    released: str | None = None
    """Day of the first upload, `YYYY-MM-DD`; None where the index does not tell."""
    yanked: bool = False
    """Every file of it is yanked (PEP 592)."""
    requires_python: str | None = None
    files: tuple[PublishedFile, ...] = ()
    """Wheels and source distributions whose names could be read, by name."""


def preferred_file(release: PublishedRelease) -> PublishedFile | None:
    """The file that tells most about the release for the least: None where no file can be read.

    A pure wheel, else a platform wheel for the most usual platform and the oldest CPython (a wheel for a newer one may
    leave out modules that it no longer supports, and a name that is there for some must not be called absent), else the
    source distribution. Wheels for Python 2 alone come last.
    """
    ranked = [(rank, file.filename, file) for file in release.files if (rank := _rank(file)) is not None]
    return max(ranked, key=lambda item: item[:2])[2] if ranked else None


_SOURCE_RANK = (1, 0, 0, 0)
_Rank = tuple[bool, int, int, int, int]


def _rank(file: PublishedFile) -> _Rank | None:
    if not file.is_wheel:
        return (not file.yanked, *_SOURCE_RANK)
    try:
        tags = parse_wheel_filename(file.filename)[3]
    except InvalidWheelFilename:
        return None
    return (not file.yanked, *max(map(_tag_rank, tags)))


def _tag_rank(tag: Tag) -> tuple[int, int, int, int]:
    interpreter, digits = tag.interpreter[:2], tag.interpreter[2:]
    if not digits.startswith("3"):
        return 0, 0, 0, 0
    if tag.platform == "any":
        return 3, int(interpreter == "py"), 0, 0
    # The free-threaded and PyPy builds leave out optional parts more often than the usual one.
    usual = int(interpreter in {"cp", "py"} and not tag.abi.endswith("t"))
    minor = int(digits[1:]) if digits[1:].isdecimal() else 0
    return 2, usual, _platform_rank(tag.platform), -minor


def _platform_rank(platform: str) -> int:
    match platform.partition("_")[0].rstrip("0123456789"):
        case "manylinux" | "linux":
            return 5 if platform.endswith("x86_64") else 4
        case "musllinux":
            return 3
        case "macosx":
            return 2
        case "win":
            return 1
        case _:
            return 0

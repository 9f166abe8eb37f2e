"""What a distribution says of itself: METADATA, RECORD, and the import names that its files provide."""

from __future__ import annotations

import base64
import binascii
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from packaging.metadata import parse_email


@dataclass(frozen=True, slots=True)
class Metadata:
    """Core metadata, as far as a snapshot has a use for it."""

    name: str = ""
    version: str = ""
    """As written."""
    requires: tuple[str, ...] = ()
    """Requires-Dist lines."""
    requires_python: str | None = None
    import_names: tuple[str, ...] = ()
    """Dotted names that the release provides: declared (PEP 794), else as its files show; sorted. Names within a
    namespace package are given in full (`google.cloud.storage`)."""
    declared: tuple[str, ...] = ()
    """Those of them that the release itself declares (Import-Name, PEP 794), namespaces left out; sorted."""


class Recorded(NamedTuple):
    """What RECORD says of a file."""

    sha256: str | None
    size: int | None


def parse_metadata(content: bytes, paths: Iterable[str], *, requires_txt: bytes | None = None) -> Metadata:
    """Read METADATA or PKG-INFO.

    Args:
        content: The file.
        paths: The files of the release, relative to its import root.
        requires_txt: The requirements that setuptools lays beside PKG-INFO, used where that names none.
    """
    raw, _ = parse_email(content)
    requires = tuple(_one_line(line) for line in raw.get("requires_dist", []))
    if not requires and requires_txt is not None:
        requires = tuple(_requirements(requires_txt.decode("utf-8", "replace")))
    declared = [name.partition(";")[0].strip() for name in raw.get("import_names", [])]
    names = {name for name in declared if all(part.isidentifier() for part in name.split("."))}
    return Metadata(
        name=raw.get("name", ""),
        version=raw.get("version", ""),
        requires=requires,
        requires_python=raw.get("requires_python"),
        import_names=tuple(sorted(names)) or provided_import_names(paths),
        declared=tuple(sorted(names)),
    )


def parse_record(content: bytes) -> dict[str, Recorded]:
    """Hash and size of each file that RECORD lists; lines that cannot be read are skipped."""
    recorded = {}
    for line in content.decode("utf-8", "replace").splitlines():
        try:
            row = next(csv.reader([line]), [])
        except csv.Error:
            continue
        if len(row) == 3:
            recorded[row[0]] = Recorded(_sha256(row[1]), int(row[2]) if row[2].isdecimal() else None)
    return recorded


def _sha256(field: str) -> str | None:
    algorithm, _, digest = field.partition("=")
    if algorithm != "sha256":
        return None
    try:
        decoded = base64.urlsafe_b64decode(digest + "=" * (-len(digest) % 4))
    except (binascii.Error, ValueError):
        return None
    return decoded.hex() if len(decoded) == _SHA256_BYTES else None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _requirements(requires_txt: str) -> Iterator[str]:
    """Requirements of an egg's `requires.txt`, whose sections are `[extra]`, `[:marker]` or `[extra:marker]`."""
    condition = ""
    for line in map(str.strip, requires_txt.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            extra, _, marker = line[1:-1].partition(":")
            conditions = [f"({marker})"] if marker else []
            condition = " and ".join([*conditions, *([f'extra == "{extra}"'] if extra else [])])
        elif line and not line.startswith("#"):
            yield f"{line} ; {condition}" if condition else line


_SHA256_BYTES = 32
_MODULE_SUFFIXES = (".py", ".pyi", ".so", ".pyd")
_SIDE_FOLDERS = frozenset({"test", "tests", "doc", "docs", "example", "examples", "benchmarks", "scripts"})


def provided_import_names(paths: Iterable[str]) -> tuple[str, ...]:
    """The dotted names that files beneath an import root provide, sorted.

    A folder with modules of its own is a package; a folder that only holds folders is a namespace, whose parts are
    named in full. Folders for tests and documents count only where there is nothing else.
    """
    modules = {module for path in paths if (module := _module_parts(path))}
    folders = {parts[:-1] for parts in modules}
    names = set()
    for parts in modules:
        depth = next((d for d in range(1, len(parts)) if parts[:d] in folders), len(parts))
        if parts[:depth] != ("__init__",):
            names.add(parts[:depth])
    main = {name for name in names if name[0] not in _SIDE_FOLDERS}
    return tuple(sorted(".".join(name) for name in main or names))


def _module_parts(path: str) -> tuple[str, ...]:
    """The components of a module's dotted name, `__init__` last for a package; empty for other files."""
    if not path.endswith(_MODULE_SUFFIXES):
        return ()
    *folders, filename = path.split("/")
    parts = (*folders, filename.partition(".")[0])
    return parts if all(part.isidentifier() for part in parts) else ()

"""Reading snapshots: found by import name, opened when asked for, answered from memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from driftcheck.errors import SnapshotError
from driftcheck.model.names import prefixes
from driftcheck.model.releases import Release
from driftcheck.model.symbols import SymbolSpan
from driftcheck.snapshot.compression import decompress
from driftcheck.snapshot.database import Database
from driftcheck.snapshot.joined import JoinedDatabase, Part
from driftcheck.snapshot.layers import Copy, Layers, find_layers
from driftcheck.snapshot.manifest import Manifest, advice, database_size, rebuild_catalog
from driftcheck.snapshot.rows import Facts
from driftcheck.snapshot.schema import CATALOG, DATABASE_SUFFIX, MANIFEST_SUFFIX


class SnapshotStore:
    """The snapshots of one or more folders; what several hold of a distribution is put together (see `layers`).

    Args:
        folders: The most trusted first; `open` finds the usual ones.
        import_names: Distributions by import name, over whatever the catalogs say.

    Raises:
        SnapshotError: No catalog can be read.
    """

    def __init__(self, folders: tuple[Path, ...], import_names: Mapping[str, str] = MappingProxyType({})) -> None:
        self.folders = folders
        self._notes: dict[str, None] = {}
        owners = _owners(folders, self._notes)
        self._recorded = tuple(sorted({name for names in owners.values() for name in names}))
        self._owners = {**owners, **{name: (distribution,) for name, distribution in import_names.items()}}
        self._layers: dict[str, Layers | None] = {}
        self._manifests: dict[str, Manifest | None] = {}
        self._databases: dict[str, Database | JoinedDatabase] = {}

    @classmethod
    def open(
        cls, folders: tuple[Path, ...] = (), import_names: Mapping[str, str] = MappingProxyType({})
    ) -> SnapshotStore:
        """The store over `folders`, or, where none is given, over the user's own folder and the shipped one.

        Raises:
            SnapshotError: A folder that was given holds no snapshots.
        """
        for folder in folders:
            if not (folder / CATALOG).is_file():
                raise SnapshotError(f"{folder}: no snapshots here ({CATALOG} is missing)")
        if not folders:
            folders = tuple(path for path in (user_folder(), shipped_folder()) if (path / CATALOG).is_file())
        return cls(folders, import_names)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found wrong with copies that were then left out, one line each."""
        return tuple(self._notes)

    def identity(self) -> str:
        """What tells these surfaces from others: the hashes that the manifests promise, and who provides what."""
        digest = hashlib.sha256(repr(sorted(self._owners.items())).encode())
        for folder in self.folders:
            digest.update(f"\n{folder}\n".encode("utf-8", "surrogatepass"))
            for path in sorted(folder.iterdir()):
                if path.suffix == MANIFEST_SUFFIX:
                    digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
                else:
                    status = path.stat()
                    digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def distributions_of(self, path: str) -> tuple[str, ...]:
        """The distributions whose import names are the longest dotted prefix of `path`; () if none is known."""
        for prefix in prefixes(path):
            found = self._owners.get(prefix)
            if found is not None:
                return found
        return ()

    def distributions(self) -> tuple[str, ...]:
        """Every distribution that is recorded, by name."""
        return self._recorded

    def releases(self, distribution: str) -> tuple[Release, ...]:
        """The recorded releases, ascending; () where none is."""
        manifest = self.manifest(distribution)
        return manifest.releases if manifest is not None else ()

    def manifest(self, distribution: str) -> Manifest | None:
        """What is recorded of a distribution; None where nothing is.

        Raises:
            SnapshotError: The manifest is damaged.
        """
        if distribution not in self._manifests:
            layers = self.layers(distribution)
            self._manifests[distribution] = layers.manifest if layers is not None else None
        return self._manifests[distribution]

    def layers(self, distribution: str) -> Layers | None:
        """The copies that answer for a distribution; None where there is none.

        Raises:
            SnapshotError: None is sound.
        """
        if distribution not in self._layers:
            layers = self._layers[distribution] = find_layers(distribution, self.folders)
            if layers is not None:
                self._notes.update(dict.fromkeys(layers.notes))
        return self._layers[distribution]

    def rows(self, distribution: str, path: str) -> tuple[SymbolSpan, ...]:
        """All spans recorded for exactly this path."""
        # Asked most of all, and mostly of what is open already.
        database = self._databases.get(distribution)
        return (database or self._database(distribution)).rows(path)

    def children(self, distribution: str, path: str) -> tuple[str, ...]:
        """Names recorded directly beneath `path` in any release."""
        return self._database(distribution).children(path)

    def find_tail(self, distribution: str, tail: str) -> tuple[str, ...]:
        """All recorded paths whose last component is `tail`, sorted."""
        return self._database(distribution).find_tail(tail)

    def changed_paths(self, distribution: str, one: int, other: int) -> tuple[str, ...]:
        """Every path of which some span holds one of two releases, by their ordinals, and not the other; sorted."""
        return self._database(distribution).changed_paths(one, other)

    def export(self, distribution: str) -> bytes:
        """The plain SQLite database, decompressed and verified; of several copies, that which answers first.

        Raises:
            SnapshotError: The distribution is not recorded, or its snapshot is damaged.
        """
        layers = self.layers(distribution)
        if layers is None:
            raise SnapshotError(f"no snapshot of {distribution}; add one with `driftcheck snapshot add {distribution}`")
        return bytes(_plain(layers.copies[0]))

    def size(self, distribution: str) -> int:
        """Bytes of the compressed database; 0 where there is none."""
        layers = self.layers(distribution)
        return database_size(layers.copies[0].folder, distribution) if layers is not None else 0

    def stored(self, distribution: str) -> Iterator[tuple[str, int, int, Facts]]:
        """Yield every row (path, first, last, facts), to be taken up by a refresh."""
        yield from self._database(distribution).stored()

    def _database(self, distribution: str) -> Database | JoinedDatabase:
        if distribution not in self._databases:
            self._databases[distribution] = self._opened(distribution)
        return self._databases[distribution]

    def _opened(self, distribution: str) -> Database | JoinedDatabase:
        layers = self.layers(distribution)
        if layers is None:
            # The user's map may name what no folder holds.
            return JoinedDatabase(())
        if len(layers.copies) == 1:
            return Database(distribution, _plain(layers.copies[0]))
        databases = (Database(distribution, _plain(copy)) for copy in layers.copies)
        return JoinedDatabase([Part(*pair) for pair in zip(databases, layers.places(), strict=True)])


def _plain(copy: Copy) -> bytes | bytearray:
    packed = copy.packed()
    try:
        return decompress(packed)
    except ValueError as error:
        name = copy.manifest.distribution
        path = copy.folder / f"{name}{DATABASE_SUFFIX}"
        raise SnapshotError(f"{path}: damaged ({error}); {advice(name)}") from error


def shipped_folder() -> Path:
    """The snapshots that come with driftcheck: inside the installed package, or beside it in a checkout."""
    # `importlib.resources` gives the same path, but brings tempfile and zipfile: a thirtieth of a small run.
    package = Path(__file__).parents[1]
    inside = package / "api_snapshots"
    return inside if inside.is_dir() else package.parent / "api_snapshots"


def user_folder() -> Path:
    """The user's own snapshots, layered over the shipped ones."""
    import platformdirs  # noqa: PLC0415  # only where no folder is given

    return Path(platformdirs.user_data_dir("driftcheck", appauthor=False)) / "snapshots"


def _owners(folders: tuple[Path, ...], notes: dict[str, None]) -> Mapping[str, tuple[str, ...]]:
    """Import names to distributions, over all folders. A catalog that is damaged is noted, and made from manifests."""
    owners: dict[str, dict[str, None]] = {}
    for folder in folders:
        try:
            names = _catalog(folder)
        except SnapshotError as error:
            if len(folders) == 1:
                raise
            notes[str(error)] = None
            names = json.loads(rebuild_catalog(folder, skip_damaged=True))["import_names"]
        for name, distributions in names.items():
            owners.setdefault(name, {}).update(dict.fromkeys(distributions))
    return {name: tuple(sorted(distributions)) for name, distributions in owners.items()}


def _catalog(folder: Path) -> Mapping[str, list[str]]:
    path = folder / CATALOG
    try:
        names: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))["import_names"]
        return {name: [str(distribution) for distribution in found] for name, found in names.items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise SnapshotError(f"{path}: not a catalog ({error}); mend it with `driftcheck snapshot add NAME`") from error

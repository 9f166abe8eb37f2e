"""What to ask of a release: names and parameters, recorded and not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from driftcheck.model.names import is_path, is_private, is_within, prefixes, tail
from driftcheck.model.releases import Release
from driftcheck.model.symbols import Kind, Symbol
from driftcheck.snapshot.manifest import Manifest
from driftcheck.snapshot.rows import decode
from driftcheck.snapshot.store import SnapshotStore


class Origin(StrEnum):
    """Where a path of the sample comes from."""

    RECORDED = "recorded"
    ELSEWHERE = "recorded in another release"
    LISTED = "listed by the interpreter"
    PARAMETER = "parameter"
    INVENTED = "invented"


SHARES = {
    Origin.RECORDED: 0.25,
    Origin.ELSEWHERE: 0.2,
    Origin.LISTED: 0.3,
    Origin.PARAMETER: 0.15,
    Origin.INVENTED: 0.1,
}
"""How a sample is put together."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What can be asked about one release of a distribution. Every tuple is sorted and without repetition."""

    modules: frozenset[str]
    """Of any release."""
    owners: tuple[str, ...]
    """Modules, classes and names that may stand for one of them, in this release."""
    recorded: tuple[str, ...]
    elsewhere: tuple[str, ...]
    """Recorded in other releases only."""
    parameters: tuple[str, ...]
    """Parameters of any release, of callables that this one has."""

    def module_of(self, path: str) -> str:
        """The module that a path lies in."""
        dotted = path.partition("(")[0]
        return next((prefix for prefix in prefixes(dotted) if prefix in self.modules), dotted.partition(".")[0])


def read_pool(store: SnapshotStore, release: Release) -> Pool:
    """Everything recorded of a distribution, as seen from one of its releases."""
    manifest = store.manifest(release.distribution)
    assert manifest is not None, "it has releases"
    modules: set[str] = set()
    owners: set[str] = set()
    here: set[str] = set()
    anywhere: set[str] = set()
    parameters: set[str] = set()
    for path, first, last, facts in store.stored(release.distribution):
        if not is_path(path) or is_private(path) or "__main__" in path:
            continue
        symbol = decode(path, facts)
        anywhere.add(path)
        parameters.update(parameters_of(symbol))
        if symbol.kind is Kind.MODULE:
            modules.add(path)
        if first <= release.ordinal <= last:
            here.add(path)
            if symbol.kind in {Kind.MODULE, Kind.CLASS} or is_own(symbol, manifest):
                owners.add(path)
    return Pool(
        frozenset(modules),
        tuple(sorted(owners)),
        tuple(sorted(here)),
        tuple(sorted(anywhere - here)),
        tuple(sorted(path for path in parameters if path.partition("(")[0] in here)),
    )


def is_own(symbol: Symbol, manifest: Manifest) -> bool:
    """Whether a name stands for something of the same distribution."""
    return symbol.target is not None and any(is_within(symbol.target, name) for name in manifest.import_names)


def parameters_of(symbol: Symbol) -> Iterator[str]:
    """Yield the parameters that can be named; those of a constructor are its class's."""
    function = symbol.path.removesuffix(".__init__")
    for signature in symbol.signatures:
        yield from (f"{function}({p.name})" for p in signature.parameters if p.kind.value in {"", "k"})


def draw_sample(pool: Pool, listed: Sequence[str], size: int, draw: Random) -> dict[str, Origin]:
    """Paths and where they come from, in no order that means anything."""
    sources: dict[Origin, Sequence[str]] = {
        Origin.RECORDED: pool.recorded,
        Origin.ELSEWHERE: pool.elsewhere,
        Origin.LISTED: listed,
        Origin.PARAMETER: pool.parameters,
        Origin.INVENTED: invent(pool, size, draw),
    }
    sample: dict[str, Origin] = {}
    for origin, paths in sources.items():
        for path in draw.sample(paths, min(len(paths), round(size * SHARES[origin]))):
            sample.setdefault(path, origin)
    return sample


def invent(pool: Pool, size: int, draw: Random) -> list[str]:
    """Names as somebody might remember them: the name of one thing beneath another that never had it."""
    known = {*pool.recorded, *pool.elsewhere}
    paths = sorted(known)
    if not paths or not pool.owners:
        return []
    made = {f"{draw.choice(pool.owners)}.{tail(draw.choice(paths))}" for _ in range(size)}
    return sorted(made - known)

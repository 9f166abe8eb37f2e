"""The check of one installed distribution against the environment that it is installed in."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from driftcheck import Checker
from tests.ecosystem.environments import Installed


@dataclass(frozen=True, slots=True)
class Told:
    """One finding, as far as it matters here."""

    path: str
    line: int
    code: str
    symbol: str
    message: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What a check of one distribution came to."""

    name: str
    version: str
    lines: int
    files: int
    seconds: float
    resolved: int
    unknown: int
    reasons: tuple[tuple[str, int], ...]
    findings: tuple[Told, ...]


def measure(installed: Installed, snapshots: tuple[Path, ...]) -> Measured:
    """Check the modules of a distribution; its pins are what is installed beside it.

    Args:
        installed: The distribution.
        snapshots: Folders of snapshots instead of the shipped ones.
    """
    start = time.perf_counter()
    with contextlib.chdir(installed.packages):
        report = Checker(python=installed.environment, snapshots=snapshots).check_paths(installed.modules)
    statistics = report.summary.statistics
    return Measured(
        name=installed.name,
        version=installed.version,
        lines=sum(_lines(installed.packages / module) for module in installed.modules),
        files=report.summary.files,
        seconds=round(time.perf_counter() - start, 1),
        resolved=statistics.resolved,
        unknown=statistics.unknown,
        reasons=statistics.reasons,
        findings=tuple(
            Told(f.location.path, f.location.line, f.code, f.symbol, f.message, str(f.confidence))
            for f in report.findings
        ),
    )


def keep(measured: Measured, folder: Path) -> None:
    """Write down what was measured, so that a table can be made of several runs."""
    (folder / f"{measured.name}.json").write_text(json.dumps(asdict(measured), indent=1), encoding="utf-8")


def kept(folder: Path, names: tuple[str, ...]) -> Iterator[Measured]:
    """Yield what was measured of these distributions, now or earlier."""
    for name in names:
        place = folder / f"{name}.json"
        if place.exists():
            data = json.loads(place.read_text(encoding="utf-8"))
            data["reasons"] = tuple((reason, count) for reason, count in data["reasons"])
            data["findings"] = tuple(Told(**finding) for finding in data["findings"])
            yield Measured(**data)


def _lines(module: Path) -> int:
    return module.read_bytes().count(b"\n")

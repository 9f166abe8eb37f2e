"""Kill refreshes at random moments, and hold what is left against a refresh that nobody disturbed.

    python scripts/rehearse_kills.py NAME[==VERSION] ... [--kills N] [--seed S] [--jobs N]

The distributions are refreshed once without trouble, then again and again into another folder, with a cache of their
own; each time the whole process group is ended with SIGKILL: every other time at a moment drawn from the time that the
whole takes, else within a millisecond of a change in the folder, where files take their places. After each kill the
store is opened and every database of the folder read whole, and the next refresh goes on from what is there. Whenever
one comes to its end the folder must be that of the undisturbed one, byte for byte; then it begins again with nothing.

Exit 1 where something did not open, or differed. Needs an index and a system with process groups.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).parents[1]))  # as a script, it is found in its own folder only

from driftcheck.errors import SnapshotError
from driftcheck.snapshot.pending import find_pending
from driftcheck.snapshot.schema import CATALOG, DATABASE_SUFFIX
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.snapshot.verification import verify_folder

_REFRESH = Path(__file__).with_name("refresh_snapshots.py")
_AFTER_CHANGE = 0.001
"""Seconds after a change in the folder within which a kill falls, mostly at their very beginning."""
_CHANGES = 10
"""A database and its manifest take five: two files appear, and three are renamed."""

_TOLD = (
    "refreshes begun",
    "kills",
    "left half-written files",
    "left a database before its manifest",
    "stores opened",
    "databases read whole",
    "opened badly",
    "folders compared",
    "folders that differ",
)


def main() -> int:
    """Rehearse, and say what came of it."""
    options = parse_options()
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        began = time.monotonic()
        with refreshing(options, work, "whole") as process:
            if process.wait() != 0:
                print("the refresh does not come to its end even where nobody kills it")
                return 2
        lasts = time.monotonic() - began
        expected = contents(work / "whole")
        random = Random(options.seed)  # noqa: S311  # which moments does not matter, that they can be drawn again does
        while told["kills"] < options.kills:
            told["refreshes begun"] += 1
            with refreshing(options, work, "killed") as process:
                is_alive = kill(process, work / "killed", random, lasts, near_change=told["refreshes begun"] % 2 == 1)
            told["kills"] += is_alive
            for what in troubles(work / "killed", told):
                print(f"after kill {told['kills']}: {what}", flush=True)
                told["opened badly"] += 1
            if not is_alive:
                end_round(options, work, expected, told)
        end_round(options, work, expected, told)
    for what in _TOLD:
        print(f"{told[what]:6} {what}")
    print(f"{lasts:6.1f} s for an undisturbed refresh")
    return 1 if told["opened badly"] or told["folders that differ"] else 0


def parse_options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", metavar="NAME[==VERSION]", help="small distributions of the index")
    parser.add_argument("--kills", type=int, default=100, help="of refreshes that are alive (100)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1, help="processes of the refresh")
    return parser.parse_args()


def refreshing(options: argparse.Namespace, work: Path, folder: str) -> subprocess.Popen[bytes]:
    """Start a refresh in a process group of its own, with a cache of its own."""
    command = [sys.executable, _REFRESH, "--folder", work / folder, "--jobs", str(options.jobs), *options.names]
    environment = {**os.environ, "XDG_CACHE_HOME": str(work / f"cache of {folder}")}
    return subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)  # noqa: S603  # ours


def kill(process: subprocess.Popen[bytes], folder: Path, random: Random, lasts: float, *, near_change: bool) -> bool:
    """End a process group at a random moment; False where it had ended by itself."""
    moment = time.monotonic() + random.uniform(0, lasts)
    if near_change:
        changes, seen = random.randint(1, _CHANGES), listed(folder)
        while changes and process.poll() is None:
            now = listed(folder)
            changes, seen = changes - (now != seen), now
        moment = time.monotonic() + random.random() ** 4 * _AFTER_CHANGE
    while time.monotonic() < moment and process.poll() is None:
        if not near_change:
            time.sleep(0.001)
    is_alive = process.poll() is None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return is_alive


def listed(folder: Path) -> Sequence[str]:
    """The names in a folder."""
    try:
        return os.listdir(folder)  # noqa: PTH208  # many times a millisecond
    except FileNotFoundError:
        return ()


def troubles(folder: Path, told: Counter[str]) -> Iterator[str]:
    """Yield what does not open or cannot be read whole; what is looked at is counted."""
    if not folder.is_dir():
        return
    names = listed(folder)
    told["left half-written files"] += any(name.startswith(".") for name in names)
    recorded = [name.removesuffix(DATABASE_SUFFIX) for name in names if re.fullmatch(r"[^.].*\.db\.zst", name)]
    told["databases read whole"] += len(recorded)
    told["left a database before its manifest"] += any(find_pending(folder, name) for name in recorded)
    # The catalog is written at the end, and may lag behind until the next refresh.
    yield from (f"{trouble.path.name}: {trouble.what}" for trouble in verify_folder(folder) if trouble.distribution)
    if (folder / CATALOG).is_file():
        told["stores opened"] += 1
        try:
            store = SnapshotStore.open((folder,))
            for name in store.distributions():
                if not list(store.stored(name)):
                    yield f"{name}: no rows"
        except SnapshotError as error:
            yield str(error)


def end_round(options: argparse.Namespace, work: Path, expected: Mapping[str, bytes], told: Counter[str]) -> None:
    """Let a refresh come to its end as if an hour had passed, compare what it leaves, and clear the place."""
    folder = work / "killed"
    for path in folder.glob(".*"):
        os.utime(path, (time.time() - 7200,) * 2)
    with refreshing(options, work, "killed") as process:
        code = process.wait()
    told["folders compared"] += 1
    found = contents(folder)
    if code != 0 or found != expected:
        told["folders that differ"] += 1
        names = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
        print(f"a refresh that was resumed ends with {code} and other files: {', '.join(names)}", flush=True)
    for path in (folder, work / "cache of killed"):
        shutil.rmtree(path, ignore_errors=True)


def contents(folder: Path) -> Mapping[str, bytes]:
    """Every file of a folder, hidden ones included."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


if __name__ == "__main__":
    sys.exit(main())

"""A refresh that is killed loses nothing that was there, and the next one ends where an undisturbed one would."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from driftcheck.cli.errands import Sources
from driftcheck.cli.recording import record
from driftcheck.extraction.policy import Policy
from driftcheck.snapshot.schema import CATALOG
from driftcheck.snapshot.store import SnapshotStore
from tests.package_index import Index, serving, wheel

NAMES = ("paint", "brush", "canvas")
SCRIPT = """
import sys
from pathlib import Path
from driftcheck.cli.errands import Sources
from driftcheck.cli.recording import record
from driftcheck.extraction.policy import Policy
folder, cache, url, *names = sys.argv[1:]
known = (Path(folder),) if (Path(folder) / "catalog.json").is_file() else ()
print("started", flush=True)
sources = Sources(Path(folder), known, Path(cache), url)
record(names, installed=None, sources=sources, policy_for=lambda _: Policy(all=True))
"""


@pytest.fixture
def index() -> Iterator[Index]:
    with serving() as index:
        for name in NAMES:
            for version in ("1.0", "1.1", "2.0"):
                files = {
                    f"{name}/m{place}.py": f"def draw_{place}_{version[0]}(colour): ...\n" * 20 for place in range(12)
                }
                archive = wheel({f"{name}/__init__.py": "", **files}, name=name, version=version)
                index.publish(name, f"{name}-{version}-py3-none-any.whl", archive)
        yield index


def contents(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".")}


@pytest.mark.parametrize("seed", range(3))
def test_a_kill_at_any_moment_leaves_a_store_that_opens_and_a_refresh_that_goes_on(
    index: Index, tmp_path: Path, seed: int
) -> None:
    whole = Sources(tmp_path / "whole", (), tmp_path / "cache of whole", index.index_url)
    began = time.monotonic()
    assert record(NAMES, installed=None, sources=whole, policy_for=lambda _: Policy(all=True)) == 0
    lasts = time.monotonic() - began
    folder, cache = tmp_path / "snapshots", tmp_path / "cache"
    arguments = [str(folder), str(cache), index.index_url, *NAMES]
    with subprocess.Popen([sys.executable, "-c", SCRIPT, *arguments], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, lasts))
        process.kill()
    if (folder / CATALOG).is_file():
        store = SnapshotStore.open((folder,))
        for name in store.distributions():
            assert store.rows(name, name)
    known = (folder,) if (folder / CATALOG).is_file() else ()
    resumed = Sources(folder, known, cache, index.index_url)
    assert record(NAMES, installed=None, sources=resumed, policy_for=lambda _: Policy(all=True)) == 0
    assert contents(folder) == contents(tmp_path / "whole")

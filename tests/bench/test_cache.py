"""What a check costs when nothing changed, against one that remembers nothing. Run with `-m bench -s`.

`DRIFTCHECK_BENCH` names a folder of 1,000 files or so; without it, the standard library is checked.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest


def cost(*arguments: str) -> tuple[float, bytes]:
    """CPU seconds of a run of its own, start-up included, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "driftcheck", "check", "--format", "json", "--exit-zero", *arguments]
    done = subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


@pytest.mark.bench
def test_unchanged_code_costs_a_fifth(tmp_path: Path) -> None:
    tree = os.environ.get("DRIFTCHECK_BENCH") or sysconfig.get_path("stdlib")
    cache = ("--cache-dir", str(tmp_path / "cache"))
    without = [cost("--no-cache", tree) for _ in range(3)]
    first = cost(*cache, tree)
    warm = [cost(*cache, tree) for _ in range(3)]
    cold = min(seconds for seconds, _ in without)
    ratio = min(seconds for seconds, _ in warm) / cold
    print(f"\ncold {cold:.2f} s, kept at {first[0] / cold:.2f}, warm at {ratio:.2f} of it")  # noqa: T201 - the figure is the point
    assert {said for _, said in (*without, first, *warm)} == {first[1]}
    assert ratio <= 0.2

"""What walking costs against reading and parsing the same files. Run with `-m bench`.

`DRIFTCHECK_BENCH` names a folder; without it, a part of the standard library is walked.
"""

from __future__ import annotations

import ast
import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from driftcheck.inference.project import analyse
from driftcheck.source.files import SourceFile
from driftcheck.source.parsing import uncollected
from tests.workbench import environment


def cost(work: Callable[[], object]) -> float:
    """CPU seconds, the least of three runs."""
    figures = []
    for _ in range(3):
        start = time.process_time()
        work()
        figures.append(time.process_time() - start)
    return min(figures)


@pytest.mark.bench
def test_a_walk_costs_little_more_than_the_parse() -> None:
    folder = Path(os.environ.get("DRIFTCHECK_BENCH") or Path(asyncio.__file__).parent)
    files = [SourceFile(str(path), path) for path in sorted(folder.rglob("*.py"))]

    def parse() -> None:
        with uncollected():
            for file in files:
                ast.parse(file.location.read_bytes())

    parsing, walking = cost(parse), cost(lambda: list(analyse(files, environment())))
    print(f"\n{len(files)} files: parsing {parsing:.2f} s, all {walking:.2f} s, ratio {walking / parsing:.2f}")  # noqa: T201 - the figure is the point
    assert walking > parsing

"""How code uses well-known libraries, against the shipped snapshots: what is found, and what is not.

A file's `pins` fence holds every case of it; the cases are written as in `tests/cases`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from driftcheck.api import open_surfaces
from driftcheck.resolution.surfaces import SurfaceProvider
from tests.casebook import QUIET_PART, Case, read_cases, run_case

FOLDER = Path(__file__).parent / "idioms"
FILES = sorted(FOLDER.glob("*.md"))
_PINS = re.compile(r"^```pins\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def cases_of(path: Path) -> list[tuple[Case, dict[str, str]]]:
    text = path.read_text(encoding="utf-8")
    listed = _PINS.search(text)
    assert listed is not None, f"{path.name} pins nothing"
    pins = dict(line.split("==") for line in listed[1].split())
    return [(case, pins) for case in read_cases(text) if case.modules]


CASES = [pytest.param(case, pins, id=f"{path.stem}: {case.title}") for path in FILES for case, pins in cases_of(path)]


@cache
def recorded() -> SurfaceProvider:
    return open_surfaces()


@pytest.mark.parametrize(("case", "pins"), CASES)
def test_what_is_found_is_what_the_case_says(case: Case, pins: dict[str, str], tmp_path: Path) -> None:
    held = Case(case.title, case.releases, case.modules, {**pins, **case.pins}, case.python, case.expected)
    unmet, unexpected = run_case(held, tmp_path, recorded())
    shown = [f"{f.location.path}:{f.location.line} {f.code} {f.message}" for f in unexpected]
    assert (unmet, shown) == ([], [])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_silence_is_specified_as_well(path: Path) -> None:
    loud, part, quiet = path.read_text(encoding="utf-8").partition(f"\n# {QUIET_PART}\n")
    assert part, f"{path.name} has no part called {QUIET_PART}"
    silent = list(read_cases(quiet))
    assert not [case.title for case in silent if case.expected]
    assert 2 * _size(silent) >= _size(list(read_cases(loud)))


def _size(cases: list[Case]) -> int:
    return sum(len(text.splitlines()) for case in cases for text in case.modules.values())

"""Every case file, through the real extractor and the real engine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from driftcheck.extraction.surface import extract_surface
from driftcheck.model.symbols import Symbol
from tests.builders import MemorySurfaces, standard_library, surface_provider
from tests.casebook import QUIET_PART, Case, Files, Releases, read_cases, run_case

FOLDER = Path(__file__).parent / "cases"
CASE_FILES = sorted(FOLDER.glob("*.md"))
CASES = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for path in CASE_FILES
    for case in read_cases(path.read_text(encoding="utf-8"))
]


def provider_of(releases: Releases) -> MemorySurfaces:
    surfaces = {
        distribution: {
            version: list(symbols_of(distribution, tuple(sorted(files.items())))) for version, files in versions.items()
        }
        for distribution, versions in releases.items()
    }
    return surface_provider({**surfaces, "python": {"3.13": standard_library()}})


@cache
def symbols_of(distribution: str, files: tuple[tuple[str, str], ...]) -> tuple[Symbol, ...]:
    """The symbols of a release, read once for all the cases that share it."""
    contents = {path: text.encode() for path, text in files}
    return extract_surface(distribution, contents).symbols


@pytest.mark.parametrize("case", CASES)
def test_what_is_found_is_what_the_case_says(case: Case, tmp_path: Path) -> None:
    unmet, unexpected = run_case(case, tmp_path, provider_of(case.releases))
    shown = [f"{f.location.path}:{f.location.line} {f.code} {f.message}  -> {f.replacement}" for f in unexpected]
    assert (unmet, shown) == ([], [])


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.stem)
def test_silence_is_specified_as_well(path: Path) -> None:
    loud, part, quiet = path.read_text(encoding="utf-8").partition(f"\n# {QUIET_PART}\n")
    assert part, f"{path.name} has no part called {QUIET_PART}"
    code = [case for case in read_cases(quiet) if case.modules]
    assert code
    assert not [case.title for case in code if case.expected]
    assert 2 * sum(_size(case.modules) for case in code) >= sum(_size(case.modules) for case in read_cases(loud))


def _size(modules: Files) -> int:
    return sum(len(text.splitlines()) for text in modules.values())

"""The case files of inference, over one small library and the recorded standard library."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from driftcheck.api import open_surfaces
from driftcheck.model.releases import Release
from driftcheck.model.symbols import SymbolSpan
from driftcheck.resolution.surfaces import SurfaceProvider
from tests.builders import MemorySurfaces, surface_provider
from tests.casebook import QUIET_PART, Case, Releases, read_cases, run_case
from tests.test_cases import symbols_of

FOLDER = Path(__file__).parent / "inference"
LIBRARY = (FOLDER / "library.md").read_text(encoding="utf-8")
CASE_FILES = sorted(path for path in FOLDER.glob("*.md") if path.name != "library.md")
LANGUAGE = "python"


def cases_of(text: str) -> list[Case]:
    return list(read_cases(LIBRARY + text))


CASES = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for path in CASE_FILES
    for case in cases_of(path.read_text(encoding="utf-8"))
]


class WithLanguage:
    """The libraries of a case, above the recorded standard library."""

    def __init__(self, libraries: MemorySurfaces, language: SurfaceProvider) -> None:
        self._libraries = libraries
        self._language = language

    def distributions_of(self, path: str) -> tuple[str, ...]:
        found = self._libraries.distributions_of(path)
        return found or tuple(one for one in self._language.distributions_of(path) if one == LANGUAGE)

    def distributions(self) -> tuple[str, ...]:
        return tuple(sorted({LANGUAGE, *self._libraries.distributions()}))

    def releases(self, distribution: str) -> tuple[Release, ...]:
        return self._home(distribution).releases(distribution)

    def rows(self, distribution: str, path: str) -> tuple[SymbolSpan, ...]:
        return self._home(distribution).rows(distribution, path)

    def children(self, distribution: str, path: str) -> tuple[str, ...]:
        return self._home(distribution).children(distribution, path)

    def find_tail(self, distribution: str, tail: str) -> tuple[str, ...]:
        return self._home(distribution).find_tail(distribution, tail)

    def _home(self, distribution: str) -> SurfaceProvider:
        return self._language if distribution == LANGUAGE else self._libraries


@cache
def recorded() -> SurfaceProvider:
    return open_surfaces()


def provider_of(releases: Releases) -> SurfaceProvider:
    surfaces = {
        distribution: {
            version: list(symbols_of(distribution, tuple(sorted(files.items())))) for version, files in versions.items()
        }
        for distribution, versions in releases.items()
    }
    return WithLanguage(surface_provider(surfaces), recorded())


@pytest.mark.parametrize("case", CASES)
def test_what_is_found_is_what_the_case_says(case: Case, tmp_path: Path) -> None:
    if case.needs_newer_python():
        pytest.skip("in a syntax that this Python does not read")
    unmet, unexpected = run_case(case, tmp_path, provider_of(case.releases))
    shown = [f"{f.location.path}:{f.location.line} {f.code} {f.message}" for f in unexpected]
    assert (unmet, shown) == ([], [])


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.stem)
def test_silence_is_specified_as_well(path: Path) -> None:
    loud, part, quiet = path.read_text(encoding="utf-8").partition(f"\n# {QUIET_PART}\n")
    assert part, f"{path.name} has no part called {QUIET_PART}"
    code = [case for case in cases_of(quiet) if case.modules]
    assert not [case.title for case in code if case.expected]
    assert 2 * _size(code) >= _size(cases_of(loud))


def _size(cases: list[Case]) -> int:
    return sum(len(text.splitlines()) for case in cases for text in case.modules.values())

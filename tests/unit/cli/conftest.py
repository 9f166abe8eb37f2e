"""A small library, recorded: two releases that commands can be asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.extraction.surface import extract_surface
from driftcheck.snapshot.writer import write_catalog
from tests.builders import record, standard_library

PAINT = {
    "1.0": """
class Brush:
    def dip(self, colour): ...
""",
    "1.9": """
import warnings
from os.path import join

class Brush:
    def dip(self, colour): ...

def tint(colour, hue=None):
    warnings.warn("tint is deprecated since 1.5, use paint.shade instead", DeprecationWarning)

def shade(colour, hue=None): ...
""",
    "2.0": """
class Brush:
    def dip(self, colour, *, deep=False): ...

def shade(colour): ...
""",
}
DAYS = {"1.0": "2021-03-04", "1.9": "2022-05-06", "2.0": None}


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshots")
    extracted = {v: extract_surface("paint", {"paint/__init__.py": text.encode()}) for v, text in PAINT.items()}
    record(folder, "paint", {version: list(surface.symbols) for version, surface in extracted.items()}, released=DAYS)
    record(folder, "python", {"3.13": standard_library()})
    write_catalog(folder)
    return folder

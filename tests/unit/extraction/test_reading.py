from __future__ import annotations

import warnings

import pytest

from driftcheck.extraction.archives import open_wheel
from driftcheck.extraction.facts_cache import FactsCache
from driftcheck.extraction.reading import read_release
from driftcheck.extraction.release_files import ReleaseFiles
from driftcheck.extraction.zip_archives import BytesInMemory
from tests.package_index import wheel
from tests.surfaces import surface

METADATA = "Requires-Dist: colour>=1\nRequires-Python: >=3.9"
CORE = "def tint(colour): ...\n"


def release(version: str, files: dict[str, str | bytes]) -> ReleaseFiles:
    name = f"paint-{version}-py3-none-any.whl"
    return open_wheel(name, BytesInMemory(wheel(files, version=version, metadata=METADATA)))


def test_a_release_is_read_with_its_requirements() -> None:
    files = release("1.0", {"paint/__init__.py": "from paint.core import tint\n", "paint/core.py": CORE})
    read = read_release("paint", files, FactsCache())
    assert {symbol.path for symbol in read.surface.symbols} >= {"paint", "paint.tint", "paint.core.tint"}
    assert read.surface.import_names == ("paint",)
    assert (read.requires, read.requires_python) == (("colour>=1",), ">=3.9")
    assert (read.modules, read.visited) == (2, 2)
    assert read.bytes_published > 0


def test_of_the_next_release_only_what_changed_is_read() -> None:
    cache = FactsCache()
    first = {"paint/__init__.py": "from paint.core import *\n", "paint/core.py": CORE, "paint/tools.py": "x = 1\n"}
    read_release("paint", release("1.0", dict(first)), cache)
    second = read_release("paint", release("1.1", {**first, "paint/core.py": "def shade(): ...\n"}), cache)
    assert (second.modules, second.visited) == (3, 1)
    paths = {symbol.path for symbol in second.surface.symbols}
    assert "paint.shade" in paths
    assert "paint.tint" not in paths


def test_what_is_known_gives_the_same_surface_as_what_is_read() -> None:
    files: dict[str, str | bytes] = {
        "paint/__init__.py": "for n in ('red',):\n    globals()[n] = 1\n__all__ = [n for n in ('red',)]\n",
        "paint/core.py": CORE,
    }
    cache = FactsCache()
    first = read_release("paint", release("1.0", files), cache)
    second = read_release("paint", release("1.1", files), cache)
    assert second.visited == 0
    assert second.surface.symbols == first.surface.symbols


def test_compiled_modules_and_tests_are_known_by_name_alone() -> None:
    files = release(
        "1.0",
        {"paint/__init__.py": "", "paint/_fast.so": b"\x7fELF", "paint/tests/__init__.py": "", "paint/tests/t.py": ""},
    )
    read = read_release("paint", files, FactsCache())
    reasons = {symbol.path: symbol.open_reason for symbol in read.surface.symbols}
    assert reasons == {
        "paint": None,
        "paint._fast": "compiled module without a stub",
        "paint.tests": "tests are not read",
    }


@pytest.mark.parametrize(
    "text",
    [
        "odd = '\\d'\n",
        "def tint(hue: r\"Literal['\\d']\"): ...\n",
        "exec(r\"hue = '\\d'\")\n",
        "from paint.oils import decorate\n@decorate\nclass Brush: ...\n",
        "from paint.oils import note\nclass Brush: ...\nnote(Brush)\n",
        "from paint.oils import *\n",
    ],
)
def test_what_the_interpreter_would_warn_of_in_a_text_is_not_printed(text: str) -> None:
    oils = "odd = '\\d'\ndef note(cls): print(cls)\ndef decorate(cls):\n    cls.dab = 1\n    return cls\n"
    lists = "__all__ = [n for n in dir() if n != 'odd']\n"
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        surface({"paint/__init__.py": text, "paint/oils.py": oils + lists})
    assert [str(one.message) for one in told] == []

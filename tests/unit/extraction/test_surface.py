from __future__ import annotations

import pytest

from driftcheck.extraction.facts_cache import FactsCache
from driftcheck.extraction.modules import read_module
from driftcheck.extraction.surface import decode, extract_surface, module_files
from tests.surfaces import surface


@pytest.mark.parametrize(
    ("path", "module", "kind"),
    [
        ("paint/__init__.py", "paint", "source"),
        ("paint/core.py", "paint.core", "source"),
        ("paint/core.pyi", "paint.core", "stub"),
        ("paint.py", "paint", "source"),
        ("paint/_fast.cpython-312-x86_64-linux-gnu.so", "paint._fast", "compiled"),
        ("paint/_fast.pyd", "paint._fast", "compiled"),
        ("paint/a/b/c.py", "paint.a.b.c", "source"),
        ("paint/tests.py", "paint.tests", "source"),
    ],
)
def test_files_that_are_modules(path: str, module: str, kind: str) -> None:
    (found,) = module_files([path])
    assert (found.module, found.kind) == (module, kind)


@pytest.mark.parametrize(
    "path",
    [
        "paint/tests/test_core.py",
        "paint-1.0.dist-info/METADATA.py",
        "paint-1.0.data/scripts/run.py",
        "paint.libs/libx.so",
        "paint-stubs/__init__.pyi",
        "paint/read-me.py",
        "paint/data.json",
        "paint/README",
        "__init__.py",
    ],
)
def test_files_that_are_not(path: str) -> None:
    assert module_files([path]) == ()


def test_folders_of_tests_are_there_and_not_read() -> None:
    paint = surface({"paint/__init__.py": "", "paint/tests/__init__.py": "", "paint/tests/test_x.py": "x = 1\n"})
    assert paint.open_reason("paint.tests") == "tests are not read"
    assert "paint.tests.test_x" not in paint


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["paint/__init__.py", "paint/core.py"], ("paint",)),
        (["paint.py", "_paint.py"], ("_paint", "paint")),
        (["vendor/paint/__init__.py", "vendor/brush/__init__.py"], ("vendor.brush", "vendor.paint")),
    ],
)
def test_import_names_are_the_shortest_outside_namespace_packages(paths: list[str], names: tuple[str, ...]) -> None:
    assert surface(dict.fromkeys(paths, "")).import_names == names


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("x = 'ä'".encode(), "x = 'ä'"),
        ("# -*- coding: latin-1 -*-\nx = 'ä'".encode("latin-1"), "# -*- coding: latin-1 -*-\nx = 'ä'"),
        (b"\xef\xbb\xbfx = 1", "x = 1"),
        (b"x = '\xff'", "x = '�'"),
        (b"# coding: nonsense\nx = 1", "# coding: nonsense\nx = 1"),
    ],
)
def test_texts_are_decoded_as_python_does_and_never_lost(data: bytes, text: str) -> None:
    assert decode(data) == text


def test_a_module_whose_text_is_known_is_not_read_again() -> None:
    files = {"paint/__init__.py": b"from paint.core import *", "paint/core.py": b"def tint(): ..."}
    digests = {"paint/__init__.py": "1", "paint/core.py": "2"}
    cache = FactsCache()
    first = extract_surface("paint", files, cache=cache, digests=digests)
    cache.turn()
    again = extract_surface("paint", dict.fromkeys(files, b""), cache=cache, digests=digests)
    assert again == first
    assert cache.read == 2


def test_a_module_that_became_a_package_is_read_again() -> None:
    text = b"from .core import tint\n"
    cache = FactsCache()
    extract_surface("paint.oil", {"paint/oil.py": text}, cache=cache, digests={"paint/oil.py": "1"})
    files = {"paint/oil/__init__.py": text}
    moved = extract_surface("paint.oil", files, cache=cache, digests={"paint/oil/__init__.py": "1"})
    (tint,) = (symbol for symbol in moved.symbols if symbol.path == "paint.oil.tint")
    assert tint.target == "paint.oil.core.tint"


def test_a_known_module_that_must_be_evaluated_is_asked_for_its_text() -> None:
    text = b"for name in ('red',):\n    globals()[name] = 1\n"
    cache = FactsCache()
    asked: list[str] = []

    def text_of(path: str) -> bytes:
        asked.append(path)
        return text

    first = extract_surface("paint", {"paint.py": text}, digests={"paint.py": "1"}, cache=cache)
    forgetful = FactsCache()
    forgetful.get("source/module/paint", "1", lambda: read_module("paint", text.decode(), is_package=False))
    for _ in range(2):
        again = extract_surface("paint", {"paint.py": b""}, cache=forgetful, digests={"paint.py": "1"}, text_of=text_of)
        assert again == first
        forgetful.turn()
    # Asked for once: the next release finds it in the cache.
    assert asked == ["paint.py"]


def test_a_module_without_a_hash_is_always_read() -> None:
    cache = FactsCache()
    for _ in range(2):
        extract_surface("paint", {"paint.py": b"x = 1"}, cache=cache)
        cache.turn()
    assert cache.read == 2


def test_a_module_without_end_is_there_and_open() -> None:
    paint = extract_surface("paint", {"paint.py": b"x = 1\n" * 800_000})
    assert [(s.path, s.open_reason) for s in paint.symbols] == [("paint", "module too large")]


def test_the_order_of_files_changes_nothing() -> None:
    files = {
        "paint/__init__.py": b"from .core import *\nfrom .tools import *\n",
        "paint/core.py": b"from paint.tools import mix\nclass Brush: ...\n",
        "paint/tools.py": b"def mix():\n    from paint.core import Brush\n    return Brush()\n",
    }
    assert extract_surface("paint", files) == extract_surface("paint", dict(reversed(files.items())))

from __future__ import annotations

import hashlib

import pytest

from driftcheck.extraction.distribution_metadata import parse_metadata, parse_record, provided_import_names


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["paint/__init__.py", "paint/shade.py", "paint-1.0.dist-info/METADATA"], ("paint",)),
        (["six.py"], ("six",)),
        (["cloud/storage/__init__.py", "cloud/storage/blob/__init__.py"], ("cloud.storage",)),
        (["cloud/storage/client.py", "cloud/core.py"], ("cloud",)),
        (["_paint.cpython-312-x86_64-linux-gnu.so", "paint/__init__.pyi"], ("_paint", "paint")),
        (["paint.libs/libbrush.so", "paint-stubs/__init__.pyi", "data/colours.json"], ()),
        (["paint/__init__.py", "tests/__init__.py", "docs/conf.py"], ("paint",)),
        (["tests/__init__.py"], ("tests",)),
        (["__init__.py", "paint.py"], ("paint",)),
    ],
)
def test_import_names_are_told_by_files(paths: list[str], names: tuple[str, ...]) -> None:
    assert provided_import_names(paths) == names


def test_declared_import_names_win() -> None:
    content = b"Metadata-Version: 2.5\nName: paint\nVersion: 1\nImport-Name: colour\nImport-Name: _colour ; private\n"
    assert parse_metadata(content, ["paint.py"]).import_names == ("_colour", "colour")


def test_folded_and_broken_metadata_is_read_as_far_as_it_goes() -> None:
    content = b"Name: paint\nRequires-Dist: brush\n  >=1\nRequires-Python: >=3\nNonsense\n\nLong text\xff"
    assert parse_metadata(content, []).requires == ("brush >=1",)


def test_empty_metadata_says_nothing() -> None:
    assert parse_metadata(b"", []).requires_python is None


def test_record_gives_hashes_in_hexadecimal() -> None:
    recorded = parse_record(
        b'paint/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n"a,b.py",sha256=!,x\nold.py,md5=abc,3\n'
        b"paint-1.0.dist-info/RECORD,,\nnonsense\n"
    )
    assert recorded["paint/__init__.py"] == (hashlib.sha256(b"").hexdigest(), 0)
    assert recorded["a,b.py"] == (None, None)
    assert recorded["old.py"] == (None, 3)
    assert recorded["paint-1.0.dist-info/RECORD"] == (None, None)
    assert "nonsense" not in recorded

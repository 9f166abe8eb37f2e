"""A check with memory says what one without says, whatever happened to the project and to the memory in between."""

from __future__ import annotations

import json
import random
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck import Checker, portions
from driftcheck.cache.codec import CodecError, reader, to_json
from driftcheck.cache.entries import Entry, dump_entry, load_entry
from driftcheck.model.deeds import Deed
from driftcheck.model.findings import FileVerdict, Finding, SkippedFile
from driftcheck.reporting.records import report_record
from driftcheck.snapshot.schema import DATABASE_SUFFIX
from driftcheck.snapshot.writer import write_catalog
from tests.builders import function, klass, module, record, signature, standard_library

HOOKED = klass("paint.Hooked", "builtins.object")
OLD = [
    module("paint"),
    function("paint.tint", signature("tone=", returns="paint.Brush")),
    klass("paint.Brush", "builtins.object"),
    function("paint.Brush.__init__", signature()),
    function("paint.Brush.dip", signature()),
    HOOKED,
    function("paint.Hooked.on_paint", signature()),
]
NEW = [module("paint"), klass("paint.Brush", "builtins.object"), function("paint.Brush.__init__", signature()), HOOKED]
NAMES = ("app", "shop", "tools", "art")
PLACES = (*(f"{name}.py" for name in NAMES), *(f"inner/{name}.py" for name in NAMES), "inner/__init__.py", "x/paint.py")
PIECES = (
    "import paint\npaint.tint()",
    "import paint\ndef make():\n    return paint.Brush()",
    "from {a} import make\nmake().dip()",
    "from {a} import *\nmake().dip()",
    "import inner.{a}\ninner.{a}.make().dip()",
    "from . import {a}\n{a}.make().dip()",
    "class Own:\n    def dip(self): ...\n    kept = None",
    "from {a} import Own\nimport paint\ndef fill():\n    Own.kept = paint.Brush()\n    Own().kept.dip()",
    "import paint\ndef use(brush: paint.Brush):\n    brush.dip()\n    brush.rare()",
    "import paint\ndef put(brush: paint.Brush):\n    brush.rare = brush.dip = 1",
    "import paint\nclass Mine(paint.Hooked):\n    def on_paint(self): ...",
    "def call(mine):\n    mine.on_paint()",
    "def broken(:",
    "import unheard_of\nunheard_of.x()",
    "import {a}\nx = {a}.make() if {a} else None\nx.dip()",
    "# only a comment",
    "",
)
NOTEBOOK = (
    '{{"cells": [{{"cell_type": "code", "source": {source}, "metadata": {{}}}}], "nbformat": 4, "metadata": {{}}}}'
)


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshots")
    record(folder, "paint", {"1.0": OLD, "2.0": NEW})
    record(folder, "python", {"3.12": standard_library(), "3.13": standard_library()})
    write_catalog(folder)
    return folder


@pytest.fixture(params=[portions.SMALL, 2], ids=["one portion", "portions of two files"])
def project(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty project, walked as a whole or in small portions."""
    monkeypatch.setattr(portions, "SMALL", request.param)
    monkeypatch.setattr(portions, "SIZE", request.param)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()


def written(chance: random.Random) -> str:
    pieces = chance.choices(PIECES, k=chance.randint(1, 3))
    return "\n".join(piece.replace("{a}", chance.choice(NAMES)) for piece in pieces) + "\n"


def change(chance: random.Random, folder: Path) -> None:
    """Do something to a project that people, tools and tests of their nerves do."""
    place = folder / chance.choice(PLACES)
    place.parent.mkdir(exist_ok=True)
    there = sorted(folder.rglob("*.py"))
    match chance.randint(0, 9):
        case 0 if there:
            chance.choice(there).unlink()
        case 1 if there:
            chance.choice(there).rename(place)
        case 2:
            cells = [{"cell_type": "code", "source": written(chance)} for _ in range(chance.randint(0, 2))]
            (folder / "notes.ipynb").write_text(json.dumps({"nbformat": 4, "cells": cells}), encoding="utf-8")
        case 3:
            pin = chance.choice(["paint==1.0", "paint==2.0", "paint", "paint<2"])
            (folder / "requirements.txt").write_text(pin, encoding="utf-8")
        case 4:
            (folder / "report.json").write_text(str(chance.random()), encoding="utf-8")
        case _:
            place.write_text(written(chance), encoding="utf-8")


def repin(chance: random.Random, folder: Path) -> None:
    """Move the borders between the pins of a project."""
    home = folder / chance.choice([".", "inner", "x", "inner/deep"])
    home.mkdir(parents=True, exist_ok=True)
    pin = chance.choice(["paint==1.0", "paint==2.0", "paint<2", "paint==1.0; python_version < '3.13'\npaint==2.0", ""])
    match chance.randint(0, 5):
        case 0:
            (home / "requirements.txt").unlink(missing_ok=True)
        case 1:
            python = chance.choice([">=3.12", "==3.12.*", ">=3.13"])
            listed = json.dumps(pin.split("\n"))
            text = f'[project]\nname = "p"\nrequires-python = "{python}"\ndependencies = {listed}\n'
            (home / "pyproject.toml").write_text(text, encoding="utf-8")
        case 2:
            block = f"# /// script\n# dependencies = {json.dumps([pin.partition(chr(10))[0] or 'paint'])}\n# ///\n"
            (home / f"{chance.choice(NAMES)}.py").write_text(block + written(chance), encoding="utf-8")
        case 3:
            (home / f"{chance.choice(NAMES)}.py").write_text(written(chance), encoding="utf-8")
        case _:
            (home / "requirements.txt").write_text(pin, encoding="utf-8")


def damage(chance: random.Random, cache: Path) -> None:
    """Do to the memory what disks, other programs and other versions do."""
    entries = sorted(cache.glob("*.json"))
    if not entries:
        return
    entry = chance.choice(entries)
    data = bytearray(entry.read_bytes())
    match chance.randint(0, 5):
        case 0:
            entry.unlink()
        case 1:
            entry.write_bytes(data[: chance.randint(0, len(data))])
        case 2:
            entry.write_bytes(b"[" * 100_000)
        case 3:
            entry.write_bytes(b"")
        case 4:
            entry.write_bytes(b"\xff" + data)
        case _:
            (cache / "CACHEDIR.TAG").unlink(missing_ok=True)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("seed", range(4))
def test_memory_changes_nothing_of_what_is_said(seed: int, snapshots: Path, tmp_path: Path) -> None:
    chance = random.Random(seed)
    cache = tmp_path / ".driftcheck_cache"
    for _ in range(40):
        change(chance, tmp_path)
        if chance.random() < 0.3:
            damage(chance, cache)
        paths = chance.choice([["."], ["."], ["inner"] if (tmp_path / "inner").is_dir() else ["."]])
        plain = Checker(snapshots=[snapshots]).check_paths(paths)
        for _ in range(2):
            remembered = Checker(snapshots=[snapshots], cache=cache).check_paths(paths)
            assert remembered == plain
            assert report_record(remembered) == report_record(plain)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("seed", range(4))
def test_memory_changes_nothing_where_several_pins_count(seed: int, snapshots: Path, tmp_path: Path) -> None:
    chance = random.Random(seed)
    cache = tmp_path / ".driftcheck_cache"
    for _ in range(40):
        chance.choice([change, repin, repin])(chance, tmp_path)
        if chance.random() < 0.2:
            damage(chance, cache)
        everywhere = chance.random() < 0.4
        paths = chance.choice([["."], ["."], ["inner", "x"]])
        paths = [path for path in paths if (tmp_path / path).is_dir()] or ["."]
        plain = Checker(snapshots=[snapshots], all_environments=everywhere).check_paths(paths)
        for _ in range(2):
            remembered = Checker(snapshots=[snapshots], all_environments=everywhere, cache=cache).check_paths(paths)
            assert remembered == plain
            assert report_record(remembered) == report_record(plain)


VERDICTS = st.builds(FileVerdict, **{name: st.from_type(hint) for name, hint in get_type_hints(FileVerdict).items()})
SKIPPED = st.builds(SkippedFile, **{name: st.from_type(hint) for name, hint in get_type_hints(SkippedFile).items()})
ENTRIES = st.builds(
    Entry,
    st.just("here"),
    st.dictionaries(st.text(), st.text()),
    st.dictionaries(st.text(), st.text()),
    st.none() | st.lists(st.text(), max_size=3).map(tuple),
    st.lists(VERDICTS | SKIPPED, max_size=4).map(tuple),
    st.frozensets(st.from_type(Deed)),
)


@given(ENTRIES)
def test_entries_come_back_as_they_were(entry: Entry) -> None:
    text = dump_entry(entry)
    assert load_entry(text, "here") == entry
    assert load_entry(text, "elsewhere") is None


@given(ENTRIES, st.data())
def test_a_damaged_entry_is_none_or_still_of_these_values(entry: Entry, data: st.DataObject) -> None:
    text = dump_entry(entry)
    at = data.draw(st.integers(0, len(text) - 1))
    found = load_entry(text[:at] + data.draw(st.text(max_size=3)) + text[at + 1 :], "here")
    assert found is None or all(isinstance(one, FileVerdict | SkippedFile) for one in found.results)


@pytest.mark.parametrize("of", [FileVerdict, Finding, SkippedFile])
def test_every_field_can_be_kept(of: type) -> None:
    hints = get_type_hints(of)
    for field in fields(of):
        assert callable(reader(hints[field.name])), "say in `cache.codec` how such a field is written"


@pytest.mark.parametrize("value", [1, "x", None, [1], {"a": 1}, [[]], [["p", "r", None, "0"]], [["p", "r", True, 0]]])
def test_what_does_not_fit_is_refused(value: object) -> None:
    with pytest.raises(CodecError):
        reader(tuple[SkippedFile, ...])(value)


def test_what_is_no_value_of_the_model_is_refused() -> None:
    with pytest.raises(CodecError):
        to_json({"a": 1})
    for declared in (dict[str, str], int | str, object):
        with pytest.raises(CodecError):
            reader(declared)


def test_other_snapshots_are_other_circumstances(
    snapshots: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, folder = tmp_path / "project", tmp_path / "snapshots"
    project.mkdir()
    folder.mkdir()
    for path in snapshots.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(project)
    (project / "pyproject.toml").touch()
    (project / "app.py").write_text("import paint\npaint.tint()\n", encoding="utf-8")

    def found() -> list[str]:
        checker = Checker(snapshots=[folder], pins=["paint==2.0"], cache=project / "cache")
        return [finding.symbol for finding in checker.check_paths().findings]

    assert found() == found() == ["paint.tint"]
    record(folder, "paint", {"1.0": OLD, "2.0": OLD})
    assert not found()
    (folder / f"paint{DATABASE_SUFFIX}").touch()
    assert not found()

"""When what was said is said again, and when files are looked at anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.cache.remembering import RememberedJudging
from driftcheck.judging import judge_files, one_by_one
from driftcheck.model.findings import FileVerdict, SkippedFile
from driftcheck.portions import Judged, Portion
from driftcheck.resolution.environment import Environment
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.snapshot.writer import write_catalog
from driftcheck.source.discovery import discover
from driftcheck.source.files import SourceFile
from driftcheck.source.programs import programs_of
from driftcheck.source.progress import Advance
from tests.builders import function, klass, module, pins, record, signature, standard_library

OLD = [
    module("paint"),
    function("paint.tint", signature()),
    klass("paint.Hooked", "builtins.object"),
    function("paint.Hooked.on_paint", signature()),
]
NEW = [module("paint"), klass("paint.Hooked", "builtins.object")]
PROJECT = {
    "app/main.py": "import paint\nfrom shared import make\npaint.tint()\n",
    "app/hook.py": "import paint\nclass Mine(paint.Hooked):\n    def on_paint(self): ...\n",
    "app/notes.ipynb": '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "import paint\\npaint.tint()"}]}',
    "shared.py": "def make(): ...\n",
    "pyproject.toml": "",
}


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> SnapshotStore:
    folder = tmp_path_factory.mktemp("snapshots")
    for distribution, surfaces in {"paint": {"1.0": OLD, "2.0": NEW}, "python": {"3.13": standard_library()}}.items():
        record(folder, distribution, surfaces)
    write_catalog(folder)
    return SnapshotStore.open((folder,))


class Watched:
    """A project, and how often its files were really looked at."""

    def __init__(self, folder: Path, store: SnapshotStore) -> None:
        self.folder = folder
        self.store = store
        self.count = 0

    def check(self, *, pin: str = "2.0", paths: Sequence[str] = ("app",)) -> list[FileVerdict | SkippedFile]:
        environment = Environment(self.store, pins(paint=pin), python=Version("3.13"))
        entries = discover(paths, self.folder)
        files = [one for entry in entries if isinstance(entry, SourceFile) for one in programs_of(entry)]
        programs = [one for one in files if isinstance(one, SourceFile)]
        by = RememberedJudging(self.folder / ".driftcheck_cache", self.store, self._judge)
        results = list(judge_files(programs, environment, by=by))
        assert results == list(judge_files(programs, environment))
        return results

    def _judge(self, portions: Sequence[Portion], advance: Advance) -> Iterator[Judged]:
        self.count += len(portions)
        return one_by_one(portions, advance)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True, parents=True)
        (self.folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def watched(tmp_path: Path, store: SnapshotStore) -> Watched:
    watched = Watched(tmp_path, store)
    for name, text in PROJECT.items():
        watched.write(name, text)
    watched.check()
    assert watched.count == 1
    return watched


def test_unchanged_files_are_not_looked_at_again(watched: Watched) -> None:
    assert any(isinstance(one, FileVerdict) and one.findings for one in watched.check())
    watched.check()
    assert watched.count == 1


def test_a_change_that_is_taken_back_while_nobody_looks_is_none(watched: Watched) -> None:
    watched.write("app/main.py", "")
    watched.write("app/main.py", PROJECT["app/main.py"])
    watched.check()
    assert watched.count == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.write("app/main.py", "import paint\n"),
        lambda one: one.write("shared.py", "def make(): return 1\n"),
        lambda one: one.write("app/shared.py", ""),
        lambda one: one.write("shared/__init__.py", ""),
        lambda one: one.write("app/more.py", ""),
        lambda one: (one.folder / "shared.py").unlink(),
        lambda one: (one.folder / "app/hook.py").unlink(),
        lambda one: (one.folder / "app/hook.py").rename(one.folder / "app/hooked.py"),
        lambda one: one.write("tests/test_app.py", "Mine().on_paint()\n"),
        lambda one: one.write("app/notes.ipynb", PROJECT["app/notes.ipynb"].replace("tint", "shade")),
        lambda one: one.write("app/notes.ipynb", PROJECT["app/notes.ipynb"].replace('"cells": [', '"cells": [{}, ')),
    ],
    ids=range(11),
)
def test_whatever_counts_is_looked_at_again(watched: Watched, change: Callable[[Watched], None]) -> None:
    change(watched)
    watched.check()
    watched.check()
    assert watched.count == 2


def test_others_that_git_ignores_from_now_on_do_not_count(watched: Watched) -> None:
    watched.write("tests/test_app.py", "Mine().on_paint()\n")
    (watched.folder / ".git").mkdir()
    watched.check()
    watched.write(".gitignore", "tests\n")
    watched.check()
    assert watched.count == 3


def test_snapshots_that_change_while_they_are_asked_are_not_spoken_for(watched: Watched, store: SnapshotStore) -> None:
    fresh = SnapshotStore.open(store.folders)
    by = RememberedJudging(watched.folder / "cache", fresh)
    manifest = fresh.folders[0] / "paint.json"
    manifest.write_text(manifest.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    files = [one for one in discover(["app"], watched.folder) if isinstance(one, SourceFile)]
    assert list(judge_files(files, Environment(fresh, pins(paint="2.0"), python=Version("3.13")), by=by))
    assert not (watched.folder / "cache").exists()


def test_other_pins_are_other_answers(watched: Watched) -> None:
    assert not any(isinstance(one, FileVerdict) and one.findings for one in watched.check(pin="1.0"))
    watched.check(pin="1.0")
    assert watched.count == 2


def test_each_set_of_paths_is_remembered_for_itself(watched: Watched) -> None:
    for _ in range(2):
        watched.check(paths=["app/main.py"])
        watched.check(paths=["app"])
    assert watched.count == 2


@pytest.mark.parametrize("name", ["report.json", ".mypy_cache/x", "README.md", ".coverage"])
def test_what_no_import_can_ask_for_does_not_count(watched: Watched, name: str) -> None:
    watched.write(name, "x")
    watched.check()
    assert watched.count == 1


def test_a_damaged_entry_is_written_anew(watched: Watched) -> None:
    (entry,) = (watched.folder / ".driftcheck_cache").glob("*.json")
    entry.write_text("[", encoding="utf-8")
    watched.check()
    watched.check()
    assert watched.count == 2


def test_nothing_is_nothing(watched: Watched) -> None:
    environment = Environment(watched.store, {}, python=Version("3.13"))
    assert not list(judge_files([], environment, by=RememberedJudging(watched.folder / "cache", watched.store)))
    assert not (watched.folder / "cache").exists()

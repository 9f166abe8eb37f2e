"""Portions judged in other processes: the same is said, whatever becomes of them."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from driftcheck import Checker, portions, processes, sharing
from driftcheck.model.findings import Report
from driftcheck.processes import LOST, Processes
from driftcheck.snapshot.writer import write_catalog
from tests.builders import function, module, record, signature, standard_library

OLD = [module("paint"), function("paint.tint", signature()), function("paint.shade", signature())]
NEW = [module("paint"), function("paint.shade", signature())]
TEXTS = {
    "a/one.py": "import paint\npaint.tint()\n",
    "a/two.py": "from b.one import hue\nhue.tint()\n",
    "b/one.py": "import paint as hue\nhue.tint()\n",
    "b/two.py": "def broken(:\n",
}


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshots")
    record(folder, "paint", {"1.0": OLD, "2.0": NEW})
    record(folder, "python", {"3.13": standard_library()})
    write_catalog(folder)
    return folder


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two portions that is worth two processes."""
    monkeypatch.setattr(portions, "SMALL", 1)
    monkeypatch.setattr(portions, "SIZE", 2)
    monkeypatch.setattr(sharing, "_WORTHWHILE", 1)
    for name, text in TEXTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("paint==2.0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(snapshots: Path, jobs: int, cache: Path | None = None) -> Report:
    return Checker(snapshots=[snapshots], jobs=jobs, cache=cache).check_paths()


def test_the_number_of_processes_changes_nothing(snapshots: Path, tmp_path: Path) -> None:
    plain = check(snapshots, 1)
    assert [finding.code for finding in plain.findings] == ["DC101", "DC101", "DC101", "DC901"]
    assert check(snapshots, 2) == plain
    assert check(snapshots, 7, tmp_path / ".kept") == plain
    assert not multiprocessing.active_children()


def test_what_processes_said_is_remembered(snapshots: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = check(snapshots, 2, tmp_path / ".kept")
    monkeypatch.setattr(Processes, "__init__", None)
    assert check(snapshots, 2, tmp_path / ".kept") == plain
    (tmp_path / "b/two.py").write_text("import paint\npaint.shade()\n", encoding="utf-8")
    # One portion is to be judged anew, which is done in this process.
    assert check(snapshots, 2, tmp_path / ".kept") == check(snapshots, 1)


def test_a_portion_whose_process_is_ended_is_judged_by_another(
    snapshots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Processes.__init__

    def begun(self: Processes, *arguments: Any) -> None:  # noqa: ANN401
        begin(self, *arguments)
        for process in multiprocessing.active_children():
            process.kill()

    plain = check(snapshots, 1)
    monkeypatch.setattr(Processes, "__init__", begun)
    assert check(snapshots, 2) == plain


def test_files_that_end_every_process_are_told(snapshots: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Mortal(ProcessPoolExecutor):
        """Loses whoever looks at the second portion."""

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
            if args[0].files[0].path == "b/one.py":
                lost: Future[Any] = Future()
                lost.set_exception(BrokenProcessPool())
                return lost
            return super().submit(fn, *args, **kwargs)

    monkeypatch.setattr(processes, "ProcessPoolExecutor", Mortal)
    report = check(snapshots, 2)
    told = [(finding.location.path, finding.code) for finding in report.findings]
    assert told == [("a/one.py", "DC101"), ("a/two.py", "DC101"), ("b/one.py", "DC901"), ("b/two.py", "DC901")]
    assert {skipped.reason for skipped in report.summary.skipped} == {LOST}


def test_a_small_project_starts_none(snapshots: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_WORTHWHILE", 5)
    monkeypatch.setattr(Processes, "__init__", None)
    assert check(snapshots, 8).findings


def test_nobody_is_left_behind_when_the_asker_goes(snapshots: Path) -> None:
    class GoneError(Exception):
        pass

    def advance(_number: int) -> None:
        raise GoneError

    checker = Checker(snapshots=[snapshots], jobs=2)
    with pytest.raises(GoneError):
        checker.check_paths(watch=lambda _total: advance)
    assert not multiprocessing.active_children()
    assert checker.check_paths() == check(snapshots, 1)


def test_the_command_takes_a_number_of_jobs(snapshots: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "driftcheck", "--snapshots", str(snapshots), "check", "--format", "json", "--jobs"]

    def said(jobs: str) -> tuple[int, bytes, bytes]:
        done = subprocess.run([*command, jobs], capture_output=True, check=False, cwd=tmp_path)
        return done.returncode, done.stdout, done.stderr

    code, out, _ = said("1")
    assert code == 1
    assert said("3") == (code, out, b"")
    code, _, error = said("0")
    assert code == 2
    assert b"--jobs" in error


def test_threads_of_the_asker_do_no_harm(snapshots: Path) -> None:
    is_done = threading.Event()
    thread = threading.Thread(target=is_done.wait)
    thread.start()
    try:
        assert check(snapshots, 2) == check(snapshots, 1)
    finally:
        is_done.set()
        thread.join()

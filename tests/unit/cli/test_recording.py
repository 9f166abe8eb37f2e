"""Recording many distributions: what one takes or loses is no other's, and the end says what it took."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from driftcheck.cli.errands import Errand, Sources, run
from driftcheck.cli.recording import record
from driftcheck.extraction.policy import Policy
from driftcheck.refresh import Refreshed
from driftcheck.snapshot.store import SnapshotStore
from tests.package_index import Index, serving, wheel


@pytest.fixture
def index() -> Iterator[Index]:
    with serving() as index:
        for name in ("paint", "brush", "canvas"):
            for version in ("1.0", "2.0"):
                files = {f"{name}/__init__.py": f"def draw_{name}(): ...\n", f"{name}/v.py": f"version = {version!r}\n"}
                archive = wheel(files, name=name, version=version)
                index.publish(name, f"{name}-{version}-py3-none-any.whl", archive)
        yield index


def sources(index: Index, path: Path, folder: str = "snapshots") -> Sources:
    return Sources(path / folder, (), path / "cache", index.index_url)


def contents(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_end_says_what_was_done_and_what_it_took(
    index: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index.files["/files/brush-1.0-py3-none-any.whl"] = b"not a wheel"
    code = record(
        ["paint", "brush", "absent"], installed=None, sources=sources(index, tmp_path), policy_for=lambda _: Policy()
    )
    told = capsys.readouterr()
    lines = [re.sub(r"\d+\.\d+ (s|MiB)|\d+\.\d of", "#", line) for line in told.out.splitlines()]
    assert lines == [
        "paint: 2 of 2 releases new, 4 rows, # # fetched, 3 of 4 modules read, # (# CPU)",
        "brush: 1 of 1 release new, 4 rows, # # fetched, 2 of 2 modules read, # (# CPU)",
        "2 distributions: 3 of 3 releases new, 8 rows, # # fetched, 5 of 6 modules read, # (# CPU); 2 failures",
    ]
    assert code == 2
    assert "brush 1.0: " in told.err
    assert "no distribution named absent" in told.err


def test_two_processes_record_what_one_does(index: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["paint", "brush", "absent", "canvas"]
    one = record(names, installed=None, sources=sources(index, tmp_path / "a"), policy_for=lambda _: Policy())
    alone = capsys.readouterr()
    two = record(names, installed=None, sources=sources(index, tmp_path / "b"), policy_for=lambda _: Policy(), jobs=2)
    together = capsys.readouterr()
    assert one == two == 2
    assert contents(tmp_path / "a/snapshots") == contents(tmp_path / "b/snapshots")
    assert [line.partition(":")[0] for line in together.out.splitlines()] == [
        line.partition(":")[0] for line in alone.out.splitlines()
    ]
    assert together.err == alone.err
    assert SnapshotStore((tmp_path / "b/snapshots",)).distributions() == ("brush", "canvas", "paint")


class Deadly(Errand):
    """Ends the process that it is sent to."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (1,)


def test_a_process_that_is_ended_costs_its_own_distribution_only(index: Index, tmp_path: Path) -> None:
    told = sources(index, tmp_path)
    errands = [Errand("paint", Policy(), told), Deadly("brush", Policy(), told), Errand("canvas", Policy(), told)]
    paint, brush, canvas = run(errands, 2, lambda *_: None)
    assert isinstance(paint, Refreshed)
    assert isinstance(canvas, Refreshed)
    assert (paint.recorded, canvas.recorded) == (2, 2)
    assert str(brush) == "brush: its process was ended before it was done"


def test_modules_are_read_once_for_all_runs(index: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(["paint"], installed=None, sources=sources(index, tmp_path), policy_for=lambda _: Policy())
    record(["paint"], installed=None, sources=sources(index, tmp_path, "others"), policy_for=lambda _: Policy())
    first, again = capsys.readouterr().out.splitlines()
    assert "3 of 4 modules read" in first
    assert "0 of 4 modules read" in again
    assert contents(tmp_path / "snapshots") == contents(tmp_path / "others")

"""Recording many distributions: what one takes or loses is no other's, and the end says what it took."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from driftcheck.cli.errands import Errand, Failed, LocalPool, Sources, refresh_one, run
from driftcheck.cli.recording import foresee, record
from driftcheck.errors import ConfigError
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
    lines = [re.sub(r"\d+\.\d+ (s|MiB)|\d+\.\d of", "#", line) for line in told.out.splitlines()[:3]]
    assert lines == [
        "paint: 2 of 2 releases new, 4 rows, # # fetched, 3 of 4 modules read, # (# CPU)",
        "brush: 1 of 1 release new, 4 rows, # # fetched, 2 of 2 modules read, # (# CPU)",
        "",
    ]
    table = [line.split() for line in told.out.splitlines()[3:]]
    assert [(row[0], row[1], row[2], row[6:9], row[9], row[-1]) for row in table[1:]] == [
        ("paint", "2", "2", ["3", "of", "4"], "4", "0"),
        ("brush", "1", "1", ["2", "of", "2"], "4", "1"),
        ("absent", "0", "0", ["0", "of", "0"], "0", "1"),
        ("all", "3", "3", ["5", "of", "6"], "8", "2"),
    ]
    assert code == 2
    assert "brush 1.0: " in told.err
    assert "no distribution named absent" in told.err


def test_two_processes_record_what_one_does(index: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["paint", "brush", "absent", "canvas"]
    one = record(names, installed=None, sources=sources(index, tmp_path / "a"), policy_for=lambda _: Policy())
    alone = capsys.readouterr()
    with LocalPool(2) as pool:
        two = record(
            names, installed=None, sources=sources(index, tmp_path / "b"), policy_for=lambda _: Policy(), executor=pool
        )
    together = capsys.readouterr()
    assert one == two == 2
    assert contents(tmp_path / "a/snapshots") == contents(tmp_path / "b/snapshots")
    assert [line.split(" ")[0] for line in together.out.splitlines()] == [
        line.split(" ")[0] for line in alone.out.splitlines()
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
    with LocalPool(2) as pool:
        paint, canvas, brush = run(refresh_one, errands, pool, lambda *_: None)
    assert isinstance(paint, Refreshed)
    assert isinstance(canvas, Refreshed)
    assert (paint.recorded, canvas.recorded) == (2, 2)
    assert brush == Failed("brush", "its process was ended before it was done")


def test_modules_are_read_once_for_all_runs(index: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(["paint"], installed=None, sources=sources(index, tmp_path), policy_for=lambda _: Policy())
    record(["paint"], installed=None, sources=sources(index, tmp_path, "others"), policy_for=lambda _: Policy())
    first, again = capsys.readouterr().out.splitlines()
    assert "3 of 4 modules read" in first
    assert "0 of 4 modules read" in again
    assert contents(tmp_path / "snapshots") == contents(tmp_path / "others")


def test_the_same_is_told_to_machines(index: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index.files["/files/brush-1.0-py3-none-any.whl"] = b"not a wheel"
    names = ["paint", "brush", "absent"]
    record(
        names,
        installed=None,
        sources=sources(index, tmp_path),
        policy_for=lambda _: Policy(),
        budget_for=lambda _: 10,
        format_name="json",
    )
    told = capsys.readouterr()
    document = json.loads(told.out)
    paint, brush, absent = document["distributions"]
    assert (paint["releases_read"], paint["modules_read"], paint["failures"]) == (2, 3, [])
    assert paint["database_bytes"] == (tmp_path / "snapshots/paint.db.zst").stat().st_size
    assert (paint["budget_bytes"], paint["is_over_budget"]) == (10, True)
    assert f"paint: its database has {paint['database_bytes']:,} bytes, over its budget of 10" in told.err
    assert [failure["release"] for failure in brush["failures"]] == ["1.0"]
    assert [failure["release"] for failure in absent["failures"]] == [None]
    total = document["total"]
    assert (total["distributions"], total["rows"], total["over_budget"], total["failure_count"]) == (3, 8, 2, 2)


def test_what_would_change_is_told_and_nothing_is_written(
    index: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sources(index, tmp_path)
    code = foresee(["paint", "brush"], sources=before, policy_for=lambda _: Policy(), format_name="json")
    document = json.loads(capsys.readouterr().out)
    assert (code, document["distributions"][0]["to_read"]) == (1, ["1.0", "2.0"])
    assert not list(tmp_path.iterdir())
    record(["paint"], installed=None, sources=before, policy_for=lambda _: Policy())
    after = Sources(before.folder, (before.folder,), before.cache, before.index_url)
    asked, capture = len(index.requests), capsys.readouterr()
    assert capture.err == ""
    assert foresee(["paint"], sources=after, policy_for=lambda _: Policy()) == 0
    assert [request.path for request in index.requests[asked:]] == ["/simple/paint/"]
    assert [line.split() for line in capsys.readouterr().out.splitlines()][1] == ["paint", "0", "2", "0", "0"]
    manifest = before.folder / "paint.json"
    manifest.write_text(re.sub(r'"extractor": \d+', '"extractor": 0', manifest.read_text()))
    assert foresee(["paint"], sources=after, policy_for=lambda _: Policy()) == 1
    assert [line.split() for line in capsys.readouterr().out.splitlines()][1] == ["paint", "0", "0", "2", "0"]
    assert foresee(["paint", "absent"], sources=after, policy_for=lambda _: Policy()) == 2


@pytest.mark.parametrize(
    ("name", "told"), [("brush", "brush is not installed there"), ("paint==2.0", "has paint 1.0, not paint 2.0")]
)
def test_what_an_environment_does_not_hold_is_an_error(tmp_path: Path, name: str, told: str) -> None:
    site = tmp_path / "site-packages"
    with zipfile.ZipFile(io.BytesIO(wheel({"paint.py": "x = 1\n"}))) as archive:
        archive.extractall(site)
    to = Sources(tmp_path / "snapshots", (), tmp_path / "cache")
    with pytest.raises(ConfigError, match=told):
        record(["paint", name], installed=site, sources=to, policy_for=lambda _: Policy())
    assert not to.folder.exists()
    assert record(["paint"], installed=site, sources=to, policy_for=lambda _: Policy()) == 0
    assert sorted(contents(to.folder)) == ["catalog.json", "paint.db.zst", "paint.json"]


def test_what_is_known_is_what_is_there(index: Index, tmp_path: Path) -> None:
    to = sources(index, tmp_path)
    assert replace(to, known=(tmp_path / "nowhere",)).store is None
    record(["paint"], installed=None, sources=to, policy_for=lambda _: Policy())
    store = replace(to, known=(tmp_path / "nowhere", to.folder)).store
    assert store is not None
    assert store.distributions() == ("paint",)


class Elsewhere(ThreadPoolExecutor):
    """Does every errand where this machine sees nothing of it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401  # as it is inherited
        work, errand = args
        away = replace(errand.sources, folder=errand.sources.folder.parent / "elsewhere")
        return super().submit(fn, work, replace(errand, sources=away), **kwargs)


def test_what_is_written_elsewhere_is_done_again_here(index: Index, tmp_path: Path) -> None:
    names = ["paint", "brush", "absent"]
    one = record(names, installed=None, sources=sources(index, tmp_path / "a"), policy_for=lambda _: Policy())
    with Elsewhere(2) as executor:
        two = record(
            names,
            installed=None,
            sources=sources(index, tmp_path / "b"),
            policy_for=lambda _: Policy(),
            executor=executor,
        )
    assert one == two == 2
    assert sorted(contents(tmp_path / "b/elsewhere")) == ["brush.db.zst", "brush.json", "paint.db.zst", "paint.json"]
    assert contents(tmp_path / "b/snapshots") == contents(tmp_path / "a/snapshots")


def test_any_executor_does_the_same(index: Index, tmp_path: Path) -> None:
    told = sources(index, tmp_path)
    errands = [Errand(name, Policy(), told) for name in ("paint", "brush", "paint", "absent")]
    with ThreadPoolExecutor(2) as executor:
        *done, absent = run(refresh_one, errands, executor, lambda *_: None)
    assert [one.recorded for one in done if isinstance(one, Refreshed)] == [2, 2, 2]
    assert isinstance(absent, Failed)

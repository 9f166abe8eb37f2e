"""A cluster is one more executor: the same bytes, and what it loses is done here. Needs the extra but for the first."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Protocol

import pytest

from driftcheck.cli import cluster
from driftcheck.cli.cluster import workers_of
from driftcheck.cli.errands import Sources
from driftcheck.cli.main import run
from driftcheck.cli.recording import record
from driftcheck.cli.snapshot import refresh_command
from driftcheck.errors import ConfigError
from driftcheck.extraction.policy import Policy
from tests.package_index import Index, serving, wheel

NAMES = ("paint", "brush", "canvas")


class _Cluster(Protocol):
    """What is used of a `LocalCluster`."""

    scheduler_address: str
    workers: Mapping[object, object]

    def scale(self, n: int) -> None: ...


@pytest.fixture
def index() -> Iterator[Index]:
    with serving() as index:
        for name in NAMES:
            for version in ("1.0", "2.0"):
                archive = wheel({f"{name}/__init__.py": f"def draw_{version[0]}(): ...\n"}, name=name, version=version)
                index.publish(name, f"{name}-{version}-py3-none-any.whl", archive)
        yield index


@pytest.fixture
def local_cluster() -> Iterator[_Cluster]:
    from distributed import LocalCluster  # noqa: PLC0415  # an extra

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as started:
        yield started


def contents(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def recorded(index: Index, folder: Path, executor: Executor | None = None) -> Mapping[str, bytes]:
    sources = Sources(folder, (), folder.parent / f"cache of {folder.name}", index.index_url)
    assert record(NAMES, installed=None, sources=sources, policy_for=lambda _: Policy(), executor=executor) == 0
    return contents(folder)


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    arguments = ["--folder", str(tmp_path), "--scheduler", "tcp://127.0.0.1:1", "paint"]
    assert run(arguments, command=refresh_command, name="refresh_snapshots") == 2
    assert "pip install 'driftcheck[cluster]'" in capsys.readouterr().err
    assert run([*arguments, "--jobs", "2"], command=refresh_command, name="refresh_snapshots") == 2
    assert "--scheduler goes with none of" in capsys.readouterr().err


def test_a_worker_tells_whether_it_sees_the_folder(tmp_path: Path) -> None:
    (tmp_path / "probe").touch()
    answer = cluster._answer(str(tmp_path / "probe"))
    assert answer.trouble == ""
    assert (tmp_path / answer.written).is_file()
    assert cluster._answer(str(tmp_path / "elsewhere")).trouble == "No such file or directory"


@pytest.mark.cluster
def test_where_no_scheduler_answers_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_ANSWERS_WITHIN", 1.0)
    with pytest.raises(ConfigError, match="no scheduler answers there"), workers_of("tcp://127.0.0.1:1", tmp_path):
        pass
    with pytest.raises(ConfigError, match="no scheduler answers there"), workers_of("nonsense://", tmp_path):
        pass


@pytest.mark.cluster
def test_the_workers_of_a_cluster_record_what_one_process_does(
    index: Index, tmp_path: Path, local_cluster: _Cluster
) -> None:
    alone = recorded(index, tmp_path / "alone")
    with workers_of(local_cluster.scheduler_address, tmp_path / "together") as executor:
        assert contents(tmp_path / "together") == {}
        assert recorded(index, tmp_path / "together", executor) == alone


@pytest.mark.cluster
@pytest.mark.filterwarnings("ignore")  # what a scheduler says of workers that go
def test_where_all_workers_go_their_errands_are_done_here(
    index: Index, tmp_path: Path, local_cluster: _Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_RETURN_WITHIN", 1.0)
    alone = recorded(index, tmp_path / "alone")
    with workers_of(local_cluster.scheduler_address, tmp_path / "lost") as executor:
        local_cluster.scale(0)
        while local_cluster.workers:
            time.sleep(0.05)
        assert recorded(index, tmp_path / "lost", executor) == alone

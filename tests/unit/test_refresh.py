from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import DownloadError
from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.facts_store import FactsLibrary, FactsStore
from driftcheck.extraction.installed import installed_releases
from driftcheck.extraction.policy import Policy
from driftcheck.extraction.registry import Registry
from driftcheck.model.symbols import Kind
from driftcheck.refresh import Refreshed, refresh, refresh_installed
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.snapshot.writer import write_catalog
from tests.package_index import Index, wheel

CORE = "def tint(colour): ...\n"
RELEASES: dict[str, dict[str, str]] = {
    "1.0": {"paint/__init__.py": "from paint.core import *\ndef gone(): ...\n", "paint/core.py": CORE},
    "1.1": {"paint/__init__.py": "from paint.core import *\n", "paint/core.py": CORE},
    "2.0": {"paint/__init__.py": "from paint.core import *\n", "paint/core.py": "def shade(colour): ...\n"},
}
EVERYTHING = Policy(all=True)


def publish(index: Index, *versions: str, content: bytes | None = None) -> None:
    for version in versions:
        metadata = "Requires-Dist: colour>=1\nRequires-Python: >=3.9"
        archive = content or wheel(RELEASES[version], version=version, metadata=metadata)
        index.publish("paint", f"paint-{version}-py3-none-any.whl", archive)


def record(
    registry: Registry,
    folder: Path,
    *,
    known: Path | None = None,
    policy: Policy = EVERYTHING,
    name: str = "paint",
    facts: FactsLibrary | None = None,
) -> Refreshed:
    store = SnapshotStore.open((known,)) if known is not None else None
    done = refresh(name, policy, folder, registry, known=store, facts=facts)
    write_catalog(folder)
    return done


def contents(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def spans(folder: Path, path: str) -> list[tuple[int, int]]:
    return [(span.first, span.last) for span in SnapshotStore.open((folder,)).rows("paint", path)]


def test_what_is_published_is_recorded(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0", "2.0")
    done = record(registry, tmp_path)
    assert (done.distribution, done.recorded, done.added, done.failures) == ("paint", 2, 2, ())
    assert (done.modules, done.visited) == (4, 4)
    store = SnapshotStore.open((tmp_path,))
    assert store.distributions_of("paint.core") == ("paint",)
    assert [(str(r.version), r.released, r.requires, r.requires_python) for r in store.releases("paint")] == [
        ("1.0", "2024-01-02", ("colour>=1",), ">=3.9"),
        ("2.0", "2024-01-02", ("colour>=1",), ">=3.9"),
    ]
    assert spans(tmp_path, "paint.tint") == [(0, 0)]
    assert spans(tmp_path, "paint.shade") == [(1, 1)]
    assert spans(tmp_path, "paint") == [(0, 1)]


def test_modules_that_an_earlier_run_read_are_neither_fetched_nor_read(
    index: Index, registry: Registry, tmp_path: Path
) -> None:
    filler = {f"paint/_{place}.so": random.Random(place).randbytes(2**19) for place in range(4)}
    dynamic = {"paint/more.py": "for name in ('red', 'green'):\n    globals()[name] = 1\n"}
    for version in ("1.0", "2.0"):
        archive = wheel({**dynamic, **filler, **RELEASES[version]}, version=version)
        index.publish("paint", f"paint-{version}-py3-none-any.whl", archive)
    first = record(registry, tmp_path / "one", facts=FactsLibrary(tmp_path / "facts", 1))
    asked = len(index.requests)
    again = record(registry, tmp_path / "two", facts=FactsLibrary(tmp_path / "facts", 1))
    assert (first.modules, first.visited) == (6, 5)
    assert (again.modules, again.visited) == (6, 0)
    # The page of the index, and of each release the end of its archive, which tells what is in it.
    assert len(index.requests) - asked == 3
    assert again.bytes_fetched < first.bytes_fetched
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert spans(tmp_path / "two", "paint.more.green") == [(0, 1)]
    changed = record(registry, tmp_path / "three", facts=FactsLibrary(tmp_path / "facts", 2))
    assert changed.visited == 5


def test_a_release_that_breaks_the_reader_is_named_and_the_others_recorded(
    index: Index, registry: Registry, tmp_path: Path
) -> None:
    publish(index, "1.0", "2.0")

    class Broken(FactsLibrary):
        """Keeps nothing, and cannot even say so."""

        def store(self, distribution: str) -> FactsStore:
            return BrokenStore(tmp_path / distribution)

    class BrokenStore(FactsStore):
        def keep_facts(self, name: str, facts: ModuleFacts) -> None:
            if "/paint.core/" in name and any(symbol.path == "paint.core.tint" for symbol in facts.symbols):
                raise ZeroDivisionError("never expected")

    done = record(registry, tmp_path / "snapshots", facts=Broken(tmp_path, 1))
    assert done.failures == (("1.0", "cannot be read: ZeroDivisionError: never expected"),)
    assert [str(r.version) for r in SnapshotStore.open((tmp_path / "snapshots",)).releases("paint")] == ["2.0"]


def test_a_repeated_refresh_reads_nothing_and_changes_no_byte(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0", "1.1", "2.0")
    record(registry, tmp_path)
    before, asked = contents(tmp_path), len(index.requests)
    done = record(registry, tmp_path, known=tmp_path)
    assert (done.recorded, done.added, done.visited) == (3, 0, 0)
    assert contents(tmp_path) == before
    assert not [request.path for request in index.requests[asked:] if request.path.startswith("/files/")]


@pytest.mark.parametrize("later", ["1.0", "1.1", "2.0"])
def test_whatever_release_is_added_last_the_bytes_are_the_same(
    index: Index, registry: Registry, tmp_path: Path, later: str
) -> None:
    publish(index, *(version for version in RELEASES if version != later))
    record(registry, tmp_path / "stepwise")
    publish(index, later)
    done = record(registry, tmp_path / "stepwise", known=tmp_path / "stepwise")
    record(registry, tmp_path / "at_once")
    assert (done.recorded, done.added) == (3, 1)
    assert contents(tmp_path / "stepwise") == contents(tmp_path / "at_once")


def test_modules_that_neighbours_share_are_read_once(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0", "1.1", "2.0")
    done = record(registry, tmp_path)
    assert (done.modules, done.visited) == (6, 4)


@pytest.mark.parametrize("content", [b"not a wheel", b"", wheel(RELEASES["1.1"], version="1.1")[:-40]])
def test_a_bad_archive_is_a_failure_with_a_name_and_the_others_are_recorded(
    index: Index, registry: Registry, tmp_path: Path, content: bytes
) -> None:
    publish(index, "1.0", "2.0")
    index.publish("paint", "paint-1.1-py3-none-any.whl", content)
    done = record(registry, tmp_path)
    ((version, reason),) = done.failures
    assert version == "1.1"
    assert "paint-1.1-py3-none-any.whl" in reason
    assert [str(r.version) for r in SnapshotStore.open((tmp_path,)).releases("paint")] == ["1.0", "2.0"]


def test_what_failed_is_tried_again(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0", "2.0")
    index.faults["/files/paint-2.0-py3-none-any.whl"] = [404] * 10
    assert [version for version, _ in record(registry, tmp_path).failures] == ["2.0"]
    index.faults.clear()
    done = record(registry, tmp_path, known=tmp_path)
    assert (done.recorded, done.added, done.failures) == (2, 1, ())


def test_nothing_is_written_where_nothing_could_be_read(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0", content=b"not a wheel")
    done = refresh("paint", EVERYTHING, tmp_path / "new", registry)
    assert (done.recorded, len(done.failures)) == (0, 1)
    assert not (tmp_path / "new").exists()


def test_an_unknown_distribution_is_an_error(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="no distribution named paint"):
        record(registry, tmp_path)


def test_the_policy_chooses(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0", "1.1", "2.0")
    done = record(registry, tmp_path, policy=Policy(versions=(Version("1.1"),)))
    assert done.recorded == 1
    assert [str(r.version) for r in SnapshotStore.open((tmp_path,)).releases("paint")] == ["1.1"]


def test_releases_recorded_before_stay_whatever_the_policy(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0", "1.1", "2.0")
    record(registry, tmp_path, policy=Policy(versions=(Version("1.0"),)))
    done = record(registry, tmp_path, known=tmp_path, policy=Policy(versions=(Version("2.0"),)))
    assert (done.recorded, done.added) == (2, 1)


def test_progress_is_told_for_each_release_that_is_read(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0", "2.0")
    told: list[tuple[str, str, int, int]] = []
    refresh("paint", EVERYTHING, tmp_path, registry, progress=lambda *said: told.append(said))
    assert told == [("paint", "1.0", 0, 2), ("paint", "2.0", 1, 2)]


def test_where_nothing_is_new_nothing_is_fetched_or_written(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0", "2.0")
    first = record(registry, tmp_path)
    before = {path: path.stat().st_ino for path in tmp_path.glob("paint.*")}
    asked = len(index.requests)
    done = record(registry, tmp_path, known=tmp_path)
    assert (done.recorded, done.added, done.rows) == (2, 0, first.rows)
    assert [request.path for request in index.requests[asked:]] == ["/simple/paint/"]
    assert {path: path.stat().st_ino for path in tmp_path.glob("paint.*")} == before


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_refresh_mends_what_a_kill_left_behind(index: Index, registry: Registry, tmp_path: Path, damage: str) -> None:
    publish(index, "1.0", "2.0")
    record(registry, tmp_path)
    before = contents(tmp_path)
    database = tmp_path / "paint.db.zst"
    if damage == "cut":
        database.write_bytes(before["paint.db.zst"][:-10])
    else:
        database.unlink()
    done = record(registry, tmp_path, known=tmp_path)
    assert done.added == 2
    assert contents(tmp_path) == before


def test_a_manifest_that_is_damaged_is_written_anew(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0", "2.0")
    record(registry, tmp_path)
    before = contents(tmp_path)
    (tmp_path / "paint.json").write_text("{")
    assert record(registry, tmp_path, known=tmp_path).added == 2
    assert contents(tmp_path) == before


def test_releases_that_the_policy_would_not_choose_are_not_lost(
    index: Index, registry: Registry, tmp_path: Path
) -> None:
    publish(index, "1.0", "1.1", "2.0")
    record(registry, tmp_path, policy=Policy(versions=(Version("1.1"),)))
    (tmp_path / "paint.db.zst").unlink()
    done = record(registry, tmp_path, known=tmp_path, policy=Policy(versions=(Version("2.0"),)))
    assert [str(r.version) for r in SnapshotStore.open((tmp_path,)).releases("paint")] == ["1.1", "2.0"]
    assert done.added == 2


def test_what_another_extractor_read_is_read_again(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0")
    record(registry, tmp_path)
    before = contents(tmp_path)
    manifest = tmp_path / "paint.json"
    lines = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(' "extractor": 0,\n' if '"extractor"' in line else line for line in lines))
    assert record(registry, tmp_path, known=tmp_path).added == 1
    assert contents(tmp_path) == before


def installed(site: Path, version: str) -> Path:
    """A `site-packages` folder that holds one release."""
    information = site / f"paint-{version}.dist-info"
    information.mkdir(parents=True)
    (site / "paint").mkdir()
    for path, text in RELEASES[version].items():
        (site / path).write_text(text)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: paint\nVersion: {version}\n")
    listed = [*RELEASES[version], f"{information.name}/METADATA"]
    (information / "RECORD").write_text("".join(f"{path},,\n" for path in listed))
    return site


def test_an_installed_release_is_added_to_what_is_known(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0")
    record(registry, tmp_path / "known")
    releases = installed_releases(installed(tmp_path / "site-packages", "2.0"))
    known = SnapshotStore.open((tmp_path / "known",))
    for _ in range(2):
        (done,) = refresh_installed(releases, tmp_path / "own", known)
        write_catalog(tmp_path / "own")
        assert (done.recorded, done.failures) == (2, ())
        known = SnapshotStore.open((tmp_path / "own",))
    assert spans(tmp_path / "own", "paint.shade") == [(1, 1)]


def test_what_an_environment_cannot_restore_is_named(index: Index, registry: Registry, tmp_path: Path) -> None:
    publish(index, "1.0")
    record(registry, tmp_path / "known")
    (tmp_path / "known" / "paint.db.zst").unlink()
    releases = installed_releases(installed(tmp_path / "site-packages", "2.0"))
    (done,) = refresh_installed(releases, tmp_path / "own", SnapshotStore.open((tmp_path / "known",)))
    assert done.recorded == 1
    assert [version for version, _ in done.failures] == ["1.0"]


def test_the_standard_library_is_read_from_those_who_carry_its_stubs(
    index: Index, registry: Registry, tmp_path: Path
) -> None:
    for name, version, folder, module in (
        ("mypy", "1.14.1", "mypy/typeshed/stdlib", "colour"),
        ("mypy", "1.18.2", "mypy/typeshed/stdlib", "colour"),
        ("typeshed-client", "2.9.0", "typeshed_client/typeshed", "colour"),
    ):
        stubs = {
            f"{folder}/VERSIONS": f"builtins: 3.0-\n{module}: 3.0-3.12\n",
            f"{folder}/builtins.pyi": "class object: ...\nclass int: ...\n",
            f"{folder}/{module}.pyi": "import sys\nif sys.version_info >= (3, 10):\n    def tint() -> int: ...\n",
        }
        file = name.replace("-", "_")
        archive = wheel(stubs, name=file, version=version)
        index.publish(name, f"{file}-{version}-py3-none-any.whl", archive)
    done = record(registry, tmp_path, name="python")
    assert (done.distribution, done.recorded, done.failures) == ("python", 8, ())
    store = SnapshotStore.open((tmp_path,))
    assert str(store.releases("python")[0].version) == "3.8"
    (tint,) = store.rows("python", "colour.tint")
    assert (tint.first, tint.last, tint.symbol.kind) == (2, 4, Kind.FUNCTION)
    assert store.distributions_of("builtins.int") == ("python",)
    asked = len(index.requests)
    assert record(registry, tmp_path, known=tmp_path, name="python").added == 0
    assert {request.path.split("/")[1] for request in index.requests[asked:]} == {"simple"}
    archive = wheel(stubs, name="typeshed_client", version="2.9.1")
    index.publish("typeshed-client", "typeshed_client-2.9.1-py3-none-any.whl", archive)
    assert record(registry, tmp_path, known=tmp_path, name="python").added == 8


@pytest.mark.parametrize(
    ("metadata", "names"),
    [
        ("", ("azure.core", "azure.more", "tools")),
        ("Import-Name: azure.core\nImport-Namespace: azure", ("azure.core",)),
        ("Import-Name: azure.core\nImport-Name: tools; private", ("azure.core", "tools")),
        ("Import-Name: azure.core\nImport-Name: numpy", ("azure.core",)),
        ("Import-Name: numpy", ("azure.core", "azure.more", "tools")),
    ],
)
def test_import_names_are_those_declared_that_have_modules_else_those_that_files_show(
    index: Index, registry: Registry, tmp_path: Path, metadata: str, names: tuple[str, ...]
) -> None:
    files = {"azure/core/__init__.py": "", "azure/core/deep.py": "", "azure/more/__init__.py": "", "tools.py": ""}
    index.publish("paint", "paint-1.0-py3-none-any.whl", wheel(files, version="1.0", metadata=metadata))
    record(registry, tmp_path)
    store = SnapshotStore.open((tmp_path,))
    manifest = store.manifest("paint")
    assert manifest is not None
    assert manifest.import_names == names
    assert store.distributions_of("azure.core.deep") == ("paint",)
    assert store.distributions_of("azure") == ()


def test_a_release_added_over_shipped_ones_keeps_their_history(
    index: Index, registry: Registry, tmp_path: Path
) -> None:
    publish(index, "1.0", "1.1")
    record(registry, tmp_path / "shipped")
    publish(index, "2.0")
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    done = record(registry, own, known=shipped, policy=Policy(versions=(Version("2.0"),)))
    assert (done.recorded, done.added) == (3, 1)
    assert spans(own, "paint.tint") == [(0, 1)]
    layered = SnapshotStore.open((own, shipped))
    assert [str(release.version) for release in layered.releases("paint")] == ["1.0", "1.1", "2.0"]


def test_above_a_limit_the_releases_are_read_between_which_names_change(
    index: Index, registry: Registry, tmp_path: Path
) -> None:
    for minor in range(40):
        text = "def tint(): ...\n" + "def shade(): ...\n" * (minor >= 17) + "def _hidden(): ...\n" * (minor % 2)
        index.publish("paint", f"paint-1.{minor}-py3-none-any.whl", wheel({"paint.py": text}, version=f"1.{minor}"))
    done = record(registry, tmp_path, policy=Policy(limit=16))
    held = {str(release.version) for release in SnapshotStore.open((tmp_path,)).releases("paint")}
    assert {"1.0", "1.16", "1.17", "1.39"} <= held
    assert done.recorded == len(held) < 16
    again = record(registry, tmp_path, known=tmp_path, policy=Policy(limit=16))
    assert (again.added, again.recorded) == (0, done.recorded)

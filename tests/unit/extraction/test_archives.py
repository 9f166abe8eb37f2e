from __future__ import annotations

import hashlib
import io
import random
import zipfile

import pytest

from driftcheck.errors import DownloadError
from driftcheck.extraction.archives import open_release, open_sdist, open_wheel
from driftcheck.extraction.published import PublishedFile, PublishedRelease
from driftcheck.extraction.registry import Registry
from driftcheck.extraction.release_files import ArchiveRefusedError, Refusal, ReleaseFiles
from driftcheck.extraction.zip_archives import BytesInMemory
from tests.package_index import Index, sdist, wheel


def noise(size: int) -> bytes:
    """Bytes that do not compress, as of a compiled library."""
    return random.Random(size).randbytes(size)


def only_release(registry: Registry) -> PublishedRelease:
    (release,) = registry.published("paint")
    return release


def opened(content: bytes, filename: str = "paint-1.0-py3-none-any.whl") -> ReleaseFiles:
    return open_wheel(filename, BytesInMemory(content))


def opened_sdist(content: bytes) -> ReleaseFiles:
    return open_sdist(PublishedFile("paint-1.0.tar.gz", ""), content)


def paths(files: ReleaseFiles) -> list[str]:
    return [entry.path for entry in files.entries if ".dist-info/" not in entry.path]


class TestRemoteWheels:
    FILENAME = "paint-1.0-cp312-cp312-manylinux_2_17_x86_64.whl"

    def publish(self, index: Index) -> bytes:
        library = noise(600_000)
        content = wheel(
            {
                "paint/__init__.py": "first = 1\n",
                "paint/near.py": "near = 1\n",
                "paint/_core.cpython-312-x86_64-linux-gnu.so": library,
                "paint/last.pyi": "last: int\n",
                "paint/more.so": library,
            }
        )
        index.publish("paint", self.FILENAME, content)
        return content

    def test_only_what_is_asked_for_is_fetched(self, index: Index, registry: Registry) -> None:
        content = self.publish(index)
        files = open_release(registry, only_release(registry))
        assert files.read(["paint/__init__.py", "paint/near.py", "paint/last.pyi", "paint/absent.py"]) == {
            "paint/__init__.py": b"first = 1\n",
            "paint/near.py": b"near = 1\n",
            "paint/last.pyi": b"last: int\n",
        }
        assert files.bytes_published == len(content)
        assert files.bytes_fetched < len(content) / 5

    def test_neighbours_share_a_request(self, index: Index, registry: Registry) -> None:
        self.publish(index)
        files = open_release(registry, only_release(registry))
        before = len(index.requests)
        files.read(["paint/near.py", "paint/__init__.py"])
        assert len(index.requests) == before + 1
        assert all(request.is_range for request in index.requests[1:])

    def test_a_server_without_ranges_gives_the_same(self, index: Index, registry: Registry) -> None:
        content = self.publish(index)
        index.knows_ranges = False
        files = open_release(registry, only_release(registry))
        assert files.read(["paint/last.pyi"]) == {"paint/last.pyi": b"last: int\n"}
        assert files.bytes_fetched == len(content)

    def test_a_server_that_forgets_ranges_in_between_gives_the_same(self, index: Index, registry: Registry) -> None:
        self.publish(index)
        files = open_release(registry, only_release(registry))
        index.knows_ranges = False
        assert files.read(["paint/near.py"]) == {"paint/near.py": b"near = 1\n"}
        assert files.read(["paint/last.pyi"]) == {"paint/last.pyi": b"last: int\n"}

    def publish_scattered(self, index: Index) -> dict[str, bytes]:
        """Modules with so much between them that each takes a request of its own."""
        library = noise(200_000)
        modules = {f"paint/m{place}.py": f"number = {place}\n".encode() for place in range(9)}
        content = wheel(
            {path: data for module in modules for path, data in ((module, modules[module]), (f"{module}.so", library))}
        )
        index.publish("paint", self.FILENAME, content)
        return modules

    def test_stretches_that_are_fetched_at_once_keep_their_order(self, index: Index, registry: Registry) -> None:
        modules = self.publish_scattered(index)
        files = open_release(registry, only_release(registry))
        before = len(index.requests)
        assert files.read(modules) == modules
        assert len(index.requests) - before > len(modules) // 2
        assert files.bytes_fetched < files.bytes_published / 2

    @pytest.mark.parametrize("answered", [0, 1])
    def test_a_server_that_forgets_ranges_fills_no_memory(
        self, index: Index, registry: Registry, answered: int
    ) -> None:
        modules = self.publish_scattered(index)
        files = open_release(registry, only_release(registry))
        index.ranges_left = answered
        if answered:
            with pytest.raises(DownloadError, match="larger than the limit"):
                files.read(modules)
        else:
            assert files.read(modules) == modules

    def test_a_stretch_that_cannot_be_had_is_an_error(self, index: Index, registry: Registry) -> None:
        modules = self.publish_scattered(index)
        files = open_release(registry, only_release(registry))
        index.faults[f"/files/{self.FILENAME}"] = ["shift"] * 9
        with pytest.raises(DownloadError, match="other bytes than it was asked for"):
            files.read(modules)

    def test_an_index_that_tells_no_size_is_no_hindrance(self, index: Index, registry: Registry) -> None:
        content = self.publish(index)
        del index.projects["paint"][0]["size"]
        files = open_release(registry, only_release(registry))
        assert files.read(["paint/near.py"]) == {"paint/near.py": b"near = 1\n"}
        assert files.bytes_published == len(content)

    def test_a_directory_longer_than_the_first_fetch_is_read(self, index: Index, registry: Registry) -> None:
        many = {f"paint/module_{number:05}.py": f"n = {number}\n" for number in range(4000)}
        content = wheel({"paint/lib.so": noise(1_200_000), **many})
        index.publish("paint", self.FILENAME, content)
        files = open_release(registry, only_release(registry))
        assert files.read(["paint/module_03999.py"]) == {"paint/module_03999.py": b"n = 3999\n"}
        assert len(files.entries) == len(many) + 3

    def test_a_small_wheel_takes_one_request(self, index: Index, registry: Registry) -> None:
        index.publish("paint", "paint-1.0-py3-none-any.whl", wheel({"paint.py": "x = 1\n"}))
        files = open_release(registry, only_release(registry))
        assert files.read(["paint.py"]) == {"paint.py": b"x = 1\n"}
        assert [request.is_range for request in index.requests] == [False, False]

    def test_a_file_of_another_size_than_promised_is_refused(self, index: Index, registry: Registry) -> None:
        content = self.publish(index)
        index.files[f"/files/{self.FILENAME}"] = content + b"more"
        with pytest.raises(DownloadError, match="where the index promises"):
            open_release(registry, only_release(registry))

    def test_a_broken_body_is_fetched_again(self, index: Index, registry: Registry) -> None:
        index.publish("paint", "paint-1.0-py3-none-any.whl", wheel({"paint.py": "x = 1\n"}))
        index.faults["/files/paint-1.0-py3-none-any.whl"] = ["truncate", 503]
        assert paths(open_release(registry, only_release(registry))) == ["paint.py"]


def test_a_release_without_readable_files_is_an_error(index: Index, registry: Registry) -> None:
    index.publish("paint", "paint-1.0.tar.gz", b"")
    release = only_release(registry)
    with pytest.raises(DownloadError, match="neither a wheel nor a source distribution"):
        open_release(registry, PublishedRelease(release.version))


def test_entries_carry_hashes_and_sizes() -> None:
    files = opened(wheel({"paint/__init__.py": "x = 1\n", "paint/core.abi3.so": b"\x7fELF"}))
    entries = {entry.path: entry for entry in files.entries}
    assert entries["paint/__init__.py"].size == 6
    assert entries["paint/__init__.py"].sha256 == hashlib.sha256(b"x = 1\n").hexdigest()
    assert "paint/core.abi3.so" in entries


def test_a_wheel_without_record_has_no_hashes() -> None:
    files = opened(wheel({"paint.py": "x = 1\n"}, record=False))
    assert {entry.sha256 for entry in files.entries} == {None}
    assert files.read(["paint.py"]) == {"paint.py": b"x = 1\n"}


def test_data_folders_are_laid_over_the_import_root() -> None:
    files = opened(
        wheel(
            {
                "paint-1.0.data/purelib/paint/pure.py": "pure = 1\n",
                "paint-1.0.data/platlib/paint/plat.py": "plat = 1\n",
                "paint-1.0.data/scripts/paint": "#!python\n",
            }
        )
    )
    assert paths(files) == ["paint/plat.py", "paint/pure.py"]
    assert files.read(["paint/pure.py"]) == {"paint/pure.py": b"pure = 1\n"}


def test_metadata_is_read() -> None:
    fields = "Requires-Dist: brush>=1\nRequires-Dist: canvas; extra == 'all'\nRequires-Python: >=3.9"
    metadata = opened(wheel({"paint/__init__.py": ""}, metadata=fields)).metadata
    assert metadata.requires == ("brush>=1", "canvas; extra == 'all'")
    assert metadata.requires_python == ">=3.9"
    assert metadata.import_names == ("paint",)


def test_a_member_above_the_limit_is_left_out() -> None:
    files = opened(wheel({"paint/tables.py": noise(9 * 1024 * 1024), "paint/small.py": "x = 1\n"}))
    assert files.read(["paint/tables.py", "paint/small.py"]) == {"paint/small.py": b"x = 1\n"}


def test_a_file_that_record_does_not_vouch_for_is_refused() -> None:
    content = wheel({"paint.py": "x = 1\n"})
    other = wheel({"paint.py": "x = 2\n"}, record=False)
    swapped = replace_member(content, other, "paint.py")
    with pytest.raises(ArchiveRefusedError) as raised:
        opened(swapped).read(["paint.py"])
    assert raised.value.reason is Refusal.HASH


def replace_member(content: bytes, other: bytes, name: str) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(io.BytesIO(other)) as new,
        zipfile.ZipFile(stream, "w") as out,
    ):
        for info in old.infolist():
            out.writestr(info.filename, (new if info.filename == name else old).read(info.filename))
    return stream.getvalue()


def test_a_wheel_without_metadata_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("paint.py", "")
    with pytest.raises(ArchiveRefusedError) as raised:
        opened(stream.getvalue())
    assert raised.value.reason is Refusal.NO_METADATA


class TestSourceDistributions:
    INFO = "Metadata-Version: 1.1\nName: paint\nVersion: 1.0\n"

    def test_the_recorded_import_root_is_found(self) -> None:
        files = opened_sdist(
            sdist(
                {
                    "PKG-INFO": self.INFO,
                    "setup.py": "",
                    "lib/paint/__init__.py": "x = 1\n",
                    "lib/paint/shade.py": "",
                    "lib/paint.egg-info/PKG-INFO": self.INFO,
                    "lib/paint.egg-info/top_level.txt": "paint\n",
                    "lib/paint.egg-info/requires.txt": "brush>=1\n\n[all]\ncanvas\n\n[:python_version < '3']\nenum34\n",
                    "tests/test_paint.py": "",
                }
            )
        )
        assert paths(files) == ["paint/__init__.py", "paint/shade.py"]
        assert files.metadata.requires == ("brush>=1", 'canvas ; extra == "all"', "enum34 ; (python_version < '3')")
        assert files.metadata.import_names == ("paint",)
        assert files.read(["paint/__init__.py"]) == {"paint/__init__.py": b"x = 1\n"}
        assert all(entry.sha256 for entry in files.entries)

    def test_a_src_folder_is_the_import_root(self) -> None:
        files = opened_sdist(
            sdist({"PKG-INFO": self.INFO, "src/paint/__init__.py": "", "docs/conf.py": "", "setup.py": ""})
        )
        assert paths(files) == ["paint/__init__.py"]

    def test_without_a_record_what_is_not_installed_is_dropped(self) -> None:
        files = opened_sdist(
            sdist(
                {
                    "PKG-INFO": self.INFO,
                    "paint.py": "",
                    "setup.py": "",
                    "tests/__init__.py": "",
                    "docs/conf.py": "",
                    "README.rst": "",
                }
            )
        )
        assert paths(files) == ["paint.py"]

    def test_a_package_called_like_a_convention_is_a_package(self) -> None:
        files = opened_sdist(sdist({"PKG-INFO": self.INFO, "src/__init__.py": "", "src/paint.py": ""}))
        assert paths(files) == ["src/__init__.py", "src/paint.py"]

    def test_files_without_a_common_folder_are_read_too(self) -> None:
        assert paths(opened_sdist(sdist({"PKG-INFO": self.INFO, "paint/__init__.py": ""}, top=""))) == [
            "paint/__init__.py"
        ]

    def test_it_is_read_where_there_is_no_wheel(self, index: Index, registry: Registry) -> None:
        index.publish("paint", "paint-1.0.tar.gz", sdist({"PKG-INFO": self.INFO, "paint.py": "x = 1\n"}))
        files = open_release(registry, only_release(registry))
        assert files.read(["paint.py"]) == {"paint.py": b"x = 1\n"}
        assert files.bytes_fetched == files.bytes_published

    def test_a_zip_is_read_too(self) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("paint-1.0/PKG-INFO", self.INFO)
            archive.writestr("paint-1.0/paint/__init__.py", "x = 1\n")
        files = open_sdist(PublishedFile("paint-1.0.zip", ""), stream.getvalue())
        assert files.read(["paint/__init__.py"]) == {"paint/__init__.py": b"x = 1\n"}

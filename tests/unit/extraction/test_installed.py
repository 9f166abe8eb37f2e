from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from driftcheck.errors import ConfigError, DownloadError
from driftcheck.extraction.installed import installed_releases, open_installed
from driftcheck.extraction.release_files import ArchiveRefusedError
from tests.package_index import wheel


def install(folder: Path, files: Mapping[str, bytes | str], *, name: str = "paint", version: str = "1.0") -> None:
    content = wheel(files, name=name, version=version, metadata="Requires-Dist: brush")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "lib/python3.12/site-packages"
    site.mkdir(parents=True)
    install(site, {"paint/__init__.py": "x = 1\n", "paint/_core.abi3.so": b"\x7fELF"})
    install(site, {"brush.py": ""}, name="Brush_Set", version="2.0.post1")
    return site


def test_the_releases_of_an_environment_are_found(tmp_path: Path, site: Path) -> None:
    for environment in (tmp_path, site):
        found = [(release.name, str(release.version)) for release in installed_releases(environment)]
        assert found == [("brush-set", "2.0.post1"), ("paint", "1.0")]


def test_an_installed_release_is_read_like_an_archive(tmp_path: Path, site: Path) -> None:
    files = open_installed(installed_releases(tmp_path)[1])
    assert files.read(["paint/__init__.py", "paint/absent.py"]) == {"paint/__init__.py": b"x = 1\n"}
    hashes = {entry.path: entry.sha256 for entry in files.entries}
    assert hashes["paint/__init__.py"] is not None
    assert "paint/_core.abi3.so" in hashes
    assert (files.metadata.requires, files.metadata.import_names, files.bytes_fetched) == (("brush",), ("paint",), 0)
    assert str(site) in files.filename


def test_a_file_that_was_changed_after_installation_is_refused(tmp_path: Path, site: Path) -> None:
    (site / "paint/__init__.py").write_text("x = 2\n", encoding="utf-8")
    with pytest.raises(ArchiveRefusedError, match="not what the release recorded"):
        open_installed(installed_releases(tmp_path)[1]).read(["paint/__init__.py"])


def test_files_outside_the_import_root_are_left_out(tmp_path: Path, site: Path) -> None:
    with (site / "paint-1.0.dist-info/RECORD").open("a", encoding="utf-8") as record:
        record.write("\n../../../bin/paint,,\n/etc/passwd,,\npaint/__pycache__/x.pyc,,\n")
    files = open_installed(installed_releases(tmp_path)[1])
    assert {path.partition("/")[0] for path in (entry.path for entry in files.entries)} == {
        "paint",
        "paint-1.0.dist-info",
    }


def test_a_link_out_of_the_import_root_is_refused(tmp_path: Path, site: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_text("secret = 1\n", encoding="utf-8")
    (site / "paint/__init__.py").unlink()
    (site / "paint/__init__.py").symlink_to(outside)
    with pytest.raises(ArchiveRefusedError, match="link"):
        open_installed(installed_releases(tmp_path)[1]).read(["paint/__init__.py"])


def test_a_release_without_a_record_is_an_error(tmp_path: Path, site: Path) -> None:
    (site / "paint-1.0.dist-info/RECORD").unlink()
    with pytest.raises(DownloadError, match=r"paint 1.0 in .*: has no RECORD"):
        open_installed(installed_releases(tmp_path)[1])


def test_what_is_installed_as_editable_is_an_error_that_says_so(tmp_path: Path, site: Path) -> None:
    pointer = site / "paint-1.0.dist-info/direct_url.json"
    pointer.write_text('{"url": "file:///src/paint", "dir_info": {}}', encoding="utf-8")
    assert open_installed(installed_releases(tmp_path)[1]).metadata.import_names == ("paint",)
    pointer.write_text('{"url": "file:///src/paint", "dir_info": {"editable": true}}', encoding="utf-8")
    with pytest.raises(DownloadError, match="installed as editable"):
        open_installed(installed_releases(tmp_path)[1])


def test_a_folder_that_is_no_environment_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="neither a virtual environment"):
        installed_releases(tmp_path)
    with pytest.raises(ConfigError, match="not a folder"):
        installed_releases(tmp_path / "absent")

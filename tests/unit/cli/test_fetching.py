"""`check --fetch`: what the snapshots lack of the pins is read from the index, when asked and at no other time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from driftcheck.cli.main import run
from tests.package_index import Index, serving, wheel

PAINT = {"1.0": "def tint(colour): ...\ndef shade(colour): ...\n", "2.0": "def shade(colour): ...\n"}


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home" / variable))
    with serving() as index:
        monkeypatch.setenv("PIP_INDEX_URL", index.index_url)
        monkeypatch.delenv("PIP_NO_INDEX", raising=False)
        monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
        for version, text in PAINT.items():
            archive = wheel({"acmepaint/__init__.py": text}, name="acmepaint", version=version)
            index.publish("acmepaint", f"acmepaint-{version}-py3-none-any.whl", archive)
        files = {"acme/blue/store/__init__.py": "def put(key): ...\n"}
        archive = wheel(files, name="acme_blue_store", version="3.1")
        index.publish("acme-blue-store", "acme_blue_store-3.1-py3-none-any.whl", archive)
        archive = wheel({"colours/__init__.py": "def mix(one, other): ...\n"}, name="pycolours", version="1.0")
        index.publish("pycolours", "pycolours-1.0-py3-none-any.whl", archive)
        yield index


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    write(folder, pins="acmepaint==1.0\n", code="import acmepaint\n\nacmepaint.tint('red')\n")
    monkeypatch.chdir(folder)
    return folder


def write(folder: Path, *, pins: str, code: str) -> None:
    (folder / "requirements.txt").write_text(pins, encoding="utf-8")
    (folder / "main.py").write_text(code, encoding="utf-8")


def report(capsys: pytest.CaptureFixture[str]) -> tuple[list[str], dict[str, Any], str]:
    told = capsys.readouterr()
    document = json.loads(told.out)
    return [finding["code"] for finding in document["findings"]], document["summary"], told.err


def test_an_upgrade_of_a_private_library_is_fetched_and_judged(
    index: Index, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "--format", "json"]) == 0
    _, summary, complaints = report(capsys)
    assert summary["not_covered"] == [{"name": "acmepaint", "reason": "no snapshot"}]
    assert (index.requests, complaints) == ([], "")

    assert run(["check", "--fetch", "--format", "json"]) == 0
    codes, summary, complaints = report(capsys)
    assert (codes, summary["not_covered"]) == ([], [])
    assert complaints == "driftcheck: fetched acmepaint 1.0\n"

    write(project, pins="acmepaint==2.0\n", code="import acmepaint\n\nacmepaint.tint('red')\n")
    assert run(["check", "--format", "json"]) == 0
    assert report(capsys)[0] == ["DC402"]
    assert run(["check", "--fetch", "--format", "json"]) == 1
    codes, _, complaints = report(capsys)
    assert (codes, complaints) == (["DC101"], "driftcheck: fetched acmepaint 2.0\n")

    index.requests.clear()
    assert run(["check", "--fetch", "--format", "json"]) == 1
    assert report(capsys)[2] == ""
    assert index.requests == []


@pytest.mark.parametrize("statement", ["import acme.blue.store as s", "from acme.blue import store as s"])
def test_a_dotted_import_name_is_looked_for_among_the_pins(
    index: Index, project: Path, capsys: pytest.CaptureFixture[str], statement: str
) -> None:
    write(project, pins="acme-blue-store==3.1\nacmepaint==1.0\n", code=f"{statement}\n\ns.get('x')\n")
    assert run(["check", "--fetch", "--format", "json"]) == 1
    codes, _, complaints = report(capsys)
    assert (codes, complaints) == (["DC103"], "driftcheck: fetched acme-blue-store 3.1\n")
    assert not any("acmepaint" in request.path for request in index.requests)


def test_a_name_that_no_pin_explains_is_said_and_the_map_explains_it(
    index: Index, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, pins="pycolours==1.0\n", code="import colours\n\ncolours.mix('red', 'blue')\n")
    assert run(["check", "--fetch", "--format", "json"]) == 0
    assert "no exact pin is known to provide it (see `import-names`): colours\n" in report(capsys)[2]
    assert index.requests == []
    (project / "driftcheck.toml").write_text("fetch = true\nimport-names = { colours = 'pycolours' }\n")
    assert run(["check", "--format", "json"]) == 0
    _, summary, complaints = report(capsys)
    assert complaints == "driftcheck: fetched pycolours 1.0\n"
    assert (summary["references"]["resolved"], summary["not_covered"]) == (3, [])


def test_what_cannot_be_had_is_said_and_the_rest_is_checked(
    index: Index, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index.files["/files/acme_blue_store-3.1-py3-none-any.whl"] = b"not a wheel"
    code = "import acmepaint, absent\nimport acme.blue.store\nacmepaint.tint()\nacmepaint.hue()\n"
    write(project, pins="acme-blue-store==3.1\nacmepaint==1.0\nabsent==1\n", code=code)
    assert run(["check", "--fetch", "--format", "json"]) == 1
    codes, summary, complaints = report(capsys)
    assert codes == ["DC103"]
    assert [entry["name"] for entry in summary["not_covered"]] == ["absent", "acme"]
    lines = complaints.splitlines()
    assert lines[0].startswith("driftcheck: absent: not fetched: no distribution named absent on the index http")
    assert lines[1].startswith("driftcheck: acme-blue-store 3.1: not fetched: ")
    assert lines[2:] == ["driftcheck: fetched acmepaint 1.0"]


@pytest.mark.usefixtures("index", "project")
def test_an_index_that_cannot_be_asked_stops_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert run(["check", "--fetch", "--format", "json"]) == 0
    _, summary, complaints = report(capsys)
    assert [entry["name"] for entry in summary["not_covered"]] == ["acmepaint"]
    assert "no-index" in complaints


def test_offline_is_stronger_than_what_is_written(
    index: Index, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "driftcheck.toml").write_text("fetch = true\n", encoding="utf-8")
    assert run(["check", "--offline"]) == 0
    (project / "driftcheck.toml").write_text("fetch = true\noffline = true\n", encoding="utf-8")
    assert run(["check"]) == 0
    assert index.requests == []
    capsys.readouterr()
    assert run(["check", "--fetch", "--offline"]) == 2
    assert "--offline uses no network: give no --fetch with it" in capsys.readouterr().err
    assert index.requests == []
    (project / "driftcheck.toml").write_text("offline = true\n", encoding="utf-8")
    assert run(["check", "--fetch"]) == 0
    assert index.requests != []


@pytest.mark.usefixtures("index", "project")
def test_a_folder_of_snapshots_that_is_named_is_the_one_completed(snapshots: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for path in snapshots.iterdir():
        (own / path.name).write_bytes(path.read_bytes())
    assert run(["--snapshots", str(own), "check", "--fetch"]) == 0
    assert any(path.name.startswith("acmepaint.") for path in own.iterdir())
    assert not (tmp_path / "home/XDG_DATA_HOME").exists()


@pytest.mark.usefixtures("index", "project")
def test_what_is_mended_is_fetched_for_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--fetch", "--diff"]) == 0
    assert "fetched acmepaint 1.0" in capsys.readouterr().err

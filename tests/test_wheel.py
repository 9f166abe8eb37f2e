"""What a wheel takes along."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]


def test_snapshots_ship_inside_the_package_and_what_a_killed_refresh_left_does_not(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name in ("driftcheck", "api_snapshots"):
        (project / name).mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE", "driftcheck/__init__.py", "api_snapshots/catalog.json"):
        shutil.copyfile(ROOT / name, project / name)
    for name in ("paint.db.zst", "paint.json", ".paint.json.next", ".paint.db.zst.x1y2", ".catalog.json.abc"):
        (project / "api_snapshots" / name).write_bytes(b"")
    (wheel,) = WheelBuilder(str(project)).build(directory=str(tmp_path / "dist"), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        shipped = sorted(name for name in archive.namelist() if ".dist-info/" not in name)
    assert shipped == [
        "driftcheck/__init__.py",
        "driftcheck/api_snapshots/catalog.json",
        "driftcheck/api_snapshots/paint.db.zst",
        "driftcheck/api_snapshots/paint.json",
    ]
    (sdist,) = SdistBuilder(str(project)).build(directory=str(tmp_path / "dist"), versions=["standard"])
    shutil.unpack_archive(sdist, tmp_path / "unpacked", filter="data")
    hidden = [path.name for path in (tmp_path / "unpacked").rglob(".*") if path.name != ".gitignore"]
    assert hidden == []

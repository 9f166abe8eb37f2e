"""Names that the project itself speaks against."""

from __future__ import annotations

from pathlib import Path

from packaging.version import Version

from driftcheck.config.settings import Settings
from driftcheck.engine import check
from driftcheck.model.declarations import Declaration
from driftcheck.model.findings import Finding
from driftcheck.source.discovery import discover
from tests.unit.test_mending import surfaces


def found(folder: Path, files: dict[str, str], *declarations: Declaration) -> list[Finding]:
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    settings = Settings(folder, ("paint==2.0",), declarations=declarations)
    return [*check(discover(["."], folder), settings, surfaces()).findings]


def told(findings: list[Finding]) -> list[str]:
    return [f"{f.location.path}:{f.location.line}:{f.location.column} {f.code} {f.symbol}" for f in findings]


def test_names_of_libraries_are_told_by_what_expressions_denote(tmp_path: Path) -> None:
    code = "import paint\nbrush = paint.brush()\nbrush.wet('red')\npaint.shade(1)\nfrom paint import mix\n"
    wet = Declaration("paint.Brush.wet", Version("1.5"), Version("3"), "brush.dip(hue)", "it drips")
    shade = Declaration("paint.shade", removed=Version("2.0"), use="paint.tone")
    first, second = found(tmp_path, {"main.py": code}, wet, shade)
    assert told([first, second]) == ["main.py:3:7 DC201 paint.Brush.wet", "main.py:4:7 DC101 paint.shade"]
    assert first.message == ("paint.Brush.wet is deprecated since 1.5, to be removed in 3 (the configuration says so)")
    assert second.message == "paint.shade was removed in paint 2.0 (the configuration says so); pinned 2.0"
    assert (first.distribution, first.pinned, first.deprecated_in, first.removed_in) == ("paint", "2.0", "1.5", None)
    assert second.removed_in == "2.0"
    assert [finding.replacement and finding.replacement.text for finding in (first, second)] == [
        "brush.dip(hue)",
        "paint.tone",
    ]


def test_a_release_before_the_first_that_is_meant_is_well(tmp_path: Path) -> None:
    assert found(tmp_path, {"main.py": "from paint import mix\n"}, Declaration("paint.mix", Version("2.1"))) == []


def test_the_project_itself_and_what_no_snapshot_knows(tmp_path: Path) -> None:
    files = {
        "acme/__init__.py": "from acme.core import old\n",
        "acme/core.py": "def old(): ...\n\n\nold()\n",
        "app.py": "import acme.core as core\nfrom elsewhere.legacy import x\n\ncore.old()\nelsewhere = 1\n",
        "other.py": "old = acme = core = print\nacme.core.old\n",
    }
    findings = found(
        tmp_path,
        files,
        Declaration("acme.core.old", use="acme.new"),
        Declaration("elsewhere.legacy", Version("2"), message="Ask the platform team."),
    )
    assert told(findings) == [
        "acme/__init__.py:1:23 DC201 acme.core.old",
        "app.py:2:6 DC201 elsewhere.legacy",
        "app.py:4:6 DC201 acme.core.old",
    ]
    assert [finding.replacement and finding.replacement.text for finding in findings] == [
        "acme.new",
        "Ask the platform team.",
        "acme.new",
    ]


def test_a_module_is_told_where_it_is_imported(tmp_path: Path) -> None:
    findings = found(tmp_path, {"main.py": "import acme.old.x\nacme.old.x.f()\n"}, Declaration("acme.old"))
    assert told(findings) == ["main.py:1:8 DC201 acme.old"]


def test_comments_silence_what_the_project_says_as_well(tmp_path: Path) -> None:
    code = "import acme\nacme.old()  # driftcheck: ignore[DC201]\n"
    assert found(tmp_path, {"main.py": code}, Declaration("acme.old")) == []

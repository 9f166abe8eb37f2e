"""Whose pins govern which file, over whole small projects."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

from driftcheck.config.settings import Settings
from driftcheck.engine import check, divide_entries
from driftcheck.model.findings import Report
from driftcheck.reporting.coverage import coverage_lines
from driftcheck.reporting.records import report_record
from driftcheck.source.discovery import discover
from driftcheck.source.files import SourceFile
from tests.builders import MemorySurfaces, attribute, function, klass, module, signature, standard_library
from tests.builders import surface_provider as surfaces

USE = "import paint\npaint.tint()\npaint.wash()\npaint.shade()\n"


def provider() -> MemorySurfaces:
    """tint lives up to 1.x, wash up to 2.x, shade from 2.0; the language loses `typing.Old` in 3.12."""
    tint, wash, shade = (function(f"paint.{name}", signature()) for name in ("tint", "wash", "shade"))
    old = [*standard_library(), klass("typing.Old", "builtins.object")]
    return surfaces(
        {
            "paint": {"1.0": [tint, wash], "2.0": [wash, shade], "3.0": [shade]},
            "oil": {"1.0": [module("oil"), attribute("oil.thick", "builtins.int")], "2.0": [module("oil")]},
            "python": {"3.10": old, "3.11": old, "3.12": standard_library()},
        }
    )


def write(root: Path, files: Mapping[str, str]) -> None:
    (root / ".git").mkdir(exist_ok=True)
    for name, text in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def run(root: Path, *paths: str, **options: Any) -> Report:  # noqa: ANN401  as `Settings` takes them
    """Check paths of a project, by default all of it."""
    return check(discover(paths or ["."], root), Settings(root, **options), provider())


def told(report: Report) -> list[str]:
    """`path: symbol pinned` of each finding."""
    return [f"{f.location.path}: {f.symbol} {f.pinned}" for f in report.findings]


def lock(*packages: str, head: str = "version = 1\n") -> str:
    """A lock of uv; of a package `name 1.0`, or `name 1.0 ; marker`, or `name = folder`."""
    text = head
    for package in packages:
        if "=" in package and ";" not in package:
            name, folder = package.split(" = ")
            text += f'[[package]]\nname = "{name}"\nversion = "0"\nsource = {{ editable = "{folder}" }}\n'
            continue
        release, _, marker = package.partition(" ; ")
        name, version = release.split()
        text += f'[[package]]\nname = "{name}"\nversion = "{version}"\n'
        text += f'resolution-markers = ["{marker}"]\n' if marker else ""
        text += 'source = { registry = "https://example.invalid/simple" }\n'
    return text


def test_services_are_held_to_their_own_pins(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "services/a/requirements.txt": "paint==1.0\n",
            "services/a/app.py": USE,
            "services/b/requirements.txt": "# ours\npaint==3.0\n",
            "services/b/deep/app.py": USE,
            "requirements.txt": "paint==2.0\n",
            "tool.py": USE,
            "tests/test_tool.py": USE,
        },
    )
    report = run(tmp_path)
    assert told(report) == [
        "services/a/app.py: paint.shade 1.0",
        "services/b/deep/app.py: paint.tint 3.0",
        "services/b/deep/app.py: paint.wash 3.0",
        "tests/test_tool.py: paint.tint 2.0",
        "tool.py: paint.tint 2.0",
    ]
    assert [str(s.version) for s in report.summary.selections if s.distribution == "paint"] == ["1.0", "2.0", "3.0"]
    assert [governed.files for governed in report.summary.universes] == [1, 1, 2]
    assert report.summary.files == 4
    message = report.findings[1].message
    assert message.endswith(f"; pinned 3.0 ({tmp_path / 'services/b/requirements.txt'}:2)")
    record = report_record(report)["findings"][1]
    assert record["source"]["path"].endswith("services/b/requirements.txt")
    assert record["source"]["line"] == 2


def test_what_several_lists_pin_alike_is_told_and_fetched_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            **{f"{name}/requirements.txt": "paint==9.0\noil>=1\n" for name in "ab"},
            **{f"{name}/app.py": "import paint, oil\noil.thick\n" for name in "ab"},
        },
    )
    summary = run(tmp_path).summary
    assert [(s.distribution, str(s.version)) for s in summary.missing] == [("paint", "9.0")]
    lines = list(coverage_lines(summary))
    assert "A range, so the newest release it allows: oil 2.0." in lines
    assert "Not covered: paint 9.0 (the snapshots hold 1.0 to 3.0)." in lines
    assert len({s.source.path for s in summary.selections if s.distribution == "oil"}) == 2


def test_what_is_installed_from_no_release_is_told_where_it_is_used(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "requirements.txt": "paint @ git+https://example.invalid/paint\noil @ file:///oil\n",
            "app.py": "import paint\npaint.shade()\n",
        },
    )
    (note,) = run(tmp_path).summary.notes
    assert note.endswith(
        "requirements.txt:1: paint is installed from a repository, not from a release; 3.0 stands in for it"
    )


def test_a_broken_lock_of_a_script_hides_no_block(tmp_path: Path) -> None:
    write(tmp_path, {"tool.py": SCRIPT.format("==2.0") + USE, "tool.py.lock": "version = 1\n[[package]\n"})
    report = run(tmp_path)
    assert told(report) == ["tool.py: paint.tint 2.0"]
    assert "tool.py.lock:2: expected TOML" in report.summary.notes[0]


def test_one_universe_says_no_more_than_the_version(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "paint==2.0\n", "tool.py": USE, "deep/tool.py": USE})
    report = run(tmp_path)
    assert told(report) == ["deep/tool.py: paint.tint 2.0", "tool.py: paint.tint 2.0"]
    assert report.findings[0].message.endswith("pinned 2.0")
    assert len(report.summary.universes) == 1


def test_paths_in_several_projects_are_held_to_their_own(tmp_path: Path) -> None:
    for name, version in (("one", "1.0"), ("two", "3.0")):
        (tmp_path / name).mkdir()
        write(tmp_path / name, {"requirements.txt": f"paint=={version}\n", "tool.py": "import paint\npaint.tint()\n"})
    assert told(run(tmp_path, "one", "two/tool.py")) == ["two/tool.py: paint.tint 3.0"]


def test_requirements_of_the_documentation_hide_no_lock(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "uv.lock": lock("paint 2.0", "oil 1.0"),
            "docs/requirements.txt": "oil==2.0\nsphinx>=7\n",
            "docs/conf.py": "import oil\noil.thick\nimport paint\npaint.tint()\n",
            "main.py": "import oil\noil.thick\nimport paint\npaint.tint()\n",
        },
    )
    assert told(run(tmp_path)) == [
        "docs/conf.py: oil.thick 2.0",
        "docs/conf.py: paint.tint 2.0",
        "main.py: paint.tint 2.0",
    ]


def test_members_of_a_workspace_are_one_universe(tmp_path: Path) -> None:
    project = '[project]\nname = "{}"\nrequires-python = ">=3.10"\ndependencies = ["paint>=1"]\n'
    write(
        tmp_path,
        {
            "uv.lock": lock("paint 2.0", "left = packages/left", "right = packages/right"),
            "pyproject.toml": '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
            "packages/left/pyproject.toml": project.format("left"),
            "packages/left/left/__init__.py": "import paint\npaint.tint()\n",
            "packages/right/pyproject.toml": project.format("right").replace("paint>=1", "paint<2"),
            "packages/right/right/__init__.py": "from left import paint\npaint.tint()\n",
        },
    )
    report = run(tmp_path)
    assert told(report) == [
        "packages/left/left/__init__.py: paint.tint 2.0",
        "packages/right/right/__init__.py: paint.tint 2.0",
    ]
    assert [governed.files for governed in report.summary.universes] == [2]


def test_a_lock_that_a_nearer_range_rules_out_does_not_count(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "poetry.lock": '[[package]]\nname = "paint"\nversion = "3.0"\n',
            "old/pyproject.toml": '[project]\nname = "old"\ndependencies = ["paint<3"]\n',
            "old/tool.py": USE,
            "new/pyproject.toml": '[project]\nname = "new"\ndependencies = ["paint>=2"]\n',
            "new/tool.py": USE,
        },
    )
    assert told(run(tmp_path)) == [
        "new/tool.py: paint.tint 3.0",
        "new/tool.py: paint.wash 3.0",
        "old/tool.py: paint.tint 2.0",
    ]


def test_nothing_is_taken_from_beyond_the_repository(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("paint==1.0\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    write(inner, {"requirements.txt": "oil>=1\n", "tool.py": USE})
    assert told(run(inner)) == ["tool.py: paint.tint 3.0", "tool.py: paint.wash 3.0"]
    assert "not pinned" in run(inner).findings[0].message


def test_modules_under_other_pins_are_followed(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "requirements.txt": "paint==1.0\n",
            "common/__init__.py": "import paint as colours\n\ndef made():\n    return colours\n",
            "service/requirements.txt": "paint==3.0\n",
            "service/app.py": "from common import made\n\nmade().tint()\n",
        },
    )
    assert told(run(tmp_path)) == ["service/app.py: paint.tint 3.0"]


SCRIPT = '# /// script\n# requires-python = ">=3.10"\n# dependencies = [\n#   "paint{}",\n# ]\n# ///\n'


def test_a_script_is_held_to_its_own_block(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "requirements.txt": "paint==1.0\noil==1.0\n",
            "exact.py": "#!/usr/bin/env python\n" + SCRIPT.format("==3.0") + USE,
            "ranged.py": SCRIPT.format("<3") + USE,
            "locked.py": SCRIPT.format(">=1") + USE,
            "locked.py.lock": lock("paint 2.0"),
            "plain.py": USE,
        },
    )
    report = run(tmp_path)
    assert told(report) == [
        "exact.py: paint.tint 3.0",
        "exact.py: paint.wash 3.0",
        "locked.py: paint.tint 2.0",
        "plain.py: paint.shade 1.0",
        "ranged.py: paint.tint 2.0",
    ]
    assert str(report.findings[0].source) == "exact.py:5"
    assert "the range allows" in report.findings[-1].message


@pytest.mark.parametrize(
    ("block", "note"),
    [
        (SCRIPT.format("==3.0") + "x = 1\n" + SCRIPT.format("==3.0"), "tool.py: expected one block `# /// script`"),
        ("\n# /// script\n# dependencies = [\n# ///\n", "tool.py:2: expected TOML: "),
    ],
)
def test_a_block_that_cannot_be_acted_upon_is_noted(tmp_path: Path, block: str, note: str) -> None:
    write(tmp_path, {"requirements.txt": "paint==1.0\n", "tool.py": block + USE})
    report = run(tmp_path)
    assert told(report) == ["tool.py: paint.shade 1.0"]
    assert report.summary.notes[0].startswith(note)


def test_a_notebook_and_a_text_may_carry_a_block(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": source} for source in ("%pwd", SCRIPT.format("==3.0"), USE)]
    write(
        tmp_path,
        {
            "requirements.txt": "paint==1.0\n",
            "notes.ipynb": json.dumps({"cells": cells}),
            "answer.md": f"So:\n\n```python\n{SCRIPT.format('==2.0')}{USE}```\n",
        },
    )
    assert told(run(tmp_path, "notes.ipynb", "answer.md")) == [
        "answer.md: paint.tint 2.0",
        "notes.ipynb: paint.tint 3.0",
        "notes.ipynb: paint.wash 3.0",
    ]


def test_a_text_that_is_no_file_may_be_a_script(tmp_path: Path) -> None:
    entry = SourceFile("-", tmp_path / "-", (SCRIPT.format("==2.0") + USE).encode())
    assert told(check([entry], Settings(tmp_path), provider())) == ["-: paint.tint 2.0"]


FORKED = lock(
    "paint 1.0 ; python_full_version < '3.11'",
    "paint 2.0 ; python_full_version >= '3.11' and sys_platform != 'win32'",
    "paint 3.0 ; python_full_version >= '3.11' and sys_platform == 'win32'",
    head='version = 1\nrequires-python = ">=3.10"\n',
)


def test_the_platform_and_the_python_choose_between_versions(tmp_path: Path) -> None:
    write(tmp_path, {"uv.lock": FORKED, "tool.py": USE})

    def pinned(**options: Any) -> set[str | None]:  # noqa: ANN401  the same
        return {finding.pinned for finding in run(tmp_path, **options).findings}

    assert pinned(platform="linux") == {"2.0"}
    assert pinned(platform="win32") == {"3.0"}
    assert pinned(platform="darwin", python_version=Version("3.10")) == {"1.0"}
    note = run(tmp_path, platform="win32").summary.notes[0]
    assert note.endswith("several versions are pinned; for Python 3.12 on win32: paint 3.0 (elsewhere 1.0, 2.0)")


def test_all_environments_join_their_findings(tmp_path: Path) -> None:
    write(tmp_path, {"uv.lock": FORKED, "tool.py": USE + "from typing import Old\nimport oil\noil.thin\n"})
    report = run(tmp_path, all_environments=True, platform="linux")
    assert told(report) == [
        "tool.py: paint.tint 2.0",
        "tool.py: paint.shade 1.0",
        "tool.py: typing.Old 3.12",
        "tool.py: oil.thin 2.0",
    ]
    tint, shade, old, thin = report.findings
    assert tint.environments == ("Python 3.12 on linux, paint 2.0", "Python 3.11 on linux, paint 2.0")
    assert tint.message.endswith(
        "; only in 2 of 3 environments (Python 3.12 on linux, paint 2.0; Python 3.11 on linux, paint 2.0)"
    )
    assert shade.environments == ("Python 3.10 on linux, paint 1.0",)
    assert len(old.environments) == 1
    assert len(thin.environments) == 3
    assert "only in" not in thin.message
    assert [(one.python, one.platform) for one in report.summary.universes] == [
        ("3.12", "linux"),
        ("3.11", "linux"),
        ("3.10", "linux"),
    ]
    everywhere = run(tmp_path, all_environments=True)
    assert {one.platform for one in everywhere.summary.universes} > {sys.platform}
    assert report.summary.resolved == run(tmp_path, platform="linux").summary.resolved


def test_groups_may_go_to_another_process(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "paint==1.0\n", "tool.py": USE})
    (group,) = divide_entries(discover(["."], tmp_path), Settings(tmp_path), provider())
    again = pickle.loads(pickle.dumps((group.files, group.universe.environment, group.universe.pins)))
    assert again[0] == group.files
    assert again[2] == group.universe.pins
    selection = again[1].selection("paint")
    assert str(selection.version) == "1.0"


@pytest.mark.parametrize(
    ("files", "message", "confidence"),
    [
        ({}, "not pinned, 3.12 is the newest recorded release", "likely"),
        ({"pyproject.toml": "[project]\nrequires-python = '>=3.10'\n"}, "the project allows 3.12", "likely"),
        ({".python-version": "3.12\n"}, "pinned 3.12", "certain"),
        ({"pyproject.toml": "[project]\nrequires-python = '==3.12.*'\n"}, "pinned 3.12", "certain"),
    ],
)
def test_a_python_that_nothing_pins_is_not_said_to_be_pinned(
    tmp_path: Path, files: dict[str, str], message: str, confidence: str
) -> None:
    write(tmp_path, {**files, "tool.py": "from typing import Old\n"})
    (finding,) = run(tmp_path).findings
    assert finding.message.endswith(f"; {message}")
    assert finding.confidence == confidence


def test_the_oldest_python_is_told_as_one_that_the_project_allows(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"pyproject.toml": "[project]\nrequires-python = '>=3.11'\n", "tool.py": "import typing\ntyping.Old\n"},
    )
    (finding,) = run(tmp_path, all_environments=True).findings
    assert "the project allows 3.12; only in 1 of 2 environments (Python 3.12 on " in finding.message
    summary = run(tmp_path, all_environments=True).summary
    assert [(one.python, one.platform) for one in summary.universes] == [("3.12", sys.platform), ("3.11", sys.platform)]

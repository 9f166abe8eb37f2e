"""What a run may import before it knows what to do: every hook and every editor pays for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    *("griffe", "requests", "urllib3", "sqlite_utils", "rich", "pathspec", "importlib_metadata", "typeshed_client"),
    "yaml",
    *("tempfile", "zipfile"),  # what `importlib.resources` brings
}


def modules_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize(
    "code",
    [
        "import driftcheck.__main__",
        "import driftcheck.cli.main",
        "import driftcheck.cli.check",
        "import driftcheck.cli.lookup",
        "import driftcheck.cli.explain",
        "import driftcheck.cli.diff",
        "from driftcheck import Checker",
    ],
)
def test_the_check_path_imports_nothing_heavy(code: str) -> None:
    assert not modules_after(code) & HEAVY


def test_a_check_does_not_bring_what_other_questions_need() -> None:
    # Before Python 3.13, pathlib itself brings urllib.parse.
    bare = "import sys\nimport pathlib\nbare = {*sys.modules}\n"
    script = f"{bare}import driftcheck.cli.check\nprint(*{{*sys.modules}} - bare)"
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    brought = set(done.stdout.split())
    assert "driftcheck.engine" in brought
    assert not {"driftcheck.inquiry", "driftcheck.resolution.differences", "urllib.parse"} & brought


def test_a_format_is_imported_when_it_is_asked_for() -> None:
    script = "import sys\nimport driftcheck.cli.check\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    assert not [name for name in done.stdout.split() if name.startswith(("driftcheck.reporting.formats", "xml"))]


def test_importing_the_package_imports_nothing_else() -> None:
    assert not modules_after("import driftcheck") & {"click", "packaging", "sqlite3", "ast", "griffe"}

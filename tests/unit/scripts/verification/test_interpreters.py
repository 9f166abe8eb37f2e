from __future__ import annotations

import sys
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.model.releases import Release
from scripts.verification.interpreters import VerificationError, fitting_python, install, known_pythons

PYTHONS = {Version(f"3.{minor}"): f"python3.{minor}" for minor in (8, 11, 13)}


@pytest.mark.parametrize(
    ("released", "requires", "minor"),
    [
        ("2023-01-01", None, 11),
        ("2025-01-01", None, 13),
        ("2019-01-01", None, 8),
        ("2025-01-01", "<3.12", 11),
        ("2019-01-01", ">=3.10", 11),
        (None, None, 8),
    ],
)
def test_a_release_is_run_by_an_interpreter_of_its_time(released: str | None, requires: str | None, minor: int) -> None:
    release = Release("paint", Version("1.0"), 0, released, requires_python=requires)
    assert fitting_python(release, PYTHONS) == (Version(f"3.{minor}"), f"python3.{minor}")


def test_the_standard_library_is_asked_of_its_own_interpreter_only() -> None:
    assert fitting_python(Release("python", Version("3.11"), 0), PYTHONS)[1] == "python3.11"
    with pytest.raises(VerificationError):
        fitting_python(Release("python", Version("3.12"), 0), PYTHONS)


def test_an_interpreter_is_known_by_what_it_says_of_itself() -> None:
    running = Version(f"{sys.version_info.major}.{sys.version_info.minor}")
    assert known_pythons([sys.executable]) == {running: sys.executable}


def test_an_environment_that_is_there_is_used(tmp_path: Path) -> None:
    interpreter = tmp_path / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    interpreter.parent.mkdir()
    interpreter.touch()
    assert install(Release("paint", Version("1.0"), 0), "no-such-python", tmp_path, "false") == str(interpreter)


def test_what_does_not_install_says_why(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(VerificationError, match=r"does not install: .*taken"):
        install(Release("paint", Version("1.0"), 0), sys.executable, tmp_path / "taken" / "environment", "true")

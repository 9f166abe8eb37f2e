"""Whom to ask: an interpreter of a release's time, in an environment that holds the release."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from driftcheck.model.releases import Release
from driftcheck.resolution.selections import STANDARD_LIBRARY


class VerificationError(Exception):
    """A release that cannot be verified here."""


def known_pythons(executables: Iterable[str]) -> dict[Version, str]:
    """Interpreters by their version (3.12): those given, else what is found under the usual names."""
    found: dict[Version, str] = {}
    names = list(executables) or [f"python3.{minor}" for minor in range(8, 30)]
    for executable in filter(None, map(shutil.which, names)):
        code = "import sys; print('%d.%d' % sys.version_info[:2])"
        done = subprocess.run([executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603  # ours
        if done.returncode == 0:
            found.setdefault(Version(done.stdout.strip()), executable)
    return found


def fitting_python(release: Release, pythons: Mapping[Version, str]) -> tuple[Version, str]:
    """The newest interpreter that was there when the release was made, else the oldest that it accepts.

    A release seldom says which Python is too new for it, and has no wheels for one that came later.

    Raises:
        VerificationError: It accepts none of them.
    """
    if release.distribution == STANDARD_LIBRARY:
        fitting = [python for python in pythons if python == release.version]
    else:
        accepted = SpecifierSet(release.requires_python or "")
        fitting = sorted(python for python in pythons if accepted.contains(f"{python}.99", prereleases=True))
    if not fitting:
        raise VerificationError("no interpreter here fits it; name one with --python")
    of_its_time = [python for python in fitting if release.released and first_day(python) <= release.released]
    python = of_its_time[-1] if of_its_time else fitting[0]
    return python, pythons[python]


def first_day(python: Version) -> str:
    """About when a minor line of Python began: each October from 3.8 on (PEP 602)."""
    return f"{2011 + python.minor}-10-15"


def install(release: Release, executable: str, folder: Path, installer: str) -> str:
    """Make an environment that holds a release, unless there is one; the path of its interpreter.

    Raises:
        VerificationError: It does not install; no half-made environment stays behind.
    """
    interpreter = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if interpreter.exists():
        return str(interpreter)
    commands = (
        [executable, "-m", "venv", str(folder)],
        [part.format(python=interpreter, released=release.released) for part in shlex.split(installer)]
        + [f"{release.distribution}=={release.version}"],
    )
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # as the maintainer says
        if done.returncode != 0:
            shutil.rmtree(folder, ignore_errors=True)
            said = (done.stderr or done.stdout).strip().splitlines()
            raise VerificationError(f"does not install: {said[-1] if said else 'no reason given'}")
    return str(interpreter)

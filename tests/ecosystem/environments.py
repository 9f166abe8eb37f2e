"""Throw-away environments: a distribution, installed with all that it requires."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from packaging.utils import canonicalize_name

_DONE = "installed"
"""A file that says that everything arrived."""


class InstallationError(Exception):
    """A distribution that does not install here."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A distribution in an environment of its own."""

    name: str
    version: str
    environment: Path
    packages: Path
    """Where the modules lie."""
    modules: tuple[str, ...]
    """Its own modules, relative to `packages`, sorted."""


def install(name: str, interpreter: str, folder: Path) -> Installed:
    """Resolve and install a distribution from wheels, unless that was done before.

    Args:
        name: The distribution; what its metadata require comes with it, in the newest releases that agree.
        interpreter: The Python that it is for.
        folder: Where environments are kept; a folder called `name` is made there.

    Raises:
        InstallationError: It cannot be resolved, or has no wheel.
    """
    environment = folder / name
    if not (environment / _DONE).exists():
        shutil.rmtree(environment, ignore_errors=True)
        for command in _commands(name, interpreter, environment):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                said = (done.stderr or done.stdout).strip().splitlines()
                raise InstallationError(f"{name}: {said[-1] if said else 'does not install'}")
        (environment / _DONE).touch()
    return _find(name, environment)


def _commands(name: str, interpreter: str, environment: Path) -> tuple[list[str], list[str]]:
    """With uv where there is one, which resolves in seconds; else with the standard library and pip.

    Wheels only: what is built from a source distribution would be run.
    """
    uv = shutil.which("uv")
    python = str(environment / "bin" / "python")
    if uv is None:
        return (
            [interpreter, "-m", "venv", str(environment)],
            [python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", name],
        )
    return (
        [uv, "venv", "--quiet", "--no-project", "--no-managed-python", "--python", interpreter, str(environment)],
        [uv, "pip", "install", "--quiet", "--only-binary", ":all:", "--python", python, name],
    )


def _find(name: str, environment: Path) -> Installed:
    packages = next(environment.glob("lib/python*/site-packages"))
    wanted = canonicalize_name(name)
    found = next(d for d in distributions(path=[str(packages)]) if canonicalize_name(d.name) == wanted)
    files = (str(file) for file in found.files or ())
    modules = tuple(sorted(file for file in files if file.endswith(".py") and not file.startswith("..")))
    return Installed(name, found.version, environment, packages, modules)

"""Questions to git, put so that nothing that the repository names is run.

A repository's configuration and attributes may name programs: a file system monitor, hooks, external differs, text
converters, content filters (Git LFS), helpers of remotes. All of these are switched off, for the process alone. What
is left is git itself, its reading of the index and of objects, and the user's own configuration where it says which
folders are to be trusted (`safe.directory`), which is why that is still read.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from driftcheck.errors import ConfigError

_SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.quotePath=false",
    "safe.bareRepository=explicit",
    "submodule.recurse=false",
)
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",  # no refresh of the index is written
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",  # git before 2.45 does not know the line above
    "LC_ALL": "C",
}
_FILTERS = r"^filter\..*\.(clean|smudge|process|required)$"


@dataclass(frozen=True, slots=True)
class Repository:
    """A working tree, and the git that is asked about it."""

    top: Path
    """The root of the working tree, without symbolic links."""
    environment: Mapping[str, str]
    """Of every git that is started."""

    @classmethod
    def around(cls, folder: Path, option: str) -> Repository:
        """The repository that a folder lies in.

        Args:
            folder: Where git is started.
            option: What the user asked for, for messages.

        Raises:
            ConfigError: There is no git, or no repository that git takes.
        """
        environment = {**os.environ, **_ENVIRONMENT}
        try:
            top = _ask(folder, environment, ["rev-parse", "--show-toplevel"])
        except FileNotFoundError as error:
            raise ConfigError(f"{option}: needs git, and there is none on the PATH") from error
        except _GitError as error:
            if "not a git repository" in str(error):
                raise ConfigError(f"{option}: {folder} lies in no git repository") from error
            raise ConfigError(f"{option}: git says: {error}") from error
        filters = _optional(folder, environment, ["config", "--null", "--name-only", "--get-regexp", _FILTERS])
        return cls(Path(os.path.realpath(os.fsdecode(top.removesuffix(b"\n")))), _without(filters, environment))

    def ask(self, *arguments: str) -> bytes:
        """What git answers.

        Raises:
            ConfigError: It refuses.
        """
        try:
            return _ask(self.top, self.environment, arguments)
        except _GitError as error:
            raise ConfigError(f"git {arguments[0]}: {error}") from error

    def answer(self, *arguments: str) -> bytes | None:
        """What git answers; None where it refuses."""
        return _optional(self.top, self.environment, arguments)

    @contextmanager
    def lines(self, *arguments: str) -> Iterator[Iterator[bytes]]:
        """What git answers, line by line while it comes: a patch may be larger than what one wants to hold.

        Raises:
            ConfigError: It refuses.
        """
        import tempfile  # noqa: PLC0415  only where changes are asked for

        # Warnings go to a file: nobody reads a pipe of them meanwhile, and a full one would stop git.
        with tempfile.TemporaryFile() as complaints:
            process = subprocess.Popen(  # noqa: S603  fixed arguments, no shell; what the user gives is checked
                _command(arguments),
                cwd=self.top,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
            )
            with process:
                output = cast("IO[bytes]", process.stdout)
                yield iter(output)
                output.read()
            if process.returncode:
                complaints.seek(0)
                raise ConfigError(f"git {arguments[0]}: {_first(complaints.read())}")

    def blobs(self, names: Sequence[str]) -> Iterator[bytes]:
        """Yield the content of each object, by name, as it is stored.

        Raises:
            ConfigError: One of them is missing.
        """
        if not names:
            return
        done = subprocess.run(  # noqa: S603  as in `lines`
            _command(["cat-file", "--batch"]),
            cwd=self.top,
            env=dict(self.environment),
            input="".join(f"{name}\n" for name in names).encode(),
            capture_output=True,
            check=False,
        )
        output, place = done.stdout, 0
        for name in names:
            end = output.find(b"\n", place)
            header = output[place:end].split()
            if end < 0 or len(header) != 3 or not header[2].isdigit():
                raise ConfigError(f"git cat-file: object {name} cannot be read")
            size = int(header[2])
            yield output[end + 1 : end + 1 + size]
            place = end + size + 2


class _GitError(Exception):
    """Git refused; says why in its own words."""


def _command(arguments: Sequence[str]) -> list[str]:
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    return ["git", "--no-pager", *settings, *arguments]


def _ask(folder: Path, environment: Mapping[str, str], arguments: Sequence[str]) -> bytes:
    if not folder.is_dir():
        raise _GitError(f"{folder} is no folder")
    done = subprocess.run(  # noqa: S603  as in `lines`
        _command(arguments),
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise _GitError(_first(done.stderr) or f"exit code {done.returncode}")
    return done.stdout


def _optional(folder: Path, environment: Mapping[str, str], arguments: Sequence[str]) -> bytes | None:
    try:
        return _ask(folder, environment, arguments)
    except _GitError:
        return None


def _first(complaint: bytes) -> str:
    """The first line of what git complains of that is no mere warning."""
    lines = complaint.decode("utf-8", "replace").splitlines()
    told = [line for line in lines if not line.startswith(("warning:", "hint:"))]
    return (told or lines or [""])[0].removeprefix("fatal: ").removeprefix("error: ")


def _without(filters: bytes | None, environment: Mapping[str, str]) -> Mapping[str, str]:
    """An environment in which the content filters that a configuration names do nothing.

    By variables, since a name may hold any character, also one that ends it in an argument.
    """
    names = [os.fsdecode(name) for name in (filters or b"").split(b"\0") if name]
    start = environment.get("GIT_CONFIG_COUNT", "")
    first = int(start) if start.isdigit() else 0
    added = {"GIT_CONFIG_COUNT": str(first + len(names))} if names else {}
    for number, name in enumerate(dict.fromkeys(names), start=first):
        added[f"GIT_CONFIG_KEY_{number}"] = name
        added[f"GIT_CONFIG_VALUE_{number}"] = "false" if name.endswith(".required") else ""
    if names:
        added["GIT_CONFIG_COUNT"] = str(first + len(dict.fromkeys(names)))
    return {**environment, **added}

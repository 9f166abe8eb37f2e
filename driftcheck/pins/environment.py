"""An installed environment: the distributions that its dist-info folders record, and its Python version.

The interpreter is never started, and the environment that driftcheck itself runs in plays no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.model.releases import INSTALLED, PinSource
from driftcheck.pins.candidates import Candidate, Direct, Reading, Statement
from driftcheck.pins.documents import read_bytes, shown, version_of

CONFIGURATION = "pyvenv.cfg"
FOLDER_NAMES = (".venv", "venv", "env", ".env")

_SITE_FOLDERS = (
    "lib/python3.*/site-packages",
    "lib64/python3.*/site-packages",
    "Lib/site-packages",
    "local/lib/python3.*/dist-packages",
    "lib/python3*/dist-packages",
)
_RECORD = re.compile(r"([^~.].*)-([^-]+)\.dist-info")
_HEADER = re.compile(r"^(name|version):[ \t]*(\S.*?)[ \t]*$", re.IGNORECASE | re.MULTILINE)
_SETTING = re.compile(r"^[ \t]*([\w-]+)[ \t]*=[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_PYTHON = re.compile(r"\d+\.\d+(?:\.\d+)?")
_NO_VERSION = Version("0.dev0")
_FOLDER_PYTHON = re.compile(r"python(3\.\d+)")


def find_environment(folder: Path) -> Path | None:
    """The virtual environment that lies in a folder under a usual name; None where there is none."""
    return next((folder / name for name in FOLDER_NAMES if (folder / name / CONFIGURATION).is_file()), None)


def locate_environment(python: Path) -> Path:
    """The environment that the user means by an interpreter, an environment's folder, or a site-packages folder.

    Raises:
        PinError: None of these is found there.
    """
    if python.is_dir():
        root = python
    else:
        # A virtual environment's interpreter is a link to another's: its own folder counts first. That of an
        # installation on Windows lies at its root, beside `Lib`.
        files = [path for path in (python, python.resolve()) if path.is_file()]
        parents = [parent for path in files for parent in (path.parent, path.parent.parent)]
        root = next((path for path in parents if (path / CONFIGURATION).is_file()), None) or next(
            (path for path in reversed(parents) if _site_folders(path)), python
        )
    if not _site_folders(root):
        raise PinError("expected an interpreter, a virtual environment or a site-packages folder", shown(python))
    return root


def read_environment(root: Path) -> Reading:
    """Read which distributions are installed beneath an environment's folder (or a site-packages folder).

    An environment that may also use the packages of the interpreter it was made from includes these.
    """
    settings = _settings(root / CONFIGURATION)
    folders = [*_site_folders(root)]
    if settings.get("include-system-site-packages", "").lower() == "true" and settings.get("home"):
        home = Path(settings["home"])
        folders += _site_folders(home.parent) or _site_folders(home)
    written = _PYTHON.match(settings.get("version") or settings.get("version_info") or "")
    named = [match[1] for folder in folders for match in _FOLDER_PYTHON.finditer(folder.as_posix())]
    python = written[0] if written else named[0] if named else None
    installed: dict[str, Candidate] = {}
    notes: list[str] = []
    for folder in folders:
        found: dict[str, list[Candidate]] = {}
        for candidate in _installed(folder):
            found.setdefault(candidate.distribution, []).append(candidate)
        for name, candidates in found.items():
            # The first folder on the path hides the others, as it does for an import.
            if name not in installed:
                installed[name] = _newest(candidates)
                notes += _doubts(candidates, installed[name], folder)
    return Reading(tuple(installed.values()), tuple(notes), python=Version(python) if python else None)


def _settings(path: Path) -> dict[str, str]:
    try:
        text = read_bytes(path).decode("utf-8", "replace")
    except PinError:
        return {}
    return {match[1].lower(): match[2] for match in _SETTING.finditer(text)}


def _site_folders(root: Path) -> list[Path]:
    """The folders of an environment that distributions are installed into, each once."""
    if root.name in {"site-packages", "dist-packages"} and root.is_dir():
        return [root]
    found: dict[Path, None] = {}
    for pattern in _SITE_FOLDERS:
        for folder in sorted(root.glob(pattern), reverse=True):
            if folder.is_dir():
                found.setdefault(folder.resolve())
    return list(found)


def _installed(folder: Path) -> Iterator[Candidate]:
    """Yield a candidate for each distribution that a folder records."""
    source = PinSource(INSTALLED, shown(folder))
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return
    for name in names:
        # The name of the folder tells both (PEP 427, PEP 376), so that no file need be opened; what pip
        # leaves behind when it is interrupted begins with `~` and is not installed.
        match = _RECORD.fullmatch(name)
        version = version_of(match[2].replace("_", "+")) if match else None
        if match and _is_orphaned(folder / name):
            continue
        if match and version:
            yield Candidate(canonicalize_name(match[1]), _statement(folder / name, version), source)
        elif name.endswith((".dist-info", ".egg-info")) and not name.startswith("~"):
            yield from _from_metadata(folder / name, source)


def _newest(candidates: list[Candidate]) -> Candidate:
    """Of several records of one distribution, what an upgrade that failed half-way most likely left in force."""
    return max(candidates, key=lambda one: one.says if isinstance(one.says, Version) else _NO_VERSION)


def _doubts(candidates: list[Candidate], chosen: Candidate, folder: Path) -> Iterator[str]:
    said = dict.fromkeys(str(one.says) for one in candidates if isinstance(one.says, Version))
    if len(said) > 1:
        versions = " and ".join(said)
        yield f"{shown(folder)}: {chosen.distribution} is recorded twice, as {versions}; {chosen.says} is used"


def _is_orphaned(record: Path) -> bool:
    """Whether a folder is what an uninstall left behind: no installed distribution is without these files."""
    return record.is_dir() and not any((record / name).is_file() for name in ("METADATA", "RECORD", "PKG-INFO"))


def _statement(record: Path, version: Version) -> Statement:
    """A record of where it came from (PEP 610) tells installs from a folder or a repository apart."""
    try:
        origin = (record / "direct_url.json").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return version
    if '"vcs_info"' in origin:
        return Direct("installed from a repository, not from a release")
    return Direct("installed from a folder, not from a release") if '"dir_info"' in origin else version


def _from_metadata(record: Path, source: PinSource) -> Iterator[Candidate]:
    # Only for records with an unusual name: the import alone takes longer than reading the rest.
    from importlib_metadata import Distribution  # noqa: PLC0415

    text = Distribution.at(record).read_text("METADATA") or Distribution.at(record).read_text("PKG-INFO") or ""
    head = text.replace("\r\n", "\n").partition("\n\n")[0]
    headers = {match[1].lower(): match[2] for match in _HEADER.finditer(head)}
    version = version_of(headers.get("version", ""))
    if version and "name" in headers:
        yield Candidate(canonicalize_name(headers["name"]), _statement(record, version), source)

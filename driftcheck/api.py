"""The library: real snapshots and real files wired to the engine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from packaging.utils import canonicalize_name
from packaging.version import Version

from driftcheck.config.settings import Settings
from driftcheck.engine import check
from driftcheck.model.edits import Repair
from driftcheck.model.findings import Report, SkippedFile
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.source.discovery import discover
from driftcheck.source.files import SourceFile
from driftcheck.source.programs import Fences

_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Checker:
    """Checks code against pinned releases. Snapshots are opened once and kept, so reuse it.

    What it is to do is told by its arguments alone: the configuration of a project (`[tool.driftcheck]`) is the
    command's, and is not read here. The pins are the project's, unless they are given.

    Args:
        pins: `NAME==VERSION`, over whatever the project says of these distributions.
        python: An interpreter or a virtual environment whose installed releases are the pins.
        python_version: The Python that the code will run on; by default as the project says.
        snapshots: Folders of snapshots instead of the shipped ones.
        fences: Whether the pieces of Python in one Markdown text are one program, or stand for themselves.
        with_markdown: Whether folders are searched for Markdown, too; a text that is named is always checked.
        import_names: Distributions by import name (`{"cv2": "opencv-python"}`), over what the snapshots say.
    """

    pins: Sequence[str] = ()
    python: Path | None = None
    python_version: Version | None = None
    snapshots: Sequence[Path] = ()
    fences: Literal["joined", "separate"] = "joined"
    with_markdown: bool = False
    import_names: Mapping[str, str] = field(default_factory=dict)
    _provider: SnapshotStore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_provider", open_surfaces(self.snapshots, self.import_names))

    def check_paths(self, paths: Iterable[str | os.PathLike[str]] = (".",)) -> Report:
        """Check files, and the modules and notebooks beneath folders.

        Args:
            paths: Relative to the working folder, or absolute. The pins are those of the project they lie in.

        Returns:
            The findings in order of path and position, and what was covered.

        Raises:
            ConfigError: A path does not exist, or a pin cannot be read.
            SnapshotError: A snapshot that is needed is missing or damaged.
        """
        working_folder = Path.cwd()
        named = [os.fspath(path) for path in paths]
        entries = discover(named, working_folder, with_markdown=self.with_markdown)
        return self.check_files(entries, project_of(named, working_folder))

    def check_files(self, entries: Sequence[SourceFile | SkippedFile], project: Path) -> Report:
        """Check what discovery found: for who chooses among it.

        Args:
            entries: The files.
            project: The folder whose pins count, as for all that lies above it.
        """
        return self._noted(check(entries, self._settings(project), self._provider))

    def mend_paths(self, paths: Iterable[str | os.PathLike[str]] = (".",), *, unsafe: bool = False) -> Repair:
        """Mend what can be mended by machine, in memory: nothing is written.

        Args:
            paths: As for `check_paths`. Modules are mended; notebooks and Markdown are only checked.
            unsafe: Whether changes are wanted that the author should look at.

        Returns:
            The files that change, before and after, and the report on the code as mended.

        Raises:
            ConfigError: As for `check_paths`; or what fixing needs (the extra `fix`) is not installed.
            SnapshotError: As for `check_paths`.
        """
        working_folder = Path.cwd()
        named = [os.fspath(path) for path in paths]
        entries = discover(named, working_folder, with_markdown=self.with_markdown)
        return self.mend_files(entries, project_of(named, working_folder), unsafe=unsafe)

    def mend_files(self, entries: Sequence[SourceFile | SkippedFile], project: Path, *, unsafe: bool = False) -> Repair:
        """Mend what discovery found, as `mend_paths` does: for who chooses among it."""
        from driftcheck.mending import mend  # noqa: PLC0415  a plain check does without

        repair = mend(entries, self._settings(project), self._provider, unsafe=unsafe)
        return replace(repair, report=self._noted(repair.report))

    def check_source(self, source: str | bytes, *, path: str = "<source>") -> Report:
        """Check one text, under the pins of the project that `path` lies in.

        Args:
            source: The text of a module, of a notebook or of an answer in Markdown, by the end of `path`.
            path: What findings call it; nothing is read from there.

        Returns:
            As for `check_paths`.
        """
        text = source.encode() if isinstance(source, str) else source
        working_folder = Path.cwd()
        entry = SourceFile(path, Path(os.path.normpath(working_folder / path)), text)
        return self._noted(check((entry,), self._settings(entry.location.parent), self._provider))

    def _noted(self, report: Report) -> Report:
        """The report with what was found wrong with snapshots that others stand in for."""
        notes = self._provider.notes
        if not notes:
            return report
        return replace(report, summary=replace(report.summary, notes=(*report.summary.notes, *notes)))

    def _settings(self, project: Path) -> Settings:
        return Settings(project, tuple(self.pins), self.python, self.python_version, fences=Fences(self.fences))


def open_surfaces(
    folders: Sequence[Path] = (), import_names: Mapping[str, str] = MappingProxyType({})
) -> SnapshotStore:
    """The recorded surfaces in `folders`, or the user's and the shipped ones where none is given.

    Args:
        folders: The most trusted first.
        import_names: Distributions by import name, over what the snapshots say.
    """
    names = {name: canonicalize_name(distribution) for name, distribution in import_names.items()}
    return SnapshotStore.open(tuple(folders), names)


def check_paths(
    paths: Iterable[str | os.PathLike[str]] = (".",),
    *,
    pins: Sequence[str] = (),
    python_version: Version | None = None,
    snapshots: Sequence[Path] = (),
) -> Report:
    """Check files and folders once; see `Checker` for the arguments."""
    return Checker(pins=pins, python_version=python_version, snapshots=snapshots).check_paths(paths)


def check_source(
    source: str | bytes,
    *,
    path: str = "<source>",
    pins: Sequence[str] = (),
    python_version: Version | None = None,
    snapshots: Sequence[Path] = (),
) -> Report:
    """Check one text once; see `Checker` for the arguments."""
    return Checker(pins=pins, python_version=python_version, snapshots=snapshots).check_source(source, path=path)


def project_of(paths: Sequence[str], working_folder: Path) -> Path:
    """The folder that all of `paths` lie in: whose pins and whose configuration count.

    Args:
        paths: Relative to `working_folder`, or absolute.
        working_folder: An absolute path.
    """
    places = [Path(os.path.normpath(working_folder / path)) for path in paths]
    common = Path(os.path.commonpath(places)) if places else working_folder
    return common if common.is_dir() else common.parent

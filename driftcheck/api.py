"""The library: real snapshots and real files wired to the engine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from packaging.utils import canonicalize_name
from packaging.version import Version

from driftcheck.config.preferences import Preferences
from driftcheck.config.settings import Settings, read_platform
from driftcheck.engine import check
from driftcheck.judging import Judging, judge_files
from driftcheck.model.declarations import Declaration
from driftcheck.model.findings import Report, SkippedFile
from driftcheck.snapshot.store import SnapshotStore
from driftcheck.source.discovery import discover
from driftcheck.source.files import SourceFile
from driftcheck.source.programs import Fences
from driftcheck.source.progress import Watch, unwatched

if TYPE_CHECKING:
    from driftcheck.model.edits import Repair

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
        lock: A lock or requirements file whose pins count first, whatever else the project says.
        platform: The system that the code will run on (`linux`, `darwin`, `win32`); by default the running one.
        all_environments: Whether every set of versions is checked that the markers of the pins can select.
        cache: A folder in which `check_paths` remembers what it said of unchanged files; by default it does not.
        preferences: Which rules are wanted, where, and how much they weigh.
        deprecations: Names that the project itself speaks against.
    """

    pins: Sequence[str] = ()
    python: Path | None = None
    python_version: Version | None = None
    snapshots: Sequence[Path] = ()
    fences: Literal["joined", "separate"] = "joined"
    with_markdown: bool = False
    import_names: Mapping[str, str] = field(default_factory=dict)
    lock: Path | None = None
    platform: str | None = None
    all_environments: bool = False
    cache: Path | None = None
    preferences: Preferences = field(default_factory=Preferences)
    deprecations: Sequence[Declaration] = ()
    _provider: SnapshotStore = field(init=False, repr=False)
    _judging: Judging = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.platform is not None:
            object.__setattr__(self, "platform", read_platform(self.platform))
        provider = open_surfaces(self.snapshots, self.import_names)
        object.__setattr__(self, "_provider", provider)
        object.__setattr__(self, "_judging", _judging(self.cache, provider))

    def check_paths(self, paths: Iterable[str | os.PathLike[str]] = (".",), *, watch: Watch = unwatched) -> Report:
        """Check files, and the modules and notebooks beneath folders.

        Args:
            paths: Relative to the working folder, or absolute. Each file is held to the pins nearest to it.
            watch: Called with the number of files before they are walked; what it returns is called with the number
                of those done whenever some are.

        Returns:
            The findings in order of path and position, and what was covered.

        Raises:
            ConfigError: A path does not exist, or a pin cannot be read.
            SnapshotError: A snapshot that is needed is missing or damaged.
        """
        working_folder = Path.cwd()
        named = [os.fspath(path) for path in paths]
        entries = discover(named, working_folder, with_markdown=self.with_markdown)
        return self.check_files(entries, project_of(named, working_folder), watch=watch)

    def check_files(
        self, entries: Sequence[SourceFile | SkippedFile], project: Path, *, watch: Watch = unwatched
    ) -> Report:
        """Check what discovery found: for who chooses among it.

        Args:
            entries: The files.
            project: The folder whose pins count where there are no files.
            watch: As for `check_paths`.
        """
        settings = self._settings(project)
        return self._noted(check(entries, settings, self._provider, judging=self._judging, watch=watch))

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

    def ignore_paths(self, paths: Iterable[str | os.PathLike[str]] = (".",), *, reason: str = "") -> Repair:
        """Silence what is found by comments (`# driftcheck: ignore[DC101]`), in memory: nothing is written.

        Args:
            paths: As for `check_paths`. Comments are written into modules alone.
            reason: What stands behind each comment.

        Returns:
            The files that change, before and after, and the report on the code as it is then.

        Raises:
            ConfigError: As for `check_paths`; or the reason cannot stand in a comment.
            SnapshotError: As for `check_paths`.
        """
        working_folder = Path.cwd()
        named = [os.fspath(path) for path in paths]
        entries = discover(named, working_folder, with_markdown=self.with_markdown)
        return self.ignore_files(entries, project_of(named, working_folder), reason=reason)

    def ignore_files(self, entries: Sequence[SourceFile | SkippedFile], project: Path, *, reason: str = "") -> Repair:
        """Silence what discovery found, as `ignore_paths` does: for who chooses among it."""
        from driftcheck.silencing import add_ignores  # noqa: PLC0415  a plain check does without

        repair = add_ignores(entries, self._settings(project), self._provider, reason=reason)
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
        return Settings(
            project,
            tuple(self.pins),
            self.python,
            self.python_version,
            lock=self.lock,
            platform=self.platform,
            all_environments=self.all_environments,
            fences=Fences(self.fences),
            declarations=tuple(self.deprecations),
            preferences=self.preferences,
        )


def _judging(cache: Path | None, provider: SnapshotStore) -> Judging:
    if cache is None:
        return judge_files
    from driftcheck.cache.remembering import RememberedJudging  # noqa: PLC0415  most of the library's runs do without

    return RememberedJudging(cache, provider)


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
    """The folder that all of `paths` lie in: whose configuration counts.

    Args:
        paths: Relative to `working_folder`, or absolute.
        working_folder: An absolute path.
    """
    places = [Path(os.path.normpath(working_folder / path)) for path in paths]
    common = Path(os.path.commonpath(places)) if places else working_folder
    return common if common.is_dir() else common.parent

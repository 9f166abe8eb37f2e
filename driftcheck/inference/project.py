"""The references of a whole project to its libraries."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.claims import deeds_of, upheld
from driftcheck.inference.depth import TOO_DEEP
from driftcheck.inference.interpreter import BodyInterpreter, WalkedFile
from driftcheck.inference.layout import Layout, place_of
from driftcheck.inference.overrides import mentions
from driftcheck.inference.project_types import ProjectModule
from driftcheck.inference.scopes import Scope
from driftcheck.inference.sink import Sink
from driftcheck.inference.surfaces import Surfaces
from driftcheck.inference.trace import Trace
from driftcheck.model.deeds import Deed
from driftcheck.model.findings import SkippedFile
from driftcheck.model.references import FileReferences
from driftcheck.source.files import SourceFile, content_of
from driftcheck.source.parsing import parse_source, uncollected
from driftcheck.source.progress import Advance, ignored

_RECURSION_LIMIT = 6000
"""Bodies are walked within bodies; since 3.11 such calls take no room on the C stack."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk through some files of a project came to."""

    results: tuple[FileReferences | SkippedFile, ...]
    """In order of path, and of the files where several have the same path."""
    deeds: frozenset[Deed]
    """What they do that references in the rest of the project depend on; empty where there is no rest."""


def analyse(files: Sequence[SourceFile], surfaces: Surfaces) -> Iterator[FileReferences | SkippedFile]:
    """Yield what each file of a project refers to, in order of path.

    Args:
        files: The files to check.
        surfaces: The libraries under the pins.
    """
    yield from walk(files, surfaces, Layout(files)).results


def walk(  # noqa: PLR0913  # what is walked, and who wants to know of it
    files: Sequence[SourceFile],
    surfaces: Surfaces,
    layout: Layout,
    *,
    is_whole: bool = True,
    advance: Advance = ignored,
    trace: Trace | None = None,
) -> Walk:
    """Walk files. Each is parsed and walked once.

    Other modules of the project are read where something depends on them, also those that are not among `files`.

    Args:
        files: The files to check.
        surfaces: The libraries under the pins.
        layout: Where the modules of the whole project are.
        is_whole: Whether `files` are all that is checked under these pins; else what is found comes with provisos.
        advance: Told of each file that was walked.
        trace: Takes note of what is read from the disk.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    try:
        with uncollected():
            return _Project(files, surfaces, layout, trace, is_whole=is_whole).walk(advance)
    finally:
        sys.setrecursionlimit(limit)


class _Project:
    """The modules of the project, made when asked for."""

    def __init__(
        self, files: Sequence[SourceFile], surfaces: Surfaces, layout: Layout, trace: Trace | None, *, is_whole: bool
    ) -> None:
        self._trace = trace
        self._is_whole = is_whole
        self._files = sorted(files, key=lambda file: file.path)
        self._layout = layout
        self._interpreter = BodyInterpreter()
        self._analysis = Analysis(surfaces, self, self._interpreter)
        self._interpreter.analysis = self._analysis
        self._modules: dict[str, ProjectModule] = {}
        self._places: dict[ProjectModule, tuple[str, str]] = {}
        self._walked: dict[ProjectModule, WalkedFile] = {}
        self._unfinished: deque[ProjectModule] = deque()
        """Loaded, but with functions to be walked: soon, since their trees are most of what a run holds."""
        self._skipped: dict[ProjectModule, SkippedFile] = {}
        self._mentioned: dict[str, bool] = {}
        self._unseen: tuple[str, ...] | None = None

    def walk(self, advance: Advance) -> Walk:
        """Walk everything, then judge the claims by all that was learnt."""
        modules = [self._module(place_of(file)) for file in self._files]
        checked = frozenset(modules)
        for module in modules:
            self._load(module)
            while self._unfinished:
                # What it imports was loaded with it.
                loaded = self._unfinished.popleft()
                if loaded in checked:
                    self._finish(loaded)
            advance(1)
        results: list[FileReferences | SkippedFile] = []
        for module in modules:
            skipped = self._skipped.get(module)
            if skipped is not None:
                results.append(skipped)
            else:
                sink = self._walked[module].sink
                results.append(upheld(self._analysis, sink, self._mentions, is_whole=self._is_whole))
        return Walk(tuple(results), frozenset() if self._is_whole else frozenset(deeds_of(self._analysis)))

    def _mentions(self, name: str) -> bool:
        """Whether some file of the project speaks of a method elsewhere than in its definition.

        That holds of the whole project: where only some of its files are checked, the others are read for this; where
        only some are walked here, whoever puts the parts together does it.
        """
        known = self._mentioned.get(name)
        if known is None:
            pattern = mentions(name)
            texts = (walked.sink.positions.text for walked in self._walked.values())
            known = any(pattern.search(text) for text in texts)
            if self._is_whole:
                known = known or any(pattern.search(text) for text in self._unseen_texts())
            self._mentioned[name] = known
        return known

    def _unseen_texts(self) -> tuple[str, ...]:
        """The texts of the project's files that are not walked here."""
        if self._unseen is None:
            walked = {place_of(file) for file in self._files}
            others = tuple(self._layout.others(walked))
            if self._trace is not None:
                self._trace.others = tuple(sorted(map(place_of, others)))
            contents = map(self._noted, others)
            self._unseen = tuple(data.decode("utf-8", "replace") for data in contents if isinstance(data, bytes))
        return self._unseen

    def find(self, name: str, importer: ProjectModule) -> ProjectModule | None:
        """The project's module of an absolute dotted name, as seen from `importer`."""
        folder = self._places[importer][1]
        place = self._layout.find(name, folder)
        return None if place is None else self._module(place)

    def owns(self, top: str, importer: ProjectModule) -> bool:
        """Whether the project has something of that top-level name."""
        if self._layout.owns(top) or self.find(top, importer) is not None:
            return True
        return self._layout.is_namespace(top, self._places[importer][1])

    def _module(self, place: str) -> ProjectModule:
        known = self._modules.get(place)
        if known is None:
            name, is_package, folder = self._layout.name_of(place)
            module = known = ProjectModule(name, is_package=is_package, scope=Scope(None))
            self._modules[place] = module
            self._places[module] = (place, folder)
            module.load = lambda: self._load(module)
            module.submodule = lambda sub: self.find(f"{name}.{sub}", module) if is_package else None
        return known

    def _load(self, module: ProjectModule) -> None:
        """Read a module and walk its top level, unless that was done."""
        if module.state != 0:
            return
        module.state = 2
        file = self._layout.file(self._places[module][0])
        data = self._noted(file)
        parsed = data if isinstance(data, SkippedFile) else parse_source(file.path, data)
        if isinstance(parsed, SkippedFile):
            self._skipped[module] = parsed
            return
        walked = self._walked[module] = WalkedFile(module, Sink(file.path, parsed.text))
        self._interpreter.walk_module(walked, parsed.tree, parsed.text)
        self._unfinished.append(module)

    def _noted(self, file: SourceFile) -> bytes | str | SkippedFile:
        """The content of a file, of which the trace takes note."""
        data = content_of(file)
        if self._trace is not None:
            self._trace.note(place_of(file), file, data)
        return data

    def _finish(self, module: ProjectModule) -> None:
        """Walk all functions of a module and let its tree go."""
        walked = self._walked.get(module)
        if walked is None:
            return
        position = 0
        while position < len(walked.pending):
            try:
                self._interpreter.walk_function(walked.pending[position])
            except RecursionError:
                # Its statements look after themselves: this is its annotations.
                walked.sink.unknown[TOO_DEEP] += 1
            position += 1
        for function in walked.pending:
            function.node = None
        walked.pending.clear()

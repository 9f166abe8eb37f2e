"""Uses of names that the project itself speaks against.

Of libraries they are told by what expressions denote, of all else by the paths that are imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from driftcheck.inference.layout import Layout, place_of
from driftcheck.inference.surfaces import Surfaces
from driftcheck.model.declarations import CONFIGURATION, Declaration
from driftcheck.model.names import is_within, tail
from driftcheck.model.references import DeclaredUse
from driftcheck.model.releases import Selection
from driftcheck.model.resolutions import PINNED, Arguments, Bound, Entity, Found, Missing, Resolution, Unknown
from driftcheck.model.symbols import Deprecation
from driftcheck.source.files import SourceFile, read
from driftcheck.source.import_paths import ReachedName, reached_names
from driftcheck.source.parsing import Module, parse_source


class DeclaredSurfaces:
    """The libraries, with what the project says against their names before what they say themselves.

    Args:
        surfaces: The libraries.
        declarations: By symbol.
    """

    def __init__(self, surfaces: Surfaces, declarations: Mapping[str, Declaration]) -> None:
        self._surfaces = surfaces
        self._declarations = declarations

    def module(self, path: str) -> Resolution:
        """What `import a.b.c` finds."""
        return self._marked(self._surfaces.module(path))

    def member(self, owner: Entity, name: str, *, instance: bool) -> Resolution:
        """What `owner.name` is."""
        return self._marked(self._surfaces.member(owner, name, instance=instance), f"{owner.path}.{name}")

    def tracks(self, import_path: str) -> bool:
        """Whether a known distribution provides a prefix of this path."""
        return self._surfaces.tracks(import_path)

    def definition(self, path: str, world: str = PINNED) -> Resolution:
        """What a qualified name in a type expression means."""
        return self._surfaces.definition(path, world)

    def call(self, callee: Entity, arguments: Arguments, *, bound: bool) -> Bound | Unknown:
        """A call, held against signatures."""
        return self._surfaces.call(callee, arguments, bound=bound)

    def is_subclass(self, entity: Entity, path: str) -> bool | None:
        """Whether a class derives from another."""
        return self._surfaces.is_subclass(entity, path)

    def has_objects(self, entity: Entity) -> bool:
        """Whether a class has members that only its objects have."""
        return self._surfaces.has_objects(entity)

    def is_overridden_below(self, entity: Entity, name: str) -> bool:
        """Whether a derived class has a form of its own of a method."""
        return self._surfaces.is_overridden_below(entity, name)

    def is_known_below(self, entity: Entity, name: str) -> bool:
        """Whether a derived class has such a member."""
        return self._surfaces.is_known_below(entity, name)

    def selection(self, distribution: str) -> Selection | None:
        """Which release was chosen for a distribution."""
        return self._surfaces.selection(distribution)

    def _marked(self, resolution: Resolution, asked: str = "") -> Resolution:
        if not isinstance(resolution, Found):
            return resolution
        entity = resolution.entity
        paths = (asked, entity.path, entity.symbol.path)
        said = next((self._declarations[path] for path in paths if path in self._declarations), None)
        if said is None or not said.holds_for(entity.selection.version):
            return resolution
        since = str(said.since) if said.since else None
        return replace(resolution, deprecation=Deprecation(CONFIGURATION, since, alternative=said.symbol))


def declared_use(found: Found, declarations: Mapping[str, Declaration]) -> tuple[Declaration, Selection] | None:
    """What the project says of a library's name; None where it says nothing."""
    deprecation = found.deprecation
    if deprecation is None or deprecation.evidence != CONFIGURATION:
        return None
    return declarations[deprecation.alternative or ""], found.entity.selection


class ImportedUses:
    """Finds what is reached by the paths that are imported: also what no snapshot knows, such as the project's own.

    Args:
        declarations: By symbol.
        files: All that are checked.
        surfaces: The libraries.
    """

    def __init__(
        self, declarations: Mapping[str, Declaration], files: Sequence[SourceFile], surfaces: Surfaces
    ) -> None:
        self._declarations = declarations
        self._layout = Layout(files)
        self._surfaces = surfaces
        tails = "|".join(sorted({re.escape(tail(symbol)) for symbol in declarations}))
        self._mentioned = re.compile(rf"\b(?:{tails})\b".encode())

    def of(self, file: SourceFile) -> Iterator[DeclaredUse]:
        """Yield the uses in one file, in order of position."""
        data = read(file)
        if not isinstance(data, bytes) or not self._mentioned.search(data):
            return
        parsed = parse_source(file.path, data)
        if not isinstance(parsed, Module):
            return
        name, is_package, _ = self._layout.name_of(place_of(file))
        reached = reached_names(file.path, parsed.text, parsed.tree, module=name, is_package=is_package)
        ordered = sorted(reached, key=lambda one: one.location)
        met = [(one, said) for one in ordered for said in [self._said_of(one)] if said is not None]
        imported = {said.symbol for one, said in met if one.is_module}
        for one, said in met:
            # A module is told where it is imported, and not again wherever its name is written out.
            if one.is_module or said.symbol not in imported:
                selection = self._selection(said.symbol)
                if said.holds_for(selection.version if selection else None):
                    yield DeclaredUse(one.location, said, said.symbol, selection, one.scope)

    def _said_of(self, one: ReachedName) -> Declaration | None:
        said = self._declarations.get(one.path)
        if said is None and one.is_module:
            above = (symbol for symbol in self._declarations if is_within(one.path, symbol))
            return self._declarations.get(next(above, ""))
        return said

    def _selection(self, symbol: str) -> Selection | None:
        """The release that a symbol is of, where a snapshot tells."""
        match self._surfaces.definition(symbol):
            case Found(entity=entity):
                return entity.selection
            case Missing(selection=selection):
                return selection
            case _:
                return None

"""Names in one world in which every distribution is at one release."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

from packaging.utils import canonicalize_name
from packaging.version import Version

from driftcheck.model.names import parent, prefixes
from driftcheck.model.releases import PinKind, Release, Selection
from driftcheck.model.resolutions import PINNED, Entity
from driftcheck.model.symbols import BOUND_BY_CALL, NAMESPACE_PACKAGE, Kind, Symbol, SymbolSpan
from driftcheck.resolution.chronicles import Chronicle, Memory, Spanned, Window
from driftcheck.resolution.conditions import holds
from driftcheck.resolution.lineage import Lineage, trace_lineage
from driftcheck.resolution.members import class_member, module_member, open_namespace
from driftcheck.resolution.outcomes import CIRCULAR, Absent, Hidden, Outcome, Present
from driftcheck.resolution.requirements import required_name
from driftcheck.resolution.selections import STANDARD_LIBRARY, Selections
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.resolution.values import function_member, value_member

_OF_ITSELF = frozenset({NAMESPACE_PACKAGE, BOUND_BY_CALL})
"""Reasons for an open package that say nothing of the packages in it."""
_DEEPEST = 120
"""Longer chains of aliases are taken for a trick."""

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")

NOT_TRACKED = "not tracked"
NOT_COVERED = "not covered"
TOO_DEEP = "definitions too deep to follow"


def world_key(release: Release) -> str:
    """The key of the world in which one distribution is at `release`."""
    return f"{release.distribution}=={release.version}"


class View:
    """One world: answers what paths and members are, following aliases, stars and base classes.

    Args:
        provider: Where surfaces come from.
        selections: Which release each distribution is at.
        upper: Of two releases standing in for one that is not recorded, read the newer.
        past: For a historical world, the release it is about, and what it shares with the worlds of its neighbours.
    """

    def __init__(
        self,
        provider: SurfaceProvider,
        selections: Selections,
        *,
        upper: bool = False,
        past: tuple[Release, Chronicle] | None = None,
    ) -> None:
        self._provider = provider
        self._rows = provider.rows
        self.selections = selections
        self.world = world_key(past[0]) if past is not None else PINNED
        self._upper = upper
        self._releases: dict[str, Release | None] = {}
        self._past = past
        self.window = Window()
        self._found: Memory[str, Outcome] = {}
        self._members: Memory[tuple[str, str, str], Outcome] = {}
        self._lineages: Memory[tuple[str, str], Lineage] = {}
        if past is not None:
            release, chronicle = past
            self._found = Spanned(chronicle.found, release.ordinal, self.window)
            self._members = Spanned(chronicle.members, release.ordinal, self.window)
            self._lineages = Spanned(chronicle.lineages, release.ordinal, self.window)
        self._under_way: set[object] = set()
        self._met_cycle = False

    def release(self, distribution: str) -> Release | None:
        """The release of `distribution` here; None where it is not covered."""
        try:
            return self._releases[distribution]
        except KeyError:
            selection = self.selections.of(distribution)
            releases = selection.releases if selection is not None else ()
            made = releases[-1 if self._upper else 0] if releases else None
            self._releases[distribution] = made
            return made

    def selection(self, distribution: str) -> Selection | None:
        """The selection that `release` comes from."""
        return self.selections.of(distribution)

    def python(self, distribution: str) -> Version:
        """The version of the language by which the conditions of a distribution's symbols are judged."""
        if distribution == STANDARD_LIBRARY:
            release = self.release(distribution)
            if release is not None:
                return release.version
        return self.selections.python

    def symbols(self, distribution: str, path: str) -> list[Symbol]:
        """What is bound at exactly `path`, definitions under a false condition left out."""
        rows = self._rows(distribution, path)
        if not rows:
            return []
        release = self.release(distribution)
        if release is None:
            return []
        ordinal = release.ordinal
        if self._past is not None:
            self._narrow(distribution, rows, ordinal)
        found = [row.symbol for row in rows if row.first <= ordinal <= row.last]
        if any(symbol.condition for symbol in found):
            python = self.python(distribution)
            found = [s for s in found if not s.condition or holds(s.condition, python) is not False]
            # What is bound for certain goes before what may be bound.
            found.sort(key=lambda s: bool(s.condition) and holds(s.condition or "", python) is None)
        return found

    def _narrow(self, distribution: str, rows: Sequence[SymbolSpan], ordinal: int) -> None:
        """Note for which releases of the distribution that this world is about the same would be seen."""
        assert self._past is not None, "only history has a window"
        release, chronicle = self._past
        if distribution != release.distribution:
            self.window.narrow(*chronicle.stable(distribution, release.ordinal))
        elif distribution == STANDARD_LIBRARY and any(row.symbol.condition for row in rows):
            self.stay_here()
        else:
            self.window.narrow_by(rows, ordinal)

    def stay_here(self) -> None:
        """Note that what was seen holds for this release alone."""
        if self._past is not None:
            self.window.narrow(self._past[0].ordinal, self._past[0].ordinal)

    def module_at(self, distribution: str, path: str) -> Symbol | None:
        """The module recorded at `path`."""
        for symbol in self.symbols(distribution, path):
            if symbol.kind is Kind.MODULE:
                return symbol
        return None

    def bound_at(self, distribution: str, path: str) -> Symbol | None:
        """What is bound at `path` other than a module."""
        for symbol in self.symbols(distribution, path):
            if symbol.kind is not Kind.MODULE:
                return symbol
        return None

    def providers_of(self, path: str) -> tuple[str, ...]:
        """Distributions that provide the longest known prefix of `path`, the pinned ones first."""
        found = self._provider.distributions_of(path)
        if len(found) < 2:
            return found
        return tuple(sorted(found, key=lambda name: not self.selections.is_pinned(name)))

    def is_disputed(self, distribution: str, path: str) -> bool:
        """Whether an import name that `distribution` provides is that of another pinned one, which is not recorded.

        Two distributions may provide one import name. What one of them never had is then no invention.
        """
        names = (prefix for prefix in prefixes(path) if distribution in self._provider.distributions_of(prefix))
        others = {str(canonicalize_name(name)) for name in names} - {distribution}
        return any(self.selections.is_pinned(name) and not self._provider.releases(name) for name in others)

    def find(self, path: str) -> Outcome:
        """What a dotted path from an import name leads to."""
        known = self._found.get(path)
        if known is not None:
            return known
        if path in self._under_way or len(self._under_way) > _DEEPEST:
            self._met_cycle = True
            return Hidden(path, CIRCULAR if path in self._under_way else TOO_DEEP)
        self._under_way.add(path)
        held = self.window.reset()
        try:
            outcome = self._find(path)
        finally:
            self._under_way.discard(path)
        self._keep(self._found, path, outcome)
        self.window.join(held)
        return outcome

    def _keep(self, memory: Memory[_K, _V], key: _K, value: _V) -> None:
        """Remember an answer, unless it may have been cut short by a cycle further out."""
        if not self._under_way:
            self._met_cycle = False
        elif self._met_cycle:
            return
        memory[key] = value

    def _find(self, path: str) -> Outcome:
        outcome: Outcome | None = None
        for distribution in self.providers_of(path):
            found = self._find_in(distribution, path)
            if isinstance(found, Present) and not self._is_settled(outcome, distribution):
                return found
            outcome = outcome or found
        return outcome or Hidden(path, NOT_TRACKED)

    def _is_settled(self, outcome: Outcome | None, other: str) -> bool:
        """Whether an absence in a pinned distribution stands, although one that nothing asks for has the name.

        A module of its own is what that one may add all the same: packages are shared in this way.
        """
        if not isinstance(outcome, Absent) or not self.selections.is_pinned(outcome.distribution):
            return False
        selection = self.selections.of(other)
        return (
            not self.selections.is_pinned(other)
            and (selection is None or selection.kind is PinKind.NEWEST)
            and self.module_at(other, outcome.path) is None
        )

    def _find_in(self, distribution: str, path: str) -> Outcome:
        if self.release(distribution) is None:
            return Hidden(path, NOT_COVERED)
        above, _, name = path.rpartition(".")
        if distribution not in self._provider.distributions_of(above):
            module = self.module_at(distribution, path)
            if module is not None:
                return Present(module, distribution, path, module.deprecation)
            return Hidden(path, NOT_TRACKED) if self._requires(distribution, path) else Absent(path, distribution)
        module = self.module_at(distribution, above)
        if module is None:
            owner = self.find(above)
            return self.member(owner, name) if isinstance(owner, Present) else owner
        outcome = self.member(Present(module, distribution, above), name)
        if isinstance(outcome, Present) or self.bound_at(distribution, above) is None:
            return outcome
        # A module and a member of the same name: the member is what attribute access sees.
        owner = self.find(above)
        other = self.member(owner, name) if isinstance(owner, Present) else owner
        return other if isinstance(other, Present) else outcome

    def _requires(self, distribution: str, name: str) -> bool:
        """Whether a release requires a distribution of this very name: then that one provides the import name."""
        release = self.release(distribution)
        wanted = canonicalize_name(name)
        return release is not None and any(required_name(line) == wanted for line in release.requires)

    def module(self, path: str) -> Outcome:
        """What `import path` finds; a missing module above it is what is reported absent."""
        for distribution in self.providers_of(path):
            module = self.module_at(distribution, path)
            if module is not None:
                return Present(module, distribution, path, module.deprecation)
        outcome = self.find(path)
        if isinstance(outcome, Absent):
            # What a package does to the import system shows in itself, not in the modules beneath it. A namespace
            # package, or one that a function fills, is that itself; what lies beneath a regular package in it is not.
            above = prefixes(parent(outcome.path)) if "." in outcome.path else []
            found = [self.module_at(outcome.distribution, package) for package in above]
            modules = found[:1] + [m for m in found[1:] if m is not None and m.open_reason not in _OF_ITSELF]
            causes = tuple(dict.fromkeys(m.open_reason for m in modules if m is not None and m.open_reason))
            if causes:
                return Hidden(outcome.path, open_namespace(causes[0]), outcome.distribution, causes)
        return outcome

    def member(self, owner: Present, name: str, *, instance: bool = False) -> Outcome:
        """What `owner.name` is; `instance` tells that `owner` is a class and an instance of it is asked."""
        kind = owner.symbol.kind
        if kind is Kind.MODULE:
            return self._module_member(owner, name)
        if kind is Kind.CLASS:
            return class_member(self, owner, name, instance=instance)
        path = f"{owner.path}.{name}"
        if kind is Kind.ALIAS:
            return Hidden(path, f"origin not recorded: {owner.symbol.target}")
        if kind is Kind.FUNCTION:
            return function_member(self, owner, name)
        return value_member(self, owner, name)

    def _module_member(self, owner: Present, name: str) -> Outcome:
        key = (owner.distribution, owner.symbol.path, name)
        outcome = self._members.get(key)
        if outcome is None:
            if key in self._under_way or len(self._under_way) > _DEEPEST:
                self._met_cycle = True
                return Hidden(f"{owner.path}.{name}", CIRCULAR if key in self._under_way else TOO_DEEP)
            self._under_way.add(key)
            held = self.window.reset()
            try:
                outcome = module_member(self, owner.distribution, owner.symbol, name)
            finally:
                self._under_way.discard(key)
            # Part of the key is read off the module that owns the name, not looked up.
            self.symbols(owner.distribution, owner.symbol.path)
            self._keep(self._members, key, outcome)
            self.window.join(held)
        if owner.path == owner.symbol.path:
            return outcome
        path = f"{owner.path}.{name}"
        match outcome:
            case Present(symbol, distribution, _, deprecation):
                return Present(symbol, distribution, path, deprecation)
            case Absent(_, distribution, related):
                return Absent(path, distribution, related)
            case Hidden(_, reason, distribution, causes):
                return Hidden(path, reason, distribution, causes)

    def lineage(self, owner: Present) -> Lineage:
        """The class and its ancestors."""
        return self._lineage(owner) or Lineage((owner,), (CIRCULAR,), is_rooted=False)

    def _lineage(self, owner: Present) -> Lineage | None:
        key = (owner.distribution, owner.symbol.path)
        known = self._lineages.get(key)
        if known is not None:
            return known
        if ("lineage", *key) in self._under_way:
            self._met_cycle = True
            return None
        self._under_way.add(("lineage", *key))
        held = self.window.reset()
        try:
            made = trace_lineage(owner, self.find, self._lineage)
        finally:
            self._under_way.discard(("lineage", *key))
        self.symbols(owner.distribution, owner.symbol.path)
        self._keep(self._lineages, key, made)
        self.window.join(held)
        return made

    def paths_ending_in(self, distribution: str, name: str) -> tuple[str, ...]:
        """Paths recorded in any release whose last component is `name`."""
        return self._provider.find_tail(distribution, name)

    def is_home_of(self, entity: Entity) -> bool:
        """Whether the entity was read in this very world."""
        return self.world == entity.world and not self._upper

    def present(self, entity: Entity) -> Present | None:
        """The same thing in this world: by the path that public code writes, else by that of its definition."""
        distribution = entity.selection.distribution
        for path in (entity.path, entity.symbol.path):
            outcome = self.find(path)
            if isinstance(outcome, Present):
                if outcome.symbol.kind is not entity.symbol.kind and entity.symbol.kind is Kind.MODULE:
                    module = self.module_at(distribution, entity.symbol.path)
                    return Present(module, distribution, entity.path) if module else outcome
                return outcome
        return None

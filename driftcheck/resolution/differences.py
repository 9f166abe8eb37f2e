"""What left, came or changed between two releases: recorded facts that differ, judged in both worlds.

A fact that is gone from where it was recorded is not yet a loss: a method may be inherited now, a definition may have
moved behind the same public name. So every name is looked up in the other world, under its public path.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from driftcheck.model.differences import Change, ChangeKind
from driftcheck.model.names import ParameterPath, is_private, is_within, parent, prefixes, tail
from driftcheck.model.releases import Release
from driftcheck.model.resolutions import ArgumentOutcome, Entity, Found, Missing, Unknown
from driftcheck.model.symbols import Kind, Symbol, SymbolSpan
from driftcheck.resolution.callables import compare_signatures, departed_parameters, newly_deprecated
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.outcomes import Present

_CONSTRUCTORS = frozenset({"__init__", "__new__"})
_ORDER = {kind: place for place, kind in enumerate(ChangeKind)}


class RecordedFacts(Protocol):
    """What is recorded of a distribution, path by path."""

    def changed_paths(self, distribution: str, one: int, other: int) -> tuple[str, ...]:
        """Every path of which some span holds one of two releases, by their ordinals, and not the other; sorted."""
        ...

    def rows(self, distribution: str, path: str) -> tuple[SymbolSpan, ...]:
        """Every span recorded for exactly this path, of all releases."""
        ...

    def children(self, distribution: str, path: str) -> tuple[str, ...]:
        """Names recorded directly beneath `path` in any release."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """One release, and what names mean in it."""

    release: Release
    environment: Environment

    def recorded(self, facts: RecordedFacts, path: str) -> tuple[Symbol, ...]:
        """What is recorded of a path in this release."""
        ordinal = self.release.ordinal
        rows = facts.rows(self.release.distribution, path)
        return tuple(row.symbol for row in rows if row.first <= ordinal <= row.last)


@dataclass(frozen=True, slots=True)
class _Passage:
    """Names that one world has and the other may not have."""

    kind: ChangeKind
    here: Environment
    there: Environment


@dataclass(slots=True)
class _Ledger:
    """What has been found so far."""

    changes: dict[tuple[ChangeKind, str], Change] = field(default_factory=dict)
    beneath: Counter[tuple[ChangeKind, str]] = field(default_factory=Counter)
    unknown: int = 0

    def enter(self, change: Change) -> None:
        """Take a change; of two on one name the one that is not incidental."""
        key = (change.kind, change.path)
        known = self.changes.get(key)
        if known is None or (known.is_incidental and not change.is_incidental):
            self.changes[key] = change


def find_differences(facts: RecordedFacts, old: World, new: World) -> tuple[tuple[Change, ...], int]:
    """What changed from one release to another, in order of kind and path, without replacements.

    Args:
        facts: What is recorded.
        old: The release that is left.
        new: The release that is gone to, of the same distribution.

    Returns:
        The changes, and the number of changed names of which nothing can be said.
    """
    ledger = _Ledger()
    left = _Passage(ChangeKind.LEFT, old.environment, new.environment)
    came = _Passage(ChangeKind.CAME, new.environment, old.environment)
    for path in facts.changed_paths(old.release.distribution, old.release.ordinal, new.release.ordinal):
        before, after = old.recorded(facts, path), new.recorded(facts, path)
        if before and not _binds(after):
            _judge_passage(ledger, left, path, before[0])
        elif after and not _binds(before):
            _judge_passage(ledger, came, path, after[0])
        else:
            for change in _judge_kept(path, before[0], after[0], old.environment, new.environment):
                ledger.enter(change)
    changes = list(_folded(ledger))
    heirs = {
        kind: _Heirs(facts, world)
        for kind, world in ((ChangeKind.LEFT, old), (ChangeKind.DEPRECATED, new), (ChangeKind.SIGNATURE, new))
    }
    return tuple(_reached(change, heirs.get(change.kind)) for change in changes), ledger.unknown


class _Heirs:
    """The classes at the top of a library, by the classes that they derive from; looked up when first asked for."""

    def __init__(self, facts: RecordedFacts, world: World) -> None:
        self._facts = facts
        self._world = world
        self._by_root: dict[str, dict[str, list[str]]] = {}

    def of(self, owner: str, member: str = "") -> tuple[str, ...]:
        """The public classes at the top that derive from the inner class at `owner`, and have the member from there."""
        found = self._world.environment.path(owner)
        if owner.count(".") < 2 or not isinstance(found, Found) or found.entity.symbol.kind is not Kind.CLASS:
            return ()
        root = owner.partition(".")[0]
        if root not in self._by_root:
            self._by_root[root] = self._gather(root)
        heirs = self._by_root[root].get(found.entity.symbol.path, ())
        return tuple(heir for heir in heirs if not member or self._inherits(heir, member, found.entity.symbol.path))

    def _inherits(self, heir: str, member: str, base: str) -> bool:
        outcome = self._world.environment.view().find(f"{heir}.{member}")
        return isinstance(outcome, Present) and parent(outcome.symbol.path) == base

    def _gather(self, root: str) -> dict[str, list[str]]:
        gathered: dict[str, list[str]] = {}
        view = self._world.environment.view()
        for name in self._facts.children(self._world.release.distribution, root):
            path = f"{root}.{name}"
            outcome = view.find(path) if not is_private(path) else None
            if isinstance(outcome, Present) and outcome.symbol.kind is Kind.CLASS:
                for ancestor in view.lineage(outcome).classes[1:]:
                    gathered.setdefault(ancestor.symbol.path, []).append(path)
        return gathered


def _reached(change: Change, heirs: _Heirs | None) -> Change:
    """The change with the ways by which users mostly reach it."""
    dotted, bracket, rest = change.path.partition("(")
    if heirs is None or change.is_incidental:
        return change
    name = tail(dotted)
    return replace(change, through=tuple(f"{heir}.{name}{bracket}{rest}" for heir in heirs.of(parent(dotted), name)))


def _binds(symbols: tuple[Symbol, ...]) -> bool:
    return any(not symbol.raises for symbol in symbols)


def _judge_passage(ledger: _Ledger, passage: _Passage, path: str, symbol: Symbol) -> None:
    """Judge a name recorded in one world and not in the other."""
    kind, here, there = passage.kind, passage.here, passage.there
    public = _public(path, symbol, here)
    if public is None:
        return
    found, other = here.path(public), there.path(public)
    match other:
        case Found():
            # Its public name stays: only the place of the definition is another.
            if public != path and isinstance(there.path(path), Missing):
                ledger.enter(Change(kind, path, str(symbol.kind), is_incidental=True))
        case Unknown():
            ledger.unknown += 1
        case Missing(missing):
            if missing != public:
                ledger.beneath[kind, missing] += 1
            elif isinstance(found, Found):
                is_marked = other.deprecation is not None and not is_private(public)
                incidental = _is_second(public, symbol, here) or (_is_incidental(public, symbol) and not is_marked)
                subject = other if kind is ChangeKind.LEFT else None
                what = str(found.entity.symbol.kind)
                ledger.enter(Change(kind, public, what, is_incidental=incidental, subject=subject))


def _judge_kept(path: str, before: Symbol, after: Symbol, old: Environment, new: Environment) -> Iterator[Change]:
    """Yield what became of a name that both releases record."""
    is_marked = after.deprecation is not None and before.deprecation is None
    is_called_otherwise = before.signatures != after.signatures and bool(before.signatures and after.signatures)
    if not is_marked and not is_called_otherwise:
        return
    public = _public(path, after, new)
    found = new.path(public) if public is not None else None
    if public is None or not isinstance(found, Found) or not isinstance(old.path(public), Found):
        return
    incidental = _is_incidental(public, after)
    if is_marked and found.deprecation is not None:
        yield Change(
            ChangeKind.DEPRECATED,
            public,
            str(found.entity.symbol.kind),
            is_incidental=incidental,
            deprecation=found.deprecation,
            subject=found,
        )
    if is_called_otherwise:
        yield from _judge_calls(public, found.entity, before, after, new)


def _judge_calls(public: str, entity: Entity, before: Symbol, after: Symbol, new: Environment) -> Iterator[Change]:
    """Yield what became of the parameters of something that is there in both releases."""
    if tail(public) in _CONSTRUCTORS:
        public = parent(public)
        above = new.path(public)
        if not isinstance(above, Found):
            return
        entity = above.entity
    incidental = _is_incidental(public, after)
    for name in departed_parameters(before.signatures, after.signatures):
        outcome = new.parameter(entity, name)
        if isinstance(outcome, ArgumentOutcome):
            yield Change(
                ChangeKind.LEFT,
                str(ParameterPath(public, name)),
                "parameter",
                is_incidental=incidental,
                subject=(entity, outcome),
            )
    for parameter in newly_deprecated(before.signatures, after.signatures):
        outcome = new.parameter(entity, parameter.name)
        yield Change(
            ChangeKind.DEPRECATED,
            str(ParameterPath(public, parameter.name)),
            "parameter",
            is_incidental=incidental,
            deprecation=parameter.deprecation,
            subject=(entity, outcome) if isinstance(outcome, ArgumentOutcome) else None,
        )
    change = compare_signatures(before.signatures, after.signatures)
    if change:
        what = str(entity.symbol.kind)
        yield Change(ChangeKind.SIGNATURE, public, what, is_incidental=incidental, signature=change)


def _public(path: str, symbol: Symbol, environment: Environment) -> str | None:
    """The path by which public code writes what is recorded at `path`; None where it leads nowhere.

    What is imported under a name is written by that name.
    """
    if symbol.kind in {Kind.ALIAS, Kind.MODULE}:
        return path if isinstance(environment.path(path), Found) else None
    found = environment.definition(path)
    return found.entity.path if isinstance(found, Found) else None


def _is_second(path: str, symbol: Symbol, environment: Environment) -> bool:
    """Whether an import only repeats, elsewhere, what a shorter public path leads to under the same name."""
    if symbol.kind is not Kind.ALIAS:
        return False
    found = environment.path(path)
    if not isinstance(found, Found):
        return False
    home = environment.definition(found.entity.symbol.path)
    if not isinstance(home, Found):
        return False
    public = home.entity.path
    return public != path and tail(public) == tail(path) and public.count(".") <= path.count(".")


def _is_incidental(public: str, symbol: Symbol) -> bool:
    is_special = tail(public).startswith("__") and tail(public) not in _CONSTRUCTORS
    # What a library troubles to deprecate was public, whatever its list of names says by then.
    is_hidden = not symbol.is_public and symbol.deprecation is None
    return is_private(public) or is_hidden or is_special


def _folded(ledger: _Ledger) -> Iterator[Change]:
    """Yield the changes in order; what went with a name above it is told there."""
    passages = {key for key in ledger.changes if key[0] in {ChangeKind.LEFT, ChangeKind.CAME}}
    for key in sorted(ledger.changes, key=lambda key: (_ORDER[key[0]], key[1])):
        kind, path = key
        dotted = path.partition("(")[0]
        if any((kind, above) in passages for above in prefixes(dotted)[1:]):
            continue
        beneath = sum(number for (k, at), number in ledger.beneath.items() if k is kind and is_within(at, path))
        yield replace(ledger.changes[key], beneath=beneath)

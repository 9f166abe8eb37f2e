"""The pinned world: what names mean in the project's releases, and what history says of those that are gone."""

from __future__ import annotations

from collections.abc import Mapping

from packaging.version import Version

from driftcheck.model.names import is_path
from driftcheck.model.releases import Pin, PinKind, Selection
from driftcheck.model.resolutions import (
    PINNED,
    ArgumentOutcome,
    Arguments,
    Bound,
    Entity,
    Found,
    Missing,
    Resolution,
    Unknown,
)
from driftcheck.model.symbols import Kind
from driftcheck.resolution import descendants
from driftcheck.resolution.absence import confidence_of, explain_absence, explain_hidden, explain_raising
from driftcheck.resolution.calls import Calls
from driftcheck.resolution.hiding import Testimony, no_testimony
from driftcheck.resolution.history import Worlds
from driftcheck.resolution.outcomes import Absent, Hidden, Outcome, Present
from driftcheck.resolution.publication import public_path
from driftcheck.resolution.questions import (
    RELEASES_DIFFER,
    ImportQuestion,
    MemberQuestion,
    PathQuestion,
    Question,
    as_seen_in,
)
from driftcheck.resolution.relations import Relations
from driftcheck.resolution.selections import Selections
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.resolution.view import NOT_COVERED, View


class Environment:
    """Answers what names, members and calls mean under a set of pins.

    Everything is looked up when first asked for and remembered.

    Args:
        provider: Where surfaces come from.
        pins: Pins by normalised distribution name.
        python: The version of the language that the code is checked for.
        python_kind: How firmly that is known.
        testimony: What people have written down of names that are gone.
    """

    def __init__(
        self,
        provider: SurfaceProvider,
        pins: Mapping[str, Pin],
        *,
        python: Version,
        python_kind: PinKind = PinKind.EXACT,
        testimony: Testimony = no_testimony,
    ) -> None:
        self.pins = pins
        self.python = python
        self.python_kind = python_kind
        self._testimony = testimony
        self._provider = provider
        self._selections = Selections(provider, pins, python, python_kind=python_kind)
        self._lower = View(provider, self._selections)
        self._upper = View(provider, self._selections, upper=True)
        self.worlds = Worlds(provider, self._selections)
        self.relations = Relations(provider, self._selections, self._lower, self.worlds)
        self._calls = Calls((self._lower, self._upper), self.worlds)
        self._modules: dict[str, Resolution] = {}
        self._paths: dict[str, Resolution] = {}
        self._members: dict[tuple[str, Kind, str, str, str, bool], Resolution] = {}
        self._definitions: dict[tuple[str, str], Resolution] = {}
        self._public: dict[tuple[str, str, Kind], str] = {}

    @property
    def identity(self) -> str:
        """All that tells one environment over the same surfaces from another."""
        return self._selections.identity

    def tracks(self, import_path: str) -> bool:
        """Whether some distribution known to us provides a prefix of this dotted path."""
        return bool(self._provider.distributions_of(import_path))

    def selection(self, distribution: str) -> Selection | None:
        """Which release of `distribution` was chosen, and why; None where nothing is recorded or pinned."""
        return self._selections.of(distribution)

    def view(self, world: str = PINNED) -> View:
        """The world of a key; the pinned one where the key is of no recorded release."""
        return (self.worlds.by_key(world) if world else None) or self._lower

    def module(self, path: str) -> Resolution:
        """What `import path` finds."""
        known = self._modules.get(path)
        if known is None:
            known = self._modules[path] = self._answer(ImportQuestion(path))
        return known

    def path(self, path: str) -> Resolution:
        """What a dotted path from an import name leads to, attribute by attribute."""
        known = self._paths.get(path)
        if known is None:
            known = self._paths[path] = self._answer(PathQuestion(path))
        return known

    def departed(self, path: str) -> Missing | None:
        """What history says of a path, some prefix of which is missing; None where it is not, or nothing is known.

        `path` names the prefix, since that is what is wrong; whoever seeks a replacement wants the whole.
        """
        question = PathQuestion(path)
        outcome = question.ask(self._lower)
        if isinstance(outcome, Present):
            return None
        if isinstance(outcome, Absent):
            whole = Absent(path, outcome.distribution, outcome.related)
            return explain_absence(self._lower, self.worlds, question, whole)
        hidden = Hidden(path, outcome.reason, outcome.distribution, outcome.causes)
        return explain_hidden(self._lower, self.worlds, question, hidden, self._testimony)

    def member(self, owner: Entity, name: str, *, instance: bool) -> Resolution:
        """What `owner.name` is.

        Args:
            owner: A module, class, function or value.
            name: The member.
            instance: Whether it is asked of an instance of the class `owner`.
        """
        symbol = owner.symbol
        key = (symbol.path, symbol.kind, owner.path, owner.world, name, instance)
        known = self._members.get(key)
        if known is None:
            question = MemberQuestion(f"{owner.path}.{name}", owner, instance)
            known = self._answer(question) if owner.world == PINNED else self._answer_gone(question, owner)
            self._members[key] = known
        return known

    def definition(self, path: str, world: str = PINNED) -> Resolution:
        """What a qualified name out of a type expression or an annotation stands for.

        Args:
            path: The qualified name, without subscript.
            world: The world that the expression was read in. What the pinned world has is answered from
                there; only what is gone from it comes from `world`.
        """
        key = (path, world)
        known = self._definitions.get(key)
        if known is None:
            known = self._definitions[key] = self._define(path, world)
        return known

    def call(self, callee: Entity, arguments: Arguments, *, bound: bool) -> Bound | Unknown:
        """Hold a call against the signature of a function or a class.

        Args:
            callee: A FUNCTION or CLASS entity.
            arguments: The shape of the call.
            bound: Whether a method was reached through its instance or class, so that the receiver is not
                among the arguments.
        """
        return self._calls.bind(callee, arguments, bound=bound)

    def parameter(self, callee: Entity, keyword: str) -> ArgumentOutcome | Unknown | None:
        """What the pinned release makes of a keyword; None where it simply takes it."""
        return self._calls.parameter(callee, keyword)

    def is_subclass(self, entity: Entity, path: str) -> bool | None:
        """Whether a class is, or derives from, the class that `path` leads to; None where that is not known."""
        view = self.view(entity.world)
        owner = as_seen_in(view, entity)
        if owner is None or owner.symbol.kind is not Kind.CLASS:
            return None
        wanted = view.find(path)
        target = wanted.symbol.path if isinstance(wanted, Present) else path
        line = view.lineage(owner)
        # A special form of the language is a base, though no class stands for it.
        if any(ancestor.symbol.path == target or path in ancestor.symbol.bases for ancestor in line.classes):
            return True
        return None if any(cause.startswith("unresolved base") for cause in line.causes) else False

    def has_objects(self, entity: Entity) -> bool:
        """Whether a class has members that only its objects have, or may have."""
        return descendants.has_objects(self._provider, self.view(entity.world), entity)

    def is_overridden_below(self, entity: Entity, name: str) -> bool:
        """Whether some recorded class that derives from the class `entity` has a member of that name in its body."""
        return descendants.is_overridden_below(self._provider, self.view(entity.world), entity, name)

    def is_known_below(self, entity: Entity, name: str) -> bool:
        """Whether some recorded class that derives from the class `entity` has a member of that name."""
        return descendants.is_known_below(self._provider, self.view(entity.world), entity, name)

    def _define(self, path: str, world: str) -> Resolution:
        if not is_path(path):
            return Unknown(path, "not a name")
        outcome = self._lower.find(path)
        if isinstance(outcome, Hidden | Absent) and world != PINNED:
            former = self._define_gone(path, world)
            if former is not None:
                return former
        resolution = self.path(path)
        if isinstance(resolution, Found):
            entity = resolution.entity
            public = self._publish(
                self.view(entity.world), Present(entity.symbol, entity.selection.distribution, entity.path)
            )
            if public != entity.path:
                entity = Entity(entity.symbol, public, entity.selection, entity.world)
                return Found(entity, resolution.deprecation, resolution.lifespan)
        return resolution

    def _define_gone(self, path: str, world: str) -> Found | None:
        """A name that the pinned world lacks: its successor under the same public path, else as `world` has it."""
        view = self.view(world)
        outcome = view.find(path)
        if not isinstance(outcome, Present):
            return None
        public = self._publish(view, outcome)
        if public != path:
            now = self.path(public)
            if isinstance(now, Found) and now.entity.symbol.kind is outcome.symbol.kind:
                return now
        selection = view.selection(outcome.distribution)
        assert selection is not None, "what is present has a release"
        return Found(Entity(outcome.symbol, public, selection, world), outcome.deprecation)

    def _publish(self, view: View, present: Present) -> str:
        key = (view.world, present.symbol.path, present.symbol.kind)
        known = self._public.get(key)
        if known is None:
            known = self._public[key] = public_path(view, present)
        return known

    def _answer(self, question: Question) -> Resolution:
        """Ask in the pinned world, in both releases where two stand in, and let history explain an absence."""
        view, worlds = self._lower, self.worlds
        outcome = question.ask(view)
        if self._selections.has_bracket:
            outcome = _agree(outcome, question.ask(self._upper))
        match outcome:
            case Present():
                if outcome.symbol.raises:
                    return explain_raising(view, worlds, question, outcome)
                return self._found(question, outcome)
            case Absent():
                missing = explain_absence(view, worlds, question, outcome)
                if missing.lifespan is None and view.is_disputed(outcome.distribution, outcome.path):
                    return Unknown(question.path, NOT_COVERED)
                return missing
            case Hidden():
                gone = explain_hidden(view, worlds, question, outcome, self._testimony)
                return gone or Unknown(question.path, outcome.reason)

    def _found(self, question: Question, outcome: Present) -> Found:
        selection = self._lower.selection(outcome.distribution)
        assert selection is not None, "what is present has a release"
        entity = Entity(outcome.symbol, outcome.path, selection)
        if outcome.deprecation is None:
            return Found(entity)
        release = self._lower.release(outcome.distribution)
        assert release is not None, "what is present has a release"
        history = self.worlds.trace(outcome.distribution, question)
        return Found(entity, outcome.deprecation, history.lifespan(release.ordinal))

    def _answer_gone(self, question: Question, owner: Entity) -> Resolution:
        """A member of something that the pinned world no longer has, as the last release knew it.

        The loss of the owner was told where the owner was named. A member earns a word of its own only
        where that release already advised against it.
        """
        view = self.view(owner.world)
        path = question.path
        outcome = question.ask(view)
        if isinstance(outcome, Hidden):
            return Unknown(path, outcome.reason)
        if isinstance(outcome, Absent):
            return Unknown(path, "member of a removed name")
        selection = view.selection(outcome.distribution)
        assert selection is not None, "what is present has a release"
        entity = Entity(outcome.symbol, outcome.path, selection, owner.world)
        if outcome.deprecation is None:
            return Found(entity)
        distribution = owner.world.partition("==")[0]
        pinned = self._selections.of(distribution)
        release = view.release(distribution)
        if pinned is None or not pinned.releases or release is None:
            return Found(entity, outcome.deprecation)
        lifespan = self.worlds.trace(distribution, question).lifespan(release.ordinal)
        reason = f"went with {owner.path}"
        return Missing(path, pinned, lifespan, entity, outcome.deprecation, confidence_of(pinned), reason)


def _agree(one: Outcome, other: Outcome) -> Outcome:
    """The answer that two releases standing in for a third give together.

    A name that one of them keeps only to raise is as good as gone from it: what the other says of its absence counts.
    """
    match one, other:
        case Present(symbol=symbol), Absent() if symbol.raises:
            return one
        case (Absent() | Hidden(), Present(symbol=symbol)) if symbol.raises:
            return one
        case Present(symbol=symbol), Hidden() if symbol.raises:
            return other
        case Present(), Present() if one.symbol.raises == other.symbol.raises:
            if one.deprecation is not None and other.deprecation is None:
                return Present(one.symbol, one.distribution, one.path)
            return one
        case (Absent(), Absent()) | (Hidden(), Hidden()):
            return one
        case _:
            return Hidden(one.path, RELEASES_DIFFER)
